"""For machines: schema `mlhygiene.findings/1`."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from mlhygiene import __version__
from mlhygiene.model import Severity
from mlhygiene.report.wording import dumped
from mlhygiene.tree import Tree

if TYPE_CHECKING:
    from mlhygiene.report import Report
    from mlhygiene.rule import Finding

SCHEMA = "mlhygiene.findings/1"
# By which `data` a finding over a layout is told from others: the line, how many files it is about, what is not there.
SAID = ("text", "pattern", "count", "missing")


def render(report: Report, *, color: bool) -> str:  # noqa: ARG001 - one signature for every format
    """One JSON object, byte-identical from run to run."""
    document = {
        "schema": SCHEMA,
        "version": __version__,
        "scope": report.scope,
        "findings": [_finding(finding) for finding in report.findings],
        "summary": {
            **{str(severity): report.count(severity) for severity in Severity},
            "ignored": report.ignored,
            "baselined": report.baselined,
        },
        "coverage": {
            "blobs": report.coverage.blobs,
            "commits": report.coverage.commits,
            "scanned": report.coverage.scanned,
            "scanned_bytes": report.coverage.scanned_bytes,
            "notes": report.coverage.notes,
            "gaps": report.coverage.gaps,
        },
    }
    return dumped(document)


def fingerprint(finding: Finding) -> str:
    """The same for the same bytes at the same place, whatever commit brings them."""
    if finding.fingerprint:
        return "sha256:" + finding.fingerprint
    at = finding.location
    if isinstance(finding.subject, Tree):
        words = ("", finding.subject.identity, *_line(finding))
    else:
        # Sizes and limits come and go; what is named in words tells two findings in one file apart.
        named = [f"{key}={value}" for key, value in sorted(finding.data.items()) if isinstance(value, str)]
        words = (str(at.line or ""), finding.subject.identity, *named)
    parts = (finding.rule.code.encode(), at.path or b"", *(word.encode("utf-8", "surrogatepass") for word in words))
    return "sha256:" + hashlib.sha256(b"\0".join(parts)).hexdigest()


def _line(finding: Finding) -> list[str]:
    """What a finding over a layout is about, wherever in its file a line has come to stand."""
    said = [f"{key}={finding.data[key]}" for key in SAID if key in finding.data]
    return said or [finding.message]


def _finding(finding: Finding) -> dict[str, object]:
    at = finding.location
    return {
        "code": finding.rule.code,
        "name": finding.rule.name,
        "severity": str(finding.severity),
        **placed(at.path),
        "line": at.line,
        "column": at.column,
        "commit": at.commit,
        "ref": at.ref,
        "message": finding.message,
        "fix": finding.fix,
        "fingerprint": fingerprint(finding),
        "data": dict(finding.data),
    }


def placed(path: bytes | None) -> dict[str, str | None]:
    r"""The path as UTF-8; bytes that are not are `\xNN`, and the exact ones in base64."""
    if path is None:
        return {"path": None}
    try:
        return {"path": path.decode()}
    except UnicodeDecodeError:
        exact = base64.b64encode(path).decode()
        return {"path": path.decode("utf-8", "backslashreplace"), "path_base64": exact}
