"""Where the scaffold goes: the root of a repository, or a folder that becomes one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git import Repository, founding
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from contextlib import ExitStack


class Ground(NamedTuple):
    """The root, and its repository; None where there is none yet. `asked` is what a person has named."""

    root: str
    asked: str
    repository: Repository | None = None

    @property
    def named(self) -> str:
        """The root for a person."""
        near = os.path.relpath(self.root)
        return self.root if near.startswith(os.pardir) else near

    @property
    def unborn(self) -> bool:
        """Whether it has no commit yet."""
        return self.repository is None or self.repository.head is None

    @property
    def below(self) -> bool:
        """Whether a folder inside of the repository was named, not its root."""
        return self.repository is not None and not os.path.samefile(self.root, self.asked)


def find(path: str | None, closing: ExitStack) -> Ground:
    """The ground that a path leads to; Refusal says why there is none."""
    asked = path or os.curdir
    if not os.path.isdir(asked):
        return _new(asked)
    if not founding.inside(path):
        if os.listdir(asked):
            name = "this folder" if path is None else path
            raise Refusal(f"{name} is no git repository, and not empty: `git init` there first, then run this again")
        return Ground(os.path.abspath(asked), asked)
    repository = closing.enter_context(Repository.find(path))
    if repository.bare:
        raise Refusal(f"{asked} is a bare repository, without a worktree to write to: clone it, and run this there")
    if repository.top is None:
        raise Refusal(f"{asked} lies in git's own folder: run this in the worktree")
    ground = Ground(repository.top, asked, repository)
    if path is not None and ground.below and not os.listdir(asked):
        raise Refusal(_either(asked, ground.named))
    return ground


def _new(asked: str) -> Ground:
    """A folder that is not there yet."""
    if os.path.lexists(asked):
        raise Refusal(f"{asked}: a file stands there, and a folder is needed: name another")
    near = os.path.dirname(os.path.abspath(asked))
    while not os.path.lexists(near):
        near = os.path.dirname(near)
    if not os.path.isdir(near):
        raise Refusal(f"{near}: a file stands there, and a folder is needed: name another")
    if not os.access(near, os.W_OK | os.X_OK):
        raise Refusal(f"{near}: no folder can be made there: it is not writable")
    if founding.inside(near):
        raise Refusal(_either(asked, near))
    return Ground(os.path.abspath(asked), asked)


def _either(asked: str, outer: str) -> str:
    meant = f"`git init {asked}` first, if it is to be a repository of its own"
    return f"{asked} would lie in the repository around {outer}: {meant}, or name a folder that is in use"
