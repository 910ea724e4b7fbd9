"""The title of a pull request, judged as what a squash merge makes of it: the subject of a commit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mlhygiene.ci.change import Way
from mlhygiene.ci.title import title
from mlhygiene.cli.session import judged
from mlhygiene.coverage import Coverage
from mlhygiene.location import Location
from mlhygiene.model import Commit
from mlhygiene.record import Record
from mlhygiene.report import order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.ci.change import Change
    from mlhygiene.ignores import Ignores
    from mlhygiene.report import Report
    from mlhygiene.rule import AnyRule, Finding

# What is said; a signature and files are no title's.
OVER = ("MLH4", "MLH206")
WRITE = "write: "


def beside(report: Report, change: Change, rules: Sequence[AnyRule], ignores: Ignores) -> Report:
    """The same report, and what is wrong with the title."""
    text = title(change) if change.way is Way.REQUEST else None
    over = [rule for rule in rules if rule.code.startswith(OVER) and Commit in rule.subjects]
    if text is None or not over:
        return report
    subject = Commit(None, record=Record(text, target=change.build.target))
    found = [_of_title(each, change) for each in judged("title", [subject], over, ignores, Coverage()).findings]
    return replace(report, findings=sorted([*report.findings, *found], key=order))


def _of_title(finding: Finding, change: Change) -> Finding:
    """The finding with its place, and with what mends it there."""
    mend = f"edit the title of the {change.kind}, which a squash merge makes a commit's subject"
    if finding.fix:
        mend = f"{mend}: {finding.fix.removeprefix(WRITE)}"
    return replace(finding, location=Location(ref=f"title of {change.said}"), fix=mend)
