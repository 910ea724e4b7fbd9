"""A notebook without what must go: the one way in for every front end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.notebook import zeppelin
from mlhygiene.notebook.broken import Broken, at
from mlhygiene.notebook.choosing import Choice, Contradiction
from mlhygiene.notebook.reading import DEEP, Document, is_pointer, read
from mlhygiene.notebook.scanning import place
from mlhygiene.notebook.surgery import operated

if TYPE_CHECKING:
    from mlhygiene.notebook.change import Changes
    from mlhygiene.notebook.policy import Policy

NOTHING: Changes = {}


class Stripped(NamedTuple):
    """What stripping makes of a content: the very same object where nothing goes."""

    content: bytes
    changes: Changes
    document: Document | None = None


class Stripper:
    """Strips by one policy."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._choice = Choice(policy)

    def strip(self, content: bytes) -> Stripped:
        """The content without what goes. Broken where it is no notebook.

        Nothing else changes: keys, numbers, escapes, blanks, line ends and ids stay as they
        are written. What stands for a notebook that Git LFS holds passes through.
        """
        if is_pointer(content):
            return Stripped(content, NOTHING)
        return self.stripped(content, read(content))

    def stripped(self, content: bytes, document: Document) -> Stripped:
        """The same of a content that has been read."""
        changes = self.changes(document)
        if not changes:
            return Stripped(content, NOTHING, document)
        try:
            return Stripped(operated(document, changes), changes, document)
        except RecursionError:  # as deep as the parser just goes, and it is called from further down now
            raise Broken(DEEP) from None

    def changes(self, document: Document) -> Changes:
        """What of a notebook goes; empty where it is clean."""
        if document.zeppelin:
            return zeppelin.changes(document.tree)
        try:
            found = self._choice.of(document.tree)
            if "worksheets" in document.tree:
                from mlhygiene.notebook import worksheets  # nbformat comes with it: 100 ms

                found = worksheets.changes(document.tree, found, self._policy)
        except Contradiction as error:
            raise _contradiction(document, error.cell) from None
        except RecursionError:
            raise Broken(DEEP) from None
        # A few cells beside them make no Jupyter notebook of Zeppelin's paragraphs.
        return {**found, **zeppelin.changes(document.tree)} if "paragraphs" in document.tree else found


def _contradiction(document: Document, cell: int) -> Broken:
    why = "its metadata says `keep_output: false`, and its tags keep_output: take one away"
    try:
        where = place(document.text, document.start, ["cells", cell - 1])
    except LookupError:  # in a worksheet
        return Broken(why, cell=cell)
    return at(document.text, where, why)
