"""Scopes over a state as a whole: the index, a revision. Nothing is listed before a rule asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.git import entries
from mlhygiene.model import shown
from mlhygiene.snapshot.whole import Whole
from mlhygiene.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository


def index(repository: Repository, coverage: Coverage) -> Tree:
    """All that the next commit records."""

    def listing() -> Iterator[Entry]:
        for entry in entries.index(repository.at_top):
            if entry.status == "U":
                coverage.note(f"{shown(entry.path)}: unmerged, not judged")
            yield entry

    return Tree(Whole(repository, listing))


def revision(repository: Repository, commit: str) -> Tree:
    """All that a commit has."""
    return Tree(Whole(repository, lambda: entries.tree(repository.place, commit)))
