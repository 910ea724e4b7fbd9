"""What a line says to set a finding aside: `mlhygiene: ignore[MLH202] why`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.rule import matching

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What every marker begins with.
WORDS = "mlhygiene: ignore["
MARKER = re.compile(r"mlhygiene: ignore\[([\w ,-]+)\](\s+\S)?", re.ASCII)
# In documents people write about markers, and with them.
DOCUMENTS = (b".md", b".mdx", b".rst", b".adoc", b".markdown")
NOTEBOOKS = (b".ipynb", b".zpln")
QUOTES = "\"'`"


class Marker(NamedTuple):
    """What one says: its selectors as they stand there, and whether a reason follows."""

    selectors: str
    reason: bool

    @property
    def each(self) -> Sequence[str]:
        return [word for word in re.split(r"[ ,]+", self.selectors) if word]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the rules that it sets aside."""
        return frozenset(code for selector in self.each for code in matching(selector))

    def __str__(self) -> str:
        return f"`{WORDS}{self.selectors}]`"


def markers(text: str) -> Iterator[Marker]:
    """The markers in a text, in their order."""
    return (Marker(match[1], bool(match[2])) for match in MARKER.finditer(text))


def meant(path: bytes, text: str) -> list[Marker]:
    """The markers of a line that are meant as such: those in quotes, or in a document, are spoken of."""
    name = path.lower()
    if name.endswith(DOCUMENTS):
        return []
    if name.endswith(NOTEBOOKS):
        return list(markers(text))
    return [
        Marker(match[1], bool(match[2]))
        for match in MARKER.finditer(text)
        if all(text.count(quote, 0, match.start()) % 2 == 0 for quote in QUOTES)
    ]
