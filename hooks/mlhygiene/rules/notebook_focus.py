"""MLH312."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene.notebook_rule import Fault, NotebookNote
from mlhygiene.rule import option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.whole import Notebook

COUNT = {"type": "integer", "minimum": 1}


def parse_count(value: object) -> int:
    """A whole number above 0, or ValueError."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise ValueError(f"{value!r} is not a whole number above 0")


@dataclass(frozen=True, kw_only=True)
class NotebookFocus(NotebookNote):
    """Notebook of too many cells, or cell of too many lines.

    What takes a hundred cells is several notebooks, and a cell of a hundred
    lines is a module that no test reaches: both are read by nobody, and merged
    by nobody.

    Part the notebook, and move code into a module that it imports.
    """

    code = "MLH312"
    name = "notebook-focus"
    remedy = "part it, and move code into a module that the notebook imports"

    cells: int = option(100, "The most cells of one notebook.", parse_count, COUNT)
    lines: int = option(100, "The most lines of one cell of code.", parse_count, COUNT)

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        if len(notebook.cells) > self.cells:
            yield Fault(f"{len(notebook.cells):,} cells, over the limit of {self.cells:,}")
        long = [cell for cell in notebook.cells if cell.is_code and len(cell.lines) > self.lines]
        if long:
            rest = len(long) - 1
            more = f", and {rest} cell{'s' * (rest != 1)} more" if rest else ""
            yield Fault(f"{len(long[0].lines):,} lines of code, over the limit of {self.lines:,}{more}", long[0])
