"""MLH107."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene import advice, lfs, limits, sizes
from mlhygiene.limits import Limits  # noqa: TC001 - dataclasses read the annotation
from mlhygiene.model import Storage
from mlhygiene.rule import BlobRule, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding


@dataclass(frozen=True, kw_only=True)
class LfsObjectSize(BlobRule):
    """LFS object over a limit.

    LFS keeps git small, not the bill: storage and bandwidth are paid by the
    byte, and hosts refuse single objects above 2 to 5 GB. There is no limit
    until you set one.

    Keep what is larger on a DVC remote or in a model registry.
    """

    code = "MLH107"
    name = "lfs-object-size"

    limit: int = option("none", "The most bytes that one LFS object may have.", sizes.parse_size, sizes.SCHEMA)
    limits: Limits = option({}, "Limits by gitignore pattern; the last match wins.", limits.parse_limits, limits.SCHEMA)

    @property
    def sizes(self) -> range:
        return lfs.SIZES if self.limit != sizes.UNLIMITED or self.limits.pairs else range(0)

    def reads(self, _blob: Blob, /) -> bool:
        return True

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not blob.regular:
            return
        try:
            size = lfs.parse(blob.read()).size
        except lfs.NotAPointer:
            return
        limit = self.limits.of(blob.name)
        limit = self.limit if limit is None else limit
        if size > limit:
            uses_dvc = blob.snapshot.storage in {Storage.DVC, Storage.BOTH}
            fix = advice.add_to_dvc(blob.path) if uses_dvc else advice.untrack(blob.path)
            yield self.found(blob, f"LFS object of {sizes.over(size, limit)}", fix=fix, size=size)
