"""A table in GitHub's markdown, for a pull request or an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.experiments.table import PEOPLE, best, columns
from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.experiments.formats import Listing

# What would be markup, a tag, or a message to a person of that name.
ESCAPED = str.maketrans(
    {**{mark: f"\\{mark}" for mark in "\\`*_[]|~"}, "&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", "#": "&#35;"}
)


def render(listing: Listing) -> Iterator[str]:
    """The best value of each metric is bold, what was taken back struck through."""
    chosen = columns(listing.book, listing.rows, listing.names or PEOPLE)
    strong = best(listing.book, listing.rows, [column.metric for column in chosen if column.metric])
    yield _line([escaped(column.title) for column in chosen])
    yield _line(["--:" if column.number else "---" for column in chosen])
    for row in listing.shown:
        cells = [escaped(column.shown(row)) for column in chosen]
        for at, column in enumerate(chosen):
            if column.title == "commit":
                cells[at] = f"`{cells[at]}`"
            elif column.metric and (row.commit, column.metric) in strong:
                cells[at] = f"**{cells[at]}**"
            elif row.reverted and column.title != "result" and cells[at]:
                cells[at] = f"~~{cells[at]}~~"
        yield _line(cells)


def escaped(text: str) -> str:
    """A text that is nothing but text in a cell."""
    return printable(text).translate(ESCAPED)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
