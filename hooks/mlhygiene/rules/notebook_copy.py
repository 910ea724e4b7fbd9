"""MLH314."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene.model import Severity
from mlhygiene.notebook_rule import NotebookRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding

# Of Jupyter, of browsers and Windows, of Colab and Drive, of macOS.
COPY = re.compile(r"(?i)-Copy\d+\.|\S ?\(\d{1,2}\)\.|^Copy of |[ _-]copy(?: ?\d+)?\.")
# learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file.
FORBIDDEN = re.compile(r"""[<>:"|?*\\\x00-\x1f\x7f\ud800-\udfff]""")
RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)\.")


@dataclass(frozen=True, kw_only=True)
class NotebookCopy(NotebookRule):
    """Copy of a notebook, or a name that not every system can write.

    A name such as `train-Copy1.ipynb`, `train (1).ipynb` or `Copy of train.ipynb`
    comes of a copy that was to be thrown away: two of them drift apart, and
    history keeps versions already. Windows cannot check out what has a colon, a
    question mark or a star in its name.

    Delete the copy, or name it after what is different in it.
    """

    code = "MLH314"
    name = "notebook-copy"

    severity: Severity = Severity.WARNING

    def reads(self, _blob: Blob, /) -> bool:
        return False

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not blob.path.lower().endswith(self.extensions):
            return
        name = blob.name.rpartition("/")[2]
        if FORBIDDEN.search(name) or RESERVED.match(name):
            yield self.found(blob, "its name cannot be written on every system", fix="rename it (`git mv`)")
        elif COPY.search(name):
            yield self.found(
                blob,
                "by its name a copy of another notebook",
                fix="delete the copy, or name it after what is different in it (`git mv`)",
            )
