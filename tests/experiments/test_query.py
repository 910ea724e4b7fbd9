"""Questions to the logbook: what they mean, and what is wrong with them."""

from __future__ import annotations

import math
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.experiments.asking import matching
from mlhygiene.experiments.logbook import Row
from mlhygiene.experiments.query import Comparison, Either, Every, Not, parse
from mlhygiene.messages.experiment import Experiment, Metric, Parameter, State
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhygiene.experiments.query import Tree

# 2026-01-10T00:00:00Z
NOW = 1_768_003_200
DAY = 86_400


def row(
    commit: str,
    what: str,
    *,
    days: int = 0,
    metrics: Mapping[str, str] = MappingProxyType({}),
    parameters: Mapping[str, str] = MappingProxyType({}),
    **more: Any,
) -> Row:
    experiment = Experiment(
        what,
        metrics=tuple(Metric(name, float(raw), raw) for name, raw in metrics.items()),
        parameters=tuple(Parameter(name, value) for name, value in parameters.items()),
        state=more.pop("state", State.DONE),
        status=more.pop("status", None),
    )
    return Row(commit * 40, NOW - days * DAY, "Ada", "ada@example.org", what, experiment, **more)


ROWS = [
    row("a", "lr=3e-4", branch="exp/lr", metrics={"val_loss": "0.42", "acc": "0.9"}, parameters={"lr": "3e-4"}),
    row(
        "b", "lr=0.0003 again", days=1, branch="origin/exp/lr", metrics={"val_loss": "nan"}, parameters={"lr": "0.0003"}
    ),
    row(
        "c",
        "opt=adam",
        days=10,
        branch=None,
        metrics={"val_loss": "0.5"},
        parameters={"opt": "adam"},
        tags=("v1", "v2"),
    ),
    row("d", "bs=1024", days=40, branch="exp/bs", parameters={"bs": "1024"}, state=State.FAILED, status="oom"),
    row("e", "acc=3", branch="exp/x", parameters={"acc": "3"}, reverted="f" * 40),
]
MEANINGS = {
    "val_loss<0.45": "a",
    "val_loss<=0.42": "a",
    "val_loss>0.42": "c",
    "val_loss=0.42": "a",
    "val_loss==0.420": "a",
    "val_loss!=0.42": "c",
    "val_loss=nan": "",
    "val_loss~nan": "b",
    "not val_loss<0.45": "bcde",
    "lr=3e-4": "ab",
    "lr = 0.0003": "ab",
    "lr~e": "a",
    "lr!~e": "b",
    "opt=adam": "c",
    "opt!=sgd": "c",
    "bs>=1000": "d",
    "acc>0.5": "ae",
    "metric.acc>0.5": "a",
    "param.acc>0.5": "e",
    "branch=exp/lr": "a",
    "branch~lr": "ab",
    "branch~^exp/ and not branch~lr": "de",
    'branch=""': "c",
    "branch!=exp/lr": "bcde",
    "state=done": "abc",
    "state=reverted": "e",
    "state=failed or val_loss>0.4": "acd",
    "status=oom": "d",
    "tag=v2": "c",
    "tag!=v2": "abde",
    "commit=aaaa": "a",
    "author=Ada": "abcde",
    "author~example": "abcde",
    'what~"lr=0.0003 again"': "b",
    "date>=2026-01-09": "abe",
    "date<2026-01-09": "cd",
    "date=2026-01-09": "b",
    "date!=2026-01": "cd",
    "date<=2025": "cd",
    'date>"2 weeks ago"': "abce",
    "date>=yesterday": "abe",
    "date~2025-12": "cd",
    "val_loss<0.45 or val_loss>0.45 and branch~lr": "a",
    "(val_loss<0.45 or val_loss>0.45) and not branch~lr": "c",
    "NOT (branch~exp OR branch~lr)": "c",
    "'val_loss'<\"0.45\"": "a",
}
MISTAKES = {
    "": "at its end: write a comparison",
    "val_loss": "at 'val_loss' (character 1): write val_loss<…",
    "val_loss<": "at its end: write what val_loss is compared with",
    "val_los<1": "at 'val_los<1' (character 1): no such field: did you mean 'val_loss'?",
    "val_loss<1 and brnch~lr": "at 'brnch~lr' (character 16): no such field: did you mean 'branch'?",
    "val_loss<low": "at 'low' (character 10): val_loss is compared with a number",
    "lr<low": "lr is compared with a number",
    "branch<a": "branch is a text",
    "(val_loss<1": "at '(val_loss<1' (character 1): this bracket is never closed",
    "val_loss<1)": "at ')' (character 11): write `and` or `or`",
    "val_loss<1 acc>1": "write `and` or `or`",
    "what='a": "this quote is never closed",
    "a ! b": "write `not`",
    "branch~(": "write what branch is compared with",
    "branch~'('": "no regular expression",
    "date>tomorrow": "write a date such as",
    "date>2026-13-01": "no such date",
    "and": "write a comparison",
    "branch~" + "a" * 300: "longer than 200",
    "(" * 60: "nested deeper than 50",
    "not " * 60: "nested deeper than 50",
    "x" * 20_000: "longer than 10,000",
}


def asked(question: str) -> str:
    return "".join(each.commit[0] for each in matching(ROWS, question, NOW))


@pytest.mark.parametrize(("question", "commits"), MEANINGS.items())
def test_a_question_means_these_rows(question: str, commits: str) -> None:
    assert asked(question) == commits


@pytest.mark.parametrize(("question", "why"), MISTAKES.items(), ids=[key[:30] for key in MISTAKES])
def test_a_mistake_is_told_in_one_line_with_its_place(question: str, why: str) -> None:
    with pytest.raises(Refusal) as refusal:
        asked(question)

    assert str(refusal.value).startswith("--where")
    assert "\n" not in str(refusal.value)
    assert why in str(refusal.value)


NUMBERS = st.sampled_from(["0.42", "0.5", "nan", "3e-4", "0.0003", "1024", "3"])
COMPARISONS = st.one_of(
    st.builds(
        Comparison,
        st.sampled_from(["val_loss", "acc", "lr", "bs"]),
        st.sampled_from(["<", "<=", ">", ">=", "=", "!="]),
        NUMBERS,
    ),
    st.builds(
        Comparison,
        st.sampled_from(["branch", "what", "state", "opt"]),
        st.sampled_from(["=", "!=", "~", "!~"]),
        st.sampled_from(["exp/lr", "", "lr", "adam", "done", "a b", 'say "x"', "it's", "\\\\", "and", "(?:a)"]),
    ),
)
TREES = st.recursive(
    COMPARISONS,
    lambda each: st.one_of(
        st.builds(Not, each),
        st.builds(Every, st.lists(each, min_size=2, max_size=3).map(tuple)),
        st.builds(Either, st.lists(each, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(tree: Tree) -> str:
    if isinstance(tree, Comparison):
        return f"{tree.name}{tree.sign}{quoted(tree.value)}"
    if isinstance(tree, Not):
        return f"not ({written(tree.each)})"
    return (" and " if isinstance(tree, Every) else " or ").join(f"({written(each)})" for each in tree.each)


def bare(tree: Tree) -> Tree:
    """The tree without the places of what it says."""
    if isinstance(tree, Comparison):
        return Comparison(tree.name, tree.sign, tree.value)
    if isinstance(tree, Not):
        return Not(bare(tree.each))
    return type(tree)(tuple(map(bare, tree.each)))


def holds(tree: Tree, one: Row) -> bool:  # noqa: PLR0911 - a table of meanings
    """The meaning, told a second time and plainly."""
    if isinstance(tree, Not):
        return not holds(tree.each, one)
    if isinstance(tree, Every | Either):
        answers = [holds(each, one) for each in tree.each]
        return all(answers) if isinstance(tree, Every) else any(answers)
    texts = {"branch": one.branch or "", "what": one.experiment.what}
    texts["state"] = "reverted" if one.reverted else one.experiment.state.value
    settings = {each.name: each.value for each in one.experiment.parameters}
    have: str | None = texts.get(tree.name)
    if have is None:
        have = next((each.raw for each in one.experiment.metrics if each.name == tree.name), settings.get(tree.name))
    if have is None:
        return False
    if "~" in tree.sign:
        return bool(re.search(tree.value, have)) == (tree.sign == "~")
    if tree.name in texts or tree.name == "opt":
        return (have == tree.value) == (tree.sign == "=")
    left, right = float(have), float(tree.value)
    if math.isnan(left) or math.isnan(right):
        return False
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "=": left == right,
        "!=": left != right,
    }[tree.sign]


@given(TREES)
def test_a_tree_that_is_written_and_read_gives_the_answers_of_the_tree(tree: Tree) -> None:
    text = written(tree)

    assert bare(parse(text)) == bare(tree)
    assert [each.commit for each in matching(ROWS, text, NOW)] == [each.commit for each in ROWS if holds(tree, each)]


@given(st.text(max_size=60))
def test_no_text_does_anything_but_answer_or_be_refused(text: str) -> None:
    try:
        matching(ROWS, text, NOW)
    except Refusal as refusal:
        assert "\n" not in str(refusal).replace(text, "")
