"""The running best in a terminal: what is drawn where."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbooks import FEW, experiment, logbook, many
from mlhygiene.experiments.plotting import ASCII, plot, scale
from mlhygiene.experiments.progress import Progress, progress
from mlhygiene.messages.metrics import Direction

LOWER, HIGHER = Direction.LOWER, Direction.HIGHER


def of(*values: float, direction: Direction = LOWER) -> Progress:
    return progress(logbook([experiment(metrics={"m": value}) for value in values]).rows, "m", direction)


def test_the_staircase_falls_where_less_is_better() -> None:
    assert plot(of(4, 2, 3, 1), 22, 4, ASCII) == [
        "4.0 |-----+",
        "3.0 |     |     .",
        "2.0 |     +----------+",
        "1.0 |                +",
        "    +-----------------",
        "     1               4",
    ]


def test_the_staircase_rises_where_more_is_better() -> None:
    assert plot(of(1, 3, direction=HIGHER), 20, 4) == [
        "3.00 ┤             ┌",
        "2.33 ┤             │",
        "1.67 ┤             │",
        "1.00 ┤─────────────┘",
        "     └──────────────",
        "      1            2",
    ]


@pytest.mark.parametrize("values", [[1.0], [1.0, 1.0], [0.0], [-1e300, 1e300], [5e-324, 1e-323], [1e6, 1e6 + 1e-9]])
def test_next_to_nothing_is_drawn_too(values: list[float]) -> None:
    assert "-" in "".join(plot(of(*values), 40, 5, ASCII))


def test_what_lies_far_off_does_not_flatten_the_rest() -> None:
    made = of(*([1.0, 1.1, 1.2, 1.3] * 5), 900)

    assert scale(made).high < 2
    assert scale(made).outside == 1


def test_the_staircase_is_always_on_the_scale() -> None:
    made = of(*([1.0, 1.1, 1.2, 1.3] * 5), -900)

    assert scale(made).low == -900


def test_without_a_direction_there_are_dots_alone() -> None:
    lines = plot(of(4, 2, 3, 1, direction=Direction.UNKNOWN), 22, 4, ASCII)

    assert sum(line.partition("|")[2].count(".") for line in lines[:4]) == 4


def test_5000_experiments_fill_no_more_than_the_chart() -> None:
    lines = plot(progress(many(5000).rows, "val_loss", LOWER), 80, 16)

    assert len(lines) == 18
    assert max(map(len, lines)) <= 80


def test_ascii_is_ascii() -> None:
    assert all(line.isascii() for line in plot(progress(many(500).rows, "acc", HIGHER), 80, 16, ASCII))


def test_colour_says_which_is_the_staircase() -> None:
    lines = plot(progress(logbook(FEW).rows, "val_loss", LOWER), 40, 6, color=True)

    assert "\x1b[1;36m" in lines[0]
    assert all(line.count("\x1b[") % 2 == 0 for line in lines)


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=30),
    st.sampled_from(Direction),
    st.integers(30, 120),
    st.integers(4, 40),
)
def test_every_chart_keeps_its_size(values: list[float], direction: Direction, width: int, height: int) -> None:
    lines = plot(of(*values, direction=direction), width, height)

    assert len(lines) == height + 2
    assert all(len(line) <= max(width, 30) for line in lines)
    assert not math.isnan(scale(of(*values)).part(values[0]))
