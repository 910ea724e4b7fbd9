"""Whether a notebook shows what one run from top to bottom shows: its execution counts compared."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

    A cell in between without a count may have had one of them, and lost it with its output;
    so may one of comments alone.
    """
    known = sorted({cell.count for cell in cells if cell.count is not None})
    found, before = list[Gap](), 0
    for uncounted, cell in _stretches(cells, executed):
        count = cell.count or 0
        between = bisect_left(known, count) - bisect_right(known, before)
        missing = count - before - 1 - between - len(uncounted)
        if missing > 0:
            found.append(Gap(cell, before, missing))
        before = count
    return found


def unexecuted(cells: Sequence[Cell], executed: Sequence[Cell]) -> list[Cell]:
    """The cells above one that was run which were not.

    Where one beside them has outputs and no count, counts were lost, and nothing is sure.
    """
    return [
        cell
        for uncounted, _ in _stretches(cells, executed)
        if not any(lost.ran for lost in uncounted)
        for cell in uncounted
    ]


def _stretches(cells: Sequence[Cell], executed: Sequence[Cell]) -> Iterator[tuple[list[Cell], Cell]]:
    """Each cell that was run, after those right above it that have no count, and that a run would run."""
    counted = {cell.number for cell in executed}
    uncounted: list[Cell] = []
    for cell in cells[: executed[-1].number] if executed else ():
        if cell.number in counted:
            yield uncounted, cell
            uncounted = []
        elif cell.runs:
            uncounted.append(cell)


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
