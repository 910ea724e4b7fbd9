"""What every snapshot shares."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.git import entries
from mlhygiene.snapshot.markers import Markers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Blob, Storage


# Larger contents are not held beside one another in memory: all of one is judged as new.
COMPARED = 64 * 1024 * 1024


class Reader:
    """Contents, the state that advice is chosen by, and what the base has."""

    def __init__(
        self,
        repository: Repository,
        listing: Callable[[], Iterable[Entry]],
        base: str | None,
        coverage: Coverage,
    ) -> None:
        self.repository = repository
        self._coverage = coverage
        self._listing = listing
        self._base = base
        self._window: Sequence[Blob] = ()
        self._head = ("", 0, b"")
        self._scanned: tuple[str, bytes, str | None] | None = None

    @cached_property
    def markers(self) -> Markers:
        return Markers(self.repository, self._listing())

    @property
    def storage(self) -> Storage:
        return self.markers.storage

    def read(self, blob: Blob, /) -> bytes:
        return self.repository.objects.read(blob.oid) or b""

    def head(self, blob: Blob, size: int, /) -> bytes:
        # git writes the whole blob to give its head: one is enough.
        if self._head[:2] != (blob.oid, size):
            self._head = (blob.oid, size, self.repository.objects.head(blob.oid, size))
        return self._head[2]

    def pieces(self, blob: Blob, size: int, /) -> Iterator[bytes]:
        return self.repository.objects.pieces(blob.oid, size)

    def before(self, blob: Blob, /) -> Sequence[bytes]:
        old = blob.old or ([blob.oid] if self.elsewhere(blob) else ())
        infos = self.repository.objects.infos(old)
        if blob.size > COMPARED or any(info is None or info.size > COMPARED for info in infos):
            return ()
        return [content for content in self.repository.objects.contents(old) if content is not None]

    def scanned(self, blob: Blob, size: int, /) -> None:
        # Each of several rules says so.
        if (blob.oid, blob.path, blob.commit) != self._scanned:
            self._scanned = (blob.oid, blob.path, blob.commit)
            self._coverage.scan(blob.path, size, blob.size)

    def expect(self, window: Sequence[Blob], contents: Sequence[Blob]) -> None:
        """Say which blobs come next, and whose contents will be read: git is asked once."""
        self._window = window
        if contents:
            self.repository.objects.read_ahead([blob.oid for blob in contents])

    def elsewhere(self, blob: Blob, /) -> bytes | None:
        paths = self._base_paths.get(blob.oid, ())
        return paths[0] if paths and blob.path not in paths else None

    def fresh(self, blobs: Sequence[Blob], /) -> Sequence[Blob]:
        held = self._held_before(blobs)
        return list({blob.oid: blob for blob in reversed(blobs) if blob.oid not in held}.values())[::-1]

    def _held_before(self, _blobs: Sequence[Blob]) -> AbstractSet[str]:
        """The oids of what is there before the commit that brings some blobs, or those of them that are."""
        sides = [entries.tree(self.repository.place, side) for side in self.repository.merged]
        return {*self._base_paths, *(entry.oid for side in sides for entry in side)}

    def compressed(self, blobs: Sequence[Blob], /) -> Sequence[int]:
        from mlhygiene.git.weights import compressed  # only what is heavy is looked at so closely

        left = compressed(self.repository.objects.place, [blob.oid for blob in blobs])
        return [left.get(blob.oid, blob.size) for blob in blobs]

    @cached_property
    def _base_paths(self) -> dict[str, list[bytes]]:
        """Where the base holds which bytes."""
        paths = dict[str, list[bytes]]()
        if self._base:
            for entry in entries.tree(self.repository.place, self._base):
                paths.setdefault(entry.oid, []).append(entry.path)
        return paths
