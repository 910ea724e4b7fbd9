"""What is scanned: a run of text out of a file, and where each of its bytes stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Place(NamedTuple):
    """Where something stands: line and column of the file from 1, and a word for people.

    `where` says what a line number does not: `cell 7 (In [12], id 3f2a), output 1, line 3`.
    """

    line: int
    column: int
    where: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to scan: ASCII in bytes is ASCII in meaning, whatever the file's encoding.

    `place` maps an offset into `content` to where it stands in the file. `firm` leaves out
    every format that needs a name beside it; `loose` is a kind of file where values stand
    without quotes (`.env`, YAML, shell). `remarks` are said of the whole text (a cell's tags).
    """

    content: bytes = field(repr=False)
    place: Callable[[int], Place] = field(repr=False)
    firm: bool = False
    loose: bool = False
    remarks: tuple[str, ...] = ()
