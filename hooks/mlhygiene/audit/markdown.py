"""Markdown for an issue or a wiki: what history holds, the largest first, the rest folded away.

What comes from the repository stands in code spans: in them no host makes links, mentions or HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.audit import summary
from mlhygiene.audit.sections import tables
from mlhygiene.audit.table import Kind
from mlhygiene.report.markdown import COMMENT, Told, code

if TYPE_CHECKING:
    from mlhygiene.audit.audit import Audit
    from mlhygiene.audit.table import Cell, Column, Table

# What urges stands open.
OPEN = frozenset({"secrets", "contents"})
# What tells that something was left out takes less.
RESERVE = 1_000


def render(audit: Audit, *, top: int, color: bool) -> str:  # noqa: ARG001 - one signature for every format
    """A text that fits into an issue of GitHub's: 65,536 characters."""
    told = Told(COMMENT - RESERVE)
    told.add("## What history holds\n\n")
    told.add(f"{code(summary.about(audit))}\n\n| | | |\n|---|--:|---|\n")
    for term, value, under in summary.figures(audit):
        told.add(f"| {term} | **{value}** | {under} |\n")
    if doubts := summary.doubts(audit):
        told.add("\n### Not everything could be looked at\n\n")
        told.rows([f"- {code(doubt)}\n" for doubt in doubts])
    every = [table for table in tables(audit, top) if table.rows or table.identity in OPEN]
    left = [table.title for table in every if not _section(told, table)]
    if left:
        told.always(f"\n**Left out, for no more fits here: {', '.join(left)}.**\n")
    told.always("\n### Next\n\n" + "".join(f"- {step}\n" for step in summary.steps(audit)))
    return told.text


def _section(told: Told, table: Table) -> bool:
    """Whether a table fitted in, whole."""
    count = f" ({len(table.rows):,} of {table.total:,})" if table.left else ""
    title = f"{table.title}{count}"
    if not table.rows:
        return told.add(f"\n### {title}\n\n{table.empty}\n")
    ruler = "|".join("--:" if column.kind.number else "---" for column in table.columns)
    head = f"| {' | '.join(column.title for column in table.columns)} |\n|{ruler}|\n"
    text = f"{table.about}\n\n{head}{''.join(_row(row, table.columns) for row in table.rows)}"
    if table.identity in OPEN:
        return told.add(f"\n### {title}\n\n{text}")
    return told.add(f"\n<details><summary>{title}</summary>\n\n{text}\n</details>\n")


def _row(row: tuple[Cell, ...], columns: tuple[Column, ...]) -> str:
    return f"| {' | '.join(_cell(cell, column) for cell, column in zip(row, columns, strict=True))} |\n"


def _cell(cell: Cell, column: Column) -> str:
    if column.kind.number:
        return cell.text
    lines = [line for line in (cell.text, *cell.more) if line]
    told = "<br>".join(lines if column.kind is Kind.WORDS else map(code, lines))
    return f"⚠ {told}" if cell.warn else told
