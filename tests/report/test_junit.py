"""JUnit: valid by Jenkins' schema, and such as GitLab and Azure count it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given

from mlhygiene.model import Severity, printable
from mlhygiene.report import place, render
from mlhygiene.rules.large_file import LargeFile
from mlhygiene.rules.many_files import ManyFiles
from unruly import COMMIT, TEXTS, finding, names, report, texts, unruly

XSD = Path(__file__).parents[1] / "golden/junit-10.xsd"
SHA256 = "a1a816f58d1bf95ebabf371994df0b9246dee66ea9572fbec4f9296f1b2c0ff6"
KINDS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(XSD)


def document(*given: object, **more: object) -> ET.Element:
    """A valid document whose counts are right, and in whose suites no name comes twice."""
    text = render(report(*given, **more), "junit")  # type: ignore[arg-type]
    root = ET.fromstring(text)  # noqa: S314 - our own
    schema().validate(text)
    for suite in root:
        cases = suite.findall("testcase")
        assert len({case.get("name") for case in cases}) == len(cases) == int(suite.get("tests", ""))
        for count, kind in KINDS.items():
            assert int(suite.get(count, "")) == len(suite.findall(f"testcase/{kind}"))
    for count in ("tests", "failures", "errors"):
        assert int(root.get(count, "")) == sum(int(suite.get(count, "")) for suite in root)
    return root


def test_the_schema_is_the_one_of_jenkins() -> None:
    assert hashlib.sha256(XSD.read_bytes().replace(b"\r\n", b"\n")).hexdigest() == SHA256


def test_a_clean_run_is_one_case_that_has_passed() -> None:
    root = document()

    assert [(case.get("name"), len(case)) for case in root.iter("testcase")] == [("no findings in 5 files", 0)]


def test_a_suite_is_a_rule_and_a_case_is_a_place() -> None:
    root = document([finding(line=3), finding(None, commit=COMMIT), finding(b"images", rule=ManyFiles())])

    assert {suite.get("name"): [case.get("name") for case in suite] for suite in root} == {
        "MLH101 large-file": ["model.pt:3", "commit c0ffeec0ffee"],
        "MLH108 many-files": ["images"],
    }


def test_an_error_fails_and_what_does_not_fail_the_run_is_skipped() -> None:
    root = document([finding(b"%d" % n, rule=LargeFile(severity=s)) for n, s in enumerate(Severity)])

    assert [case[0].tag for case in root.iter("testcase")] == ["failure", "skipped", "skipped"]


def test_a_case_says_what_was_found_and_what_mends_it() -> None:
    (failure,) = document([finding(fix="git rm a", commit=COMMIT)]).iter("failure")

    assert failure.attrib == {"message": "too large (commit c0ffeec0ffee)", "type": "error"}
    assert failure.text == "model.pt: too large (commit c0ffeec0ffee)\nTo mend it: git rm a"


def test_what_could_not_be_judged_is_an_error_beside_what_was_found() -> None:
    root = document([finding()], "a.pt: missing", absent=2)

    assert [error.get("message") for error in root.iter("error")] == ["a.pt: missing", "2 contents are missing in all"]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "1", "2")


def test_nothing_has_passed_where_nothing_could_be_judged() -> None:
    assert all(len(case) for case in document([], "a gap").iter("testcase"))


def test_of_two_findings_at_one_place_both_have_a_name() -> None:
    root = document([finding(), finding(message="again"), finding(message="once more")])

    assert [case.get("name") for case in root.iter("testcase")] == ["model.pt", "model.pt (2)", "model.pt (3)"]


def test_every_unruly_finding_is_valid() -> None:
    assert len(list(document(unruly(), *TEXTS.values()).iter("testcase"))) == len(unruly()) + len(TEXTS)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_message_comes_back(text: str) -> None:
    (failure,) = document([finding(message=text)]).iter("failure")

    assert failure.get("message") == printable(text)


@given(names, texts)
def test_any_name_and_any_message_come_back(path: bytes, text: str) -> None:
    one = finding(path, text)
    root = ET.fromstring(render(report([one]), "junit"))  # noqa: S314 - our own
    (case,) = root.iter("testcase")

    assert (case.get("name"), case[0].get("message")) == (place(one), printable(text))
    assert case[0].text == f"{place(one)}: {printable(text)}"
