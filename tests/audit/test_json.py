"""The audit for machines: held to the schema that is shipped, and whole."""

from __future__ import annotations

import base64
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from audits import CLEAN, EMPTY, hostile, typical
from mlhygiene.audit.json import render
from unruly import NAMES

if TYPE_CHECKING:
    from mlhygiene.audit.audit import Audit

SCHEMA = json.loads((files("mlhygiene.audit") / "audit.schema.json").read_text("utf-8"))
CASES = {
    "typical": typical(),
    "clean": CLEAN,
    "empty": EMPTY,
    "not searched": typical(leaks=None, notebooks=None),
    **{name: hostile(path) for name, path in NAMES.items()},
}


def told(audit: Audit) -> Any:
    return json.loads(render(audit, top=1, color=False))


@pytest.mark.parametrize("case", CASES)
def test_it_is_as_the_schema_says(case: str) -> None:
    Draft202012Validator(SCHEMA).validate(told(CASES[case]))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_nothing_is_cut_whatever_top_is() -> None:
    found = told(typical())

    assert len(found["blobs"]) == 5
    assert len(found["blobs"][0]["names"]) == 7
    assert len(found["paths"]) == 8
    assert found["paths"][0] == {
        "path": "models/big.pt",
        "blobs": 2,
        "size": 304087040,
        "disk": 152043520,
        "head": 0,
        "deleted": 304087040,
        "versions": 2,
    }


def test_bytes_that_are_no_utf_8_are_there_exactly() -> None:
    found = told(hostile(b"caf\xe9.pt"))["paths"][0]

    assert found["path"] == "caf\\xe9.pt"
    assert base64.b64decode(found["path_base64"]) == b"caf\xe9.pt"


def test_an_element_of_a_list_is_a_line() -> None:
    lines = render(typical(), top=1, color=False).splitlines()

    assert sum(line.startswith('    {"oid"') for line in lines) == 6
