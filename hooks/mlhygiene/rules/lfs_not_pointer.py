"""MLH102."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene import advice, lfs
from mlhygiene.rule import ANY_SIZE, BlobRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding


# git cannot read attributes out of a pointer: to restage this file would undo all of LFS.
# `git lfs fsck` passes it over, too.
ATTRIBUTES = b".gitattributes"


class LfsNotPointer(BlobRule):
    """Raw bytes on an LFS path.

    The attributes say that LFS holds this file, and git holds the file itself.
    It was staged where git-lfs was not installed, or before the attribute was
    there. Everybody else sees "files that should have been pointers", a
    worktree that is never clean, and a history that grows in spite of LFS.

    Install git-lfs and stage the file again with `git add --renormalize`; what
    is in older commits can be moved with `git lfs migrate import --fixup`.
    """

    code = "MLH102"
    name = "lfs-not-pointer"

    @property
    def sizes(self) -> range:
        return range(1, ANY_SIZE)

    def reads(self, blob: Blob, /) -> bool:
        return blob.size < lfs.CUTOFF and blob.snapshot.uses_lfs

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not blob.regular or blob.basename == ATTRIBUTES or blob.snapshot.filter(blob) != "lfs":
            return
        if blob.size < lfs.CUTOFF and lfs.looks_like_pointer(blob.read()):
            return
        yield self.found(
            blob,
            "git holds the file itself, the attributes say that LFS does",
            fix=advice.migrate_to_lfs(blob.path) if blob.commit else advice.restage(blob.path),
            size=blob.size,
        )
