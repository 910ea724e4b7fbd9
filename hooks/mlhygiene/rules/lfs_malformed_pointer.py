"""MLH103."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene import advice, lfs
from mlhygiene.rule import BlobRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding


class LfsMalformedPointer(BlobRule):
    """LFS pointer that is not in its one canonical form.

    A pointer that an editor, a merge or a line-ending conversion has touched is
    checked out as text by some versions of git-lfs and as the object by others.
    Staging it again does not repair it: git-lfs passes through what it can read.

    Put the real file in its place and stage that, or take the pointer from a
    commit where it was whole.
    """

    code = "MLH103"
    name = "lfs-malformed-pointer"

    @property
    def sizes(self) -> range:
        return range(1, lfs.CUTOFF)

    def reads(self, blob: Blob, /) -> bool:
        return blob.snapshot.uses_lfs

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not blob.regular or blob.snapshot.filter(blob) != "lfs":
            return
        content = blob.read()
        if not lfs.looks_like_pointer(content):
            return
        try:
            pointer = lfs.parse(content)
        except lfs.NotAPointer as reason:
            fix = advice.find_whole_version(blob.path)
            yield self.found(blob, f"git-lfs cannot read the pointer: {reason}", fix=fix)
            return
        if oddity := lfs.oddity(content, pointer):
            fix = advice.stage_content(blob.path, blob.mode, pointer.canonical())
            yield self.found(blob, f"the pointer is not canonical: {oddity}", fix=fix)
