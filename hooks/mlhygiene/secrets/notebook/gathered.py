"""Pieces of a notebook gathered into few texts, each of whose bytes has a place in the file."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from mlhygiene.json_places import Places
from mlhygiene.lines import Lines
from mlhygiene.secrets.notebook.blanks import Colours, without_colours, without_payloads
from mlhygiene.secrets.text import Place, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.secrets.notebook.parts import Kind
    from mlhygiene.secrets.notebook.pieces import Piece, Segment

APART = "\n\0\n"
LINE = re.compile(rb"\n")


def gathered(pieces: Iterable[tuple[Kind, Piece]], content: bytes) -> list[Text]:
    """One text for all pieces of a kind that say something."""
    by_kind: dict[Kind, tuple[list[Piece], list[str]]] = {}
    for kind, piece in pieces:
        text = piece.text()
        if text:
            members, said = by_kind.setdefault(kind, ([], []))
            members.append(piece)
            said.append(text)
    file = _File(content)
    return [_text(kind, said, _Gathered(members, file)) for kind, (members, said) in by_kind.items()]


def _text(kind: Kind, said: list[str], places: _Gathered) -> Text:
    text = without_payloads(without_colours(_encoded(APART.join(said))))
    return Text(text, places.place, firm=kind.firm, remarks=kind.remarks)


class _File:
    """The file, read for places once there is something to place."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @cached_property
    def places(self) -> Places:
        return Places(self._content)

    @cached_property
    def lines(self) -> Lines:
        return Lines(self._content)


class _Gathered:
    """The places of one text."""

    def __init__(self, pieces: list[Piece], file: _File) -> None:
        self._pieces = pieces
        self._file = file
        self._located: dict[int, _Located] = {}

    def place(self, offset: int) -> Place:
        at = self._colours.at(offset)
        number = min(bisect_right(self._starts, at), len(self._pieces)) - 1
        if number not in self._located:
            self._located[number] = _Located(self._pieces[number], self._file)
        return self._located[number].place(at - self._starts[number])

    @cached_property
    def _texts(self) -> list[bytes]:
        return [_encoded(piece.text()) for piece in self._pieces]

    @cached_property
    def _colours(self) -> Colours:
        return Colours(_encoded(APART).join(self._texts))

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(text) + len(APART) for text in self._texts), initial=0))


class _Located:
    """The places of one piece."""

    def __init__(self, piece: Piece, file: _File) -> None:
        self._piece = piece
        self._file = file
        self._breaks = array("q", (line.start() for line in LINE.finditer(_encoded(piece.text()))))
        self._segments: list[Segment] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        end = 0
        for segment in piece.segments():
            start, end = end, end + len(_encoded(segment.text))
            if segment.path is not None:
                self._segments.append(segment)
                self._starts.append(start)
                self._ends.append(end)

    def place(self, offset: int) -> Place:
        """The place; what nothing in the document says has that of the string before it."""
        number = max(bisect_right(self._starts, offset) - 1, 0)
        path, is_key = self._segments[number].path or (), self._segments[number].is_key
        start, end = self._starts[number], self._ends[number]
        literal = self._file.places.key(path) if is_key else self._file.places.value(path)
        written = self._file.places.inside(literal, min(max(offset, start), end) - start)
        where = self._piece.where(bisect_left(self._breaks, offset) + 1, path)
        return Place(*self._file.lines.position(written), where)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
