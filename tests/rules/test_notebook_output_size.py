"""MLH308: no output takes up most of the file."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_output_size import NotebookOutputSize
from notebooks import code, notebook, said, written


def printed(size: int, letter: str = "a") -> dict[str, object]:
    return {"output_type": "stream", "name": "stdout", "text": letter * size}


OLD = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "outputs": [printed(600_000)]}]}]}
CLEAN = {
    "small outputs": notebook(code("x", 1, printed(1000))),
    "many that are large together": notebook(*(code("x", 1, printed(300_000)) for _ in range(4))),
    "a large source": notebook(code("x" * 600_000, 1, printed(1000))),
    "outputs of no known shape": notebook(code(outputs="a" * 600_000), code(outputs={"a": 1})),
}
FOUND = {
    "a large one": (
        notebook(code("x", 1, printed(10), printed(600_000))),
        ["13: 600.1 kB, over the limit of 500.0 kB, cell 1 (In [1]), output 2"],
    ),
    "bytes count, not characters": (
        notebook(code("x", 1, printed(200_000, "\u20ac"))),
        ["8: 600.1 kB, over the limit of 500.0 kB, cell 1 (In [1]), output 1"],
    ),
    "each output": (
        notebook(code("x", 1, printed(600_000)), code("x", 2, printed(700_000))),
        [
            "8: 600.1 kB, over the limit of 500.0 kB, cell 1 (In [1]), output 1",
            "21: 700.1 kB, over the limit of 500.0 kB, cell 2 (In [2]), output 1",
        ],
    ),
    "worksheets of nbformat 3": (
        written(OLD, indent=None),
        ["1: 600.1 kB, over the limit of 500.0 kB, cell 1, output 1"],
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(NotebookOutputSize(), content) == []


@pytest.mark.parametrize(("content", "messages"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, messages: list[str]) -> None:
    assert said(NotebookOutputSize(), content) == messages


def test_the_limit_is_an_option() -> None:
    content = notebook(code("x", 1, printed(1000)))

    assert said(NotebookOutputSize(limit=1000), content) == [
        "8: 1.1 kB, over the limit of 1.0 kB, cell 1 (In [1]), output 1"
    ]
