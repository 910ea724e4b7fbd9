"""MLH302."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mlhygiene.notebook_rule import JUPYTER, ZEPPELIN, NotebookRule, read_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.notebook.broken import Broken
    from mlhygiene.notebook.whole import Notebook
    from mlhygiene.rule import Finding


class NotebookInvalid(NotebookRule):
    """Notebook that no program can open.

    It is empty, cut off, in the middle of a merge, not JSON, not UTF-8 or of no
    shape that is known: neither people nor the other rules can read what it
    holds. Where a key stands twice or a cell contradicts itself, programs differ
    on what it says. What stands for a notebook in Git LFS passes.

    Open it in Jupyter and save it, or take the last version that was whole.
    """

    code = "MLH302"
    name = "notebook-invalid"
    extensions = (JUPYTER, ZEPPELIN)

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not self.reads(blob):
            return
        notebook, broken = read_once(blob)
        broken = broken or (_contradiction(notebook) if notebook else None)
        if broken:
            at = replace(blob.at(broken.line), column=broken.column)
            yield self.found(blob, broken.told, at=at)


def _contradiction(notebook: Notebook) -> Broken | None:
    """Why nobody can say which outputs of it stay, where that is so."""
    from mlhygiene.notebook.broken import Broken
    from mlhygiene.notebook.policy import Policy
    from mlhygiene.notebook.stripping import Stripper

    try:
        Stripper(Policy()).changes(notebook.document)
    except Broken as broken:
        return broken
    return None
