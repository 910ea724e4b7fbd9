"""Entries that git lists, with the sizes that make blobs of them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from mlhygiene.model import Blob

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Snapshot

# How many files are sized, read ahead and asked after at once.
WINDOW = 2048


def blobs(
    repository: Repository, listing: Iterable[Entry], snapshot: Snapshot, coverage: Coverage, *, counted: bool = True
) -> Iterator[Blob]:
    """Entries with their sizes, a window at a time."""
    rest = iter(listing)
    while window := list(islice(rest, WINDOW)):
        yield from (blob for blob in sized(repository, window, snapshot, coverage, counted=counted) if blob)


def sized(
    repository: Repository, window: Sequence[Entry], snapshot: Snapshot, coverage: Coverage, *, counted: bool = True
) -> list[Blob | None]:
    """A blob for each entry; None, and a gap told, where the object is not here."""
    sized = list[Blob | None]()
    infos = repository.objects.infos([entry.oid for entry in window])
    for entry, info in zip(window, infos, strict=True):
        if info is None:
            coverage.missing(entry.path, repository.remedy)
            sized.append(None)
        else:
            sized.append(Blob(entry.path, entry.oid, info.size, entry.mode, snapshot, entry.commit))
    if counted:
        coverage.blobs += len(sized)
    return sized
