"""MLH407: a subject is shown whole."""

from __future__ import annotations

import pytest

from builders import found
from mlhygiene.rules.long_subject import LongSubject
from saying import saying

CLEAN = {
    "at the limit": "x" * 100,
    "a long body": "fix: it\n\n" + "x" * 1000,
    "marks that take no column": "e\u0301" * 100,
    "a revert": f'Revert "{"x" * 100}"',
}
FOUND = {
    "one column over": ("x" * 101, ["101 columns, over the limit of 100"]),
    "wide characters": ("损" * 51, ["102 columns, over the limit of 100"]),
}


@pytest.mark.parametrize("message", CLEAN.values(), ids=CLEAN)
def test_passes(message: str) -> None:
    assert found(LongSubject(), saying(message)) == []


@pytest.mark.parametrize(("message", "messages"), FOUND.values(), ids=FOUND)
def test_finds(message: str, messages: list[str]) -> None:
    assert found(LongSubject(), saying(message)) == messages


def test_what_is_over_is_marked() -> None:
    (finding,) = LongSubject(limit=10).check(saying("0123456789ab"))

    assert finding.excerpt is not None
    assert (finding.excerpt.start, finding.excerpt.length) == (10, 2)


def test_what_is_over_is_marked_by_columns() -> None:
    (finding,) = LongSubject(limit=4).check(saying("学习率=3"))

    assert finding.excerpt is not None
    assert (finding.excerpt.start, finding.excerpt.length) == (2, 3)
