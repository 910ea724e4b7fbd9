"""Where git looks for its hooks: `core.hooksPath` of whichever config says so, or the repository's own folder."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlhygiene.git.repository import Repository

KEY = "core.hooksPath"


class Folder(NamedTuple):
    """The folder of hooks. `scope` is the config that names it, such as `global`; empty where none does.

    `shared` is true where other repositories run the same hooks, for it lies outside of this one;
    `tracked` where it lies among the files of the worktree.
    """

    path: str
    scope: str
    shared: bool
    tracked: bool

    def hook(self, stage: str) -> str:
        return os.path.join(self.path, stage)


def folder(repository: Repository) -> Folder:
    """The folder in force here; all worktrees of a repository have one, unless it is named from their roots."""
    place = repository.at_top
    start = os.path.abspath(place.folder)
    told = os.fsdecode(place.run("rev-parse", "--git-path", "hooks")).removesuffix("\n")
    path = os.path.normpath(os.path.join(start, told))
    code, out, _ = place.ask("config", "--show-scope", "--null", "--get", KEY)
    scope = os.fsdecode(out).partition("\0")[0] if code == 0 else ""
    private = _inside(path, repository.common_folder) or _inside(path, repository.git_folder)
    among = not private and repository.top is not None and _inside(path, repository.top)
    return Folder(path, scope, shared=not private and not among, tracked=among)


def runs_nothing(path: str) -> bool:
    """Whether a file system starts no program (mount(8): noexec), so that git passes over every hook there."""
    while not os.path.exists(path) and path != os.path.dirname(path):
        path = os.path.dirname(path)
    if sys.platform != "linux":  # others do not say
        return False
    return bool(os.statvfs(path).f_flag & os.ST_NOEXEC)


def _inside(path: str, folder: str) -> bool:
    """Whether a path lies below a folder, wherever links on the way lead."""
    real, around = (os.path.normcase(os.path.realpath(each)) for each in (path, folder))
    return real == around or real.startswith(around.rstrip(os.sep) + os.sep)
