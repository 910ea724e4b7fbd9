"""MLH309."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene.notebook_rule import Fault, NotebookWarning
from mlhygiene.rule import option
from mlhygiene.sizes import SCHEMA, over, parse_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.cells import Cell
    from mlhygiene.notebook.change import Json
    from mlhygiene.notebook.whole import Notebook


@dataclass(frozen=True, kw_only=True)
class NotebookAttachment(NotebookWarning):
    """Picture in a cell of text that is large, or that the text does not show.

    A picture that was pasted into a notebook is in it as base64, and stripping
    leaves it there, for it is no output. One whose mark was deleted from the
    text is carried on unseen.

    Put the picture into a file beside the notebook, or delete it.
    """

    code = "MLH309"
    name = "notebook-attachment"
    remedy = "put it into a file that the text links to, or delete it (Edit > Cell Attachments)"

    limit: int = option("250 kB", "The most bytes of the file that one attachment may take up.", parse_size, SCHEMA)

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        for cell in notebook.cells:
            if "attachments" in cell.members:
                yield from self._of(cell)

    def _of(self, cell: Cell) -> Iterator[Fault]:
        from urllib.parse import quote  # few cells have any

        attached = cell.members["attachments"]
        for number, (name, bundle) in enumerate(attached.items() if isinstance(attached, dict) else (), 1):
            path, part = (*cell.path, "attachments", name), f", attachment {number}"
            size = _size(bundle)
            if size > self.limit:
                yield Fault(over(size, self.limit), cell, path=path, part=part)
            elif not any(f"attachment:{each}" in cell.source for each in (name, quote(name, errors="replace"))):
                yield Fault("the text does not show it", cell, path=path, part=part)


def _size(bundle: Json) -> int:
    """The size of what is attached: text, or lines of it, by type of media."""
    values = bundle.values() if isinstance(bundle, dict) else ()
    parts = [part for value in values for part in (value if isinstance(value, list) else [value])]
    return sum(len(part) for part in parts if isinstance(part, str))
