"""The logbook as people read it: complete where it is piped, fitted to a terminal by rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.columns import width
from mlhygiene.experiments.table import PEOPLE, best, columns
from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.experiments.formats import Listing
    from mlhygiene.experiments.logbook import Row
    from mlhygiene.experiments.table import Column

GAP = "  "
BEST = "*"
# A text of a hundred kilobytes is no cell.
LONGEST = 200
# What a terminal gives to texts before it takes in metrics that are used less.
TEXTS = {"what": 30, "params": 20, "branch": 16, "result": 24}
HOW = """\
no experiments yet. The first one is a commit:
  git commit -m "exp: baseline -> val_loss=0.45"
"""
NONE = "no experiment is as asked\n"


def render(listing: Listing) -> Iterator[str]:
    """A line of titles and one for each row; `*` marks the best value of a metric."""
    if not listing.rows:
        yield NONE if listing.book.rows else HOW
        return
    chosen = columns(listing.book, listing.shown, listing.names or PEOPLE)
    strong = best(listing.book, listing.rows, [column.metric for column in chosen if column.metric])
    if listing.names is None:
        chosen = [column for column in chosen if column.number or any(map(column.shown, listing.shown))]
    lines = [[_cell(column, row, strong) for column in chosen] for row in listing.shown]
    if listing.width is None:
        yield from _plain(chosen, lines)
    else:
        kept = _fitting(chosen, lines, listing.width) if listing.names is None else list(range(len(chosen)))
        cells = [[line[at] for at in kept] for line in lines]
        from mlhygiene.experiments.formats.terminal import drawn  # rich: 40 ms that no pipe waits for

        yield drawn([chosen[at] for at in kept], cells, listing)
        if len(kept) < len(chosen):
            left = ",".join(printable(column.title) for at, column in enumerate(chosen) if at not in kept)
            yield f"… not shown in this width: {left} (choose with --cols)\n"
    if listing.more:
        yield f"… {listing.more:,} more: -n 0 shows all\n"


def _cell(column: Column, row: Row, strong: set[tuple[str, str]]) -> str:
    told = printable(column.shown(row)[: LONGEST + 1])
    told = f"{told[:LONGEST]}…" if len(told) > LONGEST else told
    if not column.metric or not told:
        return told
    return told + (BEST if (row.commit, column.metric) in strong else " ")


def _plain(chosen: Sequence[Column], lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns padded to their widest cell. The last one is not: what is right of it would be blanks."""
    titles = [printable(column.title) + (" " if column.metric else "") for column in chosen]
    widths = [max(map(width, cells)) for cells in zip(titles, *lines, strict=True)]
    for line in (titles, *lines):
        cells = [
            " " * (wide - width(cell)) + cell if column.number else cell + " " * (wide - width(cell))
            for column, cell, wide in zip(chosen, line, widths, strict=True)
        ]
        yield GAP.join(cells).rstrip() + "\n"


def _fitting(chosen: Sequence[Column], lines: Sequence[Sequence[str]], room: int) -> list[int]:
    """The columns that a terminal has room for: first what says which row it is, then metrics in their order."""
    needed = [
        min(max(width(cell) for cell in cells), TEXTS.get(column.title, room))
        for column, cells in zip(chosen, zip([column.title for column in chosen], *lines, strict=True), strict=True)
    ]
    order = sorted(range(len(chosen)), key=lambda at: (_wanted(chosen[at]), at))
    kept = list[int]()
    for at in order:
        if not kept or sum(needed[each] + len(GAP) for each in (*kept, at)) <= room:
            kept.append(at)
    return sorted(kept)


def _wanted(column: Column) -> int:
    """What goes last in a narrow terminal has the highest number."""
    order = ("commit", "what", "result", "branch", "date")
    if column.title in order and column.metric is None:
        return 0 if column.title in order[:3] else 2
    return 1 if column.metric else 3
