"""Entries that git lists, with the sizes that make blobs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.model import Blob

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.objects import Info
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Snapshot

# How many files are sized, read ahead and asked after at once.
WINDOW = 2048


def blobs(
    repository: Repository, listing: Iterable[Entry], snapshot: Snapshot, coverage: Coverage | None = None
) -> Iterator[Blob]:
    """Entries with their sizes; without a `coverage` they are counted elsewhere."""
    listed = list(listing)
    infos = repository.objects.stream([entry.oid for entry in listed])
    for entry, info in zip(listed, infos, strict=True):
        blob = _blob(repository, entry, info, snapshot, coverage)
        if blob is not None:
            yield blob


def sized(repository: Repository, window: Sequence[Entry], snapshot: Snapshot, coverage: Coverage) -> list[Blob | None]:
    """A blob for each entry; None, and a gap told, where the object is not here."""
    infos = repository.objects.infos([entry.oid for entry in window])
    return [_blob(repository, entry, info, snapshot, coverage) for entry, info in zip(window, infos, strict=True)]


def _blob(
    repository: Repository, entry: Entry, info: Info | None, snapshot: Snapshot, coverage: Coverage | None
) -> Blob | None:
    if coverage is not None:
        coverage.blobs += 1
    if info is not None:
        return Blob(entry.path, entry.oid, info.size, entry.mode, snapshot, entry.commit, entry.old)
    if coverage is not None:
        coverage.missing(entry.path, repository.remedy)
    return None
