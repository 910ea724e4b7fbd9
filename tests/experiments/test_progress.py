"""The running best: which experiments count, which of them are steps, and what made each."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbooks import FEW, experiment, logbook, measured, row
from mlhygiene.experiments.logbook import Logbook
from mlhygiene.experiments.progress import better, change, progress
from mlhygiene.experiments.progress import measured as measured_names
from mlhygiene.messages.experiment import State
from mlhygiene.messages.metrics import Direction, Metrics

LOWER, HIGHER, UNKNOWN = Direction.LOWER, Direction.HIGHER, Direction.UNKNOWN


def values(book: Logbook, name: str = "val_loss", direction: Direction = LOWER) -> list[float]:
    return [step.metric.value for step in progress(book.rows, name, direction).steps]


def test_the_staircase_falls_where_less_is_better_and_rises_where_more_is() -> None:
    book = logbook(FEW)

    assert values(book) == [0.45, 0.42, 0.39]
    assert values(book, "acc", HIGHER) == [0.81, 0.83, 0.88]


def test_each_step_says_what_made_it() -> None:
    steps = progress(logbook(FEW).rows, "val_loss", LOWER).steps

    assert [step.made for step in steps] == ["lr=1e-3, depth=8", "lr=3e-4", "dropout=0.1"]
    assert [step.before and step.before.metric.value for step in steps] == [None, 0.45, 0.42]
    assert [step.position for step in steps] == [0, 1, 4]


MADE = {
    "the parameter that it says it changed": (
        {"lr": "1", "depth": ("8", "6")}, "depth 8→6"),
    "else those that differ from the best before": ({"lr": "1", "bs": "64"}, "bs=64"),
    "else all that it has": ({"lr": "1"}, "lr=1"),
    "else its own words": ({}, "in words"),
}  # fmt: skip


@pytest.mark.parametrize("case", MADE)
def test_what_made_a_step_is(case: str) -> None:
    parameters, told = MADE[case]
    before = experiment("before", {"loss": 2}, parameters={"lr": "1"})
    after = experiment("in words", {"loss": 1}, parameters=parameters)

    assert progress(logbook([before, after]).rows, "loss", LOWER).steps[-1].made == told


LEFT_OUT = {
    "reverted": row(1, experiment(metrics={"loss": 0.1}), reverted="f" * 40),
    "failed": row(1, experiment(metrics={"loss": 0.1}, state=State.FAILED)),
    "pending": row(1, experiment(metrics={"loss": 0.1}, state=State.PENDING)),
    "nan or infinite": row(1, experiment(metrics={"loss": math.nan})),
}


@pytest.mark.parametrize("why", LEFT_OUT)
def test_what_does_not_count_is_left_out_and_told(why: str) -> None:
    made = progress(logbook([experiment(metrics={"loss": 1}), LEFT_OUT[why]]).rows, "loss", LOWER)

    assert [step.metric.value for step in made.steps] == [1]
    assert made.notes == [f"1 left out: {why}"]


def test_infinities_never_become_the_best() -> None:
    book = logbook([experiment(metrics={"loss": value}) for value in (math.inf, -math.inf, 1)])

    assert values(book, "loss") == [1]


def test_values_in_another_unit_than_most_are_not_compared() -> None:
    book = logbook(
        [
            experiment(metrics={"acc": 0.81}),
            experiment(metrics={"acc": measured("acc", 76.1, "%")}),
            experiment(metrics={"acc": 0.83}),
        ]
    )

    made = progress(book.rows, "acc", HIGHER)

    assert [step.metric.value for step in made.steps] == [0.81, 0.83]
    assert made.notes == ["1 in % left out: most acc are in no unit"]


def test_without_a_direction_there_is_no_best() -> None:
    made = progress(logbook(FEW).rows, "val_loss", UNKNOWN)

    assert (len(made.points), made.steps) == (4, [])
    assert made.notes == ["nobody has said which way val_loss gets better: there is no running best"]


def test_an_equal_value_is_no_step() -> None:
    assert values(logbook([experiment(metrics={"val_loss": 1})] * 3)) == [1]


def test_nothing_measured_makes_no_staircase() -> None:
    assert progress([], "loss", LOWER).notes == []


def test_names_come_by_use_without_what_only_stands_beside_results() -> None:
    book = logbook([experiment(metrics={"seed": 1, "ppl": 9}), experiment(metrics={"seed": 2, "ppl": 8, "acc": 1})])

    assert measured_names(book) == ["ppl", "acc"]
    assert measured_names(Logbook(book.rows, Metrics(attributes=frozenset({"ppl"})))) == ["seed", "acc"]


CHANGES = {(0.45, 0.42): -6.666, (-2.0, -1.0): 50.0, (-1.0, -2.0): -100.0, (1.0, 3.0): 200.0}


@pytest.mark.parametrize("pair", CHANGES)
def test_a_change_has_the_sign_of_the_way_it_goes(pair: tuple[float, float]) -> None:
    assert change(*pair) == pytest.approx(CHANGES[pair], abs=0.01)


@pytest.mark.parametrize(
    "pair", [(0.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (math.nan, 1.0), (1.0, math.inf), (5e-324, 1e308)]
)
def test_a_change_that_no_percentage_tells_is_none(pair: tuple[float, float]) -> None:
    assert change(*pair) is None


@given(st.lists(st.floats(), max_size=40), st.sampled_from([LOWER, HIGHER]))
def test_every_step_beats_every_point_before_it(series: list[float], direction: Direction) -> None:
    made = progress(logbook([experiment(metrics={"m": value}) for value in series]).rows, "m", direction)
    steps = {step.position for step in made.steps}

    for at, point in enumerate(made.points):
        beats = all(better(direction, point.metric.value, earlier.metric.value) for earlier in made.points[:at])
        assert (point.position in steps) == beats
