"""What the commands that answer questions about experiments share: the logbook, numbers and rows as they are told."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from mlhygiene.cli.session import colored, settings, speak_utf8
from mlhygiene.experiments import dates, ranking, standing
from mlhygiene.experiments.history import read
from mlhygiene.messages.metrics import Direction, Metrics
from mlhygiene.model import Refusal, printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.table import Table

    from mlhygiene.experiments.logbook import Logbook, Row
    from mlhygiene.experiments.standing import Stand
    from mlhygiene.git import Repository
    from mlhygiene.messages.experiment import Metric

SHORT = 7
BEST = "best"
NO_METRIC = "no metric to be best by: give --metric M, and --lower M or --higher M where its name does not say"
MINUS = "\N{MINUS SIGN}"
# A pipe cuts no line.
ENDLESS = 10_000


def declare(parser: ArgumentParser, formats: Sequence[str]) -> None:
    """The options of every command that answers."""
    output = parser.add_argument_group("output")
    output.add_argument(
        "--format", choices=formats, default="text", help="text for people (default), json for machines"
    )
    output.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour in text (default: on a terminal)"
    )
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR")


def where(parser: ArgumentParser) -> None:
    """For a question about some of the rows."""
    parser.add_argument(
        "--where", metavar="Q", help="only of these, such as 'branch~lr and date>=2026-01' (see exp log)"
    )


def asked(book: Logbook, arguments: Namespace) -> Logbook:
    """The rows that are asked about."""
    if arguments.where is None:
        return book
    from time import time

    from mlhygiene.experiments.asking import matching  # few ask for it

    rows = matching(book.rows, arguments.where, time())
    if book.rows and not rows:
        raise Refusal(f"no experiment is meant by --where {arguments.where!r}")
    return replace(book, rows=rows)


def directions(parser: ArgumentParser) -> None:
    """For metrics whose names do not say which way is better."""
    how = parser.add_argument_group("direction")
    for way, more in (("--lower", "less"), ("--higher", "more")):
        told = f"{more} of this metric is better (without a name: of the one that --metric names)"
        how.add_argument(way, action="append", nargs="?", const="", default=[], metavar="METRIC", help=told)


def logbook(repository: Repository, arguments: Namespace) -> Logbook:
    """Every experiment, with the team's word on its metrics and the caller's."""
    revision = "" if repository.top else repository.head or ""
    metrics: Metrics = settings(repository, revision).shared.get("metrics", Metrics())
    lower, higher = _named(arguments, "lower"), _named(arguments, "higher")
    if both := sorted(lower & higher):
        raise Refusal(f"{both[0]!r} cannot be better both lower and higher")
    metrics = Metrics(
        lower=(metrics.lower | lower) - higher,
        higher=(metrics.higher | higher) - lower,
        attributes=metrics.attributes - lower - higher,
    )
    return read(repository, metrics)


def _named(arguments: Namespace, way: str) -> set[str]:
    """The metrics that `--lower` or `--higher` names."""
    names = {name or getattr(arguments, "metric", None) for name in getattr(arguments, way)}
    if None in names:
        raise Refusal(f"--{way} of which metric? write --{way} METRIC")
    return {str(name) for name in names}


def direction(book: Logbook, name: str) -> Direction:
    """Which way a metric gets better; Refusal asks where nobody has said it."""
    known = book.metrics.direction(name)
    if known is Direction.UNKNOWN:
        raise Refusal(
            f"which way is {name} better? say --lower {name} or --higher {name}, or for good in the config: "
            f'[tool.mlhygiene.metrics] lower = ["{name}"]'
        )
    return known


def metric(book: Logbook, name: str) -> str:
    """The name of a metric that the logbook has; Refusal says which are near."""
    names = book.names
    if name in names:
        return name
    from difflib import get_close_matches  # only a mistake needs it

    from mlhygiene.secrets.redaction import redacted  # as above

    near = get_close_matches(name, list(names), n=1)
    hint = redacted([f" (did you mean {near[0]!r}?)"])[0] if near else ""
    raise Refusal(f"no experiment has a metric {name!r}{hint}: `mlhygiene exp log` shows those there are")


def stand(repository: Repository, book: Logbook, name: str, by: str | None = None) -> Stand:
    """What a name stands for, the word `best` included: then by a metric, or the usual one."""
    if name != BEST:
        return standing.stand(repository, book, name)
    chosen = metric(book, by) if by is not None else ranking.usual(book)
    if chosen is None:
        raise Refusal(NO_METRIC)
    ranked = ranking.rank(book.rows, chosen, direction(book, chosen))
    if not ranked.standings:
        raise Refusal(f"no {chosen} can be best: see `mlhygiene exp best --metric {chosen}`")
    if len(ranked.units) > 1:
        raise Refusal(f"{chosen} is written in different units: name a commit, or see `mlhygiene exp best --unit`")
    row = ranked.standings[0].row
    return standing.of_row(repository, BEST, row, f"best by {chosen}: {short(row)}")


def notes(lines: Iterable[str]) -> None:
    """What a reader must know beside the answer, on stderr."""
    for line in lines:
        print(f"mlhygiene: note: {printable(line)}", file=sys.stderr)


def json(value: object) -> None:
    """One document for machines."""
    from json import dumps  # 6 ms that people do without

    speak_utf8()
    print(dumps(value, indent=2, allow_nan=False))


def console(arguments: Namespace) -> Console:
    """Where people read. What it prints is text, never markup."""
    from rich.console import Console  # 40 ms that machines do without

    color = colored(arguments.color)
    wide = None if sys.stdout.isatty() else ENDLESS
    return Console(
        width=wide,
        force_terminal=color,
        no_color=not color,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )


def show(table: Table, arguments: Namespace) -> None:
    """A table for people, without blanks at the ends of its lines."""
    to = console(arguments)
    with to.capture() as captured:
        to.print(table)
    print("\n".join(map(str.rstrip, captured.get().split("\n"))), end="")


def written(metric: Metric | None) -> str:
    """A value for people, as its author wrote it."""
    if metric is None:
        return "—"
    unit = metric.unit if metric.unit and not metric.raw.endswith(metric.unit) else ""
    return printable(f"{'~' if metric.approximate else ''}{metric.raw}{' ' if len(unit) > 1 else ''}{unit}")


def signed(value: float | None, unit: str = "") -> str:
    """A difference for people: `+0.03`, `+6.7 %`, with a minus sign that is one."""
    if not value:
        return "" if value is None else f"0 {unit}".rstrip()
    return (f"{value:+.6g}" if not unit else f"{value:+.1f} {unit}").replace("-", MINUS)


def left_out(reasons: Mapping[str, int]) -> str:
    """What could not take part, and why."""
    told = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()))
    return f"; left out: {told}" if told else ""


def day(row: Row) -> str:
    """The day of an experiment, in UTC."""
    return dates.day(row.authored)


def short(row: Row) -> str:
    return row.commit[:SHORT]
