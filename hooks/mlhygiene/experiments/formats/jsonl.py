"""One JSON object a line for each row: for streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.experiments.formats.objects import row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.experiments.formats import Listing


def render(listing: Listing) -> Iterator[str]:
    """The rows, each as `--format json` has it."""
    for each in listing.shown:
        yield row(each) + "\n"
