"""The refs that reach history: a bit for each."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.audit.tracing import named
from mlhygiene.git import entries
from mlhygiene.git.process import GitError
from mlhygiene.git.standing import standing
from mlhygiene.git.tips import tips

if TYPE_CHECKING:
    from mlhygiene.git import Repository


@dataclass
class Pointing:
    """All refs by name, sorted, and what they lead to.

    `commits` have a bit for each ref that leads there; `blobs` those that a ref leads to without any
    commit (a tag of a blob or a tree), with the paths that it has them at.
    """

    branch: str | None
    refs: dict[str, str]
    commits: dict[bytes, int]
    blobs: dict[bytes, tuple[int, set[bytes]]]
    _named: dict[int, tuple[str, ...]] = field(default_factory=dict[int, "tuple[str, ...]"])

    @cached_property
    def names(self) -> list[str]:
        return list(self.refs)

    def reaching(self, reach: int) -> tuple[str, ...]:
        """The names of the refs whose bits are set; equal ones share their thousands of names."""
        if reach not in self._named:
            self._named[reach] = named(reach, self.names)
        return self._named[reach]

    @property
    def head(self) -> str:
        """The ref that HEAD stands for, or itself where it is detached."""
        return f"refs/heads/{self.branch}" if self.branch else "HEAD"


def pointing(repository: Repository) -> Pointing:
    """The refs of a repository, tags of tags followed to the end."""
    branch = standing(repository).branch
    found = {tip.ref: tip.commit for tip in tips(repository.place) if not tip.symbolic}
    if repository.head and branch is None:
        found["HEAD"] = repository.head
    found |= _worktrees(repository, set(found.values()))
    refs = dict(sorted(found.items()))
    commits, blobs = dict[bytes, int](), dict[bytes, tuple[int, set[bytes]]]()
    ends = repository.objects.infos([f"{oid}^{{}}" for oid in refs.values()])
    for at, ((ref, oid), end) in enumerate(zip(list(refs.items()), ends, strict=True)):
        bit = 1 << at
        if end is None or end.kind == "commit":
            refs[ref] = end.oid if end else oid
            commits[refs[ref].encode()] = commits.get(refs[ref].encode(), 0) | bit
            continue
        for blob, path in _files(repository, end.oid, end.kind):
            reach, paths = blobs.get(blob, (0, set[bytes]()))
            blobs[blob] = (reach | bit, paths | ({path} if path else set()))
    return Pointing(branch, refs, commits, blobs)


def _files(repository: Repository, oid: str, kind: str) -> list[tuple[bytes, bytes]]:
    if kind == "blob":
        return [(oid.encode(), b"")]
    try:
        return [(entry.oid.encode(), entry.path) for entry in entries.tree(repository.place, oid)]
    except GitError:  # a tree is missing: whoever walks through history tells that
        return []


def _worktrees(repository: Repository, known: set[str]) -> dict[str, str]:
    """The detached HEADs of the other worktrees, as gitrepository-layout(5) has them."""
    folder = os.path.join(repository.common_folder, "worktrees")
    names = [f"worktrees/{name}/HEAD" for name in os.listdir(folder)] if os.path.isdir(folder) else []
    if repository.git_folder != repository.common_folder:
        names.append("main-worktree/HEAD")
    infos = (repository.objects.info(name) for name in names)
    return {name: info.oid for name, info in zip(names, infos, strict=True) if info and info.oid not in known}
