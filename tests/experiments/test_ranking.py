"""The best is a number that stands: never one taken back, unfinished or infinite."""

from __future__ import annotations

import pytest

from experiments.rows import row
from mlhygiene.experiments.logbook import Logbook
from mlhygiene.experiments.ranking import by_branch, rank, usual
from mlhygiene.messages.experiment import State
from mlhygiene.messages.metrics import Direction, Metrics

BASELINE = row("baseline", 1, val_loss=0.45)
BETTER = row("lr=3e-4", 2, val_loss=0.42)

NEVER_BEST = {
    "it was taken back": (row("leak", 3, val_loss=0.1, reverted="f" * 40), "reverted"),
    "it failed": (row("oom", 3, val_loss=0.1, state=State.FAILED), "failed"),
    "it still runs": (row("long", 3, val_loss=0.1, state=State.PENDING), "pending"),
    "it is no number": (row("hot", 3, val_loss="nan"), "nan or infinite"),
    "it is infinitely low": (row("odd", 3, val_loss="-inf"), "nan or infinite"),
}


def test_the_lowest_loss_is_best() -> None:
    ranking = rank([BETTER, BASELINE], "val_loss", Direction.LOWER)
    assert [standing.row for standing in ranking.standings] == [BETTER, BASELINE]


def test_the_highest_accuracy_is_best() -> None:
    rows = [row("a", 2, acc=0.8), row("b", 1, acc=0.9)]
    assert rank(rows, "acc", Direction.HIGHER).standings[0].row.experiment.what == "b"


@pytest.mark.parametrize(("other", "reason"), NEVER_BEST.values(), ids=NEVER_BEST)
def test_is_never_best_if(other: object, reason: str) -> None:
    ranking = rank([other, BETTER, BASELINE], "val_loss", Direction.LOWER)  # type: ignore[list-item]
    assert ranking.standings[0].row == BETTER
    assert ranking.out == {reason: 1}


def test_a_row_without_the_metric_counts_nowhere() -> None:
    ranking = rank([row("fast", 3, tok_s=9)], "val_loss", Direction.LOWER)
    assert (ranking.standings, ranking.out, ranking.ties) == ([], {}, [])


def test_of_equal_ones_the_first_reached_is_best_and_all_are_told() -> None:
    again = row("again", 3, val_loss=0.42)
    ranking = rank([again, BETTER, BASELINE], "val_loss", Direction.LOWER)
    assert [standing.row for standing in ranking.ties] == [BETTER, again]


def test_units_are_counted_and_can_be_told_apart() -> None:
    rows = [row("a", 3, acc="76.1%"), row("b", 2, acc="0.761"), row("c", 1, acc="70%")]
    ranking = rank(rows, "acc", Direction.HIGHER)
    assert ranking.units == {"%": 2, None: 1}
    assert [standing.row.experiment.what for standing in ranking.of_unit("%").standings] == ["a", "c"]


def test_rows_of_a_branch_stay_together() -> None:
    one, two, nobody = row("a", branch="exp/a"), row("b", branch="exp/b"), row("c")
    assert by_branch([one, two, nobody]) == {"exp/a": [one], "exp/b": [two], None: [nobody]}


USUAL = {
    "the most used": ([row(f"{n}", n, val_loss=1) for n in range(3)] + [row("x", acc=1)], "val_loss"),
    "of known direction": ([row("a", 2, score_x=1, zeta=1), row("b", 1, zeta=1)], "score_x"),
    "no attribute": ([row("a", 2, epoch=1), row("b", 1, epoch=1, acc=1)], "acc"),
    "used by what can be best": ([row("a", 2, acc="nan"), row("b", 1, acc="nan"), row("c", f1=1)], "f1"),
    "the newest of equals": ([row("new", 2, acc=1), row("old", 1, f1=1)], "acc"),
    "none where all are unknown": ([row("a", zeta=1)], None),
    "none of nothing": ([], None),
}


@pytest.mark.parametrize(("rows", "name"), USUAL.values(), ids=USUAL)
def test_the_usual_metric_is(rows: list[object], name: str | None) -> None:
    assert usual(Logbook(rows, Metrics())) == name  # type: ignore[arg-type]


def test_a_team_says_which_way_its_metric_gets_better() -> None:
    assert usual(Logbook([row("a", zeta=1)], Metrics(lower=frozenset({"zeta"})))) == "zeta"
