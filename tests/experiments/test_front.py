"""The front beside brute force, which compares every point with every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.experiments.front import front

if TYPE_CHECKING:
    from collections.abc import Sequence

# Few values, so that many are equal.
COORDINATE = st.integers(0, 5).map(float) | st.floats(allow_nan=False, allow_infinity=False)
POINTS = st.integers(1, 5).flatmap(lambda size: st.lists(st.tuples(*[COORDINATE] * size), max_size=40))
TABLE: dict[str, tuple[list[tuple[float, ...]], list[int]]] = {
    "nothing": ([], []),
    "one": ([(1, 1)], [0]),
    "each best at something": ([(1, 3), (2, 2), (3, 1)], [0, 1, 2]),
    "beaten in everything": ([(1, 1), (2, 2)], [0]),
    "beaten in one, equal in the other": ([(1, 2), (1, 1)], [1]),
    "equal points stand together": ([(1, 1), (2, 0), (1, 1)], [0, 1, 2]),
    "equal points fall together": ([(1, 1), (0, 0), (1, 1)], [1]),
    "of one coordinate": ([(2,), (1,), (1,)], [1, 2]),
    "of three": ([(1, 1, 2), (1, 2, 1), (2, 2, 2)], [0, 1]),
}


def brute(points: Sequence[Sequence[float]]) -> list[int]:
    def beats(one: Sequence[float], other: Sequence[float]) -> bool:
        return tuple(one) != tuple(other) and all(a <= b for a, b in zip(one, other, strict=True))

    return [at for at, point in enumerate(points) if not any(beats(other, point) for other in points)]


@pytest.mark.parametrize(("points", "stand"), TABLE.values(), ids=TABLE)
def test_the_front_of(points: list[tuple[float, ...]], stand: list[int]) -> None:
    assert front(points) == stand


@given(POINTS)
def test_the_front_is_what_brute_force_finds(points: list[tuple[float, ...]]) -> None:
    assert front(points) == brute(points)


def test_two_coordinates_take_no_comparison_of_all_with_all() -> None:
    """A hundred thousand points that all stand: comparing them all would take an hour."""
    points = [(float(n), -float(n)) for n in range(100_000)]
    assert len(front(points)) == len(points)
