"""Where the values of a notebook are written in its text: read as far as somebody asks, by the C scanner."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.notebook.broken import LINE_END
from mlhygiene.notebook.scanning import blanks_end, following, key, skip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.json_places import Path
    from mlhygiene.notebook.reading import Document

# Bytes of a character in UTF-8, at the most.
WIDEST = 4


class Member(NamedTuple):
    """A value in a container, by its key or number, and where it is written."""

    name: str | int
    start: int
    end: int


class Lines:
    """The lines of a document in which its values begin. Each container that lies on the way is read once."""

    def __init__(self, document: Document) -> None:
        self._text, self._start = document.text, document.start
        self._containers = dict[int, dict[str | int, int]]()

    def of(self, path: Path) -> int | None:
        """The line in which a value begins, from 1; None where there is no such value.

        A string of JSON has no line breaks in it: all of one stands in that line.
        """
        at = self._start
        try:
            for step in path:
                at = self._starts(at)[step]
        except (KeyError, RecursionError):
            return None
        return bisect_right(self._ends, at) + 1

    def _starts(self, opening: int) -> dict[str | int, int]:
        if opening not in self._containers:
            self._containers[opening] = {member.name: member.start for member in members(self._text, opening)}
        return self._containers[opening]

    @cached_property
    def _ends(self) -> list[int]:
        return [end.end() for end in LINE_END.finditer(self._text)]


def line_at(text: str, offset: int) -> int:
    """The line of an offset; lines end at LF, CRLF or CR."""
    return 1 + (len(LINE_END.findall(text, 0, offset)) if "\r" in text else text.count("\n", 0, offset))


def heavy_outputs(document: Document, limit: int) -> Iterator[tuple[Path, int, int]]:
    """The outputs that take up more bytes than the limit: the cell, the place in it, the size."""
    text = document.text
    widest = 1 if text.isascii() else WIDEST
    for path, start in _lists(text, document.start):
        for cell in members(text, start):
            if (cell.end - cell.start) * widest <= limit:
                continue
            for member in members(text, cell.start):
                if member.name != "outputs" or text[member.start] != "[":
                    continue
                for number, output in enumerate(members(text, member.start)):
                    size = len(text[output.start : output.end].encode("utf-8", "surrogatepass"))
                    if size > limit:
                        yield (*path, cell.name), number, size


def members(text: str, opening: int) -> Iterator[Member]:
    """The members of a container of a well-formed document; none where a scalar stands."""
    if text[opening] not in "{[":
        return
    keyed, number = text[opening] == "{", 0
    at = blanks_end(text, opening + 1)
    while text[at] not in "]}":
        name, at = key(text, at) if keyed else (number, at)
        end = skip(text, at)[1]
        yield Member(name, at, end)
        comma, after = following(text, end)
        at, number = after if comma == "," else text.index(comma, end), number + 1


def _lists(text: str, start: int) -> Iterator[tuple[Path, int]]:
    """The lists of cells by their paths, and where they begin."""
    for member in members(text, start):
        if _is_list(text, member, "cells"):
            yield ("cells",), member.start
        for sheet in members(text, member.start) if _is_list(text, member, "worksheets") else ():
            for inner in members(text, sheet.start):
                if _is_list(text, inner, "cells"):
                    yield ("worksheets", sheet.name, "cells"), inner.start


def _is_list(text: str, member: Member, name: str) -> bool:
    return member.name == name and text[member.start] == "["
