"""MLH307."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.notebook_rule import Fault, NotebookLint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.cells import Cell
    from mlhygiene.notebook.change import Json
    from mlhygiene.notebook.whole import Notebook

# nbformat 3 calls it `pyerr`.
ERRORS = ("error", "pyerr")
# nbclient and nbval.
EXPECTED = {"raises-exception", "nbval-raises-exception"}
# Quarto: an option above the code.
QUARTO = re.compile(r"^(?:#|//|--)\| ?error: ?true\b", re.MULTILINE)
# jupyter-book, MyST-NB and nbsphinx: of a whole notebook.
ALLOWING = (("execution", "allow_errors"), ("mystnb", "execution_allow_errors"), ("nbsphinx", "allow_errors"))
NAME = re.compile(r"[\w.]{1,60}")


class NotebookErrorOutput(NotebookLint):
    """Cell that ended in an error.

    Whoever runs the notebook stops there, and everything below was run another
    way, or never. An error that is meant to be seen says so with the tag
    `raises-exception`, which nbclient, papermill and nbval honour.

    Mend the cell and run all cells, or tag it `raises-exception`.
    """

    code = "MLH307"
    name = "notebook-error-output"
    remedy = "mend the cell and run all cells, or tag it raises-exception; or take the outputs out: {strip}"

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        if any(_members(notebook.metadata.get(key)).get(inner) is True for key, inner in ALLOWING):
            return
        for cell in notebook.cells:
            outputs = cell.members.get("outputs")
            if isinstance(outputs, list) and not _expected(cell):
                errors = (at for at, output in enumerate(outputs) if _members(output).get("output_type") in ERRORS)
                for at in list(errors)[:1]:
                    name = _members(outputs[at]).get("ename")
                    known = isinstance(name, str) and NAME.fullmatch(name)
                    told = f"ended in {name}" if known else "ended in an error"
                    yield Fault(told, cell, path=(*cell.path, "outputs", at))


def _expected(cell: Cell) -> bool:
    return not EXPECTED.isdisjoint(cell.tags) or bool(QUARTO.search(cell.source))


def _members(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
