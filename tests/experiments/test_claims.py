"""Claims of improvement, held against the numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbooks import FEW, experiment, logbook, measured, oid, row
from mlhygiene.experiments.claims import checked
from mlhygiene.messages.experiment import Claim

BASELINE = experiment("baseline", {"val_loss": "0.45", "acc": "0.80", "step_time": "210", "mem": "38", "tok_s": "1000"})


def doubts(
    note: str = "", metrics: dict[str, Any] | None = None, *, before: Any = (BASELINE,), **more: Any
) -> list[str]:
    """What is told of an experiment with a note, after others."""
    told = experiment(metrics=metrics or {"val_loss": "0.42"}, notes=(note,) if note else (), **more)
    return checked(logbook([*before, told])).get(oid(len(before)), [])


CONTRADICTED = {
    ("(3% improvement)", "val_loss", "0.42"): "the message claims 3% improvement; val_loss 0.45 → 0.42 is 6.7 %",
    ("3% improvement", "val_loss", "0.46"): "the message claims 3% improvement; val_loss 0.45 → 0.46 is 2.2 % worse",
    ("12% lower", "val_loss", "0.42"): "the message claims 12% lower; val_loss 0.45 → 0.42 is 6.7 %",
    ("9% better", "acc", "0.82"): "the message claims 9% better; acc 0.80 → 0.82 is 2.5 %",
    ("5% worse", "acc", "0.82"): "the message claims 5% worse; acc 0.80 → 0.82 is 2.5 % better",
    ("1.8x faster", "step_time", "180"): "the message claims 1.8x faster; step_time 210 → 180 is 1.2x",
    ("2x faster", "tok_s", "1400"): "the message claims 2x faster; tok_s 1000 → 1400 is 1.4x",
    ("40% less memory", "mem", "36"): "the message claims 40% less memory; mem 38 → 36 is 5.3 %",
    ("better than baseline 0.45", "val_loss", "0.47"):
        "the message claims better than baseline 0.45; val_loss=0.47 is not",
    ("better than baseline 0.48", "val_loss", "0.42"):
        "the message claims better than baseline 0.48; the baseline has val_loss=0.45",
    ("new best", "val_loss", "0.46"): "the message claims a new best; val_loss=0.46 does not beat 0.45",
}  # fmt: skip
RIGHT = [
    ("(7% improvement)", "val_loss", "0.42"),
    ("6.7% improvement", "val_loss", "0.42"),
    ("5% improvement", "val_loss", "0.42"),  # 0.445 to 0.4249 is
    ("2.5% better", "acc", "0.82"),
    ("2% better", "acc", "0.82"),  # in points
    ("2 points better", "acc", "0.82"),
    ("1.2x faster", "step_time", "180"),
    ("15% faster", "step_time", "180"),  # less time
    ("16% faster", "step_time", "180"),  # more steps
    ("40% less memory", "mem", "23"),
    ("better than baseline 0.45", "val_loss", "0.42"),
    ("worse than baseline 0.45", "val_loss", "0.47"),
    ("new best", "val_loss", "0.44"),
    ("1.8x faster", "val_loss", "0.42"),  # nothing measured says how fast it is
    ("40% less memory", "val_loss", "0.42"),
    ("3% of the data", "val_loss", "0.42"),
    ("3% improvement", "score_of_nobody_knows", "0.42"),
]


@pytest.mark.parametrize("case", CONTRADICTED)
def test_a_claim_that_the_numbers_contradict_is_told(case: tuple[str, str, str]) -> None:
    note, name, value = case
    assert doubts(note, {name: value}) == [CONTRADICTED[case]]


@pytest.mark.parametrize("case", RIGHT)
def test_a_claim_that_may_be_right_is_not(case: tuple[str, str, str]) -> None:
    note, name, value = case
    assert doubts(note, {name: value}) == []


def test_the_first_experiment_has_nothing_to_be_held_against() -> None:
    assert doubts("3% improvement", before=()) == []


def test_a_claim_is_right_that_agrees_with_any_of_what_came_before() -> None:
    other = row(1, experiment(metrics={"val_loss": "0.433"}), branch="exp/other")

    assert doubts("3% improvement", before=[BASELINE, other]) == []


def test_a_baseline_that_the_message_names_is_the_only_one() -> None:
    other = row(1, experiment(metrics={"val_loss": "0.433"}), branch="exp/other")

    for name in (oid(0), oid(0)[:9], "exp/lr"):
        told = doubts("3% improvement", before=[BASELINE, other], trailers=(("Baseline", name),))
        assert told == ["the message claims 3% improvement; val_loss 0.45 → 0.42 is 6.7 %"]
    assert doubts("3% improvement", before=[BASELINE, other], trailers=(("Baseline", "exp/nowhere"),)) == []


def test_a_value_that_the_message_itself_starts_from_is_the_only_one() -> None:
    told = doubts("6.7% improvement", {"val_loss": measured("val_loss", 0.42, previous=0.51)})

    assert told == ["the message claims 6.7% improvement; val_loss 0.51 → 0.42 is 17.6 %"]


def test_claims_without_a_metric_are_read_too() -> None:
    claim = Claim(1.8, "x", "faster", None, "1.8x faster")

    assert doubts(metrics={"step_time": "200"}, claims=(claim,)) == [
        "the message claims 1.8x faster; step_time 210 → 200 is 1.1x"
    ]


def test_values_in_different_units_are_not_held_against_one_another() -> None:
    assert doubts("3% improvement", {"val_loss": measured("val_loss", 42, "%")}) == []


def test_reverted_experiments_are_no_measure() -> None:
    wrong = row(1, experiment(metrics={"val_loss": "0.10"}), reverted=oid(9))

    assert doubts("new best", before=[BASELINE, wrong]) == []


def test_every_experiment_of_a_logbook_is_checked() -> None:
    assert checked(logbook(FEW)) == {oid(4): ["the message claims 3% improvement; val_loss 0.42 → 0.39 is 7.1 %"]}


def test_a_note_without_an_end_takes_no_time() -> None:
    assert doubts("1" * 100_000 + " % " + "better than " * 10_000) == []


@given(st.text(), st.floats(), st.floats())
def test_no_note_and_no_value_is_too_odd(note: str, before: float, after: float) -> None:
    earlier = experiment("baseline", {"val_loss": before})
    notes = [note, "3% improvement", "2x better", "better than baseline 0.4"]
    for each in notes:
        checked(logbook([earlier, experiment(metrics={"val_loss": after}, notes=(each,))]))
