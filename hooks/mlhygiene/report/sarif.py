"""SARIF 2.1.0 (OASIS Standard, errata 01), as GitHub's code scanning and other viewers read it.

A fix is told in words, never as a SARIF `fix`: no replacement of text mends a blob. What could not be judged
makes the invocation unsuccessful.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from mlhygiene import __version__
from mlhygiene.model import Severity, printable
from mlhygiene.report.json import fingerprint
from mlhygiene.report.wording import HOME, anchor, dumped, gaps, headline, message, reference, remedy
from mlhygiene.rule import FAMILIES, page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlhygiene.report import Report
    from mlhygiene.rule import AnyRule, Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
# Code scanning refuses a run of more results, and a description that is longer.
RESULTS = 25_000
DESCRIPTION = 1_024
SECRETS = "2"
PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}


def render(report: Report, *, color: bool) -> str:  # noqa: ARG001 - one signature for every format
    """One log of one run."""
    rank = list(Severity)
    # Where there are too many, what fails the run is told first.
    chosen = sorted(report.findings, key=lambda finding: rank.index(finding.severity))[:RESULTS]
    kept = {id(finding) for finding in chosen}
    findings = [finding for finding in report.findings if id(finding) in kept]
    rules = {rule.code: rule for rule in sorted({type(f.rule) for f in findings}, key=lambda rule: rule.code)}
    seen = Counter[str]()
    run = {
        "tool": {"driver": _driver(rules)},
        "automationDetails": {"id": f"mlhygiene/{report.scope}/"},
        "invocations": [_invocation(report, len(findings))],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, list(rules), seen) for finding in findings],
    }
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(rules: Mapping[str, type[AnyRule]]) -> dict[str, object]:
    return {
        "name": "mlhygiene",
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": [_rule(rule) for rule in rules.values()],
    }


def _rule(rule: type[AnyRule]) -> dict[str, object]:
    whole, family = page(rule), rule.code[3]
    _, _, why = whole.partition("\n\n")
    more = f"[{rule.code} {rule.name}]({reference(rule)})"
    about = [word.strip() for word in FAMILIES[family].split(",")]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": headline(rule)},
        "fullDescription": {"text": _cut(_literal(" ".join(why.partition("\n\n")[0].split())))},
        "help": {"text": _literal(whole), "markdown": _literal(f"{whole}\n\n{more}")},
        "helpUri": reference(rule),
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": {
            "tags": ["machine-learning", *about, *(["security"] if family == SECRETS else [])],
            "problem.severity": PROBLEMS[rule.severity],
        },
    }


def _result(finding: Finding, codes: Sequence[str], seen: Counter[str]) -> dict[str, object]:
    said, fix = message(finding), remedy(finding)
    known = fingerprint(finding)
    prints = {"mlhygiene/v1": known}
    if finding.location.line is None:
        # With a line, whoever uploads takes the hash of that line, and warns of any other. Here as there, a number
        # tells two of one hash apart.
        seen[known] += 1
        prints["primaryLocationLineHash"] = f"{known.removeprefix('sha256:')}:{seen[known]}"
    return {
        "ruleId": finding.rule.code,
        "ruleIndex": codes.index(finding.rule.code),
        "level": str(finding.severity),
        "message": {"text": _quoting(f"{said}\n\nTo mend it: {fix}" if fix else said)},
        "locations": [_location(finding)],
        "partialFingerprints": prints,
    }


def _location(finding: Finding) -> dict[str, object]:
    at = finding.location
    artifact = {"uri": quote(anchor(finding))}
    physical: dict[str, object] = {"artifactLocation": artifact}
    if at.path is not None:
        artifact["uriBaseId"] = ROOT
    if at.line is not None:
        physical["region"] = {"startLine": at.line, **({"startColumn": at.column} if at.column is not None else {})}
    named = {"ref": at.ref, "commit": at.commit}
    logical = [{"fullyQualifiedName": printable(name), "kind": kind} for kind, name in named.items() if name]
    return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _invocation(report: Report, told: int) -> dict[str, object]:
    left = len(report.findings) - told
    cut = (
        [f"{left:,} of {len(report.findings):,} findings are left out: code scanning takes {RESULTS:,}"] if left else []
    )
    notifications = [
        *map(partial(_notification, "error"), gaps(report)),
        *map(partial(_notification, "warning"), cut),
        *map(partial(_notification, "note"), report.coverage.notes),
    ]
    return {"executionSuccessful": not report.coverage.gaps, "toolExecutionNotifications": notifications}


def _notification(level: str, text: str) -> dict[str, object]:
    return {"level": level, "message": {"text": _quoting(printable(text))}}


def _literal(text: str) -> str:
    """A text without placeholders (section 3.11.5)."""
    return text.replace("{", "{{").replace("}", "}}")


def _quoting(text: str) -> str:
    """A text that may quote a file: no placeholders in it, and no links (3.11.6)."""
    # An even number of backslashes leaves the bracket a bracket.
    return re.sub(r"(\\*)\]\(", r"\1\1\\](", _literal(text))


def _cut(text: str) -> str:
    return text[: DESCRIPTION - 1] + "…" if len(text) > DESCRIPTION else text
