"""MLH302: a notebook can be read."""

from __future__ import annotations

import pytest

from builders import POINTER, blob, found
from mlhygiene.rules.notebook_invalid import NotebookInvalid
from notebooks import code, notebook, said

WHOLE = notebook(code("a"), code("b"))
CUT = WHOLE[: WHOLE.index(b'"b"')]
CONFLICT = WHOLE.replace(b'"a"\n', b'"a"\n<<<<<<< HEAD\n')
TORN = code(metadata={"keep_output": False, "tags": ["keep_output"]})

CLEAN = {
    "a notebook": WHOLE,
    "a byte order mark": b"\xef\xbb\xbf" + WHOLE,
    "what stands for it in Git LFS": POINTER,
    "one without nbformat (another rule)": b'{"cells": []}',
}
FOUND = {
    "an empty file": (b"", "None: the file is empty"),
    "blanks alone": (b" \n", "None: the file is empty"),
    "one that was cut off": (CUT, "15: not valid JSON: it ends too soon (was it cut off?) (cell 2)"),
    "a merge that is not resolved": (
        CONFLICT,
        "9: unresolved merge conflict: resolve it (`git mergetool`, nbdime) first (cell 1)",
    ),
    "a merge that is not resolved, below the cells": (
        b'{"cells": [\n{}\n],\n<<<<<<< HEAD\n',
        "4: unresolved merge conflict: resolve it (`git mergetool`, nbdime) first",
    ),
    "a page of HTML": (b"<html>", "1: not valid JSON: expecting value"),
    "a list": (b"[]", "1: not a notebook: a notebook is an object of JSON"),
    "no cells": (b"{}", "1: not a notebook: it has no list of cells"),
    "a version that is not known": (
        b'{"cells": [], "nbformat": 5}',
        "1: nbformat 5 is not known: there are 2, 3 and 4",
    ),
    "a key that stands twice": (
        b'{"cells": [],\n "cells": []}',
        "2: a key stands twice in one object, and readers differ on which counts",
    ),
    "Latin-1": (b'{"cells": ["\xe9"]}', "1: not UTF-8: byte 0xe9; convert the file to UTF-8 (cell 1)"),
    "a cell that contradicts itself": (
        notebook(code(), TORN),
        "10: its metadata says `keep_output: false`, and its tags keep_output: take one away (cell 2)",
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(NotebookInvalid(), content) == []


@pytest.mark.parametrize(("content", "message"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, message: str) -> None:
    assert said(NotebookInvalid(), content) == [message]


def test_finds_broken_notebooks_of_zeppelin() -> None:
    assert said(NotebookInvalid(), b"{", "a.zpln") == ["1: not valid JSON: it ends too soon (was it cut off?)"]


def test_other_files_and_links_are_not_read() -> None:
    assert found(NotebookInvalid(), blob("a.json", b"{")) == []
    assert found(NotebookInvalid(), blob("a.ipynb", b"b.ipynb", mode="120000")) == []
