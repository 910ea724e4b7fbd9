"""The parts of `mlhygiene doctor` that need no repository: remotes of DVC, how lines are told."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.cli.diagnosing import dvc, telling
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, Status, error
from mlhygiene.cli.diagnosing.telling import Told

CONFIGS = {
    "as DVC writes it": ("['remote \"s\"']\n    url = s3://x\n    password = p\n", [("s", "url"), ("s", "password")]),
    "without quotes around": ('[remote "s"]\nurl=s3://x\n', [("s", "url")]),
    "another section": ("[core]\n    remote = s\n", []),
    "another section behind": ("['remote \"s\"']\n    url = x\n[cache]\n    type = copy\n", [("s", "url")]),
    "a name with blanks": ("['remote \"my store\"']\n    url = x\n", [("my store", "url")]),
    "Windows line ends": ("['remote \"s\"']\r\n    url = x\r\n", [("s", "url")]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "found"), CONFIGS.values(), ids=CONFIGS)
def test_the_remotes_of_a_dvc_config_are_read(text: str, found: list[tuple[str, str]]) -> None:
    assert [(option.remote, option.key) for option in dvc._options(text)] == found


@given(st.text())
def test_no_dvc_config_is_too_odd(text: str) -> None:
    list(dvc._options(text))


def test_nothing_that_is_told_steers_a_terminal() -> None:
    told = [Told("hooks", "installed", error("a \x1b[31mred\x1b[0m hook\nand a line", "run\x1b this"))]
    lines = "".join(telling.text(told, color=False))

    assert "\x1b" not in lines
    assert lines == "hooks\n  error     a \\x1b[31mred\\x1b[0m hook\\nand a line\n"
    assert json.loads(telling.json(told, Counter()))["checks"][0]["fix"] is None


SUMMARIES = {
    "nothing": ({}, "all is well"),
    "what is well": ({Status.OK: 7}, "all is well"),
    "one of each": (
        {Status.ERROR: 1, Status.WARNING: 1, Status.NOTE: 1, Status.UNJUDGED: 1},
        "1 error, 1 warning, 1 note, 1 could not be judged",
    ),
    "several": ({Status.ERROR: 2, Status.NOTE: 3}, "2 errors, 3 notes"),
}


@pytest.mark.parametrize(("counts", "text"), SUMMARIES.values(), ids=SUMMARIES)
def test_the_last_line_counts_what_is_not_well(counts: dict[Status, int], text: str) -> None:
    assert telling.summary(Counter(counts)) == text


def test_lines_come_in_groups() -> None:
    told = [Told("a", "x", Diagnosis("one")), Told("a", "y", Diagnosis("two")), Told("b", "z", Diagnosis("three"))]

    assert "".join(telling.text(told, color=False)) == "a\n  ok        one\n  ok        two\n\nb\n  ok        three\n"
