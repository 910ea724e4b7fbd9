"""How the worktree differs from HEAD: git-status(1), porcelain version 2. Nothing is locked or written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git import quiet
from mlhygiene.git.process import GitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git.process import Place

# A monitor would start a process that stays, or a hook of the user's own.
# git stops over an order of files that is not there.
QUIET = (
    *("-c", "core.fsmonitor=false", "-c", "status.showStash=false"),
    *("-c", "core.untrackedCache=keep", "-c", f"diff.orderFile={os.devnull}", "--no-optional-locks"),
)
STATUS = ("status", "--porcelain=v2", "--branch", "-z", "--no-renames", "--ignore-submodules=none")
# So many fields stand before the path of an entry: `1 <XY> <sub> <mH> <mI> <mW> <hH> <hI> <path>`.
ORDINARY, UNMERGED = 8, 10
# Of a submodule: `S<commit changed><tracked changes><untracked files>`.
SUBMODULE = "S"


class Worktree(NamedTuple):
    """What `git status` says. Paths are bytes from the root, sorted.

    `commit` is None before the first one, `branch` where HEAD is detached. `ahead` and `behind` count commits, and are
    None without an upstream. `changed` files are tracked, and differ in the index or in the worktree; `submodules` are
    those of them that stand at another commit, or have changes of their own.
    """

    commit: str | None
    branch: str | None
    ahead: int | None
    behind: int | None
    changed: tuple[bytes, ...]
    untracked: tuple[bytes, ...]
    submodules: tuple[bytes, ...]


def command(pathspecs: Sequence[str] = (), *, untracked: str = "normal") -> tuple[str, ...]:
    """What git is asked. `normal` tells an untracked folder by its name and a slash, `all` every file, `no` none."""
    return (*QUIET, *STATUS, f"--untracked-files={untracked}", "--", *pathspecs)


def worktree(place: Place, *pathspecs: str, untracked: str = "normal") -> Worktree:
    """Look at the files."""
    return read(place.run(*command(pathspecs, untracked=untracked)))


def compared(place: Place, pathspecs: Sequence[str] = (), *, untracked: str = "normal") -> Worktree:
    """The same, where no filter keeps what it reads: git-lfs would copy every file that it compares."""
    return read(place.run(*quiet.filters(place), *command(pathspecs, untracked=untracked)))


def read(out: bytes) -> Worktree:
    """What `git status -z` wrote; GitError where that is no answer, as of a git that was stopped."""
    heads = dict[bytes, bytes]()
    changed, unknown, submodules = list[bytes](), list[bytes](), list[bytes]()
    for line in out.split(b"\0")[:-1]:
        kind, _, rest = line.partition(b" ")
        if kind == b"#":
            name, _, value = rest.partition(b" ")
            heads[name] = value
        elif kind == b"?":
            unknown.append(rest)
        elif kind in {b"1", b"u"}:
            fields = rest.split(b" ", (ORDINARY if kind == b"1" else UNMERGED) - 1)
            changed.append(fields[-1])
            if fields[1].startswith(SUBMODULE.encode()):
                submodules.append(fields[-1])
    if b"branch.oid" not in heads:
        raise GitError("git status: it said nothing: run `git status`")
    ahead, _, behind = heads.get(b"branch.ab", b"").decode().partition(" ")
    oid, head = heads.get(b"branch.oid", b"(initial)"), heads.get(b"branch.head", b"(detached)")
    return Worktree(
        None if oid == b"(initial)" else oid.decode(),
        None if head == b"(detached)" else head.decode("utf-8", "surrogateescape"),
        int(ahead) if ahead else None,
        -int(behind) if behind else None,
        tuple(sorted(changed)),
        tuple(sorted(unknown)),
        tuple(sorted(submodules)),
    )
