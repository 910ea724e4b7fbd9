"""MLH503: merges go the way that the team has chosen."""

from __future__ import annotations

import pytest

from builders import found
from mlhygiene.branches.scheme import parse
from mlhygiene.model import Commit
from mlhygiene.record import Branch, Doing, Record
from mlhygiene.rules.branch_flow import BranchFlow

RULE = BranchFlow(branches=parse({"preset": "git-flow"}))


def merge(source: str, target: str | None) -> Commit:
    return Commit("c" * 40, record=Record("a merge", parents=("a", "b"), merged=(source,), target=target))


CLEAN = {
    "a feature into develop": Branch("develop", doing=Doing.MERGE, merging=("feature/a",)),
    "develop into test": Branch("test", doing=Doing.REVIEW, merging=("develop",)),
    "a pull of the branch itself": Branch("main", doing=Doing.MERGE, merging=("main",)),
    "a commit": Branch("main"),
    "a merge of nobody knows what": Branch("main", doing=Doing.MERGE),
    "a push that moves main ahead to a release": Branch("main", Doing.PUSH, ("feature/a", "release/v1.2.0")),
    "a push of work that others have started from": Branch("release/v1.2.0", Doing.PUSH, ("feature/a",)),
    "a push of what no other branch has": Branch("main", Doing.PUSH),
    "a merge in a range": merge("release/v1.2.0", "main"),
    "a merge in a range, into nobody knows what": merge("feature/a", None),
    "a commit of which nothing is known": Commit("c" * 40),
}
WRONG = "feature/a does not go into main: the flow takes release/* there"
FOUND = {
    "a feature into main": (Branch("main", doing=Doing.MERGE, merging=("feature/a",)), WRONG, "git merge --abort"),
    "a pull request into main": (Branch("main", doing=Doing.REVIEW, merging=("feature/a",)), WRONG, None),
    "a push that moves main ahead to a feature": (Branch("main", Doing.PUSH, ("feature/a", "feature/b")), WRONG, None),
    "a merge in a range": (merge("feature/a", "main"), WRONG, "git rebase --interactive --rebase-merges cccccccccccc~"),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Branch | Commit) -> None:
    assert found(RULE, subject) == []


@pytest.mark.parametrize(("subject", "message", "fix"), FOUND.values(), ids=FOUND)
def test_finds(subject: Branch | Commit, message: str, fix: str | None) -> None:
    (finding,) = RULE.check(subject)

    assert (finding.message, finding.fix) == (message, fix)


def test_without_a_flow_every_merge_is_welcome() -> None:
    assert found(BranchFlow(), Branch("main", doing=Doing.MERGE, merging=("exp/lr",))) == []
