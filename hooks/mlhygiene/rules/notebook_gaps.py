"""MLH305."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.notebook import order
from mlhygiene.notebook_rule import Fault, NotebookWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.whole import Notebook


class NotebookGaps(NotebookWarning):
    """Notebook that does not show one full run from a fresh kernel.

    The counts rise, but they start above 1 or skip numbers: cells were run
    again, changed in between or deleted, and what is shown may rest on what no
    cell says any more.

    Restart the kernel, run all cells, and save; or strip the notebook.
    """

    code = "MLH305"
    name = "notebook-gaps"
    remedy = "restart the kernel, run all cells and save; or take out what they show: {strip}"

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        if order.misplaced(notebook.executed):
            return  # MLH303 says so
        gaps = order.gaps(notebook.cells, notebook.executed)
        if not gaps:
            return
        first, *others = gaps
        told = f"starts at In [{first.cell.count}]"
        if first.before:
            told = f"jumps from In [{first.before}] to In [{first.cell.count}]"
        rest = len(others)
        more = f", and skips numbers at {rest:,} cell{'s' * (rest != 1)} more" if others else ""
        yield Fault(f"not one full run: {told}{more}", first.cell)
