"""MLH314: a notebook is there once, on every system."""

from __future__ import annotations

import pytest

from builders import blob, found
from mlhygiene.rules.notebook_copy import NotebookCopy

COPY, NAME = "by its name a copy of another notebook", "its name cannot be written on every system"
CLEAN = (
    "train.ipynb",
    "copy of train/a.ipynb",
    "copy.ipynb",
    "photocopy.ipynb",
    "Chapter (1) Tensors.ipynb",
    "Results (2024).ipynb",
    "Übung 1.ipynb",
    "train-Copy1.py",
    "console.ipynb",
)
FOUND: dict[str | bytes, str] = {
    "train-Copy1.ipynb": COPY,
    "a/train (1).ipynb": COPY,
    "train(2).ipynb": COPY,
    "Copy of train.ipynb": COPY,
    "train copy.ipynb": COPY,
    "train copy 2.ipynb": COPY,
    "what is this?.ipynb": NAME,
    "a>b.ipynb": NAME,
    "con.ipynb": NAME,
    b"\xff.ipynb": NAME,
}


@pytest.mark.parametrize("path", CLEAN)
def test_passes(path: str) -> None:
    assert found(NotebookCopy(), blob(path, size=1)) == []


@pytest.mark.parametrize("path", FOUND)
def test_finds(path: str | bytes) -> None:
    assert found(NotebookCopy(), blob(path, size=1)) == [FOUND[path]]
