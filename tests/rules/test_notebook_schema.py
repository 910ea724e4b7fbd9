"""MLH317: a notebook is what nbformat allows."""

from __future__ import annotations

from typing import Any

import pytest

from mlhygiene.rules.notebook_schema import NotebookSchema
from notebooks import code, markdown, notebook, said, written


def without(cell: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in cell.items() if key not in keys}


CLEAN = {
    "a notebook": notebook(code(["a\n", "b"], 1), markdown(), {"cell_type": "raw", "metadata": {}, "source": ""}),
    "ids and tags": notebook(code(id="a", tags=["a", "b"]), minor=5),
    "further properties, which do no harm": notebook(code(language="python"), title="a"),
    "types of cells of a later version": notebook({"cell_type": "table"}, minor=9),
    "a number of 5,000 digits": notebook(code(metadata={"a": 77})).replace(b"77", b"7" * 5000),
    "words that JSON would not have as values": notebook(code('x = [NaN, Infinity]; y = {"a": NaN}')),
}
FOUND = {
    "nbformat 3": (
        written({"nbformat": 3, "worksheets": []}),
        ["None: nbformat 3, which programs of today read only to convert it"],
    ),
    "no version": (
        written({"cells": [], "metadata": {}}),
        ["None: nbformat is missing", "None: nbformat_minor is missing"],
    ),
    "a version in quotes": (
        written({"cells": [], "metadata": {}, "nbformat": "4", "nbformat_minor": 5}),
        ["None: nbformat is no number"],
    ),
    "no metadata": (written({"cells": [], "nbformat": 4, "nbformat_minor": 5}), ["None: metadata is missing"]),
    "tags that are one word": (notebook(code(tags="a")), ["3: tags that are no list of words, cell 1"]),
    "a cell that is no object": (notebook(1, None), ["3: a cell that is no object, and 1 more such cell, cell 1"]),
    "a type that is not known": (
        notebook({"cell_type": "heading", "metadata": {}, "source": ""}),
        ["3: a cell that is neither code, markdown nor raw, cell 1"],
    ),
    "no outputs, no count, no metadata": (
        notebook(without(code(), "outputs", "execution_count", "metadata")),
        [
            "3: no metadata in a cell of type code, cell 1",
            "3: no outputs in a cell of type code, cell 1",
            "3: no execution_count in a cell of type code, cell 1",
        ],
    ),
    "types that cannot be": (
        notebook(code(source=1, outputs=None)),
        [
            "3: source of a type that it cannot have, cell 1",
            "3: outputs of a type that it cannot have, cell 1",
        ],
    ),
    "lines that are no text": (notebook(code(["a", 1])), ["3: source with lines that are no text, cell 1"]),
    "outputs of a text": (notebook(markdown(outputs=[])), ["3: outputs in a cell of type markdown, cell 1"]),
    "a number that JSON does not have": (
        notebook(code(metadata={"a": float("nan"), "b": float("-inf")})),
        ["7: NaN, which JSON does not have"],
    ),
    "a notebook of Zeppelin": (b'{"paragraphs": []}', ["None: a notebook of Zeppelin under a name of Jupyter's"]),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(NotebookSchema(), content) == []


@pytest.mark.parametrize(("content", "messages"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, messages: list[str]) -> None:
    assert said(NotebookSchema(), content) == messages
