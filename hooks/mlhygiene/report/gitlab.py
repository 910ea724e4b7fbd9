"""GitLab's Code Quality report: docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from mlhygiene.model import Severity
from mlhygiene.report.json import fingerprint
from mlhygiene.report.wording import anchor, dumped, gaps, message, remedy

if TYPE_CHECKING:
    from mlhygiene.report import Report
    from mlhygiene.rule import Finding

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report, *, color: bool) -> str:  # noqa: ARG001 - one signature for every format
    """One JSON array of issues. What could not be judged is one, too: GitLab shows nothing else of a report."""
    seen = Counter[str]()
    return dumped([*map(_gap, gaps(report)), *(_issue(finding, seen) for finding in report.findings)])


def _issue(finding: Finding, seen: Counter[str]) -> dict[str, object]:
    known, fix = fingerprint(finding).removeprefix("sha256:"), remedy(finding)
    said = f"{finding.rule.code} {finding.rule.name}: {message(finding)}"
    seen[known] += 1
    if seen[known] > 1:
        # Of several issues with one fingerprint, GitLab shows the first.
        known = hashlib.sha256(f"{known} {seen[known]}".encode()).hexdigest()
    path = anchor(finding).decode("utf-8", "backslashreplace")
    return {
        "description": f"{said} (to mend it: {fix})" if fix else said,
        "check_name": f"{finding.rule.code} {finding.rule.name}",
        "fingerprint": known,
        "severity": SEVERITIES[finding.severity],
        # A line is required. Where none is known, it is the first.
        "location": {"path": path, "lines": {"begin": finding.location.line or 1}},
    }


def _gap(text: str) -> dict[str, object]:
    return {
        "description": f"could not judge: {text}",
        "check_name": "mlhygiene",
        "fingerprint": hashlib.sha256(f"gap {text}".encode()).hexdigest(),
        "severity": "blocker",
        "location": {"path": "repository", "lines": {"begin": 1}},
    }
