"""MLH301: what goes of a notebook."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from builders import blob, found
from mlhygiene.rules.notebook_output import NotebookOutput

if TYPE_CHECKING:
    from mlhygiene.model import Blob


def notebook(*cells: dict[str, object], **metadata: object) -> bytes:
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()


def code(source: str = "1 + 1", **more: object) -> dict[str, object]:
    cell = {"cell_type": "code", "execution_count": None, "id": "a", "metadata": {}, "outputs": [], "source": [source]}
    return {**cell, **more}


PRINTED = {"name": "stdout", "output_type": "stream", "text": ["2\n"]}

CLEAN = {
    "a notebook that was never run": blob("a.ipynb", notebook(code())),
    "outputs in a file of another name": blob("a.json", notebook(code(outputs=[PRINTED]))),
    "a symbolic link": blob("a.ipynb", b"b.ipynb", mode="120000"),
    "a broken notebook (another rule)": blob("a.ipynb", b"{"),
    "an output that a tag keeps": blob(
        "a.ipynb", notebook(code(outputs=[PRINTED], metadata={"tags": ["keep_output"]}))
    ),
    "outputs that the notebook keeps": blob("a.ipynb", notebook(code(outputs=[PRINTED]), keep_output=True)),
}
FOUND = {
    "outputs": (blob("a.ipynb", notebook(code(outputs=[PRINTED]), code(outputs=[PRINTED]))), "outputs of 2 cells"),
    "counts": (blob("a.ipynb", notebook(code(execution_count=3))), "1 execution count"),
    "metadata": (
        blob("a.IPYNB", notebook(code(metadata={"scrolled": True}), papermill={"parameters": {}})),
        "metadata papermill, scrolled",
    ),
    "Zeppelin's results": (
        blob("a.zpln", json.dumps({"paragraphs": [{"results": {"code": "SUCCESS"}}]}).encode()),
        "results of paragraphs",
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Blob) -> None:
    assert found(NotebookOutput(), subject) == []


@pytest.mark.parametrize(("subject", "message"), FOUND.values(), ids=FOUND)
def test_finds(subject: Blob, message: str) -> None:
    assert found(NotebookOutput(), subject) == [message]


def test_a_notebook_too_deep_for_an_option_does_not_look_clean() -> None:
    deep = b'{"a": ' * 600 + b"1" + b"}" * 600
    content = b'{"nbformat": 4, "cells": [{"cell_type": "code", "outputs": [' + deep + b"]}]}"

    (finding,) = NotebookOutput(max_size=10).check(blob("a.ipynb", content))

    assert finding.message == "nested so deeply that no notebook program can read it"
