"""MLH303: what a notebook shows came of one run from top to bottom."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_order import NotebookOrder
from notebooks import code, markdown, notebook, ran, said, written

OLD = {
    "nbformat": 3,
    "nbformat_minor": 0,
    "metadata": {},
    "worksheets": [{"cells": [{"cell_type": "code", "prompt_number": n, "input": ["x"]}]} for n in (2, 1)],
}
CLEAN = {
    "a full run": ran(1, 2, 3),
    "a run with gaps (another rule)": ran(4, 7, 9),
    "a stripped notebook": ran(None, None),
    "text alone": notebook(markdown(), markdown()),
    "no cells": notebook(),
    "cells that were not run (another rule)": ran(1, None, 2, None),
    "an empty cell that kept its count": notebook(code(count=1), code("", 9), code(count=2)),
    "an empty cell without a line": notebook(code(count=1), code([], 9), code(count=2)),
    "comments alone": notebook(code(count=1), code("# a\n\n  # b", 9), code(count=2)),
    "comments of another language": notebook(
        code(count=1), code("// a", 9), code(count=2), language_info={"name": "C#"}
    ),
    "a cell that a run passes over": notebook(code(count=1), code(count=9, tags=["skip-execution"]), code(count=2)),
    "a cell that Quarto passes over": notebook(code(count=1), code("#| eval: false\nx", 9), code(count=2)),
    "Colab's 0 for a count that it lost": ran(1, 0, 0, 4),
    "text with a count": notebook(code(count=2), markdown(execution_count=1), code(count=3)),
    "truth values for counts": notebook(code(count=2), code(count=True), code(count=3)),
}
FOUND = {
    "a cell that was run again": (
        ran(1, 5, 3, 4),
        "10: run out of order: In [5] stands above In [3] of cell 3, cell 2 (In [5])",
    ),
    "a cell put at the end": (
        ran(3, 4, 2),
        "17: run out of order: In [2] stands below In [4] of cell 2, cell 3 (In [2])",
    ),
    "one fault told once": (
        ran(9, 8, 7, 1, 2, 3, 4),
        "3: run out of order: In [9] stands above In [8] of cell 2, and 2 cells more out of order, cell 1 (In [9])",
    ),
    "one count at two cells": (ran(1, 1, 2), "3: In [1] stands at cell 2, too, cell 1 (In [1])"),
    "a cell of a magic alone": (
        notebook(code("%%html\n<b>", 2), code(count=1)),
        "3: run out of order: In [2] stands above In [1] of cell 2, cell 1 (In [2])",
    ),
    "worksheets of nbformat 3": (
        written(OLD),
        "8: run out of order: In [2] stands above In [1] of cell 2, cell 1 (In [2])",
    ),
    "a cell with an id": (
        notebook(code(count=2, id="3f2a9c10"), code(count=1, id="b")),
        "3: run out of order: In [2] stands above In [1] of cell 2, cell 1 (In [2], id 3f2a9c10)",
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(NotebookOrder(), content) == []


@pytest.mark.parametrize(("content", "message"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, message: str) -> None:
    assert said(NotebookOrder(), content) == [message]
