"""MLH306."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.notebook import order
from mlhygiene.notebook_rule import Fault, NotebookWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.whole import Notebook


class NotebookUnexecuted(NotebookWarning):
    """Code cell that was not run, above cells that were.

    What the notebook shows came about without that cell, or with an older form
    of it; whoever runs all cells gets something else. Cells that are empty, of
    comments alone, or tagged `skip-execution` do not count, nor do those at the
    end.

    Run it, delete it, or tag it `skip-execution`; or strip the notebook.
    """

    code = "MLH306"
    name = "notebook-unexecuted"
    remedy = "run it, delete it, or tag it skip-execution; or take out what the others show: {strip}"

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        cells = order.unexecuted(notebook.cells, notebook.executed)
        if cells:
            rest = len(cells) - 1
            more = f", nor were {rest:,} more" if rest > 1 else ", nor was one more" if rest else ""
            yield Fault(f"not run, by its count, though cells below it were{more}", cells[0])
