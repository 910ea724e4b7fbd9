"""Judging writes nothing: every file of `.git` is the same before and after, to the nanosecond."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

import pytest

from look import child, clone, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Repo

LOOSE = re.compile(r"/objects/[0-9a-f]{2}/[0-9a-f]{38}$")
LFS = b"*.pt filter=lfs diff=lfs merge=lfs -text\n"
COMMANDS = {
    "lint": ("lint",),
    "lint of names": ("lint", "a.pt"),
    "lint --staged": ("lint", "--staged"),
    "lint --rev": ("lint", "--rev", "HEAD"),
    "lint --from-ref --to-ref": ("lint", "--from-ref", "HEAD~1", "--to-ref", "HEAD"),
    "lint --history": ("lint", "--history"),
    "hook": ("hook", "large-files"),
    "hook with names": ("hook", "large-files", "a.pt", "new.pt"),
    "hook branch-name": ("hook", "branch-name"),
    "hook repo-layout": ("hook", "repo-layout"),
    "native pre-commit": ("native", "pre-commit"),
    "exp prune": ("exp", "prune"),
    "audit": ("audit",),
}


def _state(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Path, content, mode and time of every file and folder. Nothing is left out.

    A folder's time tells of files that came and went, such as a lock. Two times are not
    compared, because git renews them on reading, so that nothing expires which is in use:
    of a shared index whenever a split index is read (git-update-index(1), "split index
    mode"), and of loose objects whose trees a sparse index is expanded to.
    """
    state = {}
    for root, folders, files in os.walk(folder):
        for name in [*folders, *files, "."]:
            path = os.path.join(root, name)
            facts = os.lstat(path)
            content = b""
            if name in files:
                with open(path, "rb") as file:
                    content = file.read()
            renewed = name.startswith("sharedindex.") or LOOSE.search(path)
            time = 0 if renewed else facts.st_mtime_ns
            state[path] = hashlib.sha256(content).hexdigest(), facts.st_mode, time
    return state


def _plain(repo: Repo) -> Repo:
    return repo


def _stale(repo: Repo) -> Repo:
    """Index entries whose stat data is out of date: `git status` would refresh them."""
    for path in ("a.pt", "b.txt"):
        os.utime(repo.root / path, (1, 1))
    return repo


def _lfs(repo: Repo) -> Repo:
    repo.put(".gitattributes", LFS).commit()
    repo.put("new.pt", b"raw")
    repo.git("config", "filter.lfs.clean", "false")
    repo.git("config", "filter.lfs.required", "true")
    return repo


def _info(repo: Repo) -> Repo:
    return _lfs(repo).write(".git/info/attributes", LFS)


def _partial(repo: Repo) -> Repo:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    return clone(repo, "partial", "--filter=blob:none")


def _shallow(repo: Repo) -> Repo:
    return clone(repo, "shallow", "--depth=1")


def _linked(repo: Repo) -> Repo:
    repo.git("worktree", "add", "--quiet", "--detach", "../linked")
    return child(repo, repo.root.parent / "linked")


def _split(repo: Repo) -> Repo:
    repo.git("update-index", "--split-index")
    return repo


def _untracked_cache(repo: Repo) -> Repo:
    repo.git("config", "core.untrackedCache", "true")
    repo.git("update-index", "--untracked-cache")
    return repo


def _sparse(repo: Repo) -> Repo:
    repo.write("in/c.pt", "1").write("out/d.pt", "1").stage().commit()
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
    return repo.write("in/new.pt", "22").stage("in/new.pt")


def _ignoring(repo: Repo) -> Repo:
    repo.write(".gitignore", "*.pt\n").write("in/.gitignore", "/a\n").write(".gitattributes", LFS)
    return repo.stage(".gitignore", "in/.gitignore", ".gitattributes")


def _merging(repo: Repo) -> Repo:
    repo.git("checkout", "--quiet", "-b", "side", "HEAD~1")
    repo.write("a.pt", "side").stage("a.pt").commit()
    repo.git("merge", "main", check=False)
    return repo


SITUATIONS = {
    "plain": _plain,
    "stale stat data": _stale,
    "LFS attributes": _lfs,
    "LFS attributes in info": _info,
    "a partial clone": _partial,
    "a shallow clone": _shallow,
    "a linked worktree": _linked,
    "a split index": _split,
    "an untracked cache": _untracked_cache,
    "a sparse index": _sparse,
    "files that git ignores": _ignoring,
    "a merge in progress": _merging,
}


@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_nothing_is_written_in(repo: Repo, situation: Callable[[Repo], Repo]) -> None:
    repo.write("old.txt", "1").stage().commit()
    repo.git("rm", "--quiet", "old.txt")
    repo.write("a.pt", "1").write("b.txt", "22").stage().commit()
    there = situation(repo)
    folder = repo.root.parent
    before = _state(folder)

    codes = {name: told(there, *command).code for name, command in COMMANDS.items()}

    after = _state(folder)
    assert {path for path in before | after if before.get(path) != after.get(path)} == set()
    assert set(codes.values()) <= {0, 1, 2}


def test_nothing_is_left_in_the_folder_for_temporary_files(repo: Repo, tmp_path: Path) -> None:
    _info(repo.write("a.pt", "1").stage())
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    assert told(repo, "lint", env={"TMPDIR": str(temporary)}).code == 1
    assert told(repo, "lint", "--history", env={"TMPDIR": str(temporary)}).code == 1
    assert list(temporary.iterdir()) == []


def test_a_repository_that_cannot_be_written_is_judged(repo: Repo) -> None:
    _info(repo.write("a.pt", "1").stage())
    folders = [path for path, _, _ in os.walk(repo.root)]
    for folder in folders:
        os.chmod(folder, 0o555)  # noqa: S103 - readable, as a mounted repository is

    codes = [told(repo, *command).code for command in (("lint",), ("lint", "--staged"), ("lint", "--history"))]

    for folder in folders:
        os.chmod(folder, 0o755)  # noqa: S103 - as it was
    assert codes == [1, 1, 1]
