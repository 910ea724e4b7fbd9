"""`mlhygiene exp plot METRIC`: the running best, in the terminal."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from mlhygiene.cli import answers
from mlhygiene.cli.session import colored
from mlhygiene.columns import width as columns
from mlhygiene.experiments import plotting
from mlhygiene.experiments.masking import masked
from mlhygiene.experiments.progress import change, progress
from mlhygiene.git import Repository
from mlhygiene.model import Exit, Refusal, printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from mlhygiene.experiments.progress import Progress, Step

HELP = """\
draw how a metric got better, in the terminal

Dots are experiments, the line is the best so far; below stands what made its last steps.

examples:
  mlhygiene exp plot val_loss
  mlhygiene exp plot acc --where 'branch~lr' --width 100
  mlhygiene exp plot my_score --higher my_score
"""
HEIGHT = 16
# Below and above, a chart says nothing more.
NARROWEST, WIDEST = 30, 400
LOWEST, HIGHEST = 4, 200
# So many of the last steps are told in words.
TOLD = 5
NEEDED = "─│┐└┘┌┤⣿→\N{MINUS SIGN}…"
PLAIN = str.maketrans({"→": "->", "\N{MINUS SIGN}": "-", "…": "~"})


def declare(parser: ArgumentParser) -> None:
    parser.add_argument("metric", metavar="METRIC", help="such as val_loss")
    answers.where(parser)
    answers.directions(parser)
    output = parser.add_argument_group("output")
    output.add_argument("--width", type=int, metavar="N", help="columns (default: the terminal's)")
    output.add_argument("--height", type=int, metavar="N", default=HEIGHT, help=f"lines of the chart ({HEIGHT})")
    output.add_argument("--ascii", action="store_true", help="ASCII alone (default: where the terminal has no more)")
    output.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour (default: on a terminal)"
    )
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR")


def run(arguments: Namespace) -> int:
    wide = arguments.width or shutil.get_terminal_size().columns
    _within("--width", arguments.width, NARROWEST, WIDEST)
    _within("--height", arguments.height, LOWEST, HIGHEST)
    with Repository.find(arguments.folder) as repository:
        book = answers.asked(answers.logbook(repository, arguments), arguments)
    name = answers.metric(book, arguments.metric)
    made = progress(masked([row for row in book.rows if row.metric(name)]), name, answers.direction(book, name))
    answers.notes([*book.notes, *made.notes])
    if not made.points:
        raise Refusal(f"no {name} can be drawn: {'; '.join(made.notes)}")
    ascii_ = arguments.ascii or not _speaks(NEEDED)
    signs = plotting.ASCII if ascii_ else plotting.UNICODE
    size = (min(WIDEST, max(NARROWEST, wide)), arguments.height)
    drawn = plotting.plot(made, *size, signs, color=colored(arguments.color))
    lines = [printable(_head(made, plotting.scale(made).outside)), *drawn, *_last(made, size[0])]
    print(*(line.translate(PLAIN) if ascii_ else line for line in lines), sep="\n")
    return Exit.CLEAN


def _within(option: str, value: int | None, low: int, high: int) -> None:
    if value is not None and not low <= value <= high:
        raise Refusal(f"{option} {value}: from {low} to {high}")


def _speaks(text: str) -> bool:
    """Whether the stream has these characters."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _head(made: Progress, outside: int) -> str:
    first, last = made.steps[0], made.steps[-1]
    unit = f" in {made.unit}" if made.unit else ""
    count = f"{len(made.points):,} experiment{'s' if len(made.points) > 1 else ''}"
    off = f", {outside:,} far off and not drawn" if outside else ""
    way = f"{first.metric.raw} → {last.metric.raw}{_changed(first, last)}" if first is not last else first.metric.raw
    return f"{made.name}{unit}, {made.direction} is better: {way}, {count}{off}"


def _changed(before: Step, after: Step) -> str:
    percent = change(before.metric.value, after.metric.value)
    return "" if percent is None else f" ({percent:+.1f} %)".replace("-", "\N{MINUS SIGN}")


def _last(made: Progress, wide: int) -> list[str]:
    """What made the last steps, newest first."""
    pairs = list(zip(made.steps[:-1], made.steps[1:], strict=True))[-TOLD:]
    value = max((len(step.metric.raw) for _, step in pairs), default=0)
    return [
        _cut(f"  {step.metric.raw:>{value}}{_changed(before, step):>10}  {step.row.commit[:7]}  {step.made}", wide)
        for before, step in reversed(pairs)
    ]


def _cut(text: str, wide: int) -> str:
    text = printable(text[: wide * 2])
    while columns(text) > wide:
        text = f"{text[: -1 - max(1, (columns(text) - wide) // 2)]}…"
    return text
