"""MLH401: an experiment tells its result. What is of the form is in tests/messages."""

from __future__ import annotations

import pytest

from builders import found
from mlhygiene.model import Commit
from mlhygiene.record import Record
from mlhygiene.rules.experiment_message import ExperimentMessage, parse_scope
from saying import saying

GOOD = "exp: lr=3e-4 -> val_loss=0.42"
BAD = "exp: lr=3e-4"
NO_RESULT = "no result: write exp: <what> -> <metric>=<value>"

CLEAN = {
    "an experiment with its result": saying(GOOD),
    "one with a body": saying(f"{GOOD}\n\nMore of it.\n"),
    "one that failed": saying("exp: bs=1024 -> failed: OOM on 8xH100"),
    "one that is running": saying("exp: bs=1024 -> running"),
    "one with a claim": saying("exp: BF16 -> same loss, 1.8x faster"),
    "no experiment": saying("fix: handle NaN in loss computation"),
    "no type at all": saying("Initialize DVC"),
    "nothing said yet": Commit(None),
    "an empty message": saying(""),
    "a message of blank lines": saying("\n\n"),
    "a merge": saying(BAD, parents=("a" * 40, "b" * 40)),
    "a fixup": saying(f"fixup! {BAD}"),
    "a fixup of a fixup": saying(f"fixup! fixup! {BAD}"),
    "a squash": saying(f"squash! {BAD}"),
    "a revert": saying(f'Revert "{BAD}"\n\nThis reverts commit {"a" * 40}.\n'),
    "a revert of a revert": saying(f'Reapply "{BAD}"\n\nThis reverts commit {"a" * 40}.\n'),
    "a revert with words of its own": saying(f"{BAD}\n\nThis reverts commit {'a' * 40}, which diverged.\n"),
    "an amend whose new message is good": saying(f"amend! {BAD}\n\n{GOOD}\n"),
    "an amend without a new message": saying(f"amend! {BAD}"),
}
FOUND = {
    "no result": (saying(BAD), NO_RESULT, f"write: {BAD} -> <metric>=<value>"),
    "below blank lines": (saying(f"\n\n{BAD}\n"), NO_RESULT, f"write: {BAD} -> <metric>=<value>"),
    "another word": (
        saying(f"Exp{GOOD[3:]}"),
        "`Exp:` is not how an experiment starts: write `exp:`",
        f"write: {GOOD}",
    ),
    "an amend whose new message is not good": (
        saying(f"amend! {GOOD}\n\n{BAD}\n"),
        NO_RESULT,
        f"write: {BAD} -> <metric>=<value>",
    ),
    "a line directly below": (
        saying(f"{GOOD}\nand more\n"),
        "no blank line below the subject: git takes the next line into it",
        f"write: {GOOD}",
    ),
    "control characters": (
        saying("exp: \x1b[31mred -> acc=0.9"),
        "an invisible character: U+001B (a control character) at column 6",
        "write: exp: [31mred -> acc=0.9",
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Commit) -> None:
    assert found(ExperimentMessage(), subject) == []


@pytest.mark.parametrize(("subject", "message", "fix"), FOUND.values(), ids=FOUND)
def test_finds(subject: Commit, message: str, fix: str) -> None:
    (finding,) = ExperimentMessage().check(subject)

    assert (finding.message, finding.fix) == (message, fix)
    assert (finding.message + (finding.fix or "")).isprintable()


def test_the_line_is_shown_with_the_place() -> None:
    (finding,) = ExperimentMessage().check(saying("exp: lr=3e-4 => val_loss=0.42"))

    assert finding.excerpt is not None
    assert finding.excerpt.line[finding.excerpt.start :][: finding.excerpt.length] == "=>"
    assert finding.location.line == 1
    assert finding.data == {"kind": "look-alike-arrow", "instead": GOOD}


def test_a_line_below_the_subject_is_shown_itself() -> None:
    (finding,) = ExperimentMessage().check(saying(f"{GOOD}\n\nMetric: f1=high\n"))

    assert finding.excerpt is not None
    assert finding.excerpt.line[finding.excerpt.start :][: finding.excerpt.length] == "high"


def test_a_line_that_nobody_reads_whole_is_not_shown() -> None:
    (finding,) = ExperimentMessage().check(saying("exp: " + "x" * 3000))

    assert finding.excerpt is None


STRICT = {
    "a claim without a metric": ("exp: BF16 -> 1.8x faster", "claim-only"),
    "an unfinished one": ("exp: wide -> running", "unfinished"),
    "a unit that nobody knows": ("exp: wide -> acc=3furlongs", "unknown-unit"),
}


@pytest.mark.parametrize(("message", "kind"), STRICT.values(), ids=STRICT)
def test_strict_refuses(message: str, kind: str) -> None:
    assert [finding.data["kind"] for finding in ExperimentMessage(strict=True).check(saying(message))] == [kind]


@pytest.mark.parametrize("message", [GOOD, "exp: lr=1 -> diverged", "exp: fp8 -> mem=38 GB"])
def test_strict_takes_what_is_measured_or_failed(message: str) -> None:
    assert found(ExperimentMessage(strict=True), saying(message)) == []


def test_a_team_has_its_own_word() -> None:
    rule = ExperimentMessage(aliases=("experiment", "trial"))

    assert found(rule, saying("experiment: wide -> acc=0.9")) == []
    assert found(rule, saying("trial(nlp)!: wide -> acc=0.9")) == []
    assert found(rule, saying("Experiment: wide -> acc=0.9")) != []


def test_the_place_counts_in_the_line_as_it_is_written() -> None:
    (finding,) = ExperimentMessage(aliases=("experiment",)).check(saying("experiment: wide => acc=0.9"))

    assert finding.excerpt is not None
    assert finding.excerpt.line[finding.excerpt.start :][: finding.excerpt.length] == "=>"


SCOPES = {
    "forbidden, and there": ("forbid", "exp(nlp)!: a -> b=1", ["write: exp!: a -> b=1"]),
    "forbidden, and not there": ("forbid", "exp: a -> b=1", []),
    "required, and not there": ("require", "exp!: a -> b=1", ["write: exp(<scope>)!: a -> b=1"]),
    "required, and there": ("require", "exp(nlp): a -> b=1", []),
}


@pytest.mark.parametrize(("scope", "message", "fixes"), SCOPES.values(), ids=SCOPES)
def test_scopes(scope: str, message: str, fixes: list[str]) -> None:
    assert [finding.fix for finding in ExperimentMessage(scope=scope).check(saying(message))] == fixes


def test_a_scope_is_one_of_three() -> None:
    with pytest.raises(ValueError, match="'never' is none of allow, forbid, require"):
        parse_scope("never")


def test_a_commit_of_history_is_judged_like_the_one_to_come() -> None:
    commit = Commit("c" * 40, record=Record(BAD, parents=("a" * 40,)))
    (finding,) = ExperimentMessage().check(commit)

    assert finding.location.commit == "c" * 40
