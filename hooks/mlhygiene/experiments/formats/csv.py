"""Comma-separated values, by RFC 4180."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mlhygiene.experiments.formats.delimited import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.experiments.formats import Listing


def render(listing: Listing) -> Iterator[str]:
    """A line of titles, and a line for each row; lines end in CRLF."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    for row in cells(listing):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()
