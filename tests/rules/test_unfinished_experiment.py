"""MLH404: a result that is to come is not promised where it will not follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import found
from mlhygiene.branches.scheme import Scheme
from mlhygiene.rules.unfinished_experiment import UnfinishedExperiment
from saying import saying

if TYPE_CHECKING:
    from mlhygiene.model import Commit

RUNNING = "exp: bs=1024 -> running"
TWO = ("a" * 40, "b" * 40)
CLEAN = {
    "the commit to come, wherever it will be": saying(RUNNING),
    "the commit to come, on a branch of its own": saying(RUNNING, target="exp/wide"),
    "a range that ends up on a branch of its own": saying(RUNNING, pending=False, target="exp/wide"),
    "one that a later commit closes": saying(RUNNING, pending=False, target="main", closed=True),
    "a finished one on main": saying("exp: wide -> acc=0.9", target="main"),
    "one that failed": saying("exp: wide -> diverged", target="main"),
    "no experiment": saying("fix: a -> running", target="main"),
    "a merge of git's own words": saying("Merge branch 'exp/wide'", parents=TWO, target="main"),
}
FOUND = {
    "the commit to come, on main": (
        saying(RUNNING, target="main"),
        "`running` must not stand on main, which is protected",
    ),
    "another word for it": (
        saying("exp: wide -> TODO: on Monday", target="main"),
        "`todo` must not stand on main, which is protected",
    ),
    "a range for main": (
        saying(RUNNING, pending=False, target="main"),
        "`running` must not stand on main, which is protected",
    ),
    "a range for nobody knows where": (saying(RUNNING, pending=False), "`running` has no result in what follows"),
    "a merge": (
        saying(RUNNING, parents=TWO, target="exp/wide"),
        "`running` must not stand in a merge: which of its commits has the result?",
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Commit) -> None:
    assert found(UnfinishedExperiment(), subject) == []


@pytest.mark.parametrize(("subject", "message"), FOUND.values(), ids=FOUND)
def test_finds(subject: Commit, message: str) -> None:
    assert found(UnfinishedExperiment(), subject) == [message]


def test_the_team_says_what_is_protected() -> None:
    rule = UnfinishedExperiment(branches=Scheme(protected=("prod",)))

    assert found(rule, saying(RUNNING, target="main")) == []
    assert found(rule, saying(RUNNING, target="prod")) == ["`running` must not stand on prod, which is protected"]


SHOWN = {
    RUNNING: "exp: bs=1024 -> <metric>=<value>",
    "exp: a running mean -> Running (running since Monday)": "exp: a running mean -> <metric>=<value>",
    "exp: wide -> acc=0.3 (still running), running: 40%": "exp: wide -> acc=0.3 (still running), <metric>=<value>",
}


@pytest.mark.parametrize(("message", "write"), SHOWN.items())
def test_the_word_is_shown(message: str, write: str) -> None:
    (finding,) = UnfinishedExperiment().check(saying(message, target="main"))

    assert finding.excerpt is not None
    assert finding.excerpt.line[finding.excerpt.start :][: finding.excerpt.length].lower() == "running"
    assert finding.fix == f"write: {write}"
