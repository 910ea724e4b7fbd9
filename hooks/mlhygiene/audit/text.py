"""For people at a terminal: what weighs most, whom to ask, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.audit import summary, wording
from mlhygiene.audit.held import broken
from mlhygiene.audit.sections import tables
from mlhygiene.columns import width
from mlhygiene.model import printable
from mlhygiene.report.commands import muted
from mlhygiene.sizes import shown_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.audit.audit import Audit, Leak
    from mlhygiene.audit.held import Held
    from mlhygiene.audit.table import Column, Table

BOLD, RED, YELLOW, DIM = "1", "31", "33", "2"
# Sizes stand in this many columns: `999.9 MB`.
SIZE = 9
WIDE = 80
# What is told of even where there is nothing.
ALWAYS = frozenset({"secrets", "contents"})
INDENT = " " * (SIZE + 2)


def render(audit: Audit, *, top: int, color: bool) -> str:
    """Headline, sections, doubts and next steps. Paths come last in their lines, and are whole up to 240 characters."""
    pen = Pen(color=color)
    sections = ["\n".join(_headline(audit, pen))]
    told = (table for table in tables(audit, top) if table.rows or table.identity in ALWAYS)
    sections.extend("\n".join(_section(audit, table, pen)) for table in told)
    if doubts := summary.doubts(audit):
        lines = [pen.paint("NOT EVERYTHING COULD BE LOOKED AT", YELLOW), *(f"  {line}" for line in doubts)]
        sections.append("\n".join(lines))
    if audit.notes:
        sections.append("\n".join(f"note: {printable(note)}" for note in audit.notes))
    sections.append("\n".join(f"next: {step}" for step in summary.steps(audit)))
    return muted("\n\n".join(sections) + "\n")


class Pen:
    """Colours where they are wanted."""

    def __init__(self, *, color: bool) -> None:
        self.color = color

    def paint(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.color and text else text


def _headline(audit: Audit, pen: Pen) -> Iterator[str]:
    yield summary.about(audit)
    figures = summary.figures(audit)
    room = max(len(term) for term, _, _ in figures)
    values = max(len(value) for _, value, _ in figures)
    for term, value, under in figures:
        yield f"  {term:{room}}  {pen.paint(value.rjust(values), BOLD)}  {under}".rstrip()


def _section(audit: Audit, table: Table, pen: Pen) -> Iterator[str]:
    shown = f" ({len(table.rows):,} of {table.total:,})" if table.left else ""
    yield pen.paint(table.title.upper(), BOLD) + shown
    if not table.rows:
        yield f"  {table.empty}"
    elif table.identity == "contents":
        yield f"  {table.about}"
        for held in audit.blobs[: len(table.rows)]:
            yield from _content(held, audit.branch, pen)
    elif table.identity == "secrets":
        for leak in (audit.leaks or ())[: len(table.rows)]:
            yield from _leak(leak, pen)
    else:
        yield from _lines(table, pen)


def _content(held: Held, branch: str | None, pen: Pen) -> Iterator[str]:
    names = [wording.name(each.path) for each in held.names] or [f"no name: {held.oid}"]
    big = bool(broken(held.size))
    yield f"{pen.paint(shown_size(held.size).rjust(SIZE), RED if big else '')}  {pen.paint(names[0], BOLD)}"
    if big:
        yield f"{INDENT}{pen.paint(wording.over(held.size), RED)}"
    yield f"{INDENT}{wording.stands(held)}; {shown_size(held.disk)} on disk"
    if origin := wording.first(held):
        yield f"{INDENT}brought {wording.brought(origin)}"
    if held.refs:
        yield f"{INDENT}reached by {wording.some(wording.reached(held, branch))}"
    yield from _also(names[1:])


def _also(names: list[str]) -> Iterator[str]:
    """Further names, on one line where they fit."""
    told = f"{INDENT}also {wording.some(names)}"
    if not names or width(told) <= WIDE:
        yield from [told] if names else []
        return
    yield from (f"{INDENT}also {name}" for name in names[: wording.FEW])
    if len(names) > wording.FEW:
        yield f"{INDENT}+{len(names) - wording.FEW:,} more"


def _leak(leak: Leak, pen: Pen) -> Iterator[str]:
    where = pen.paint(wording.place(leak), BOLD)
    stands = pen.paint("in HEAD", RED) if leak.in_head else "in history alone"
    what, *more = wording.secret(leak)
    yield f"  {where}: {pen.paint(leak.code, RED)}"
    yield f"    {what}"
    yield f"    {'; '.join([*more, stands])}"
    if leak.first:
        yield f"    brought {wording.brought(leak.first)}"
    if others := wording.others(leak):
        yield f"    also {wording.some(others)}"
    if leak.revoke:
        yield f"    revoke it: {printable(leak.revoke)}"


def _lines(table: Table, pen: Pen) -> Iterator[str]:
    """Columns in line, names at the end, further names below."""
    room = [max(width(text) for text in each) for each in zip(*_texts(table), strict=True)]
    for number, line in enumerate(_texts(table)):
        told = _padded(line, room, table.columns)
        yield pen.paint(told, DIM) if not number else told
        for more in table.rows[number - 1][-1].more if number else ():
            yield " " * (sum(room[:-1]) + 2 * len(room)) + more


def _texts(table: Table) -> list[list[str]]:
    return [[column.title.lower() for column in table.columns], *([cell.text for cell in row] for row in table.rows)]


def _padded(line: list[str], room: list[int], columns: tuple[Column, ...]) -> str:
    cells = [
        " " * (wide - width(text)) + text if column.kind.number else text + " " * (wide - width(text))
        for text, wide, column in zip(line, room, columns, strict=True)
    ]
    return ("  " + "  ".join(cells)).rstrip()
