"""Which files a commit or a push changes, and how: git-diff-index(1), git-diff-tree(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.git.process import Place


FLAGS = ("--name-status", "-z", "--no-renames")


def changed(place: Place, against: str) -> Iterator[tuple[str, bytes]]:
    """A letter (`A`, `D`, `M`, `T` or `U`) and a path for each file that the index has otherwise than a tree."""
    return _rows(place.run("diff-index", "--cached", *FLAGS, "--ita-invisible-in-index", against, "--"))


def between(place: Place, before: str, after: str) -> Iterator[tuple[str, bytes]]:
    """The same for what one commit has otherwise than another."""
    return _rows(place.run("diff-tree", "-r", *FLAGS, before, after, "--"))


def _rows(out: bytes) -> Iterator[tuple[str, bytes]]:
    fields = out.split(b"\0")
    return ((letter.decode(), path) for letter, path in zip(fields[::2], fields[1::2], strict=False))
