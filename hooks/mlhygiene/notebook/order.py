"""Whether a notebook shows what one run from top to bottom shows: its execution counts compared."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.notebook.cells import Cell


class Gap(NamedTuple):
    """Numbers that no cell has: `missing` of them right before that of `cell`; `before` is 0 at the top."""

    cell: Cell
    before: int
    missing: int


def misplaced(executed: Sequence[Cell]) -> list[Cell]:
    """The fewest cells without which the counts of the others rise from each to the next."""
    kept = _rising([cell.count or 0 for cell in executed])
    return [cell for at, cell in enumerate(executed) if at not in kept]


def rival(cell: Cell, executed: Sequence[Cell]) -> Cell:
    """The nearest cell that a misplaced one contradicts: it has the same count, or the two are in the wrong order."""
    count = cell.count or 0
    wrong = [
        other
        for other in executed
        if other is not cell and ((other.count or 0) - count) * (other.number - cell.number) <= 0
    ]
    same = [other for other in wrong if other.count == count]
    return min(same or wrong, key=lambda other: abs(other.number - cell.number))


def gaps(cells: Sequence[Cell], executed: Sequence[Cell]) -> list[Gap]:
    """Where counts that rise skip numbers, those before the first among them.

    A cell that was run and lost its count may have had one of them; so has one of comments alone.
    """
    judged = {cell.number for cell in executed}
    known = sorted({cell.count for cell in cells if cell.count is not None})
    found, before, uncounted = list[Gap](), 0, 0
    for cell in cells:
        if cell.is_code and cell.count is None and cell.ran:
            uncounted += 1
        if cell.number not in judged:
            continue
        count = cell.count or 0
        between = bisect_left(known, count) - bisect_right(known, before)
        missing = count - before - 1 - between - uncounted
        if missing > 0:
            found.append(Gap(cell, before, missing))
        before, uncounted = count, 0
    return found


def unexecuted(cells: Sequence[Cell], executed: Sequence[Cell]) -> list[Cell]:
    """The cells above the last one that was run which were not."""
    last = executed[-1].number if executed else 0
    return [cell for cell in cells[:last] if not cell.ran and cell.runs]


def _rising(counts: list[int]) -> set[int]:
    """Where the members of the longest rising subsequence stand (patience sorting)."""
    ends, tops, before = list[int](), list[int](), list[int]()
    for at, count in enumerate(counts):
        pile = bisect_left(ends, count)
        ends[pile : pile + 1], tops[pile : pile + 1] = [count], [at]
        before.append(tops[pile - 1] if pile else -1)
    kept, at = set[int](), tops[-1] if tops else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept
