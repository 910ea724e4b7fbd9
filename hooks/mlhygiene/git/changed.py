"""Which files the next commit changes, and how: git-diff-index(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.git.process import Place


def changed(place: Place, against: str) -> Iterator[tuple[str, bytes]]:
    """A letter (`A`, `D`, `M`, `T` or `U`) and a path for each file that the index has otherwise than a tree."""
    flags = ("--cached", "--name-status", "-z", "--no-renames", "--ita-invisible-in-index")
    fields = place.run("diff-index", *flags, against, "--").split(b"\0")
    return ((letter.decode(), path) for letter, path in zip(fields[::2], fields[1::2], strict=False))
