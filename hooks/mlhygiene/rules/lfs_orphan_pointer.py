"""MLH104."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene import advice, lfs
from mlhygiene.rule import BlobRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding


class LfsOrphanPointer(BlobRule):
    """LFS pointer on a path that no attribute gives to LFS.

    Whoever clones this gets a text file of 130 bytes where the model or the
    image should be, and no tool says a word. It happens when a pattern is
    `*.jpg` and the file is `PHOTO.JPG` on a machine that ignores case, when
    `.gitattributes` was never committed, or when a pattern was removed.

    Give the path to LFS again in `.gitattributes` and commit that; patterns
    such as `*.[jJ][pP][gG]` mean the same on every machine.
    """

    code = "MLH104"
    name = "lfs-orphan-pointer"

    @property
    def sizes(self) -> range:
        return lfs.SIZES

    def reads(self, blob: Blob, /) -> bool:
        # Extensions are lines of git-lfs's own config: no file has them where nothing speaks of LFS.
        return blob.size < lfs.PLAIN or blob.snapshot.uses_lfs

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not blob.regular or not self.reads(blob):
            return
        try:
            pointer = lfs.parse(blob.read())
        except lfs.NotAPointer:
            return
        if blob.snapshot.filter(blob) != "lfs":
            yield self.found(blob, self._message(blob), fix=advice.track_with_lfs(blob.path), size=pointer.size)

    def _message(self, blob: Blob) -> str:
        if blob.snapshot.caseless_filter(blob) == "lfs":
            return "an LFS pointer whose path matches an LFS pattern only where case is ignored"
        if blob.snapshot.local_filter(blob) == "lfs":
            return "an LFS pointer, but only this machine's attributes say LFS: clones get the pointer as text"
        return "an LFS pointer, but no attribute says LFS: clones get the pointer as text"
