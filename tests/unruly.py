"""Names and messages that every report must survive, and findings that hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from builders import blob
from mlhygiene.coverage import Coverage
from mlhygiene.location import Location
from mlhygiene.report import Report
from mlhygiene.rule import Finding
from mlhygiene.rules.large_file import LargeFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.rule import AnyRule

COMMIT = "c0ffee" * 6 + "c0ff"
TEXTS = {
    "a percent sign": "100%.pt",
    "a percent escape": "a%0Ab%2525.pt",
    "a line break": "two\nlines.pt",
    "a line break of Windows": "two\r\nlines.pt",
    "colons, two by two": "::error file=x::y.pt",
    "a command after a blank": " ::stop-commands::x",
    "a command of the old form": "x ##[add-path]y ##vso[task.x]z",
    "commas and signs": "a,line=3,title=x;y=z",
    "tags": "<b onclick=x>&amp;</b><!-- --><details>",
    "the end of CDATA": "a ]]> b <![CDATA[",
    "quotes": '"it\'s"',
    "pipes": "a|b\\|c\\\\|d",
    "backticks": "`a ``b``` `",
    "a backtick alone": "`",
    "a backslash at the end": "a\\",
    "markdown": "# **a** _b_ [c](https://x.example) ![d](e) ~~f~~",
    "mentions and references": "@octocat #1 !2 org/repo#3 https://x.example www.x.example a@x.example",
    "a link of SARIF's": "see [this](https://x.example) and [that\\](1)",
    "placeholders": "{0} {{1}} }{ {",
    "terminal colours": "\x1b[31mred\x1b[0m",
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x85\x9b",
    "no characters of XML": "a\ufffeb\uffffc",
    "bidirectional text": "a\u202egnp.\u202cb\u2066c",
    "blanks at both ends": "  a b  ",
    "blanks alone": "   ",
    "separators of lines": "a\u2028b\u2029c",
    "scripts": "modèle-模型-🤗-e\u0301\U0001d499.pt",
    "ten thousand characters": "0123456789" * 1_000,
}
NAMES = {key: text.encode() for key, text in TEXTS.items()} | {
    "bytes that are no UTF-8": b"caf\xe9 \xff\xfe.pt",
    "bytes of half a character": b"a\xe2\x82/\xf0\x9f.pt",
    "a folder": b"models/v1/a b.pt",
}

names = st.one_of(st.sampled_from(list(NAMES.values())), st.binary(min_size=1).map(lambda b: b.replace(b"\0", b"/")))
texts = st.one_of(st.sampled_from(list(TEXTS.values())), st.text(min_size=1), st.text("`|\\[](){}:%#@ ", min_size=1))


def finding(
    path: bytes | None = b"model.pt",
    message: str = "too large",
    *,
    line: int | None = None,
    column: int | None = None,
    commit: str | None = None,
    ref: str | None = None,
    fix: str | None = None,
    rule: AnyRule | None = None,
) -> Finding:
    """A finding that no rule has made: its message is what it is."""
    at = Location(path, line, column, commit, ref)
    return Finding(rule or LargeFile(), blob(path or b"x", b"x"), at, message, fix)


def report(findings: Iterable[Finding] = (), *gaps: str, notes: Iterable[str] = (), absent: int = 0) -> Report:
    """A report over a tree of five files."""
    coverage = Coverage(blobs=5, notes=list(notes), gaps=list(gaps), absent=absent)
    return Report("tree", list(findings), coverage)


def unruly() -> list[Finding]:
    """Every name once, and every text as a message, as a fix and as a ref."""
    named = [finding(path, line=n) for n, path in enumerate(NAMES.values(), 1)]
    said = [finding(message=text, fix=text) for text in TEXTS.values()]
    return [*named, *said, *(finding(None, ref=text) for text in TEXTS.values()), finding(None, commit=COMMIT)]
