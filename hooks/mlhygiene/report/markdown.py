"""Markdown for a comment on a pull request, or the summary of a job.

What comes from the repository stands in code spans: in them no host makes links, mentions, references or HTML.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from mlhygiene.model import Exit, Severity, printable
from mlhygiene.report import place
from mlhygiene.report.commands import ANYWHERE
from mlhygiene.report.text import counted
from mlhygiene.report.wording import gaps, message, reference, remedy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.report import Report
    from mlhygiene.rule import Finding

# The most characters that GitHub takes in a comment; here bytes, which are never fewer.
COMMENT = 65_536
# Who updates a comment finds it by this line.
MARK = "<!-- mlhygiene -->"
# So many rows stand open.
OPEN = 10
CELL = 1_000
GAPS = 20
HEADINGS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}
TABLE = "| where | rule | what was found | to mend it |\n|---|---|---|---|\n"
# What closes a table and says what was left out takes less.
RESERVE = 400


def render(report: Report, *, color: bool) -> str:  # noqa: ARG001 - one signature for every format
    """A comment."""
    return document(report, COMMENT)


def document(report: Report, limit: int) -> str:
    """As much as fits into so many bytes of UTF-8, and how much does not."""
    told = Told(limit - RESERVE)
    told.add(f"{MARK}\n## mlhygiene: {counted(report)}\n")
    if report.exit is Exit.UNJUDGED:
        told.add("\n### Could not judge\n\n")
        rows = [f"- {code(gap)}\n" for gap in gaps(report)]
        left = len(rows) - told.rows(rows[:GAPS])
        told.always(f"\n{left:,} more could not be judged.\n" if left else "")
    by_severity = sorted(report.findings, key=lambda finding: list(Severity).index(finding.severity))
    left = sum(_table(told, s, list(group)) for s, group in groupby(by_severity, key=lambda f: f.severity))
    if left:
        told.always(f"\n**{left:,} of {len(report.findings):,} findings are left out**: no more fits here.\n")
    return told.text


class Told:
    """A text that grows as far as its limit."""

    def __init__(self, room: int) -> None:
        self.text = ""
        self.room = room

    def add(self, text: str) -> bool:
        """Whether it fitted in."""
        size = len(text.encode("utf-8"))
        if size > self.room:
            self.room = 0
            return False
        self.always(text)
        self.room -= size
        return True

    def always(self, text: str) -> None:
        self.text += text

    def rows(self, rows: Sequence[str]) -> int:
        """How many of the rows, from the first, fitted in."""
        return next((n for n, row in enumerate(rows) if not self.add(row)), len(rows))


def _table(told: Told, severity: Severity, findings: Sequence[Finding]) -> int:
    """One severity; how many of its findings are left out."""
    fold = len(findings) > OPEN
    title = f"{HEADINGS[severity]} ({len(findings):,})"
    head = f"\n<details><summary>{title}</summary>\n\n{TABLE}" if fold else f"\n### {title}\n\n{TABLE}"
    rows = [_row(finding) for finding in findings]
    if len((head + rows[0]).encode("utf-8")) > told.room:
        told.room = 0
        return len(findings)
    told.add(head)
    shown = told.rows(rows)
    told.always("\n</details>\n" if fold else "")
    return len(findings) - shown


def _row(finding: Finding) -> str:
    rule, fix = finding.rule, remedy(finding)
    named = f"[{rule.code}]({reference(type(rule))}) {rule.name}"
    cells = (code(place(finding)), named, code(message(finding)), code(fix) if fix else "")
    return f"| {' | '.join(cells)} |\n"


def code(text: str) -> str:
    """A code span that may stand in a table and in a log: the text on one line, cut where it is long."""
    text = ANYWHERE.sub(r"##\1\\x5b", printable(text))
    if len(text) > CELL:
        text = f"{text[:CELL]}… ({len(text) - CELL:,} more characters)"
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    # Blanks at both ends keep backticks apart from the fence, and are taken off again, unless there is nothing else.
    blank = " " if not text or (text.strip() and (text[0] in "` " or text[-1] in "` ")) else ""
    return f"{fence}{blank}{text}{blank}{fence}".replace("|", "\\|")
