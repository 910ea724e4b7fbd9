"""The names of all commits of a history, and what a merge among them brought: asked for by few histories."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git import Repository

MERGE = b"\nparent "


class Commits:
    """The commits that a walk has passed: their names alone, held as text until somebody asks."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._told = list[str]()

    def add(self, oids: Sequence[str]) -> None:
        """The next ones, by their whole hashes."""
        self._told.append(" ".join(oids))

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(" ".join(self._told).split())

    def starting(self, prefix: str) -> list[str]:
        """The commits whose hash starts so: two of them, if more do."""
        at = bisect_left(self._sorted, prefix)
        return [oid for oid in self._sorted[at : at + 2] if oid.startswith(prefix)]

    def __contains__(self, oid: str) -> bool:
        return self.starting(oid) == [oid]

    def merged(self, oid: str) -> list[str]:
        """The commits that a merge brought in, itself among them; none of any other commit."""
        content = self._repository.objects.read(oid) if oid in self else None
        if content is None or content.partition(b"\n\n")[0].count(MERGE) <= 1:
            return []
        return self._repository.place.run("rev-list", oid, f"^{oid}^1", "--").decode().split()
