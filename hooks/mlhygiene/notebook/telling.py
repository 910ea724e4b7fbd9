"""What goes, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.change import Change, Changes

COUNTS = {"execution_count", "prompt_number"}
# So many keys of metadata are named.
NAMED = 4


def told(changes: Changes) -> str:
    """`outputs of 3 cells, 5 execution counts, metadata papermill and vscode, 1 cell`."""
    cells = list(_cells(changes))
    counted = Counter(name for cell in cells if cell for name in cell)
    dropped = sum(cell is None for cell in cells)
    counts = sum(counted[name] for name in COUNTS)
    keys = sorted({key for each in (changes, *filter(None, cells)) for key in _keys(each.get("metadata"))})
    words = [
        f"outputs of {_number(counted['outputs'], 'cell')}" if counted["outputs"] else "",
        _number(counts, "execution count") if counts else "",
        f"metadata {_listed(keys)}" if keys else "",
        _number(dropped, "whole cell") if dropped else "",
    ]
    return ", ".join(filter(None, words)) or "results of paragraphs"


def _cells(changes: Changes) -> Iterator[Changes | None]:
    """What changes in each cell that does; None for one that goes."""
    sheets = cast("Changes", changes.get("worksheets") or {})
    for place in (changes, *(cast("Changes", sheet) for sheet in sheets.values())):
        yield from cast("dict[int, Changes | None]", place.get("cells") or {}).values()


def _keys(metadata: Change) -> list[str]:
    return [str(key) for key in metadata] if metadata and not isinstance(metadata, str) else []


def _listed(keys: list[str]) -> str:
    rest = len(keys) - NAMED
    return ", ".join(keys[:NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"
