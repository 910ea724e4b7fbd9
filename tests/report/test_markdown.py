"""Markdown: nothing of the repository's is more than text, and it fits where it goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from mlhygiene.model import Severity, printable
from mlhygiene.report import markdown, place, render
from mlhygiene.report.commands import ANYWHERE
from mlhygiene.rules.large_file import LargeFile
from unruly import COMMIT, TEXTS, finding, names, report, texts, unruly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

OURS = re.compile(r"<!-- mlhygiene -->\n|</?details>(<summary>(Errors|Warnings|Notes) \([\d,]+\)</summary>)?\n")


def tokens(text: str) -> Iterator[Token]:
    """Every token of a text, those within lines too. GitHub's tables are no part of CommonMark."""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        yield token
        yield from token.children or ()


def spans(text: str) -> list[str]:
    """The texts of the code spans."""
    return [token.content for token in tokens(text) if token.type == "code_inline"]


def written(text: str) -> str:
    """A text as a span has it."""
    told = ANYWHERE.sub(r"##\1\\x5b", printable(text))
    return told if len(told) <= 1_000 else f"{told[:1_000]}… ({len(told) - 1_000:,} more characters)"


def test_a_clean_run_is_a_line() -> None:
    assert render(report(), "markdown") == "<!-- mlhygiene -->\n## mlhygiene: no findings in 5 files\n"


def test_each_severity_has_a_table() -> None:
    text = render(report([finding(rule=LargeFile(severity=s)) for s in reversed(Severity)]), "markdown")

    assert [line for line in text.splitlines() if line.startswith("###")] == [
        "### Errors (1)",
        "### Warnings (1)",
        "### Notes (1)",
    ]


def test_a_row_says_where_what_and_what_mends_it() -> None:
    text = render(report([finding(line=3, fix="git rm a", commit=COMMIT)]), "markdown")

    assert spans(text) == ["model.pt:3", "too large (commit c0ffeec0ffee)", "git rm a"]
    assert [token.attrs["href"] for token in tokens(text) if token.type == "link_open"] == [
        "https://github.com/mlhygiene/mlhygiene/blob/main/hooks/README.md#mlh101-large-file"
    ]


def test_many_are_folded() -> None:
    ten, eleven = (render(report([finding(b"%d" % n) for n in range(count)]), "markdown") for count in (10, 11))

    assert "<details>" not in ten
    assert "<details><summary>Errors (11)</summary>\n\n| where" in eleven
    assert eleven.endswith("|\n\n</details>\n")


def test_what_could_not_be_judged_comes_first() -> None:
    text = render(report([finding()], "a.pt: *missing*", absent=2), "markdown")

    assert text.index("### Could not judge") < text.index("### Errors")
    assert spans(text)[:2] == ["a.pt: *missing*", "2 contents are missing in all"]


LIMITED = {
    "many": [finding(b"%d.pt" % n) for n in range(2_000)],
    "long ones": [finding(b"%d.pt" % n, "x" * 10_000) for n in range(200)],
    "wide ones": [finding(b"%d.pt" % n, "模" * 900) for n in range(200)],
    "of each severity": [finding(b"%d.pt" % n, rule=LargeFile(severity=s)) for s in Severity for n in range(500)],
}


@pytest.mark.parametrize("many", LIMITED.values(), ids=LIMITED)
def test_a_comment_never_passes_what_github_takes_and_counts_what_is_left_out(many: list) -> None:  # type: ignore[type-arg]
    text = render(report(many), "markdown")
    rows = len(re.findall(r"^\| `", text, re.MULTILINE))

    assert 60_000 < len(text.encode()) <= 65_536
    assert f"**{len(many) - rows:,} of {len(many):,} findings are left out**" in text
    assert text.count("<details>") == text.count("</details>") > 0


def test_gaps_without_end_are_counted_too() -> None:
    text = render(report([finding()], *(f"{n}: missing" for n in range(5_000))), "markdown")

    assert "4,980 more could not be judged." in text
    assert "### Errors (1)" in text


def test_every_unruly_finding_is_a_row_and_no_html_is_left() -> None:
    text = render(report(unruly()), "markdown")

    assert len(re.findall(r"^\| `", text, re.MULTILINE)) == len(unruly())
    assert {t.type for t in tokens(text)} >= {"html_block", "table_open"}
    assert OURS.sub("", "".join(t.content for t in tokens(text) if t.type.startswith("html"))).strip() == ""


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_message_comes_back(text: str) -> None:
    assert spans(render(report([finding(message=text)]), "markdown"))[1] == written(text)


@given(names, texts)
def test_any_name_and_any_message_is_a_code_span(path: bytes, text: str) -> None:
    one = finding(path, text, fix=text)
    told = render(report([one]), "markdown")

    assert spans(told)[:2] == [written(place(one)), written(text)]
    assert [t.type for t in tokens(told)].count("td_open") == 4
    assert [t for t in tokens(told) if t.type in {"html_inline", "image", "em_open", "strong_open"}] == []
    assert [t.type for t in tokens(told)].count("link_open") == 1


def test_a_span_is_cut_where_it_is_long() -> None:
    assert markdown.code("x" * 1_500).endswith("x… (500 more characters)`")
