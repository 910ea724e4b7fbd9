"""The table on a terminal, by rich: it folds what is long, and counts wide characters."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import JustifyMethod

    from mlhygiene.experiments.formats import Listing
    from mlhygiene.experiments.table import Column

STYLES = {"commit": "yellow", "date": "dim", "branch": "cyan"}
STATES = {"pending": "blue", "failed": "red", "reverted": "dim strike", "done": ""}
# Folding these would part a hash or a number.
WHOLE = ("commit", "date")


def drawn(chosen: Sequence[Column], lines: Sequence[Sequence[str]], listing: Listing) -> str:
    """The whole table as text, with colours where they are wanted. No cell's text is taken for rich's markup."""
    from mlhygiene.experiments.asking import state

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in chosen:
        whole = column.number or column.title in WHOLE
        justify: JustifyMethod = "right" if column.number else "left"
        table.add_column(Text(printable(column.title)), justify=justify, no_wrap=whole, overflow="fold")
    for row, cells in zip(listing.shown, lines, strict=True):
        texts = [
            Text(cell, "bold green" if column.metric and cell.endswith("*") else STYLES.get(column.title, ""))
            for column, cell in zip(chosen, cells, strict=True)
        ]
        table.add_row(*texts, style=STATES[state(row)])
    console = Console(
        file=(file := StringIO()),
        width=listing.width,
        force_terminal=listing.color,
        color_system="standard" if listing.color else None,
        no_color=not listing.color,
        legacy_windows=False,
        _environ={},
    )
    console.print(table)
    return "\n".join(line.rstrip() for line in file.getvalue().split("\n"))
