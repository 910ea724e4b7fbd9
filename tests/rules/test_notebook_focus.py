"""MLH312: a notebook has one subject, a cell one thought."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_focus import NotebookFocus, parse_count
from notebooks import code, markdown, notebook, said

LONG = "x\n" * 101
CLEAN = {
    "as many cells as the limit": notebook(*(code() for _ in range(100))),
    "as many lines as the limit": notebook(code("x\n" * 100)),
    "a long text": notebook(markdown(LONG)),
}
FOUND = {
    "too many cells": (notebook(*(markdown() for _ in range(101))), ["None: 101 cells, over the limit of 100"]),
    "a long cell": (notebook(code(LONG)), ["3: 101 lines of code, over the limit of 100, cell 1"]),
    "several, told once": (
        notebook(code(LONG), code(LONG), code(LONG)),
        ["3: 101 lines of code, over the limit of 100, and 2 cells more, cell 1"],
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(NotebookFocus(), content) == []


@pytest.mark.parametrize(("content", "messages"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, messages: list[str]) -> None:
    assert said(NotebookFocus(), content) == messages


def test_limits_are_options() -> None:
    assert len(said(NotebookFocus(cells=1, lines=1), notebook(code("x\ny"), code()))) == 2


@pytest.mark.parametrize("value", [0, -1, True, "many", 1.5])
def test_a_limit_is_a_whole_number(value: object) -> None:
    with pytest.raises(ValueError, match="is not a whole number above 0"):
        parse_count(value)
