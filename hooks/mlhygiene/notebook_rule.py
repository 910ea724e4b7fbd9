"""What every rule over notebooks is: one reading of a notebook for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mlhygiene.rule import ANY_SIZE, BlobRule

if TYPE_CHECKING:
    from mlhygiene.model import Blob

JUPYTER = b".ipynb"
ZEPPELIN = b".zpln"


class NotebookRule(BlobRule):
    """A rule over the notebooks of Jupyter, and those of Zeppelin where `extensions` says so."""

    extensions: ClassVar[tuple[bytes, ...]] = (JUPYTER,)
    needle: ClassVar[bytes] = b"."

    @property
    def sizes(self) -> range:
        return range(ANY_SIZE)

    def reads(self, blob: Blob, /) -> bool:
        return blob.regular and blob.path.lower().endswith(self.extensions)
