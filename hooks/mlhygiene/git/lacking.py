"""The objects that a partial clone has not fetched: git-rev-list(1), `--missing`. Never fetches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.git.process import GitError, output

if TYPE_CHECKING:
    from mlhygiene.git.process import Place


def count(place: Place) -> int:
    """How many objects the history of any ref names, and this clone does not hold."""
    walk = place.start("rev-list", "--objects", "--all", "--missing=print")
    number = sum(line.startswith(b"?") for line in output(walk))
    output(walk).close()
    if walk.wait():
        raise GitError("git rev-list stopped while it looked for missing objects: run `git fsck`")
    return number
