"""All of history at once: every content as a whole, wherever and whenever it lay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.git.process import GitError
from mlhygiene.snapshot.commits import RangeSnapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Blob


class HistorySnapshot(RangeSnapshot):
    """Contents of which one that is broken does not keep the others from being judged: `broken` are told."""

    def __init__(self, repository: Repository, coverage: Coverage) -> None:
        super().__init__(repository, repository.head or repository.empty_tree, None, coverage, everything=True)
        self.broken: set[str] = set()

    def expect(self, window: Sequence[Blob], contents: Sequence[Blob]) -> None:
        try:
            super().expect(window, contents)
        except GitError:
            # Each is read on its own then.
            self.repository.objects.close()
            self.repository.objects.read_ahead([])

    def read(self, blob: Blob, /) -> bytes:
        try:
            return super().read(blob)
        except GitError:
            return self._give_up(blob)

    def head(self, blob: Blob, size: int, /) -> bytes:
        try:
            return super().head(blob, size)
        except GitError:
            return self._give_up(blob)

    def pieces(self, blob: Blob, size: int, /) -> Iterator[bytes]:
        try:
            yield from super().pieces(blob, size)
        except GitError:
            self._give_up(blob)

    def _give_up(self, blob: Blob) -> bytes:
        self.repository.objects.close()
        self.broken.add(blob.oid)
        return b""
