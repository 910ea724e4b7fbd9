"""A file that comes in pieces, as windows that overlap: no border hides a secret, every place stays known."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.lines import BOM
from mlhygiene.secrets.content import encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlhygiene.secrets.text import Place

# How a byte in the middle of a character of UTF-8 begins.
CONTINUED = 0x80
# No offset is beyond it.
ENDLESS = 2**63


class Window(NamedTuple):
    """A run of a file. `line` and `column` say where it begins; secrets from `until` on are the next one's."""

    content: bytes
    line: int
    column: int
    until: int

    def place(self, inside: Place) -> Place:
        """Where in the file a place of this run is."""
        column = inside.column + (self.column - 1 if inside.line == 1 else 0)
        return inside._replace(line=inside.line + self.line - 1, column=column)


def windows(pieces: Iterable[bytes], overlap: int) -> Iterator[Window]:
    """Windows of a file, in UTF-8 where its encoding is known, each with the end of the one before.

    A secret of up to `overlap` bytes is whole in one of them, and so is as much before it.
    """
    stream = _decoded(pieces)
    rest, line, column = b"", 1, 1
    piece = next(stream, b"")
    while True:
        following = next(stream, None)
        piece = rest + piece
        if following is None:
            yield Window(piece, line, column, ENDLESS)
            return
        until = len(piece) - overlap
        yield Window(piece, line, column, until)
        cut = _cut(piece, max(0, until - overlap), until)
        line, column = _moved(piece, cut, line, column)
        rest, piece = piece[cut:], following


def _decoded(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces in UTF-8: what encoding they have is the first one's to say."""
    stream = iter(pieces)
    first = next(stream, b"")
    name = encoding(first)
    if name is None:
        yield first
        yield from stream
        return
    decoder = codecs.getincrementaldecoder(name)("replace")
    yield decoder.decode(first).encode()
    for piece in stream:
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()


def _cut(piece: bytes, first: int, last: int) -> int:
    """Where the next window begins: with a line if one begins there, and with a character."""
    if last <= 0:
        return 0
    cut = piece.find(b"\n", first, last) + 1 or first
    # A binary may be full of what would be the middle of a character of UTF-8: three bytes at the most are.
    return next((at for at in range(cut, max(0, cut - 3) - 1, -1) if piece[at] & 0xC0 != CONTINUED), cut)


def _moved(piece: bytes, cut: int, line: int, column: int) -> tuple[int, int]:
    """The line and column of a cut; lines end as in `mlhygiene.lines`."""
    ends = piece.count(b"\n", 0, cut) + piece.count(b"\r", 0, cut) - piece.count(b"\r\n", 0, cut)
    start = max(piece.rfind(b"\n", 0, cut), piece.rfind(b"\r", 0, cut)) + 1
    tail = piece[start:cut].removeprefix(BOM if line == column == 1 and not ends else b"")
    return line + ends, (1 if ends else column) + len(tail.decode("utf-8", "replace"))
