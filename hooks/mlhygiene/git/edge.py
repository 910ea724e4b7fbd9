"""The commits that a range of commits stands on: git-rev-list(1), `--boundary`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git.process import Place


def edge(place: Place, range_: Sequence[str]) -> list[str] | None:
    """What is known already, right below what is new: none below a first commit; None where nothing is new."""
    lines = place.run("rev-list", "--boundary", *range_, "--").decode().split()
    below = [line[1:] for line in lines if line.startswith("-")]
    return below if len(below) < len(lines) else None
