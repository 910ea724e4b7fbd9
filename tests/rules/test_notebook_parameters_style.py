"""MLH316: parameters stand at the top, in one cell of plain values, where a team wants that."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_parameters_style import NotebookParametersStyle, parse_within
from notebooks import code, markdown, notebook, said

EVERYTHING = NotebookParametersStyle(required=True, within=2, literal=True, constants=True)
TAGS = ["parameters"]
GOOD = '"""What may be set."""\n# how long\nEPOCHS: int = 3\nrates = [1e-3, -1]\nname = None\n'

CLEAN = {
    "a good one": notebook(markdown(), code("import os"), code(GOOD, tags=TAGS), code("x = f(EPOCHS)")),
    "a notebook without code": notebook(markdown()),
    "constants that are computed, or not at the top level": notebook(
        code(GOOD, tags=TAGS), code("SIZE = f()\ndef g():\n    LIMIT = 3")
    ),
    "code that does not parse": notebook(code("x =", tags=TAGS), code("Y = (")),
    "another language": notebook(code("x = f()", tags=TAGS), language_info={"name": "R"}),
}
FOUND = {
    "no parameters": (notebook(code()), ["None: no cell is tagged `parameters`"]),
    "parameters far down": (
        notebook(code(), code(), code(tags=TAGS)),
        ["17: parameters in code cell 3, where the first 2 may hold them, cell 3"],
    ),
    "something computed": (
        notebook(code("x = 1\ny = x + 1", tags=TAGS)),
        ["12: a parameter is more than a literal that is assigned, cell 1, line 2"],
    ),
    "an import": (
        notebook(code("import os", tags=TAGS)),
        ["12: a parameter is more than a literal that is assigned, cell 1, line 1"],
    ),
    "a constant further down": (
        notebook(code(tags=TAGS), code("%matplotlib inline\nBATCH_SIZE = 32")),
        ["19: BATCH_SIZE is set outside of the parameters, cell 2, line 2"],
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(EVERYTHING, content) == []


@pytest.mark.parametrize(("content", "messages"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, messages: list[str]) -> None:
    assert said(EVERYTHING, content) == messages
    assert said(NotebookParametersStyle(), content) == []


@pytest.mark.parametrize("value", [-1, True, "first", 1.5])
def test_a_place_is_a_whole_number(value: object) -> None:
    with pytest.raises(ValueError, match="is not a number of cells"):
        parse_within(value)
