"""MLH315."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.notebook_rule import Fault, NotebookWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.cells import Cell
    from mlhygiene.notebook.whole import Notebook

# jupyter.org/enhancement-proposals/62-cell-id/cell-id.html
ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
# The first minor version of nbformat 4 with ids.
MINOR = 5


class NotebookIds(NotebookWarning):
    """Cells whose ids are missing, shared or not allowed.

    From nbformat 4.5 on every cell has an id of its own. Where one is missing
    or stands twice, each program that saves the notebook invents another: a
    diff that nobody made, again on every machine.

    Open the notebook in Jupyter and save it once, or lower `nbformat_minor`.
    """

    code = "MLH315"
    name = "notebook-ids"
    remedy = "open it in Jupyter and save it once (nbformat gives every cell an id)"

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        minor = notebook.tree.get("nbformat_minor")
        if notebook.tree.get("nbformat") != 4 or not isinstance(minor, int):  # noqa: PLR2004 - nbformat
            return
        cells = [cell for cell in notebook.cells if cell.members]
        if minor < MINOR:
            yield from _told("an id, which nbformat has from 4.5 on", [cell for cell in cells if "id" in cell.members])
            return
        ids = {cell.number: cell.members["id"] for cell in cells if "id" in cell.members}
        firsts = {each: number for number, each in reversed(ids.items()) if isinstance(each, str)}
        yield from _told("no id", [cell for cell in cells if cell.number not in ids])
        given = [cell for cell in cells if cell.number in ids]
        yield from _told("an id that is not allowed", [cell for cell in given if not _allowed(ids[cell.number])])
        yield from _told(
            "the id of another cell",
            [cell for cell in given if firsts.get(str(ids[cell.number]), cell.number) != cell.number],
        )


def _allowed(identifier: object) -> bool:
    return isinstance(identifier, str) and ID.fullmatch(identifier) is not None


def _told(what: str, cells: list[Cell]) -> Iterator[Fault]:
    if cells:
        rest = len(cells) - 1
        yield Fault(what + (f", like {rest:,} more" if rest else ""), cells[0])
