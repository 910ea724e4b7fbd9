"""SARIF: valid by the schema of OASIS, and such as GitHub's code scanning takes."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from hypothesis import given

from builders import blob
from mlhygiene import __version__
from mlhygiene.location import Location
from mlhygiene.model import Severity, printable
from mlhygiene.report import render, sarif
from mlhygiene.rule import Finding, catalogue
from mlhygiene.rules.large_file import LargeFile
from mlhygiene.rules.many_files import ManyFiles
from unruly import COMMIT, NAMES, TEXTS, finding, names, report, texts, unruly

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "tests/golden/sarif-schema-2.1.0.json"
# What docs.oasis-open.org has under sarif/v2.1.0/errata01/os/schemas.
SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
# Section 3.11.6: the text of a link, in which brackets and backslashes are escaped.
LINK = re.compile(r"\[(?:[^\\\[\]]|\\[\\\[\]])*\]\(")
URI = re.compile(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+")


@cache
def validator() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads(SCHEMA.read_bytes()), format_checker=jsonschema.FormatChecker())


def run(*given: Any, **more: Any) -> Any:
    """The run of a valid log."""
    log = json.loads(render(report(*given, **more), "sarif"))
    validator().validate(log)
    (only,) = log["runs"]
    return only


def said(text: str) -> str:
    """A text as a viewer shows it: braces and brackets as they were."""
    text = re.sub(r"(\\+)(?=\]\()", lambda found: "\\" * ((len(found[1]) - 1) // 2), text)
    return text.replace("{{", "{").replace("}}", "}")


def test_the_schema_is_the_one_that_oasis_published() -> None:
    assert hashlib.sha256(SCHEMA.read_bytes().replace(b"\r\n", b"\n")).hexdigest() == SHA256
    assert json.loads(SCHEMA.read_bytes())["id"] == sarif.SCHEMA


def test_a_clean_run_is_valid_and_has_been_successful() -> None:
    only = run()

    assert only["results"] == only["tool"]["driver"]["rules"] == []
    assert only["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_the_driver_says_what_it_is() -> None:
    driver = run()["tool"]["driver"]

    assert (driver["name"], driver["semanticVersion"]) == ("mlhygiene", __version__)
    assert driver["informationUri"].startswith("https://")


def test_what_could_not_be_judged_makes_the_run_unsuccessful() -> None:
    (invocation,) = run([], "a.pt: not in this clone", "b {0}\x1b", notes=["a note"], absent=3)["invocations"]

    assert invocation["executionSuccessful"] is False
    assert [(n["level"], n["message"]["text"]) for n in invocation["toolExecutionNotifications"]] == [
        ("error", "a.pt: not in this clone"),
        ("error", "b {{0}}\\x1b"),
        ("error", "3 contents are missing in all"),
        ("note", "a note"),
    ]


def test_every_rule_of_the_catalogue_is_described_where_it_has_a_result() -> None:
    every = [rule() for rule in catalogue().values()]
    rules = run([Finding(rule, blob("a", b""), Location(b"a"), "x") for rule in every])["tool"]["driver"]["rules"]
    anchors = {
        line[4:].strip().lower().replace(" ", "-")
        for line in (ROOT / "hooks/README.md").read_text("utf-8").splitlines()
        if line.startswith("### ")
    }

    assert [rule["id"] for rule in rules] == sorted(catalogue())
    for rule, own in zip(rules, every, strict=True):
        assert (rule["name"], rule["defaultConfiguration"]["level"]) == (own.name, own.severity)
        assert rule["helpUri"].partition("/hooks/README.md#")[2] in anchors
        assert rule["helpUri"] in rule["help"]["markdown"]
        assert rule["help"]["text"].startswith(rule["shortDescription"]["text"])
        assert len(rule["fullDescription"]["text"]) <= 1_024
        assert 0 < len(rule["properties"]["tags"]) <= 10
        assert ("security" in rule["properties"]["tags"]) is own.code.startswith("MLH2")


def test_a_result_names_its_rule_and_its_own_severity() -> None:
    only = run([finding(rule=ManyFiles(severity=Severity.NOTE)), finding()])
    rules = only["tool"]["driver"]["rules"]

    for result in only["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert [(r["ruleId"], r["level"]) for r in only["results"]] == [("MLH108", "note"), ("MLH101", "error")]
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["error", "error"]


REGIONS = {
    "a file": (finding(), None),
    "a line": (finding(line=3), {"startLine": 3}),
    "a place": (finding(line=3, column=7), {"startLine": 3, "startColumn": 7}),
}


@pytest.mark.parametrize(("one", "region"), REGIONS.values(), ids=REGIONS)
def test_a_region_is_what_is_known(one: Finding, region: object) -> None:
    (result,) = run([one])["results"]

    assert result["locations"][0]["physicalLocation"].get("region") == region
    # Whoever uploads takes the hash of the line, and warns of any other hash.
    assert ("primaryLocationLineHash" in result["partialFingerprints"]) is (region is None)


ELSEWHERE = {
    "a commit": (finding(None, commit=COMMIT), f"commit/{COMMIT}"),
    "a ref": (finding(None, ref="exp/a b%"), "ref/exp/a%20b%25"),
    "the commit that is made": (finding(None), "commit"),
}


@pytest.mark.parametrize(("one", "uri"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_lies_in_no_file_has_a_place_all_the_same(one: Finding, uri: str) -> None:
    (result,) = run([one])["results"]

    # Code scanning refuses the whole file for one result that has none.
    assert result["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": uri}}


def test_the_fingerprint_is_that_of_json() -> None:
    (result,) = run([finding()])["results"]
    (row,) = json.loads(render(report([finding()]), "json"))["findings"]

    assert result["partialFingerprints"]["mlhygiene/v1"] == row["fingerprint"]


def test_two_results_of_one_fingerprint_are_told_apart() -> None:
    prints = [result["partialFingerprints"] for result in run([finding(), finding(), finding(line=1)])["results"]]

    assert [each.get("primaryLocationLineHash", "")[-2:] for each in prints] == [":1", ":2", ""]
    assert prints[0]["mlhygiene/v1"] == prints[1]["mlhygiene/v1"]


def test_more_results_than_code_scanning_takes_are_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "RESULTS", 3)
    notes = [finding(b"%d.pt" % n, rule=LargeFile(severity=Severity.NOTE)) for n in range(4)]

    only = run([*notes, finding(b"z.pt")])

    assert [r["level"] for r in only["results"]] == ["note", "note", "error"]
    (told,) = only["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == "2 of 5 findings are left out: code scanning takes 3"


def test_every_unruly_finding_is_valid() -> None:
    assert len(run(unruly(), *TEXTS.values(), notes=TEXTS.values())["results"]) == len(unruly())


@pytest.mark.parametrize("path", NAMES.values(), ids=NAMES)
def test_a_uri_gives_back_the_bytes_of_the_name(path: bytes) -> None:
    (result,) = run([finding(path)])["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]

    assert artifact["uriBaseId"] == "%SRCROOT%"
    assert URI.fullmatch(artifact["uri"])
    assert unquote_to_bytes(artifact["uri"]) == path


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_message_comes_back_and_makes_no_link(text: str) -> None:
    (result,) = run([finding(message=text)])["results"]

    assert said(result["message"]["text"]) == printable(text)
    assert not LINK.search(result["message"]["text"])


@given(names, texts)
def test_any_name_and_any_message_come_back(path: bytes, text: str) -> None:
    log = json.loads(render(report([finding(path, text)]), "sarif"))
    (result,) = log["runs"][0]["results"]
    written = result["message"]["text"]

    assert unquote_to_bytes(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == path
    assert said(written) == printable(text)
    assert not LINK.search(written)
    assert not re.search(r"[{}]", written.replace("{{", "").replace("}}", ""))
