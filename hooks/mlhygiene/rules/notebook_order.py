"""MLH303."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.notebook import order
from mlhygiene.notebook_rule import Fault, NotebookWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.whole import Notebook


class NotebookOrder(NotebookWarning):
    """Notebook whose cells were not run from top to bottom.

    Execution counts that fall, or that two cells share, come of more than one
    run: what the notebook shows is not what its code gives, and whoever runs it
    again gets other numbers, or an error. Cells that are empty, of comments alone,
    or tagged `skip-execution` do not count; a stripped notebook shows no order.

    Restart the kernel, run all cells, and save; or strip the notebook.
    """

    code = "MLH303"
    name = "notebook-order"
    remedy = "restart the kernel, run all cells and save; or take out what they show: {strip}"

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        wrong = order.misplaced(notebook.executed)
        if not wrong:
            return
        cell = wrong[0]
        rival = order.rival(cell, notebook.executed)
        if rival.count == cell.count:
            told = f"In [{cell.count}] stands at cell {rival.number}, too"
        else:
            side = "above" if cell.number < rival.number else "below"
            told = f"run out of order: In [{cell.count}] stands {side} In [{rival.count}] of cell {rival.number}"
        rest = len(wrong) - 1
        more = f", and {rest:,} cell{'s' * (rest != 1)} more out of order" if rest else ""
        yield Fault(told + more, cell)
