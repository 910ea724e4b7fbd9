"""MLH502: nothing is committed straight to a protected branch."""

from __future__ import annotations

import pytest

from builders import found
from mlhygiene.branches.scheme import parse
from mlhygiene.record import Branch, Doing
from mlhygiene.rules.protected_branch import ProtectedBranch

CLEAN = {
    "a commit on a branch of its own": Branch("exp/lr"),
    "the first commit of a repository": Branch("main", unborn=True),
    "a merge under way": Branch("main", doing=Doing.MERGE, merging=("exp/lr",)),
    "a pull request": Branch("main", doing=Doing.REVIEW),
    "a push of merges": Branch("main", doing=Doing.PUSH, remote=True, pushing=("origin", "refs/heads/main")),
    "a branch that is deleted, and not protected": Branch("exp/lr", doing=Doing.PUSH, undone="deleted"),
}
PUSH = {"doing": Doing.PUSH, "remote": True, "pushing": ("origin", "refs/heads/main")}
FOUND = {
    "a commit on main": (
        Branch("main"),
        "it is protected: no commit is made on it directly",
        "git switch -c exp/what-you-try",
    ),
    "a commit on master": (
        Branch("master"),
        "it is protected: no commit is made on it directly",
        "git switch -c exp/what-you-try",
    ),
    "a commit on main where such a branch is there": (
        Branch("main", others=frozenset({"main", "exp/what-you-try"})),
        "it is protected: no commit is made on it directly",
        "git switch -c exp/what-you-try-2",
    ),
    "a commit on main where no such branch can be": (
        Branch("main", others=frozenset({"main", "exp"})),
        "it is protected: no commit is made on it directly",
        None,
    ),
    "a push of a commit": (
        Branch("main", straight=("a" * 40,), **PUSH),
        "it is protected: the push takes 1 commit that no merge brings straight to it",
        "git push origin refs/heads/main:refs/heads/exp/what-you-try",
    ),
    "a push from a good branch": (
        Branch("main", straight=("a" * 40, "b" * 40), **{**PUSH, "pushing": ("origin", "refs/heads/exp/lr")}),
        "it is protected: the push takes 2 commits that no merge brings straight to it",
        "git push origin refs/heads/exp/lr:refs/heads/exp/lr",
    ),
    "a rewritten history": (
        Branch("main", undone="rewritten", **PUSH),
        "it is protected: it may not be rewritten",
        None,
    ),
    "a deletion": (Branch("main", undone="deleted", **PUSH), "it is protected: it may not be deleted", None),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Branch) -> None:
    assert found(ProtectedBranch(), subject) == []


@pytest.mark.parametrize(("subject", "message", "fix"), FOUND.values(), ids=FOUND)
def test_finds(subject: Branch, message: str, fix: str | None) -> None:
    (finding,) = ProtectedBranch().check(subject)

    assert (finding.message, finding.fix) == (message, fix)


def test_an_empty_list_lifts_it() -> None:
    assert found(ProtectedBranch(branches=parse({"protected": []})), Branch("main")) == []


def test_git_flow_offers_a_feature() -> None:
    (finding,) = ProtectedBranch(branches=parse({"preset": "git-flow"})).check(Branch("test"))

    assert finding.fix == "git switch -c feature/what-you-try"
