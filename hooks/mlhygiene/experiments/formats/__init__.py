"""The logbook written: one module a format, each with `render(listing) -> pieces of text`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhygiene.experiments.logbook import Logbook, Row

# Each with the module that writes it.
FORMATS = {
    "table": "table",
    "json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
    "tsv": "tsv",
    "markdown": "markdown",
}


@dataclass(frozen=True)
class Listing:
    """What is to be written: `rows` are all that were asked for, `shown` the first of them.

    `names` are the columns that the asker chose, if any. `width` is that of a terminal, None
    where there is none.
    """

    book: Logbook
    rows: Sequence[Row]
    shown: Sequence[Row]
    names: Sequence[str] | None = None
    width: int | None = None
    color: bool = False

    @property
    def more(self) -> int:
        return len(self.rows) - len(self.shown)


class Format(Protocol):
    """A module of this package."""

    def render(self, listing: Listing, /) -> Iterable[str]: ...


def render(listing: Listing, form: str) -> Iterable[str]:
    """A listing in one of FORMATS."""
    return cast("Format", import_module(f"{__name__}.{FORMATS[form]}")).render(listing)
