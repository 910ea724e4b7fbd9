"""MLH501: a branch has a name of the team's scheme."""

from __future__ import annotations

import pytest

from builders import found
from mlhygiene.branches.scheme import parse
from mlhygiene.record import Branch, Doing
from mlhygiene.rules.branch_name import BranchName

CLEAN = {
    "an experiment": Branch("exp/lr-sweep"),
    "the first branch": Branch("main", unborn=True),
    "a bot's": Branch("renovate/torch-2.x"),
    "one of several": Branch("exp/lr", others=frozenset({"exp/lr", "exp/bs", "main"})),
    "one that is deleted": Branch("my stuff", doing=Doing.PUSH, undone="deleted"),
}
FOUND = {
    "a name outside the scheme": (
        Branch("experiments/My-LR"),
        "git branch -m -- experiments/My-LR exp/my-lr",
    ),
    "a case twin": (
        Branch("exp/LR", others=frozenset({"exp/lr"})),
        "git branch -m -- exp/LR exp/lr-2",
    ),
    "a command": (Branch("exp/$(id)"), "git branch -m -- 'exp/$(id)' exp/id"),
    "a name that begins as an option": (Branch("-x"), "git branch -m -- -x exp/x"),
    "a quote": (Branch("exp/it's"), "git branch -m -- 'exp/it'\"'\"'s' exp/it-s"),
    "bytes that are not UTF-8": (Branch("exp/a\udcff"), "git branch -m -- $'exp/a\\xff' exp/a"),
    "a name on the remote": (
        Branch("foo", doing=Doing.PUSH, remote=True, pushing=("origin", "HEAD")),
        "git push origin HEAD:refs/heads/exp/foo",
    ),
    "a name before the first commit": (Branch("my-main", unborn=True), "git branch -m -- my-main exp/my-main"),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Branch) -> None:
    assert found(BranchName(), subject) == []


@pytest.mark.parametrize(("subject", "fix"), FOUND.values(), ids=FOUND)
def test_finds(subject: Branch, fix: str) -> None:
    (finding,) = BranchName().check(subject)

    assert finding.fix == fix
    assert finding.message.isprintable()


def test_asks_the_team() -> None:
    rule = BranchName(branches=parse({"preset": "git-flow"}))

    assert found(rule, Branch("feature/model-tuning")) == []
    assert found(rule, Branch("exp/lr")) == [
        "the scheme has no such name: feature/, hotfix/, release/, main, develop, test"
    ]


def test_offers_nothing_where_the_team_has_no_prefix() -> None:
    (finding,) = BranchName(branches=parse({"preset": "none", "names": ["trunk"]})).check(Branch("x"))

    assert finding.fix is None
