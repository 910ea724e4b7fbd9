"""JUnit's XML, as Jenkins, GitLab and Azure Pipelines read it.

A suite is a rule, a case is a place. An error is a failure; what does not fail the run is skipped, with its
message; what could not be judged is an error of its own suite.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from mlhygiene.model import Severity
from mlhygiene.report import place
from mlhygiene.report.commands import ANYWHERE
from mlhygiene.report.text import looked
from mlhygiene.report.wording import gaps, message, remedy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mlhygiene.report import Report
    from mlhygiene.rule import Finding

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
OUTCOMES = {Severity.ERROR: "failure", Severity.WARNING: "skipped", Severity.NOTE: "skipped"}
UNJUDGED = "could not judge"


def render(report: Report, *, color: bool) -> str:  # noqa: ARG001 - one signature for every format
    """One document; where nothing was found, one case that has passed."""
    unjudged = gaps(report)
    suites = [_gaps(unjudged)] if unjudged else []
    by_rule = sorted(report.findings, key=lambda finding: finding.rule.code)
    suites += [_suite(list(group)) for _, group in groupby(by_rule, key=lambda finding: finding.rule.code)]
    if not suites:
        clean = _tag("testcase", {"classname": "mlhygiene", "name": f"no findings in {looked(report.coverage)}"})
        suites = [_tag("testsuite", _counts("mlhygiene", 1), [clean])]
    errors = report.count(Severity.ERROR)
    tests = len(report.findings) + len(unjudged) or 1
    whole = {"name": "mlhygiene", "tests": tests, "failures": errors, "errors": len(unjudged)}
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(_tag("testsuites", whole, suites))


def _suite(findings: list[Finding]) -> str:
    rule, seen = findings[0].rule, Counter[str]()
    name = f"{rule.code} {rule.name}"
    cases = [_case(name, finding, seen) for finding in findings]
    failures = sum(finding.severity is Severity.ERROR for finding in findings)
    return _tag("testsuite", _counts(name, len(cases), failures, skipped=len(cases) - failures), cases)


def _case(suite: str, finding: Finding, seen: Counter[str]) -> str:
    where, said, fix = place(finding), message(finding), remedy(finding)
    seen[where] += 1
    # Of several cases with one name, GitLab reads the first.
    name = where if seen[where] == 1 else f"{where} ({seen[where]})"
    lines = [f"{where}: {said}", *([f"To mend it: {fix}"] if fix else [])]
    given = {"message": said, **({"type": str(finding.severity)} if finding.severity is Severity.ERROR else {})}
    told = _tag(OUTCOMES[finding.severity], given, text="\n".join(lines))
    return _tag("testcase", {"classname": suite, "name": name}, [told])


def _gaps(unjudged: list[str]) -> str:
    cases = [
        _tag(
            "testcase",
            {"classname": UNJUDGED, "name": f"{UNJUDGED} ({n})"},
            [_tag("error", {"message": gap, "type": UNJUDGED})],
        )
        for n, gap in enumerate(unjudged, 1)
    ]
    return _tag("testsuite", _counts(UNJUDGED, len(cases), errors=len(cases)), cases)


def _counts(name: str, tests: int, failures: int = 0, *, errors: int = 0, skipped: int = 0) -> dict[str, object]:
    return {"name": name, "tests": tests, "failures": failures, "errors": errors, "skipped": skipped}


def _tag(name: str, attributes: Mapping[str, object], children: Iterable[str] = (), text: str = "") -> str:
    start = f"<{name}" + "".join(f' {key}="{_escaped(str(value))}"' for key, value in attributes.items())
    inside = "".join(_indented(children)) + _escaped(text)
    return f"{start}>{inside}</{name}>\n" if inside else f"{start}/>\n"


def _indented(children: Iterable[str]) -> Iterator[str]:
    for n, child in enumerate(children):
        yield from ("\n" if n == 0 else "", child)


def _escaped(text: str) -> str:
    """A printable text: it holds none of the characters that XML 1.0 forbids. No log takes it for a command."""
    for character, entity in ENTITIES.items():
        text = text.replace(character, entity)
    return ANYWHERE.sub(r"##\1&#91;", text)
