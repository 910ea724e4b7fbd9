"""MLH304: papermill takes the parameters that stand there."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_parameters import NotebookParameters
from notebooks import code, markdown, notebook, said

CLEAN = {
    "no parameters": notebook(code(), markdown()),
    "one cell of parameters": notebook(markdown(), code(tags=["parameters"])),
    "a tag that only begins alike": notebook(code(tags=["parameters"]), code(tags=["parameters-2"])),
}
FOUND = {
    "two cells": (
        notebook(code(tags=["parameters"]), code(tags=["parameters"])),
        ["14: a second cell tagged `parameters`, after cell 1, cell 2"],
    ),
    "a cell of text": (
        notebook(markdown(tags=["parameters"])),
        ["3: a cell tagged `parameters` that is no code, cell 1"],
    ),
    "values of one run": (
        notebook(code(tags=["parameters"]), code(tags=["injected-parameters"])),
        ["14: values of one run that papermill injected (tag `injected-parameters`), cell 2"],
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(NotebookParameters(), content) == []


@pytest.mark.parametrize(("content", "messages"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, messages: list[str]) -> None:
    assert said(NotebookParameters(), content) == messages
