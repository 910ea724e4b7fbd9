"""What a branch brings, in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbooks import experiment, logbook, measured, oid, row
from mlhygiene.experiments.pull_request import Sides, code, summary
from mlhygiene.messages.experiment import Experiment, State


def told(before: list[Experiment], ours: list[Experiment], name: str = "val_loss", **more: object) -> list[str]:
    """The lines about experiments on main, and on a branch that came after them."""
    rows = [row(number, each) for number, each in enumerate([*before, *ours])]
    book = logbook(rows)
    sides = Sides("main", "exp/lr", rows[: len(before)][::-1], rows[len(before) :][::-1])
    doubts = {str(key): [str(line) for line in value] for key, value in more.items() if isinstance(value, list)}
    return list(summary(book, sides, name, book.metrics.direction(name), doubts))


def loss(value: str, what: str = "a try") -> Experiment:
    return experiment(what, {"val_loss": value})


HEADLINES = {
    "better, and best of all": (
        ["0.45", "0.50"], ["0.42", "0.44"], "**`val_loss` 0.45 → 0.42 (−6.7 %)**, best of 4"),  # noqa: RUF001
    "not better": (["0.45"], ["0.47"], "**`val_loss` 0.45 → 0.47 (+4.4 %)**, no. 2 of 2, not better"),
    "as good": (["0.45"], ["0.45"], "**`val_loss` 0.45 → 0.45 (+0.0 %)**, best of 2"),
    "none before": ([], ["0.42", "0.43"], "**`val_loss` 0.42**, best of 2; `main` has none to compare with"),
    "the first": ([], ["0.42"], "**`val_loss` 0.42**, the only `val_loss` so far; `main` has none to compare with"),
    "nothing measured": (["0.45"], ["nan"], "1 tried, none with a `val_loss` to compare."),
}  # fmt: skip


@pytest.mark.parametrize("case", HEADLINES)
def test_the_headline_says(case: str) -> None:
    before, ours, line = HEADLINES[case]

    assert told([loss(value) for value in before], [loss(value) for value in ours])[2] == line


def test_a_branch_without_experiments_says_so() -> None:
    assert told([loss("0.45")], []) == ["### Experiments on `exp/lr`", "", "No experiment that `main` does not have."]


def test_the_table_has_the_best_of_the_base_first_then_the_best_then_the_newest() -> None:
    failed = experiment("bs=1024", state=State.FAILED, status="oom")
    lines = told([loss("0.45", "baseline")], [loss("0.42", "lr=3e-4"), loss("0.44", "a|b"), failed])

    assert (
        lines[4:]
        == [
            "| | what | `val_loss` | change | commit |",
            "|---|---|---:|---:|---|",
            f"| best on `main` | `baseline` | 0.45 |  | `{oid(0)[:7]}` |",
            f"| **best** | `lr=3e-4` | 0.42 | −6.7 % | `{oid(1)[:7]}` |",  # noqa: RUF001
            f"| oom | `bs=1024` |  |  | `{oid(3)[:7]}` |",
            f"|  | `a\\|b` | 0.44 | −2.2 % | `{oid(2)[:7]}` |",  # noqa: RUF001
        ]
    )


def test_values_in_another_unit_are_not_compared() -> None:
    percent = experiment("in percent", {"acc": measured("acc", "76.1", "%")})
    lines = told([experiment("old", {"acc": "0.70"}), experiment("older", {"acc": "0.69"})], [percent], "acc")

    assert lines[2] == "1 tried, none with a `acc` to compare."


def test_claims_that_the_numbers_contradict_stand_below() -> None:
    lines = told([loss("0.45")], [loss("0.42")], **{oid(1): ["the message claims 3% improvement"]})

    assert lines[-3:] == ["**What the numbers contradict**", "", f"- `{oid(1)[:7]}` the message claims 3% improvement"]


def test_long_branches_are_cut_short() -> None:
    lines = told([], [loss(f"0.{number}") for number in range(10, 60)])

    assert lines[-1] == "| | and 30 more |"


CODE = {"a`b": "``a`b``", "``": "``` `` ```", "a|b": "`a\\|b`", "": "` `", "@team <b> [x](y)": "`@team <b> [x](y)`"}


@pytest.mark.parametrize("text", CODE)
def test_words_of_a_message_stand_in_code(text: str) -> None:
    assert code(text) == CODE[text]


@given(st.text())
def test_no_word_of_a_message_leaves_its_line_or_its_cell(text: str) -> None:
    made = code(text)

    assert "\n" not in made
    assert "|" not in made.replace("\\|", "")
