"""The files in which two commits differ: git-diff-tree(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.git.process import Place

REGULAR = ("100644", "100755")


class Versions(NamedTuple):
    """A path, and the oid of its content in either commit; None where it is no regular file there."""

    path: bytes
    old: str | None
    new: str | None


def versions(place: Place, old: str, new: str) -> Iterator[Versions]:
    """The regular files that two commits do not have in common, as they are: not as a merge would see them."""
    out = place.run("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", old, new)
    tokens = iter(out.split(b"\0"))
    for facts in tokens:
        if not facts:
            return
        modes, oids = facts.decode().lstrip(":").split(" ")[:2], facts.decode().split(" ")[2:4]
        was, is_ = (oid if mode in REGULAR else None for mode, oid in zip(modes, oids, strict=True))
        path = next(tokens)
        if was or is_:
            yield Versions(path, was, is_)
