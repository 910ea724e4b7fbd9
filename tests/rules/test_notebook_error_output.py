"""MLH307: no cell ended in an error that nobody meant."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_error_output import NotebookErrorOutput
from notebooks import code, notebook, said

ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": []}
STDERR = {"output_type": "stream", "name": "stderr", "text": "ValueError"}
CLEAN = {
    "no error": notebook(code("x", 1, STDERR)),
    "an error that is meant": notebook(code("x", 1, ERROR, tags=["raises-exception"])),
    "the same for nbval": notebook(code("x", 1, ERROR, tags=["nbval-raises-exception"])),
    "the same for Quarto": notebook(code("#| error: true\nx", 1, ERROR)),
    "a notebook of jupyter-book that may fail": notebook(code("x", 1, ERROR), execution={"allow_errors": True}),
    "a notebook of nbsphinx that may fail": notebook(code("x", 1, ERROR), nbsphinx={"allow_errors": True}),
    "outputs of no known shape": notebook(code(outputs={"output_type": "error"}), code(outputs=[None, 1])),
}
FOUND = {
    "an error": (notebook(code("x", 1, ERROR)), ["8: ended in ValueError, cell 1 (In [1])"]),
    "each cell once": (
        notebook(code("x", 1, STDERR, ERROR, ERROR), code("x", 2, ERROR)),
        ["13: ended in ValueError, cell 1 (In [1])", "33: ended in ValueError, cell 2 (In [2])"],
    ),
    "an error of nbformat 3": (
        notebook(code("x", 1, {"output_type": "pyerr"})),
        ["8: ended in an error, cell 1 (In [1])"],
    ),
    "a name that is none": (
        notebook(code("x", 1, ERROR | {"ename": "a b"})),
        ["8: ended in an error, cell 1 (In [1])"],
    ),
    "tags that are no list": (
        notebook(code("x", 1, ERROR, tags="raises-exception")),
        ["10: ended in ValueError, cell 1 (In [1])"],
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(NotebookErrorOutput(), content) == []


@pytest.mark.parametrize(("content", "messages"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, messages: list[str]) -> None:
    assert said(NotebookErrorOutput(), content) == messages
