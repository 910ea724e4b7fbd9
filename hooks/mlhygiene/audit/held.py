"""The nouns of an audit: a content that history holds, where it lies, who brought it, who still reaches it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MIB = 1024 * 1024


class Standing(StrEnum):
    """Where a content still stands: the first that is true of it."""

    HEAD = "in HEAD"
    TIP = "in another ref's tree"
    DELETED = "deleted"
    UNREACHABLE = "unreachable"


class Origin(NamedTuple):
    """The commit that brought something: `author` is `Ada <ada@example.org>`, `date` the committer's, in seconds."""

    commit: str
    author: str
    date: int


class Name(NamedTuple):
    """One path under which history has a content. `deleted` is the commit that took it away last, where it is gone."""

    path: bytes
    first: Origin
    deleted: Origin | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A blob that history holds. `size` is bytes of content, `disk` what git stores of it (zlib, or a delta).

    `names` are oldest first, and empty of what no commit names. `refs` are the whole names of those that reach it
    (`refs/heads/main`, `refs/stash`, `refs/exps/…`, `HEAD` where it is detached), sorted. `place` is a path of it
    that is known without any commit.
    """

    oid: str
    size: int
    disk: int
    names: tuple[Name, ...]
    standing: Standing
    refs: tuple[str, ...] = ()
    kind: str = ""
    place: bytes = b""

    @property
    def path(self) -> bytes:
        """The path that it is told by: the oldest; empty where none is known."""
        return self.names[0].path if self.names else self.place


class Limit(NamedTuple):
    """What a host does with a file of more than `size` bytes in git."""

    host: str
    does: str
    size: int


# docs.github.com, "About large files on GitHub"; huggingface.co/docs/hub, "Repository limitations".
LIMITS = (
    Limit("GitHub", "refuses", 100 * MIB),
    Limit("GitHub", "warns of", 50 * MIB),
    Limit("Hugging Face", "refuses", 10 * MIB),
)


def broken(size: int) -> tuple[Limit, ...]:
    """The limits of hosts that a blob of a size is over; of one host the hardest alone."""
    found = dict[str, Limit]()
    for limit in LIMITS:
        if size > limit.size:
            found.setdefault(limit.host, limit)
    return tuple(found.values())


class Weight(NamedTuple):
    """Contents that share a path, a folder or an extension, each counted once.

    `head` are the bytes of those that stand in HEAD; `deleted` those that stand in no ref's tree.
    """

    blobs: int = 0
    size: int = 0
    disk: int = 0
    head: int = 0
    deleted: int = 0
