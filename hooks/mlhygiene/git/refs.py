"""Branches, remotes' branches and tags: git-for-each-ref(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.git.process import Place

HEADS, REMOTES, TAGS = "refs/heads/", "refs/remotes/", "refs/tags/"
ATOMS = ("refname", "objectname", "*objectname", "upstream", "symref", "HEAD", "worktreepath")
# A folder's name may hold a line break: what ends a field is NUL, and the line break that git
# puts behind each ref then stands before the next one's name.
FORMAT = "".join(f"%({atom})%00" for atom in ATOMS)


class Ref(NamedTuple):
    """One ref. `oid` is what it names, `commit` what that is of, where it is a tag with a message.

    `symbolic` is the ref that this one stands for (`origin/HEAD`), `worktree` the folder where the
    branch is checked out, `upstream` the remote's branch that it follows.
    """

    name: str
    oid: str
    commit: str
    upstream: str
    symbolic: str
    current: bool
    worktree: str

    @property
    def short(self) -> str:
        """Without `refs/heads/` and its like; a remote's branch keeps the remote's name."""
        for start in (HEADS, REMOTES, TAGS):
            if self.name.startswith(start):
                return self.name.removeprefix(start)
        return self.name

    @property
    def branch(self) -> str | None:
        """The name of a branch, here or without the name of its remote; None of anything else."""
        if self.symbolic:
            return None
        if self.name.startswith(HEADS):
            return self.name.removeprefix(HEADS)
        return self.short.partition("/")[2] or None if self.name.startswith(REMOTES) else None


def refs(place: Place, patterns: Iterable[str] = (HEADS, REMOTES), *, contains: str | None = None) -> list[Ref]:
    """The refs of some folders, by name; where a commit is named, those that reach it. One process."""
    options = [f"--contains={contains}"] if contains else []
    out = place.run("for-each-ref", f"--format={FORMAT}", *options, *patterns).decode("utf-8", "surrogateescape")
    fields = out.split("\0")
    found = list[Ref]()
    for at in range(0, len(fields) - len(ATOMS), len(ATOMS)):
        name, oid, peeled, upstream, symbolic, head, worktree = fields[at : at + len(ATOMS)]
        found.append(Ref(name.lstrip("\n"), oid, peeled or oid, upstream, symbolic, head == "*", worktree))
    return found


def branches(found: Iterable[Ref]) -> frozenset[str]:
    """The names of all branches that a clone knows, here and on remotes."""
    return frozenset(branch for ref in found if (branch := ref.branch))
