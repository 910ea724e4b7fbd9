"""What reports for other programs share: a place that is always a file, links, JSON that no log takes for a command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mlhygiene.model import printable
from mlhygiene.report.commands import ANYWHERE
from mlhygiene.rule import summary

if TYPE_CHECKING:
    from mlhygiene.report import Report
    from mlhygiene.rule import AnyRule, Finding

HOME = "https://github.com/mlhygiene/mlhygiene"


def reference(rule: type[AnyRule]) -> str:
    """Where people read about a rule."""
    return f"{HOME}/blob/main/hooks/README.md#{rule.code.lower()}-{rule.name}"


def headline(rule: type[AnyRule]) -> str:
    """The fault, in one sentence."""
    return summary(rule) + "."


def message(finding: Finding) -> str:
    """What was found and which commit brings it, on one line, with nothing in it that steers whoever shows it."""
    at = finding.location
    since = f" (commit {at.commit[:12]})" if at.commit and at.path is not None else ""
    return printable(finding.message) + since


def remedy(finding: Finding) -> str | None:
    """What mends it, on one line."""
    return printable(" && ".join(finding.fix.splitlines())) if finding.fix else None


def gaps(report: Report) -> list[str]:
    """What could not be judged, each on one line. Of contents that are missing, the first has a line of its own."""
    absent = report.coverage.absent
    more = [f"{absent:,} contents are missing in all"] if absent > 1 else []
    return [*map(printable, report.coverage.gaps), *more]


def anchor(finding: Finding) -> bytes:
    """The file that a finding lies in.

    What lies in none, as a commit's message does, is told at a path that no repository has: GitHub's code
    scanning refuses a whole report for one result without a file, and GitLab cannot show an issue without one.
    """
    at = finding.location
    if at.path is not None:
        return at.path
    if at.ref is not None:
        return b"ref/" + at.ref.encode("utf-8", "surrogateescape")
    return b"commit/" + at.commit.encode() if at.commit else b"commit"


def dumped(document: object) -> str:
    """JSON whose strings no build agent takes for a command, should it be printed to a log."""
    return ANYWHERE.sub(r"##\1\\u005b", json.dumps(document, ensure_ascii=False, indent=2)) + "\n"
