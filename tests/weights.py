"""Commits and trees by their weight, for the two rules that judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from builders import blob, grove
from mlhygiene.model import Blob, Commit

if TYPE_CHECKING:
    from mlhygiene.tree import Tree

MB = 1_000_000
GB = 1_000 * MB


def bringing(sizes: dict[str, int], *, oid: str | None = None, **shelf: object) -> Commit:
    """A commit that adds files of some sizes, all of them in one snapshot."""
    blobs = [blob(path, size=size, commit=oid, **shelf) for path, size in sizes.items()]
    return Commit(oid, tuple(in_one(blobs)))


def in_one(blobs: list[Blob]) -> list[Blob]:
    return [Blob(b.path, b.oid, b.size, b.mode, blobs[0].snapshot, b.commit) for b in blobs]


def holding(sizes: dict[str, int], contents: dict[str, bytes] | None = None, **state: Any) -> Tree:
    """A tree of files, most of them known by their sizes alone."""
    weighing = {path.encode(): size for path, size in sizes.items()}
    return grove({**dict.fromkeys(sizes), **(contents or {})}, weighing=weighing, **state)
