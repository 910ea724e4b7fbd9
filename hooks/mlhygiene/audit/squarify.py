"""Squarified treemaps: rectangles whose areas are weights, as square as can be (Bruls, Huizing, van Wijk, 2000).

`templates/audit/squarify.js` has the same, for boxes that a browser alone knows; a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Box(NamedTuple):
    """A rectangle: its upper left corner, its width, its height."""

    x: float
    y: float
    w: float
    h: float


def squarified(weights: Sequence[float], box: Box) -> list[Box]:
    """A box for each weight, in their order: the heaviest first, none below or equal to 0."""
    placed, start, rest = list[Box](), 0, box
    left = float(sum(weights))
    while start < len(weights):
        side, area = min(rest.w, rest.h), rest.w * rest.h
        scale = area / left if left else 0.0
        end, total = start + 1, weights[start] * scale
        worst = _worst(total, total, total, side)
        while end < len(weights):
            more = total + weights[end] * scale
            if (next_worst := _worst(weights[start] * scale, weights[end] * scale, more, side)) > worst:
                break
            end, total, worst = end + 1, more, next_worst
        row = weights[start:end]
        rest = _laid(row, total, rest, placed)
        left -= sum(row)
        start = end
    return placed


def _worst(largest: float, smallest: float, total: float, side: float) -> float:
    """How far from square the worst of a row is, that takes the whole of a side."""
    if not total or not smallest or not side:
        return float("inf")
    square = total * total
    return max(side * side * largest / square, square / (side * side * smallest))


def _laid(row: Sequence[float], total: float, rest: Box, placed: list[Box]) -> Box:
    """Put a row along the shorter side; what is left of the box."""
    upright = rest.w >= rest.h
    side = rest.h if upright else rest.w
    thick = min(total / side if side else 0.0, rest.w if upright else rest.h)
    of, at = sum(row), 0.0
    for weight in row:
        long = side * weight / of if of else 0.0
        placed.append(Box(rest.x, rest.y + at, thick, long) if upright else Box(rest.x + at, rest.y, long, thick))
        at += long
    if upright:
        return Box(rest.x + thick, rest.y, rest.w - thick, rest.h)
    return Box(rest.x, rest.y + thick, rest.w, rest.h - thick)
