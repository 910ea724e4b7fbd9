"""The logbook as columns: what people and spreadsheets are shown of a row."""

from __future__ import annotations

from collections import Counter
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.experiments import dates
from mlhygiene.experiments.asking import METRIC, PARAMETER, meant, number, parameter, state
from mlhygiene.experiments.outcome import brief, outcome
from mlhygiene.experiments.progress import spelled
from mlhygiene.messages.experiment import State
from mlhygiene.messages.metrics import Direction
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlhygiene.experiments.logbook import Logbook, Row
    from mlhygiene.messages.experiment import Metric

    Cell = Callable[[Row], str]

# Long enough that no repository of our size has two of them.
SHORT = 10


class Column(NamedTuple):
    """`shown` is for people, as written; `exact` for machines. `metric` is the name of what a column measures."""

    title: str
    shown: Cell
    exact: Cell
    metric: str | None = None
    number: bool = False


def _text(title: str, cell: Cell, shown: Cell | None = None) -> Column:
    return Column(title, shown or cell, cell)


def mark(row: Row) -> str:
    """What a person must see beside the numbers: nothing of a result that has them, and stands."""
    return "reverted" if row.reverted else brief(row.experiment)


PLAIN = {
    column.title: column
    for column in (
        _text("commit", lambda row: row.commit, lambda row: row.commit[:SHORT]),
        _text("date", lambda row: dates.iso(row.authored), lambda row: dates.day(row.authored)),
        _text("author", lambda row: row.author),
        _text("email", lambda row: row.email),
        _text("branch", lambda row: row.branch or ""),
        _text("scope", lambda row: row.experiment.scope or ""),
        _text("what", lambda row: row.experiment.what),
        _text("params", lambda row: ", ".join(map(spelled, row.experiment.parameters))),
        _text("state", state, mark),
        _text("result", lambda row: outcome(row.experiment), mark),
        _text("status", lambda row: row.experiment.status or ""),
        _text("detail", lambda row: row.experiment.detail or ""),
        _text(
            "notes", lambda row: ", ".join([claim.raw for claim in row.experiment.claims] + list(row.experiment.notes))
        ),
        _text("tags", lambda row: " ".join(row.tags)),
        _text("code", lambda row: row.code or "", lambda row: (row.code or "")[:SHORT]),
        _text("reverted", lambda row: row.reverted or "", lambda row: (row.reverted or "")[:SHORT]),
        _text("twins", lambda row: " ".join(row.twins), lambda row: " ".join(twin[:SHORT] for twin in row.twins)),
        _text("subject", lambda row: row.subject),
    )
}
PEOPLE = ("commit", "date", "branch", "what", "params", "metrics", "result")
MACHINES = (
    *("commit", "date", "author", "branch", "scope", "what", "params", "metrics", "state", "status", "detail"),
    *("notes", "tags", "code", "reverted", "twins"),
)


def measured(book: Logbook, rows: Sequence[Row]) -> list[str]:
    """The metrics of some rows: the most used first, what only stands beside results last."""
    uses = Counter(metric.name for row in rows for metric in row.experiment.metrics)
    return sorted(uses, key=lambda name: (book.metrics.attribute(name), -uses[name], name))


def columns(book: Logbook, rows: Sequence[Row], names: Sequence[str]) -> list[Column]:
    """The columns of some names; `metrics` are all of them. Refusal says which name is none."""
    metrics = measured(book, rows)
    chosen = list[Column]()
    for name in names:
        if name == "metrics":
            chosen += map(_metric, metrics)
        elif name in PLAIN:
            chosen.append(PLAIN[name])
        else:
            chosen += _named(book, rows, name)
    return chosen


def _named(book: Logbook, rows: Sequence[Row], name: str) -> list[Column]:
    """A column of one metric or parameter."""
    settings = {each.name for row in book.rows for each in row.experiment.parameters}
    measure, setting = name.removeprefix(METRIC), name.removeprefix(PARAMETER)
    if name in book.names or (measure in book.names and measure != name):
        return [_metric(name if name in book.names else measure)]
    if name in settings or (setting in settings and setting != name):
        wanted = name if name in settings else setting

        def value(row: Row) -> str:
            found = parameter(row, wanted)
            return found.value if found else ""

        return [Column(name, value, value, number=all(number(text) is not None for text in map(value, rows) if text))]
    known = [*PLAIN, "metrics", *sorted(book.names), *sorted(settings)]
    raise Refusal(f"--cols {name}: no such column{meant(name, known)}")


def _metric(name: str) -> Column:
    def shown(row: Row) -> str:
        metric = row.metric(name)
        return "" if metric is None else written(metric)

    def exact(row: Row) -> str:
        metric = row.metric(name)
        return "" if metric is None else plain(metric)

    return Column(name, shown, exact, metric=name, number=True)


def beside(column: Column, rows: Sequence[Row]) -> list[Column]:
    """For machines, what else is said of a metric: `acc.unit`, `acc.deviation`, where any row has it."""
    name = column.metric
    if name is None:
        return []

    def unit(row: Row) -> str:
        metric = row.metric(name)
        return metric.unit or "" if metric else ""

    def deviation(row: Row) -> str:
        metric = row.metric(name)
        return "" if metric is None or metric.deviation is None else repr(metric.deviation)

    found = (Column(f"{name}.unit", unit, unit), Column(f"{name}.deviation", deviation, deviation, number=True))
    return [each for each in found if any(map(each.exact, rows))]


def written(metric: Metric) -> str:
    """A value as its author wrote it, with what belongs to it."""
    deviation = "" if metric.deviation is None else f"±{metric.deviation:g}"
    return f"{'~' if metric.approximate else ''}{metric.raw}{metric.unit or ''}{deviation}"


def plain(metric: Metric) -> str:
    """A value as any program reads it: as written where that is a number, else with every digit."""
    value = number(metric.raw)
    return (
        metric.raw if value == metric.value and metric.raw.isascii() and "_" not in metric.raw else repr(metric.value)
    )


def best(book: Logbook, rows: Sequence[Row], names: Sequence[str]) -> set[tuple[str, str]]:
    """The commit and the name of every best value; none where nobody knows which way is better.

    As `ranking.rank` has it, in one pass over all metrics: of the unit that most values have.
    """
    signs = {
        name: -1.0 if direction is Direction.HIGHER else 1.0
        for name in names
        if (direction := book.metrics.direction(name)) is not Direction.UNKNOWN and not book.metrics.attribute(name)
    }
    bests: dict[tuple[str, str | None], tuple[float, list[str]]] = {}
    uses = Counter[tuple[str, str | None]]()
    for row in rows:
        if row.reverted or row.experiment.state is not State.DONE:
            continue
        for metric in row.experiment.metrics:
            key = (metric.name, metric.unit)
            sign = signs.get(metric.name)
            if sign is None or not isfinite(metric.value):
                continue
            uses[key] += 1
            signed = sign * metric.value
            known = bests.get(key)
            if known is None or signed < known[0]:
                bests[key] = signed, [row.commit]
            elif signed == known[0]:
                known[1].append(row.commit)
    chosen: dict[str, str | None] = {}
    for (name, unit), _ in uses.most_common():
        chosen.setdefault(name, unit)
    return {(commit, name) for name, unit in chosen.items() for commit in bests[name, unit][1]}
