"""MLH304."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.notebook_rule import Fault, NotebookLint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.whole import Notebook

PARAMETERS, INJECTED = "parameters", "injected-parameters"


class NotebookParameters(NotebookLint):
    """Parameters that papermill would not use as they stand.

    papermill takes the first cell tagged `parameters` and no other, and it must
    be code; the cell `injected-parameters` holds the values of one run, which
    the next one silently replaces.

    Keep one `parameters` cell of code; take out the injected one.
    """

    code = "MLH304"
    name = "notebook-parameters"
    remedy = "keep one code cell tagged parameters, with the defaults in it"

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        tagged = [cell for cell in notebook.cells if PARAMETERS in cell.tags]
        for cell in tagged:
            if not cell.is_code:
                yield Fault("a cell tagged `parameters` that is no code", cell)
            elif cell is not tagged[0]:
                yield Fault(f"a second cell tagged `parameters`, after cell {tagged[0].number}", cell)
        for cell in notebook.cells:
            if INJECTED in cell.tags:
                yield Fault("values of one run that papermill injected (tag `injected-parameters`)", cell)
