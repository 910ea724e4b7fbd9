"""MLH110."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from mlhygiene import sizes
from mlhygiene.model import Severity, shown
from mlhygiene.rule import ANY_SIZE, BlobRule, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding


@dataclass(frozen=True, kw_only=True)
class MovedLargeFile(BlobRule):
    """Large file that was renamed or copied.

    Git stores the same bytes once, whatever their names: a rename or a copy of
    what the base already has adds no weight, so nothing is blocked. The weight
    that is there stays there.

    If it should not be in git at all, now is a good moment to hand it to LFS or
    DVC under its new name.
    """

    code = "MLH110"
    name = "moved-large-file"
    compares: ClassVar[bool] = True
    severity: Severity = Severity.NOTE

    limit: int = option("500 KiB", "The most bytes that pass without a note.", sizes.parse_size, sizes.SCHEMA)

    @property
    def sizes(self) -> range:
        return range(self.limit + 1, ANY_SIZE)

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not blob.regular:
            return
        if origin := blob.snapshot.elsewhere(blob):
            size = sizes.shown_size(blob.size)
            yield self.found(blob, f"{size} that git already stores as {shown(origin)}: no new weight", size=blob.size)
