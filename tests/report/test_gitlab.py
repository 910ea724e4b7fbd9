"""GitLab's Code Quality: the documented keys, a path and a line always, no fingerprint twice."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from mlhygiene.model import Severity, printable
from mlhygiene.report import render
from mlhygiene.rules.large_file import LargeFile
from unruly import COMMIT, TEXTS, finding, names, report, texts, unruly

# docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
LINES = {
    "type": "object",
    "properties": {"begin": {"type": "integer", "minimum": 1}},
    "required": ["begin"],
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "properties": {"path": {"type": "string", "minLength": 1, "pattern": r"^(?!\./)"}, "lines": LINES},
    "required": ["path", "lines"],
    "additionalProperties": False,
}
ISSUE = {
    "type": "object",
    "properties": {
        "description": {"type": "string", "minLength": 1},
        "check_name": {"type": "string", "pattern": "^(MLH[0-9]{3} [a-z-]+|mlhygiene)$"},
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        "location": LOCATION,
    },
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "additionalProperties": False,
}


def issues(*given: Any, **more: Any) -> Any:
    """The issues of a report as GitLab wants it."""
    told = json.loads(render(report(*given, **more), "gitlab"))
    jsonschema.validate(told, {"type": "array", "items": ISSUE}, jsonschema.Draft202012Validator)
    assert len({issue["fingerprint"] for issue in told}) == len(told)
    return told


def test_a_clean_run_is_an_empty_array() -> None:
    assert issues() == []


def test_severities_are_gitlabs() -> None:
    found = [finding(rule=LargeFile(severity=severity)) for severity in Severity]

    assert [issue["severity"] for issue in issues(found)] == ["major", "minor", "info"]


PLACES = {
    "a line": (finding(line=3), "model.pt", 3),
    "no line is the first": (finding(), "model.pt", 1),
    "a commit": (finding(None, commit=COMMIT), f"commit/{COMMIT}", 1),
    "a branch": (finding(None, ref="exp/x"), "ref/exp/x", 1),
    "the commit that is made": (finding(None), "commit", 1),
    "bytes that are no UTF-8": (finding(b"caf\xe9.pt"), "caf\\xe9.pt", 1),
}


@pytest.mark.parametrize(("one", "path", "line"), PLACES.values(), ids=PLACES)
def test_every_issue_has_a_path_and_a_line(one: Any, path: str, line: int) -> None:
    (issue,) = issues([one])

    assert issue["location"] == {"path": path, "lines": {"begin": line}}


def test_the_fingerprint_is_that_of_json_and_another_where_it_has_been() -> None:
    first, second, third = issues([finding(), finding(commit=COMMIT), finding()])
    (row,) = json.loads(render(report([finding()]), "json"))["findings"]

    assert "sha256:" + first["fingerprint"] == row["fingerprint"]
    assert len({issue["fingerprint"] for issue in (first, second, third)}) == 3
    assert issues([finding()] * 3)[1:] == issues([finding()] * 4)[1:3]


def test_what_could_not_be_judged_blocks() -> None:
    first, second, _ = issues([finding()], "a.pt: missing", absent=2)

    assert (first["severity"], first["description"]) == ("blocker", "could not judge: a.pt: missing")
    assert second["description"] == "could not judge: 2 contents are missing in all"


def test_every_unruly_finding_is_valid() -> None:
    assert len(issues(unruly(), *TEXTS.values())) == len(unruly()) + len(TEXTS)


@given(names, texts)
def test_any_name_and_any_message_come_back(path: bytes, text: str) -> None:
    (issue,) = json.loads(render(report([finding(path, text)]), "gitlab"))

    assert issue["location"]["path"] == path.decode("utf-8", "backslashreplace")
    assert issue["description"] == f"MLH101 large-file: {printable(text)}"
