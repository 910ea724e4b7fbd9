"""MLH305: the counts are those of one full run from a fresh kernel."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_gaps import NotebookGaps
from notebooks import code, notebook, ran, said

PRINTED = {"output_type": "stream", "name": "stdout", "text": "a"}
CLEAN = {
    "a full run": ran(1, 2, 3),
    "a run that ended early": ran(1, 2, None, None),
    "a stripped notebook": ran(None, None),
    "a wrong order (another rule)": ran(5, 3, 9),
    "a number that comments took": notebook(code(count=1), code("# nothing", 2), code(count=3)),
    "a number that an emptied cell took": notebook(code(count=1), code("", 2), code(count=3)),
    "a number that a cell without a count may have had (another rule)": ran(1, None, 3),
    "a number that Colab lost": ran(1, 0, 3),
    "a number lost with the output still there": notebook(code(count=1), code("x", None, PRINTED), code(count=3)),
}
FOUND = {
    "a kernel that was not fresh": (ran(3, 4), "3: not one full run: starts at In [3], cell 1 (In [3])"),
    "a cell run twice": (ran(1, 3, 4), "10: not one full run: jumps from In [1] to In [3], cell 2 (In [3])"),
    "all gaps told once": (
        ran(2, 4, 5, 8),
        "3: not one full run: starts at In [2], and skips numbers at 2 cells more, cell 1 (In [2])",
    ),
    "a number as large as can be": (
        ran(1, 10**30),
        f"10: not one full run: jumps from In [1] to In [{10**30}], cell 2 (In [{10**30}])",
    ),
    "more numbers missing than cells without a count": (
        ran(None, 3),
        "10: not one full run: starts at In [3], cell 2 (In [3])",
    ),
    "more numbers missing than Colab lost": (
        ran(1, 0, 4),
        "17: not one full run: jumps from In [1] to In [4], cell 3 (In [4])",
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(NotebookGaps(), content) == []


@pytest.mark.parametrize(("content", "message"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, message: str) -> None:
    assert said(NotebookGaps(), content) == [message]
