"""A commit as the user would make it, with the user's hooks and signature: git-commit(1)."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from mlhygiene.git.process import GIT, STEADY, GitError, Place
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from mlhygiene.git.repository import Repository

# What git leaves in its folder while it waits for somebody to go on: gitrepository-layout(5).
UNDER_WAY = {
    "MERGE_HEAD": "a merge is under way: `git merge --continue` or `--abort`",
    "rebase-merge": "a rebase is under way: `git rebase --continue` or `--abort`",
    "rebase-apply": "a rebase or `git am` is under way: `--continue` or `--abort` it",
    "CHERRY_PICK_HEAD": "a cherry-pick is under way: `git cherry-pick --continue` or `--abort`",
    "REVERT_HEAD": "a revert is under way: `git revert --continue` or `--abort`",
}
STDERR = 2


def refuse_unready(repository: Repository) -> None:
    """Refuse where a commit would be none of its own, or none at all."""
    if repository.top is None:
        raise Refusal("there is no worktree to commit in: run this in a clone or worktree that is not bare")
    if repository.head is None:
        raise Refusal("there is no commit yet: commit the run first, `exp: <what> -> running`")
    for name, advice in UNDER_WAY.items():
        if os.path.exists(os.path.join(repository.git_folder, name)):
            raise Refusal(f"{advice}, then record the result")


def commit(repository: Repository, message: str, *, alone: bool = False) -> str:
    """Commit what is staged, or nothing, with a message; the oid. GitError where a hook, or git, says no.

    `alone` leaves what is staged as it is, and commits the message alone.
    """
    index = _as_head(repository) if alone else None
    options = ("--quiet", "--allow-empty", "--cleanup=whitespace", "--file=-")
    if given(repository, message, "commit", *options, index=index):
        raise GitError("git commit: a hook or git itself said no (see above), and nothing is recorded")
    return repository.writing.run("rev-parse", "--verify", "HEAD").decode().strip()


def _as_head(repository: Repository) -> str:
    """An index of its own that holds what HEAD does."""
    index, place = os.path.join(repository.folder(), "index"), repository.writing
    Place(place.folder, {**place.environment, "GIT_INDEX_FILE": index}).run("read-tree", "HEAD")
    return index


def given(repository: Repository, message: str, *arguments: str, index: str | None = None) -> int:
    """The exit code of a git that reads a message, in the user's own environment.

    Its hooks may fetch, and take locks. What they say goes to stderr: stdout is for our answer.
    """
    place = repository.writing
    environment = {name: text for name, text in place.environment.items() if name not in STEADY}
    environment |= {name: os.environ[name] for name in STEADY if name in os.environ}
    environment |= {"GIT_INDEX_FILE": index} if index else {}
    return subprocess.run(
        [GIT, *arguments],
        cwd=place.folder,
        env=environment,
        input=message.encode("utf-8", "surrogateescape"),
        stdout=STDERR,
        check=False,
    ).returncode
