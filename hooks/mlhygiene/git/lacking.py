"""The objects that a clone does not hold: git-rev-list(1), `--missing`. Never fetches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.process import GitError, output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git.process import Place

WALK = ("rev-list", "--objects", "--missing=print")


class Reached(NamedTuple):
    """What refs reach where trees may be missing.

    `paths` are one path of each tree and blob that is here; `whole` is false where git gave up on the way.
    """

    paths: dict[bytes, bytes]
    missing: int
    whole: bool


def count(place: Place) -> int:
    """How many objects the history of any ref names, and this clone does not hold."""
    found = reached(place)
    if not found.whole:
        raise GitError("git rev-list stopped while it looked for missing objects: run `git fsck`")
    return found.missing


def reached(place: Place, range_: Sequence[str] = ("--all",)) -> Reached:
    """What can be reached without what is missing, and how many objects are."""
    walk = place.start(*WALK, *range_)
    paths, missing = dict[bytes, bytes](), 0
    for line in output(walk):
        if line.startswith(b"?"):
            missing += 1
        else:
            oid, _, path = line.rstrip(b"\n").partition(b" ")
            if path:
                paths[oid] = path
    output(walk).close()
    return Reached(paths, missing, walk.wait() == 0)
