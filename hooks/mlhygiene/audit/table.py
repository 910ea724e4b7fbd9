"""A table that a report shows, whatever its form."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.sizes import shown_size

if TYPE_CHECKING:
    from collections.abc import Sequence


class Kind(StrEnum):
    """What a column holds; paths and whatever quotes the repository stand apart from our own words."""

    SIZE = "size"
    COUNT = "count"
    NAME = "name"
    QUOTED = "quoted"
    WORDS = "words"

    @property
    def number(self) -> bool:
        return self in {Kind.SIZE, Kind.COUNT}


class Column(NamedTuple):
    title: str
    kind: Kind


class Cell(NamedTuple):
    """`text` is for people, one line and safe on a terminal; `key` is what it sorts by.

    `more` are further lines. `warn` says that it is bad.
    """

    text: str
    key: int | str
    more: tuple[str, ...] = ()
    warn: bool = False


class Table(NamedTuple):
    """`title` names it and `about` says what it tells; `empty` stands where it has no rows, of `total` that there are.

    `identity` is a word for links.
    """

    identity: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    total: int
    empty: str

    @property
    def left(self) -> int:
        """How many rows are not shown."""
        return self.total - len(self.rows)


def size(number: int) -> Cell:
    """Bytes; nothing is a plain 0."""
    return Cell(shown_size(number) if number else "0", number)


def count(number: int) -> Cell:
    return Cell(f"{number:,}", number)


def words(text: str, *more: str, warn: bool = False) -> Cell:
    return Cell(text, text, more, warn)
