"""`mlhygiene exp log`: the experiments of all branches, as a table or for machines."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from mlhygiene.experiments.formats import FORMATS
from mlhygiene.model import Exit, Refusal

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from mlhygiene.experiments.formats import Listing
    from mlhygiene.experiments.logbook import Logbook, Row

HELP = """\
list experiments, of every branch, remote and tag

examples:
  mlhygiene exp log                                      the 50 newest
  mlhygiene exp log --sort val_loss -n 10                the 10 best
  mlhygiene exp log --where 'val_loss<0.45 and branch~lr'
  mlhygiene exp log --since '2 weeks ago' --branch 'exp/*'
  mlhygiene exp log --format json                        for agents: with what was tried, and the best of it
  mlhygiene exp log --format csv --output experiments.csv

--where compares with < <= > >= = != and, by regular expression, ~ !~; it knows `and`, `or`, `not`
and brackets. Fields are metrics and parameters by their names (metric.acc and param.acc where
one name is both: else the metric counts), what, branch, author, date, state (done, pending,
failed, reverted), status, scope, tag and commit. Dates are UTC. A row that lacks the metric or
parameter is in no comparison.
"""
# What a person reads at once.
SCREENFUL = 50
BINARY = "parquet"
# What a terminal has that does not say.
UNKNOWN_WIDTH = 80


def declare(parser: ArgumentParser) -> None:
    which = parser.add_argument_group("which rows")
    which.add_argument("--where", metavar="QUESTION", help="such as 'val_loss<0.45 and branch~lr'")
    which.add_argument("--branch", metavar="GLOB", help="such as 'exp/*', here and on remotes")
    which.add_argument("--since", metavar="DATE", help="2026-01-31, 2026-01, yesterday, '2 weeks ago'")
    which.add_argument("--until", metavar="DATE", help="that day, month or year included")
    which.add_argument("--author", metavar="TEXT", help="a part of a name or an address, in any case")
    which.add_argument(
        "--sort",
        metavar="KEY",
        help="a metric (best first), a parameter, date, branch, what, author, state or commit (lowest first); "
        "--sort=-KEY the other way round. Rows without it come last (default: newest first)",
    )
    which.add_argument(
        "-n",
        "--top",
        type=int,
        metavar="N",
        help=f"the first N; 0: all (default: {SCREENFUL} in a table, else all)",
    )
    output = parser.add_argument_group("output")
    output.add_argument(
        "--cols",
        metavar="LIST",
        help="columns by comma: commit date author email branch scope what params metrics result state status detail "
        "notes tags code reverted twins subject, a metric, a parameter",
    )
    output.add_argument(
        "--format", choices=(*FORMATS, BINARY), default="table", help="parquet needs --output (default: table)"
    )
    output.add_argument("--output", metavar="FILE", help="write to a file: all of it, or nothing")
    output.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="(default: on a terminal)")
    output.add_argument("--config", metavar="FILE", help="instead of the mlhygiene.toml or pyproject.toml in the index")
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR")


def run(arguments: Namespace) -> int:
    """Read, choose, write."""
    from mlhygiene.experiments import formats

    _refuse(arguments)
    # Rows by the ten thousand hold no cycles: looking for them takes longer than reading.
    gc.disable()
    book = _book(arguments)
    listing = _listing(book, arguments)
    if arguments.format == BINARY:
        from mlhygiene.experiments import frame  # pyarrow comes with it

        frame.parquet(listing, arguments.output)
    else:
        _write(formats.render(listing, arguments.format), arguments.output)
    for note in book.notes:
        print(f"mlhygiene: note: {note}", file=sys.stderr)
    return Exit.CLEAN


def _refuse(arguments: Namespace) -> None:
    if arguments.top is not None and arguments.top < 0:
        raise Refusal("--top: write how many, or 0 for all")
    if arguments.format == BINARY and arguments.output is None:
        raise Refusal("--format parquet is no text: name a file with --output")


def _book(arguments: Namespace) -> Logbook:
    from mlhygiene.cli.session import settings
    from mlhygiene.experiments import history
    from mlhygiene.git import Repository

    with Repository.find(arguments.folder) as repository:
        revision = "" if repository.top else repository.head or ""
        chosen = settings(repository, revision, arguments.config)
        return history.read(repository, chosen.shared.get("metrics"))


def _listing(book: Logbook, arguments: Namespace) -> Listing:
    import time

    from mlhygiene.cli.session import colored
    from mlhygiene.experiments.formats import Listing
    from mlhygiene.experiments.selecting import Asked, selected

    names = ("where", "sort", "branch", "since", "until", "author")
    rows = selected(book, Asked(**{name: getattr(arguments, name) for name in names}), time.time())
    top = arguments.top if arguments.top is not None else SCREENFUL if arguments.format == "table" else 0
    columns = None if arguments.cols is None else [name.strip() for name in arguments.cols.split(",") if name.strip()]
    people = arguments.output is None and arguments.format == "table"
    rows, first = _masked(rows, top, whole=arguments.format != "table")
    return Listing(
        book,
        rows,
        first,
        columns,
        width=_width() if people else None,
        color=people and colored(arguments.color),
    )


def _masked(rows: list[Row], top: int, *, whole: bool) -> tuple[list[Row], list[Row]]:
    """The rows and the first of them without secrets. A table tells nothing of the others; what machines get does."""
    from mlhygiene.experiments.masking import masked

    if whole:
        rows = masked(rows)
        return rows, rows[:top] if top else rows
    return rows, masked(rows[:top] if top else rows)


def _width() -> int | None:
    """The columns of the terminal that we write to; None of what is none."""
    if not sys.stdout.isatty():
        return None
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or UNKNOWN_WIDTH
    except (ValueError, OSError):
        return UNKNOWN_WIDTH


def _write(pieces: Iterable[str], path: str | None) -> None:
    if path is None:
        from mlhygiene.cli.session import speak_utf8

        speak_utf8()
        sys.stdout.writelines(pieces)
        return
    from mlhygiene import files

    files.report(path, (piece.encode("utf-8", "backslashreplace") for piece in pieces))
