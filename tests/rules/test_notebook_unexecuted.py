"""MLH306: no cell was passed over."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_unexecuted import NotebookUnexecuted
from notebooks import code, markdown, notebook, ran, said

PRINTED = {"output_type": "stream", "name": "stdout", "text": "a"}
CLEAN = {
    "a full run": ran(1, 2, 3),
    "cells at the end": ran(1, 2, None, None),
    "a stripped notebook": ran(None, None, None),
    "text alone": notebook(markdown()),
    "an empty cell": notebook(code(count=1), code(" \n"), code(count=2)),
    "comments alone": notebook(code(count=1), code("# a"), code(count=2)),
    "a cell that a run passes over": notebook(code(count=1), code(tags=["skip-execution"]), code(count=2)),
    "text and raw cells": notebook(code(count=1), markdown(), {"cell_type": "raw", "source": "x"}, code(count=2)),
    "a cell with outputs, whose count is lost": notebook(code(count=1), code("x", None, PRINTED), code(count=3)),
    "a cell beside one whose count is lost": notebook(
        code(count=1), code("x", None, PRINTED), code(), code(count=5), code(count=6)
    ),
    "a last cell that is empty and has a count": notebook(code(count=1), code(), code("", 2)),
}
FOUND = {
    "a cell in the middle": (ran(1, None, 2), "10: not run, by its count, though cells below it were, cell 2"),
    "a cell at the top": (ran(None, 1), "3: not run, by its count, though cells below it were, cell 1"),
    "two, told once": (
        ran(None, None, 1),
        "3: not run, by its count, though cells below it were, nor was one more, cell 1",
    ),
    "three, told once": (
        ran(None, 1, None, None, 2),
        "3: not run, by its count, though cells below it were, nor were 2 more, cell 1",
    ),
    "a cell of a magic alone": (
        notebook(code("%%time\n1", id="a"), code(count=1)),
        "3: not run, by its count, though cells below it were, cell 1 (id a)",
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(NotebookUnexecuted(), content) == []


@pytest.mark.parametrize(("content", "message"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, message: str) -> None:
    assert said(NotebookUnexecuted(), content) == [message]
