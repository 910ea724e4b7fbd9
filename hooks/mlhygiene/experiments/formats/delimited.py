"""Rows for spreadsheets and their like: numbers as numbers, and no text that a spreadsheet would run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.experiments.asking import number
from mlhygiene.experiments.table import MACHINES, beside, columns
from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.experiments.formats import Listing

# What makes Excel and LibreOffice take a text for a formula (CWE-1236).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cells(listing: Listing) -> Iterator[list[str]]:
    """The titles, then the cells of each row."""
    chosen = [
        each
        for column in columns(listing.book, listing.rows, listing.names or MACHINES)
        for each in (column, *beside(column, listing.rows))
    ]
    yield [safe(column.title) for column in chosen]
    exacts = [column.exact for column in chosen]
    for row in listing.shown:
        yield [safe(exact(row)) for exact in exacts]


def safe(text: str) -> str:
    """One line that steers no terminal, and is no formula; a number stays one."""
    told = text if text.isprintable() else printable(text)
    return f"'{told}" if text.lstrip(" ").startswith(FORMULA) and number(text) is None else told
