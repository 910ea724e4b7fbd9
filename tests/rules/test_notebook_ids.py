"""MLH315: cells have ids of their own, where nbformat has ids."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_ids import NotebookIds
from notebooks import code, markdown, notebook, said, written

CLEAN = {
    "ids of nbformat 4.5": notebook(code(id="a"), markdown(id="b-2_C"), minor=5),
    "no ids before 4.5": notebook(code(), markdown()),
    "no nbformat (another rule)": written({"cells": [code()]}),
    "cells that are no objects (another rule)": notebook(1, None, minor=5),
    "an id in Colab's metadata": notebook(code(metadata={"id": "x"})),
}
FOUND = {
    "a cell without an id": (notebook(code(id="a"), code(), minor=5), ["11: no id, cell 2"]),
    "three, told once": (notebook(code(), code(), code(), minor=5), ["3: no id, like 2 more, cell 1"]),
    "an id that stands twice": (
        notebook(code(id="a"), code(id="b"), code(id="a"), minor=5),
        ["19: the id of another cell, cell 3 (id a)"],
    ),
    "ids that are not allowed": (
        notebook(code(id="a b"), code(id="x" * 65), code(id=7), code(id=""), minor=5),
        ["3: an id that is not allowed, like 3 more, cell 1"],
    ),
    "ids before 4.5": (
        notebook(code(id="a")),
        ["3: an id, which nbformat has from 4.5 on, cell 1 (id a)"],
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(NotebookIds(), content) == []


@pytest.mark.parametrize(("content", "messages"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, messages: list[str]) -> None:
    assert said(NotebookIds(), content) == messages
