"""Tab-separated values, by IANA's text/tab-separated-values: no cell has a tab or a line break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.experiments.formats.delimited import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.experiments.formats import Listing


def render(listing: Listing) -> Iterator[str]:
    """A line of titles, and a line for each row. Control characters are escaped in every cell."""
    for row in cells(listing):
        yield "\t".join(row) + "\n"
