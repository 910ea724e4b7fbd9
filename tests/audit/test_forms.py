"""The audit in every form: what it was, the same bytes in every run, and nothing of a name is more than a name."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings

from audits import CLEAN, EMPTY, hostile, leak, typical
from mlhygiene.columns import width
from unruly import NAMES, names

GOLDEN = Path(__file__).parents[1] / "golden"
FORMS = ("text", "json", "markdown", "html")
CASES = {"typical": typical(), "clean": CLEAN, "empty": EMPTY}


def render(audit: object, form: str, *, top: int = 20, color: bool = False) -> str:
    made = import_module(f"mlhygiene.audit.{form}").render(audit, top=top, color=color)
    assert isinstance(made, str)
    return made


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_an_audit_is_told_as_it_was(form: str) -> None:
    golden = GOLDEN / f"audit.{form}"

    assert render(typical(), form, top=5) == golden.read_text("utf-8"), f"if this is meant, write {golden.name} anew"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES)
def test_two_runs_give_the_same_bytes(case: str, form: str) -> None:
    assert render(CASES[case], form) == render(CASES[case], form)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", NAMES)
def test_a_hostile_name_steers_nobody(case: str, form: str) -> None:
    told = render(hostile(NAMES[case]), form)

    assert told.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", told) or form == "json"
    assert not re.search(r"##\w*\[|^\s*::", told, re.MULTILINE) or form == "html"


@settings(max_examples=60)
@given(names)
def test_any_name_is_told_in_every_form(name: bytes) -> None:
    parts = [part for part in name.split(b"/") if part] or [b"x"]
    audit = hostile(b"/".join(parts))

    for form in FORMS:
        assert render(audit, form).encode("utf-8")
    assert json.loads(render(audit, "json"))["paths"]


def test_an_empty_repository_has_nothing_to_tell_and_says_so() -> None:
    told = render(EMPTY, "text")

    assert told.startswith("0 commits · no refs · nothing is committed\n")
    assert "There is nothing to weigh." in told
    assert told.endswith("next: nothing is to be repaired\n")


def test_colour_adds_nothing_but_colour() -> None:
    coloured = render(typical(), "text", color=True)

    assert re.sub(r"\x1b\[\d*m", "", coloured) == render(typical(), "text")
    assert "\x1b[31m" in coloured


@pytest.mark.parametrize("case", CASES)
def test_text_fits_a_terminal_of_80_columns(case: str) -> None:
    assert [line for line in render(CASES[case], "text").splitlines() if width(line) > 80] == []


def test_wide_names_keep_their_columns() -> None:
    lines = render(hostile("模型".encode(), b"abcd"), "text").splitlines()
    rows = lines[lines.index("VERSIONS") + 2 :][:2]

    assert {width(row) for row in rows} == {width(rows[0])}


TOLD = {
    "where the largest content lies": "models/big.pt",
    "under which other names": "+3 more",
    "what hosts do with it": "GitHub refuses it (> 100 MiB), Hugging Face refuses it (> 10 MiB)",
    "what warns": "GitHub warns of it (> 50 MiB)",
    "where it stands": "deleted in",
    "who brought it, without an address": "brought 2024-01-01, Ada, ",
    "which refs reach it": "reached by main, tag v1.0, stash, +1 more",
    "what no ref reaches, and what drops it": "`git gc --prune=now` drops it",
    "where a secret is made invalid": "revoke it: https://huggingface.co/settings/tokens",
    "how often a file was committed": "        40   28.0 MB",
    "what to do": "`mlhygiene audit --plan` writes the commands that repair this history",
}


@pytest.mark.parametrize("case", TOLD)
def test_text_tells(case: str) -> None:
    assert TOLD[case] in render(typical(), "text")


def test_no_address_is_told_to_people() -> None:
    for form in ("text", "markdown", "html"):
        assert "@example.org" not in render(typical(), form)


DOUBTS = {
    "1 object that refs need is not in this clone: not weighed": {"missing": 1},
    "1,200 objects that refs need are not in this clone: not weighed": {"missing": 1200},
    "the clone is shallow": {"shallow": True},
    "x.ipynb could not be read": {"gaps": ("x.ipynb could not be read",)},
    "secrets were not searched": {"leaks": None},
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", DOUBTS)
def test_what_could_not_be_looked_at_is_told(words: str, form: str) -> None:
    told = render(typical(**DOUBTS[words]), form)

    if form == "json":
        found = json.loads(told)
        key = next(iter(DOUBTS[words]))
        value = DOUBTS[words][key]
        assert found["secrets" if key == "leaks" else key] == (list(value) if isinstance(value, tuple) else value)
    else:
        assert words in told


def test_top_is_how_many_rows_a_table_has() -> None:
    told = render(typical(), "text", top=2)

    assert "LARGEST CONTENTS (2 of 5)" in told
    assert "models/small.onnx" not in told


def test_a_secret_still_in_head_stands_out() -> None:
    assert "\x1b[31min HEAD\x1b[0m" in render(typical(leaks=(leak(in_head=True),)), "text", color=True)


def test_a_long_name_is_cut_in_its_middle() -> None:
    told = render(hostile(b"a" * 300 + b"/" + b"b" * 300 + b".pt"), "text")

    assert "a" * 120 + "…" in told
    assert "b.pt" in told
