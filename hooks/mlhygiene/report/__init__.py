"""What a run found, and the forms it can be told in."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from mlhygiene.model import Exit, Severity, printable, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.rule import Finding

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")
# What `lint --fix` mends; nothing else is safe to change without a person.
FIXABLE = frozenset({"MLH301", "MLH601", "MLH602"})


@dataclass(frozen=True)
class Report:
    """One run: its findings in their order, what was set aside, what was looked at."""

    scope: str
    findings: Sequence[Finding]
    coverage: Coverage
    ignored: int = 0
    baselined: int = 0

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def exit(self) -> Exit:
        """What could not be judged outweighs what was found: never look clean."""
        if self.coverage.gaps:
            return Exit.UNJUDGED
        return Exit.FINDINGS if self.count(Severity.ERROR) else Exit.CLEAN


class Format(Protocol):
    """A module of this package: one function from a report to text."""

    def render(self, report: Report, /, *, color: bool) -> str: ...


def render(report: Report, form: str, *, color: bool = False) -> str:
    """A report in one of FORMATS."""
    return cast("Format", import_module(f"mlhygiene.report.{form}")).render(report, color=color)


def order(finding: Finding) -> tuple[object, ...]:
    """Path, line, column, code; then the commit, so that every run tells the same."""
    at = finding.location
    return (at.path or b"", at.line or 0, at.column or 0, finding.rule.code, at.commit or "", finding.message)


def place(finding: Finding) -> str:
    """`path:line:column`, or the commit where there is no path."""
    at = finding.location
    if at.path is None:
        return printable(at.ref) if at.ref else (f"commit {at.commit[:12]}" if at.commit else "the commit")
    return ":".join([shown(at.path), *(str(n) for n in (at.line, at.column) if n is not None)])
