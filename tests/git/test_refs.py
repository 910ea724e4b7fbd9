"""Refs as git lists them; where HEAD stands; what a merge brings in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlhygiene.branches.merges import told
from mlhygiene.git import Repository
from mlhygiene.git.refs import branches, refs
from mlhygiene.git.standing import Standing, merge_message, merging, standing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Repo


@pytest.fixture(autouse=True)
def _hermetic(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in repo.environment.items():
        monkeypatch.setenv(name, value)


def stands(repo: Repo) -> Standing:
    with Repository.find(str(repo.root)) as repository:
        return standing(repository)


def brought(repo: Repo) -> tuple[str, ...]:
    with Repository.find(str(repo.root)) as repository:
        known = refs(repository.place)
        return merging(repository, known, told(merge_message(repository)).sources)


def _unborn(repo: Repo) -> Repo:
    repo.git("symbolic-ref", "HEAD", "refs/heads/exp/first")
    return repo


def _committed(repo: Repo) -> Repo:
    repo.write("a", "1").stage().commit("a")
    return repo


def _detached(repo: Repo) -> Repo:
    _committed(repo).git("checkout", "--quiet", "--detach")
    return repo


def _clashing(repo: Repo) -> Repo:
    """`exp/lr`, checked out, changes what main changes otherwise."""
    _committed(repo).git("checkout", "--quiet", "-b", "exp/lr")
    repo.write("a", "lr").stage().commit("exp")
    repo.git("checkout", "--quiet", "main")
    repo.write("a", "main").stage().commit("main")
    repo.git("checkout", "--quiet", "exp/lr")
    return repo


def _rebasing(repo: Repo) -> Repo:
    _clashing(repo).git("rebase", "main", check=False)
    return repo


def _rebasing_by_patches(repo: Repo) -> Repo:
    _clashing(repo).git("rebase", "--apply", "main", check=False)
    return repo


def _applying(repo: Repo) -> Repo:
    _clashing(repo)
    repo.write("../patch", repo.git("format-patch", "-1", "--stdout", "main") + "\n")
    repo.git("am", "../patch", check=False)
    return repo


def _bisecting(repo: Repo) -> Repo:
    _committed(repo)
    for _ in range(4):
        repo.commit()
    repo.git("bisect", "start", "HEAD", "HEAD~4")
    return repo


def _linked(repo: Repo) -> Repo:
    _committed(repo).git("worktree", "add", "--quiet", "-b", "exp/beside", "../beside")
    return type(repo)(repo.root.parent / "beside", repo.environment)


def _rebasing_in_a_worktree(repo: Repo) -> Repo:
    _clashing(repo).git("checkout", "--quiet", "main")
    repo.git("worktree", "add", "--quiet", "../beside", "exp/lr")
    beside = type(repo)(repo.root.parent / "beside", repo.environment)
    beside.git("rebase", "main", check=False)
    return beside


def _picking(repo: Repo) -> Repo:
    _clashing(repo).git("cherry-pick", "main", check=False)
    return repo


STATES: dict[str, tuple[Callable[[Repo], Repo], Standing]] = {
    "before the first commit": (_unborn, Standing("exp/first", None, unborn=True)),
    "on a branch": (_committed, Standing("main")),
    "on no branch": (_detached, Standing(None)),
    "in a rebase": (_rebasing, Standing("exp/lr", "rebase")),
    "in a rebase by patches": (_rebasing_by_patches, Standing("exp/lr", "rebase")),
    "in an am": (_applying, Standing("exp/lr", "am")),
    "in a bisect": (_bisecting, Standing(None, "bisect")),
    "in a linked worktree": (_linked, Standing("exp/beside")),
    "in a rebase in a linked worktree": (_rebasing_in_a_worktree, Standing("exp/lr", "rebase")),
    "in a cherry-pick, which stays on its branch": (_picking, Standing("exp/lr")),
}


@pytest.mark.parametrize(("story", "expected"), STATES.values(), ids=STATES)
def test_head_stands(repo: Repo, story: Callable[[Repo], Repo], expected: Standing) -> None:
    assert stands(story(repo)) == expected


def test_lists_branches_here_and_on_remotes_and_the_commits_of_tags(repo: Repo, tmp_path: Path) -> None:
    head = _committed(repo).git("rev-parse", "HEAD")
    repo.git("branch", "exp/größe")
    repo.git("tag", "-a", "v1", "-m", "a tag")
    repo.git("clone", "--quiet", ".", str(tmp_path / "clone"))
    clone = type(repo)(tmp_path / "clone", repo.environment)
    clone.git("worktree", "add", "--quiet", "-b", "exp/lr", "../line\nbreak")

    with Repository.find(str(clone.root)) as repository:
        found = {ref.name: ref for ref in refs(repository.place, ("refs/",))}

    assert set(found) == {
        "refs/heads/exp/lr",
        "refs/heads/main",
        "refs/remotes/origin/HEAD",
        "refs/remotes/origin/exp/größe",
        "refs/remotes/origin/main",
        "refs/tags/v1",
    }
    assert branches(found.values()) == {"exp/lr", "main", "exp/größe"}
    assert {ref.commit for ref in found.values()} == {head}
    assert found["refs/tags/v1"].oid != head
    assert found["refs/remotes/origin/HEAD"].symbolic == "refs/remotes/origin/main"
    assert found["refs/heads/main"].current
    assert found["refs/heads/main"].upstream == "refs/remotes/origin/main"
    assert found["refs/heads/exp/lr"].worktree == str((tmp_path / "line\nbreak").resolve())


def test_without_a_ref_there_is_none(repo: Repo) -> None:
    with Repository.find(str(repo.root)) as repository:
        assert refs(repository.place) == []


def _merging(repo: Repo, *arguments: str) -> Repo:
    _clashing(repo).git("checkout", "--quiet", "main")
    repo.git("branch", "fix/same", "exp/lr")
    repo.git("update-ref", "refs/remotes/origin/fix/there", "exp/lr")
    repo.git("tag", "v1.0", "exp/lr")
    repo.git("merge", "--quiet", *arguments, check=False)
    return repo


MERGES = {
    "a branch by its name": (("exp/lr",), ("exp/lr",)),
    "another that stands at the same commit": (("fix/same",), ("fix/same",)),
    "a branch by its whole name": (("refs/heads/exp/lr",), ("exp/lr",)),
    "a remote's branch by its name": (("origin/fix/there",), ("fix/there",)),
    "a tag, by a branch that stands there": (("v1.0",), ("exp/lr",)),
}


@pytest.mark.parametrize(("arguments", "expected"), MERGES.values(), ids=MERGES)
def test_a_merge_that_stopped_brings_in(repo: Repo, arguments: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert brought(_merging(repo, *arguments)) == expected


def test_a_merge_of_a_bare_commit_is_told_by_the_branch_that_stands_there(repo: Repo) -> None:
    _clashing(repo).git("checkout", "--quiet", "main")

    repo.git("merge", repo.git("rev-parse", "exp/lr"), check=False)

    assert brought(repo) == ("exp/lr",)


def test_a_merge_of_a_commit_that_no_branch_has_is_told_by_the_commit(repo: Repo) -> None:
    oid = _clashing(repo).git("rev-parse", "exp/lr")
    repo.git("checkout", "--quiet", "main")
    repo.git("branch", "-D", "exp/lr")

    repo.git("merge", oid, check=False)

    assert oid.startswith(brought(repo)[0])


def test_a_pull_brings_in_the_branch_of_the_remote(repo: Repo, tmp_path: Path) -> None:
    _clashing(repo).git("clone", "--quiet", "--branch", "main", ".", str(tmp_path / "clone"))
    clone = type(repo)(tmp_path / "clone", repo.environment)
    clone.write("a", "clone").stage().commit("clone")

    clone.git("pull", "--quiet", "--no-rebase", "origin", "exp/lr", check=False)

    assert brought(clone) == ("exp/lr",)


def test_several_at_once_are_told_each(repo: Repo) -> None:
    _committed(repo)
    for name in ("exp/a", "exp/b"):
        repo.git("checkout", "--quiet", "-b", name, "main")
        repo.write(name, "1").stage().commit(name)
    repo.git("checkout", "--quiet", "main")
    repo.commit("main")

    repo.git("merge", "--quiet", "--no-commit", "exp/a", "exp/b")

    assert brought(repo) == ("exp/a", "exp/b")


def test_without_a_merge_nothing_is_brought(repo: Repo) -> None:
    assert brought(_committed(repo)) == ()
