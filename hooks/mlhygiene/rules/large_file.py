"""MLH101."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - dataclasses read the annotation
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlhygiene import advice, kinds, limits, sizes
from mlhygiene.kinds import Kind, Purpose
from mlhygiene.limits import Limits  # noqa: TC001 - dataclasses read the annotation
from mlhygiene.model import Storage, shown
from mlhygiene.rule import ANY_SIZE, BlobRule, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding

# Larger contents are judged by name and size alone: their first bytes are not worth
# the time that git takes to write all of them.
SNIFFED = 64 * 1024 * 1024
TEXT_READ = 8 * 1024 * 1024


def _whole(_blob: Blob) -> int | None:
    return None


@dataclass(frozen=True, kw_only=True)
class LargeFile(BlobRule):
    """Large file outside LFS and DVC.

    Every clone carries every version of every file for ever, so one committed
    checkpoint outlives the branch it came on, and removing it later rewrites
    everybody's history. A file that LFS or DVC holds enters git as a small
    pointer and is never reported; an attribute that says `filter=lfs` is not
    enough, since the bytes may have been staged without git-lfs.

    Instead of committing `model.pt`, run `git lfs track model.pt` or
    `dvc add model.pt` and stage the pointer. For a file that belongs in git
    after all, give its pattern a limit of its own in the config. Where the hook
    `notebooks` is set up, a notebook counts as large as it leaves it.
    """

    code = "MLH101"
    name = "large-file"

    limit: int = option("500 KiB", "The most bytes that a binary file may have.", sizes.parse_size, sizes.SCHEMA)
    text_limit: int = option("5 MB", "The most bytes that a text file may have.", sizes.parse_size, sizes.SCHEMA)
    limits: Limits = option({}, "Limits by gitignore pattern; the last match wins.", limits.parse_limits, limits.SCHEMA)

    # How many bytes of a notebook the hook `notebooks` is going to leave; None where it is not set up.
    left: Callable[[Blob], int | None] = field(default=_whole, repr=False, compare=False)

    @property
    def sizes(self) -> range:
        lowest = min(self.limit, self.text_limit)
        return range((lowest if self.limits.lowest is None else min(lowest, self.limits.lowest)) + 1, ANY_SIZE)

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not blob.regular:
            return
        kind = kinds.by_name(blob.name)
        limit = self.limits.of(blob.name)
        limit = self._default(blob, kind) if limit is None else limit
        if blob.size <= limit or blob.snapshot.elsewhere(blob):
            return
        if kind is None or kind.purpose is Purpose.OTHER:
            kind = self._sniffed(blob) or kind
        left = self.left(blob) if kind and kind.purpose is Purpose.NOTEBOOK else None
        if left is not None and left <= limit:
            return
        label = f"{kind.label} of " if kind else ""
        stripped = f"; {sizes.shown_size(left)} when it is stripped" if left is not None else ""
        yield self.found(
            blob,
            f"{label}{sizes.over(blob.size, limit)}{stripped}{self._why(blob)}",
            fix=self._fix(blob, kind),
            size=blob.size,
            limit=limit,
        )

    def _default(self, blob: Blob, kind: Kind | None) -> int:
        """The text limit where neither name nor content makes it a binary file."""
        if kind and kind.binary:
            return self.limit
        return self.text_limit if self._is_text(blob) else self.limit

    def _is_text(self, blob: Blob) -> bool:
        if blob.size > SNIFFED:
            return False
        # git writes the whole blob to give its head: a NUL further down is worth the look.
        content = blob.head(TEXT_READ)
        return kinds.is_text(content) and kinds.by_content(content[: kinds.HEAD]) is None

    def _sniffed(self, blob: Blob) -> Kind | None:
        return kinds.by_content(blob.head(kinds.HEAD)) if blob.size <= SNIFFED else None

    def _why(self, blob: Blob) -> str:
        """What the reader may believe, and why it is not so."""
        if blob.snapshot.filter(blob) == "lfs":
            return "; its path is an LFS path, but the bytes were staged without git-lfs"
        if blob.snapshot.local_filter(blob) == "lfs":
            return "; only this machine's attributes say LFS, and .gitattributes as staged does not"
        out = blob.snapshot.out(blob)
        if out and not out.cached:
            return f"; {shown(out.source)} keeps it in git by `cache: false`"
        return ""

    def _fix(self, blob: Blob, kind: Kind | None) -> str:
        storage = blob.snapshot.storage
        weights = kind is not None and kind.purpose is Purpose.WEIGHTS
        notebook = kind is not None and kind.purpose is Purpose.NOTEBOOK
        dvc = storage is Storage.DVC or (storage is Storage.BOTH and not weights)
        if blob.commit:
            return advice.reopen(blob.commit) if dvc or notebook else advice.migrate_to_lfs(blob.path)
        if blob.snapshot.filter(blob) == "lfs":
            return advice.restage(blob.path)
        if notebook:
            return advice.strip_notebook(blob.path)
        return advice.add_to_dvc(blob.path) if dvc else advice.track_with_lfs(blob.path)
