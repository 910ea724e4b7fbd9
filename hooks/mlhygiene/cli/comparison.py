"""What people read of two experiments: plain text for a terminal, or markdown for a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.cli import answers
from mlhygiene.cli.session import speak_utf8
from mlhygiene.experiments.comparing import Verdict
from mlhygiene.experiments.formats.markdown import escaped
from mlhygiene.model import printable, shown

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from mlhygiene.cli.exp.compare import Comparison
    from mlhygiene.experiments.comparing import Difference
    from mlhygiene.experiments.differing import ConfigChange
    from mlhygiene.experiments.standing import Stand

# So many keys of a file are shown to people; machines get all.
MOST_KEYS = 40
LONGEST = 120
NOTHING = "—"
COLOURS = {Verdict.BETTER: "green", Verdict.WORSE: "red"}


def tell(found: Comparison, arguments: Namespace) -> None:
    """Print a comparison as the caller wants it."""
    if arguments.format == "markdown":
        speak_utf8()
        print("\n".join(_markdown(found)))
        return
    for sign, stand in (("old", found.old), ("new", found.new)):
        print(f"{sign}: {_title(stand)}")
    _table(found, arguments)
    for each in found.configs.files:
        print(f"\n{_heading(each)}")
        print("\n".join(f"  {line}" for line in _changes(each)))
    if not found.configs.files and not found.configs.notes:
        print("\nno config differs" if found.old.code != found.new.code else "\nboth ran the same commit")


def _title(stand: Stand) -> str:
    if stand.row is None:
        return printable(f"{stand.name} ({stand.code[:7]})")
    row = stand.row
    return printable(f"{stand.name} ({answers.short(row)}, {answers.day(row)})  {row.experiment.what}")


def _rows(found: Comparison) -> Iterator[tuple[str, str, str, str, str, str, Verdict | None]]:
    """Name, old, new, Δ, %, and in words how good that is."""
    for each in found.metrics:
        yield (
            printable(each.name),
            answers.written(each.old),
            answers.written(each.new),
            answers.signed(each.delta),
            answers.signed(each.percent, "%"),
            _words(each),
            each.verdict,
        )
    for setting in found.parameters:
        old, new = (printable(text or NOTHING) for text in (setting.old, setting.new))
        yield printable(setting.name), old, new, "", "", "" if old != new else "same", None


def _words(each: Difference) -> str:
    if each.verdict is Verdict.UNKNOWN:
        return ""
    if each.verdict is Verdict.MISSING:
        return "not measured" if each.new is None else "new"
    return str(each.verdict)


def _table(found: Comparison, arguments: Namespace) -> None:
    rows = list(_rows(found))
    if not rows:
        return
    from rich.table import Table  # 40 ms that machines do without
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("", overflow="fold")
    for heading in ("old", "new", "Δ", "%"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("")
    for *cells, words, verdict in rows:
        table.add_row(*cells, Text(words, style=COLOURS.get(verdict, "") if verdict else ""))
    print()
    answers.show(table, arguments)


def _heading(each: ConfigChange) -> str:
    state = " (new)" if each.added else " (gone)" if each.removed else ""
    return f"{shown(each.path)}{state}"


def _changes(each: ConfigChange) -> list[str]:
    lines = [f"{_cut(change.key)}: {_cut(change.old)} -> {_cut(change.new)}" for change in each.changes[:MOST_KEYS]]
    more = len(each.changes) - MOST_KEYS
    return [*lines, *([f"and {more:,} more: --format json has them"] if more > 0 else [])]


def _cut(text: str | None) -> str:
    if text is None:
        return "(none)"
    return printable(text if len(text) <= LONGEST else f"{text[:LONGEST]}…") or '""'


def _markdown(found: Comparison) -> Iterator[str]:
    old, new = (escaped(_title(stand)) for stand in (found.old, found.new))
    yield from (f"**{old}** → **{new}**", "")
    rows = list(_rows(found))
    if rows:
        yield from ("| | old | new | Δ | % | |", "|---|--:|--:|--:|--:|---|")
        for *cells, words, _ in rows:
            yield f"| {' | '.join(map(escaped, cells))} | {words} |"
    for each in found.configs.files:
        yield from ("", f"**{escaped(_heading(each))}**", "")
        yield from (f"- {escaped(line.replace(' -> ', ' → '))}" for line in _changes(each))
