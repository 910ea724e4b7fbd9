"""Scopes over a state as a whole: the index, a revision. Nothing is listed before a rule asks."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from mlhygiene.git import entries
from mlhygiene.git.edge import edge
from mlhygiene.model import shown
from mlhygiene.snapshot.whole import IGNORE, Whole
from mlhygiene.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository


def index(repository: Repository, coverage: Coverage, among: Sequence[bytes] = ()) -> Tree:
    """All that the next commit records, or some of it: then with the `.gitignore` files that speak of it."""
    wanted = frozenset(among).union(*(_speaking(path) for path in among))
    specs = [b":(top,literal)" + path for path in sorted(wanted)]
    if len(specs) > entries.FEW_NAMES or sum(map(len, specs)) > entries.SHORT_LINE:
        specs = []

    def listing() -> Iterator[Entry]:
        for entry in entries.index(repository.at_top, specs):
            if entry.status == "U":
                coverage.note(f"{shown(entry.path)}: unmerged, not judged")
            if not wanted or entry.path in wanted:
                yield entry

    return Tree(Whole(repository, listing, coverage))


def revision(
    repository: Repository, commit: str, among: Sequence[bytes] = (), coverage: Coverage | None = None
) -> Tree:
    """All that a commit has, or some of it, as above."""
    wanted = frozenset(among)

    def listing() -> Iterator[Entry]:
        listed = entries.tree(repository.place, commit)
        return (each for each in listed if not wanted or each.path in wanted or each.path.endswith(IGNORE))

    return Tree(Whole(repository, listing, coverage))


def _speaking(path: bytes) -> Iterator[bytes]:
    """The `.gitignore` files of the folders that a path lies in: in a sparse clone others may have no content."""
    folders = accumulate((part + b"/" for part in path.split(b"/")[:-1]), initial=b"")
    return (folder + IGNORE for folder in folders)


def recorded(repository: Repository) -> list[Tree] | None:
    """What the next commit stands on: HEAD, and what a merge brings in. None where nothing is staged."""
    if repository.head is None:
        return []
    if not repository.merged and entries.is_as(repository.at_top, repository.head):
        return None
    return [revision(repository, commit) for commit in (repository.head, *repository.merged)]


def below(repository: Repository, range_: Sequence[str]) -> list[Tree] | None:
    """What a range of commits stands on. None where it is empty."""
    commits = edge(repository.place, range_)
    return None if commits is None else [revision(repository, commit) for commit in commits]
