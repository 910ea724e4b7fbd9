"""MLH308."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene.notebook_rule import Fault, NotebookWarning
from mlhygiene.rule import option
from mlhygiene.sizes import SCHEMA, over, parse_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.whole import Notebook


@dataclass(frozen=True, kw_only=True)
class NotebookOutputSize(NotebookWarning):
    """Output of a cell over the limit.

    Of all outputs one in a hundred is that large: a plot with every data point
    in it, a page of a widget, a log of training. Each run adds it to history
    once more, and no review shows it.

    Strip the notebook, or save the plot as a picture of fewer points.
    """

    code = "MLH308"
    name = "notebook-output-size"
    remedy = "show less (a picture instead of every point, no progress bars); or take the outputs out: {strip}"

    limit: int = option("500 kB", "The most bytes of the file that one output may take up.", parse_size, SCHEMA)

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        if len(notebook.content) <= self.limit:
            return
        from mlhygiene.notebook.spans import heavy_outputs  # a notebook so large is rare

        cells = {cell.path: cell for cell in notebook.cells}
        for path, number, size in heavy_outputs(notebook.document, self.limit):
            place = (*path, "outputs", number)
            yield Fault(over(size, self.limit), cells[path], path=place, part=f", output {number + 1}")
