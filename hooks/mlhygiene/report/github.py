"""Annotations of GitHub Actions: docs.github.com/actions/reference/workflows-and-actions/workflow-commands.

A line is a command of the runner's. It escapes what the runner parts it by, so that no name and no message
begins another; the runner logs the message without its place, so the message says that, too.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlhygiene.model import Severity, printable
from mlhygiene.report import markdown, place
from mlhygiene.report.text import counted
from mlhygiene.report.wording import gaps, message, remedy

if TYPE_CHECKING:
    from mlhygiene.report import Report
    from mlhygiene.rule import Finding

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
# GitHub annotates the first so many of each level in a step, and cuts a message after so many characters.
ANNOTATED = 10
MESSAGE = 4_096
# The most bytes that it takes as the summary of a step.
SUMMARY = 1_048_576


def render(report: Report, *, color: bool) -> str:  # noqa: ARG001 - one signature for every format
    """One command a finding, what could not be judged before all others, then a line that counts them."""
    unjudged = [_command("error", {"title": "could not judge"}, gap) for gap in gaps(report)]
    lines = [*unjudged, *map(_annotation, report.findings), f"mlhygiene: {counted(report)}{_beyond(report)}"]
    return "\n".join(lines) + "\n"


def summary(report: Report, taken: int) -> str:
    """What is appended to the summary of the step, which holds so many bytes already."""
    many = _beyond(report)
    more = f"\nThe log has them all{many}.\n" if many else ""
    room = SUMMARY - taken - len(more.encode())
    return markdown.document(report, room) + more if room > markdown.RESERVE else ""


def _annotation(finding: Finding) -> str:
    rule, at = finding.rule, finding.location
    where = {}
    if at.path is not None:
        numbers = {"line": at.line, "col": at.column if at.line is not None else None}
        where = {"file": _name(at.path), **{key: str(n) for key, n in numbers.items() if n is not None}}
    fix = remedy(finding)
    text = f"{place(finding)}: {message(finding)}" + (f"\nTo mend it: {fix}" if fix else "")
    return _command(LEVELS[finding.severity], {**where, "title": f"{rule.code} {rule.name}"}, text)


def _command(name: str, properties: dict[str, str], text: str) -> str:
    if len(text) > MESSAGE:
        note = "… (cut: GitHub takes 4,096 characters)"
        text = text[: MESSAGE - len(note)] + note
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {given}::{_data(text)}"


def _name(path: bytes) -> str:
    """The exact name where a command can hold it: lines may end in it, nothing else steers whoever shows the log."""
    text = path.decode("utf-8", "backslashreplace")
    return "".join(c if c in "\r\n" else printable(c) for c in text)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _beyond(report: Report) -> str:
    """How many of what is told here become no annotation."""
    counts = Counter(LEVELS[finding.severity] for finding in report.findings)
    counts["error"] += len(gaps(report))
    over = [f"{n:,} {level}s" for level, n in sorted(counts.items()) if n > ANNOTATED]
    return f" (GitHub annotates {ANNOTATED} of {' and of '.join(over)})" if over else ""
