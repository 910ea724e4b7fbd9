"""MLH313."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene import advice
from mlhygiene.notebook_rule import NotebookRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding

# What Jupyter, Colab and VS Code call a notebook until somebody does: `Untitled1`, `Untitled-1`, `Untitled (2)`.
UNTITLED = re.compile(rb"(?i)untitled[\W_]*\d*\W*(?:copy\W*)?\d*\W*\.ipynb")
CHECKPOINTS = b".ipynb_checkpoints/"


class NotebookName(NotebookRule):
    """Notebook that nobody named, or a copy that Jupyter keeps for itself.

    `Untitled3.ipynb` says nothing of what it is for, and two people have one
    each. What lies in `.ipynb_checkpoints/` is an older state of a file beside
    it: whatever was taken out of that one is still in there.

    Name it after what it shows; have git ignore `.ipynb_checkpoints/`.
    """

    code = "MLH313"
    name = "notebook-name"

    def reads(self, _blob: Blob, /) -> bool:
        return False

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        before, checkpoints, _ = b"/".join((b"", blob.path)).partition(b"/" + CHECKPOINTS)
        if checkpoints:
            folder = (before + b"/" + CHECKPOINTS).strip(b"/")
            yield self.found(blob, "a checkpoint that Jupyter keeps for itself", fix=advice.keep_out(folder))
        elif UNTITLED.fullmatch(blob.basename):
            yield self.found(blob, "nobody has named it", fix="name it after what it shows (`git mv`)")
