"""Annotations: each finding is one command of the runner's, and the runner understands what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from mlhygiene.model import Severity, printable, shown
from mlhygiene.report import github, place, render
from mlhygiene.rules.large_file import LargeFile
from runner import Command, obeyed
from unruly import COMMIT, NAMES, TEXTS, finding, names, report, texts, unruly

if TYPE_CHECKING:
    from mlhygiene.rule import Finding

WARNING = LargeFile(severity=Severity.WARNING)
NOTE = LargeFile(severity=Severity.NOTE)
TITLE = {"title": "MLH101 large-file"}
COMMANDS = {
    "a file": (finding(), Command("error", {"file": "model.pt", **TITLE}, "model.pt: too large")),
    "a warning": (
        finding(line=3, rule=WARNING),
        Command("warning", {"file": "model.pt", "line": "3", **TITLE}, "model.pt:3: too large"),
    ),
    "a note": (
        finding(line=3, column=7, rule=NOTE),
        Command("notice", {"file": "model.pt", "line": "3", "col": "7", **TITLE}, "model.pt:3:7: too large"),
    ),
    "what mends it": (
        finding(fix="git rm 'a b'"),
        Command("error", {"file": "model.pt", **TITLE}, "model.pt: too large\nTo mend it: git rm 'a b'"),
    ),
    "a file of a commit": (
        finding(commit=COMMIT),
        Command("error", {"file": "model.pt", **TITLE}, "model.pt: too large (commit c0ffeec0ffee)"),
    ),
    "a commit has no file": (finding(None, commit=COMMIT), Command("error", TITLE, "commit c0ffeec0ffee: too large")),
    "a branch has no file": (finding(None, ref="exp/x"), Command("error", TITLE, "exp/x: too large")),
    "a name that two signs part": (
        finding(b"a:b,c=d;e.pt"),
        Command("error", {"file": "a:b,c=d;e.pt", **TITLE}, "a:b,c=d;e.pt: too large"),
    ),
    "a name of two lines": (
        finding(b"a\nb%0A.pt"),
        Command("error", {"file": "a\nb%0A.pt", **TITLE}, "a\\nb%0A.pt: too large"),
    ),
}


@pytest.mark.parametrize(("one", "command"), COMMANDS.values(), ids=COMMANDS)
def test_a_finding_is_a_command(one: Finding, command: Command) -> None:
    assert obeyed(render(report([one]), "github")) == [command]


def test_what_could_not_be_judged_comes_first() -> None:
    commands = obeyed(render(report([finding()], "a.pt: missing\n::x", absent=2), "github"))

    assert [command.properties["title"] for command in commands] == ["could not judge"] * 2 + ["MLH101 large-file"]
    assert [command.message for command in commands[:2]] == ["a.pt: missing\\n::x", "2 contents are missing in all"]


def test_a_clean_run_says_so_and_commands_nothing() -> None:
    assert render(report(), "github") == "mlhygiene: no findings in 5 files\n"


def test_all_are_told_and_the_last_line_says_how_many_become_annotations() -> None:
    many = [finding(b"%d.pt" % n) for n in range(12)] + [finding(rule=WARNING)] * 10

    text = render(report(many), "github")

    assert len(obeyed(text)) == 22
    assert text.splitlines()[-1] == ("mlhygiene: 12 errors, 10 warnings in 5 files (GitHub annotates 10 of 12 errors)")


def test_a_message_that_github_would_cut_says_that_it_is_cut() -> None:
    (command,) = obeyed(render(report([finding(message="%" * 10_000)]), "github"))

    assert len(command.message) == 4_096
    assert command.message.endswith("%… (cut: GitHub takes 4,096 characters)")


def test_one_line_is_one_finding_whatever_it_holds() -> None:
    lines = render(report(unruly(), *TEXTS.values()), "github").split("\n")

    assert len(lines) == len(unruly()) + len(TEXTS) + 2
    assert all("".join(lines).isprintable() for line in lines)


def test_the_summary_is_markdown_and_says_what_the_log_has() -> None:
    text = github.summary(report([finding(b"%d.pt" % n) for n in range(12)]), 0)

    assert text.startswith("<!-- mlhygiene -->\n## mlhygiene: 12 errors in 5 files\n")
    assert text.endswith("\nThe log has them all (GitHub annotates 10 of 12 errors).\n")


@pytest.mark.parametrize("taken", [0, 500_000, 1_040_000, 1_048_000, 1_048_576, 2_000_000])
def test_a_summary_never_passes_what_github_takes(taken: int) -> None:
    text = github.summary(report([finding(b"%d.pt" % n, "模" * 900) for n in range(500)]), taken)

    assert len(text.encode()) <= max(0, 1_048_576 - taken)
    assert not text or "findings are left out**" in text


@given(names, texts)
def test_the_runner_understands_any_name_and_any_message(path: bytes, text: str) -> None:
    one = finding(path, text)
    written = f"{place(one)}: {printable(text)}"

    (command,) = obeyed(render(report([one]), "github"))

    assert command.properties["title"] == "MLH101 large-file"
    assert printable(command.properties["file"]) == shown(path)
    assert command.message == written or (len(written) > 4_096 and written.startswith(command.message[:4_000]))


def test_the_exact_name_is_told_where_it_is_text() -> None:
    for path in NAMES.values():
        (command,) = obeyed(render(report([finding(path)]), "github"))
        text = path.decode("utf-8", "backslashreplace")
        if text.replace("\r", "").replace("\n", "").isprintable():
            assert command.properties["file"] == text
