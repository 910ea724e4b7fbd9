"""The first findings of a push to a server, and of the others how many there are: nobody reads ten thousand lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from mlhygiene.model import Severity

if TYPE_CHECKING:
    from mlhygiene.report import Report

MOST = 100
ALL = "`mlhygiene lint --history` and `mlhygiene lint` in your clone tell all of it"


def whole(report: Report) -> Report:
    """Nothing is left out."""
    return report


class Curtailing:
    """Leaves the first findings of several reports, errors before warnings, and counts the others."""

    def __init__(self, most: int = MOST) -> None:
        self._most = self._left = most
        self._others = Counter[str]()

    def __call__(self, report: Report) -> Report:
        """What of a report is told."""
        ranked = sorted(report.findings, key=lambda finding: finding.severity is not Severity.ERROR)
        told, others = ranked[: self._left], ranked[self._left :]
        self._left -= len(told)
        self._others.update(f"{finding.rule.code} {finding.rule.name}" for finding in others)
        if not others:
            return report
        kept = set(map(id, told))
        return replace(report, findings=[finding for finding in report.findings if id(finding) in kept])

    def tell(self) -> None:
        """Say how many were left out, and where they are told."""
        if not self._others:
            return
        each = sorted(self._others.items(), key=lambda pair: (-pair[1], pair[0]))
        print(
            f"mlhygiene: these are {self._most:,} of {self._most + self._others.total():,} findings; of the others are"
        )
        for name, count in each:
            print(f"  {count:>6,} {name}")
        print(ALL)
