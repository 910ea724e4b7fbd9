"""What is scanned: a run of text out of a file, and where each of its bytes stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

# A line of a minified file can be the whole file: a remark says nothing beyond this.
NEAR = 4096


class Place(NamedTuple):
    """Where something stands: line and column of the file from 1, and a word for people.

    `where` says what a line number does not: `cell 7 (In [12], id 3f2a), output 1, line 3`.
    """

    line: int
    column: int
    where: str = ""


class Text(NamedTuple):
    """A text to scan: ASCII in bytes is ASCII in meaning, whatever the file's encoding.

    `place` maps an offset into `content` to where it stands in the file. `firm` leaves out
    every format that needs a name beside it; `loose` is a kind of file where values stand
    without quotes (`.env`, YAML, shell). `remarks` are said of the whole text (a cell's tags).
    """

    content: bytes
    place: Callable[[int], Place]
    firm: bool = False
    loose: bool = False
    remarks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Text({len(self.content)} bytes)"

    def near(self, offset: int) -> tuple[bytes, bytes]:
        """The line that an offset stands in, and the one above it, as far as remarks reach."""
        first = max(0, offset - NEAR)
        begin = self.content.rfind(b"\n", first, offset) + 1 or first
        above = self.content.rfind(b"\n", first, begin - 1) + 1 or first
        end = self.content.find(b"\n", offset, offset + NEAR)
        line = self.content[begin : end if end >= 0 else offset + NEAR]
        return line, self.content[above : max(above, begin - 1)]


def nowhere(_offset: int) -> Place:
    """The place of a text that is only scanned inside another."""
    return Place(1, 1)
