"""For people: one line a finding, the command that mends it below."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlhygiene.columns import width
from mlhygiene.model import Severity, printable
from mlhygiene.report import FIXABLE, place

if TYPE_CHECKING:
    from mlhygiene.coverage import Coverage
    from mlhygiene.report import Report
    from mlhygiene.rule import Excerpt, Finding

COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def render(report: Report, *, color: bool) -> str:
    """Findings, then a line that counts them."""
    return findings(report, color=color) + counted(report) + _fixable(report) + "\n"


def findings(report: Report, *, color: bool) -> str:
    """The findings alone, where nothing is counted."""
    return "".join(f"{line}\n" for finding in report.findings for line in _finding(finding, color=color))


def _finding(finding: Finding, *, color: bool) -> list[str]:
    severity = finding.severity
    where = _paint(place(finding), "1", color=color)
    rule = _paint(f"{finding.rule.code} {finding.rule.name}", COLORS[severity], color=color)
    level = "" if severity is Severity.ERROR else f" ({severity})"
    commit = finding.location.commit
    since = f" (commit {commit[:12]})" if commit and finding.location.path is not None else ""
    line = f"{where}: {rule}{level}: {finding.message}{since}"
    fix = [_paint(f"    {finding.fix}", "2", color=color)] if finding.fix else []
    return [line, *(_shown(finding.excerpt, color=color) if finding.excerpt else []), *fix]


def _shown(excerpt: Excerpt, *, color: bool) -> list[str]:
    """The line, and carets below the fault: wide characters take two columns (Unicode Annex 11)."""
    before, fault = excerpt.line[: excerpt.start], excerpt.line[excerpt.start : excerpt.start + excerpt.length]
    carets = " " * width(printable(before)) + "^" * max(1, width(printable(fault)))
    return [f"    {printable(excerpt.line)}", "    " + _paint(carets, "31", color=color)]


def counted(report: Report) -> str:
    """How much was found, and in what."""
    counts = Counter(finding.severity for finding in report.findings)
    words = [f"{counts[s]:,} {s}{'s' * (counts[s] != 1)}" for s in Severity if counts[s]]
    out = {"ignored": report.ignored, "in the baseline": report.baselined}
    told = ", ".join(f"{number:,} {word}" for word, number in out.items() if number)
    aside = f" ({told})" if told else ""
    searched = ""
    if report.coverage.scanned:
        searched = f"; {report.coverage.scanned:,} searched for secrets, {report.coverage.scanned_bytes:,} bytes"
    unjudged = "; not everything could be judged" if report.coverage.gaps else ""
    return f"{', '.join(words) or 'no findings'}{aside} in {looked(report.coverage)}{searched}{unjudged}"


def _fixable(report: Report) -> str:
    """How much of it `lint --fix` would mend: files of the worktree, not what commits hold."""
    count = sum(
        finding.rule.code in FIXABLE and finding.location.commit is None and "mended" not in finding.data
        for finding in report.findings
    )
    return f"; {count:,} fixable with `mlhygiene lint --fix`" if count else ""


def looked(coverage: Coverage) -> str:
    """What was looked at: where that was messages alone, no file is missing."""
    commits = f"{coverage.commits:,} commit{'s' * (coverage.commits != 1)}"
    if coverage.messages and not coverage.blobs:
        return commits if coverage.commits else "the message"
    files = f"{coverage.blobs:,} file{'s' * (coverage.blobs != 1)}"
    return f"{files} in {commits}" if coverage.commits else files


def _paint(text: str, code: str, *, color: bool) -> str:
    return f"\033[{code}m{text}\033[0m" if color else text
