"""Pareto's front: the points that no other point beats in everything. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PAIR = 2


def front(points: Sequence[Sequence[float]]) -> list[int]:
    """The positions of points that none dominates, in order; less is better in every coordinate.

    A point dominates another that it equals nowhere for the worse and somewhere beats, so that
    equal points stand or fall together. Two coordinates take O(n log n); more take O(n log n)
    and as many comparisons as the front is long for each point.
    """
    order = sorted(range(len(points)), key=lambda at: tuple(points[at]))
    if not order:
        return []
    chosen = _swept if len(points[order[0]]) <= PAIR else _compared
    return sorted(chosen(points, order))


def _swept(points: Sequence[Sequence[float]], order: Sequence[int]) -> list[int]:
    """By one sweep: of sorted points, one stands only if its last coordinate is the lowest so far."""
    kept = [order[0]]
    for at in order[1:]:
        lowest = points[kept[-1]]
        if points[at][-1] < lowest[-1] or tuple(points[at]) == tuple(lowest):
            kept.append(at)
    return kept


def _compared(points: Sequence[Sequence[float]], order: Sequence[int]) -> list[int]:
    """By comparison with the front so far: no sorted point is dominated by a later one."""
    kept = list[int]()
    for at in order:
        point = points[at]
        if not any(_dominates(points[other], point) for other in kept):
            kept.append(at)
    return kept


def _dominates(one: Sequence[float], other: Sequence[float]) -> bool:
    for mine, theirs in zip(one, other, strict=True):
        if mine > theirs:
            return False
    return tuple(one) != tuple(other)
