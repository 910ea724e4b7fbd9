"""A logbook as the report's page reads it (templates/report/book.js): names once, rows as short lists."""

from __future__ import annotations

from collections import Counter
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.experiments.outcome import outcome
from mlhygiene.experiments.progress import climbed, measured, measures
from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhygiene.experiments.logbook import Logbook, Row
    from mlhygiene.experiments.progress import Progress
    from mlhygiene.messages.experiment import Metric

# So much of a text is shown: whole messages are what `exp show` and git are for.
SHOWN = 300


class Heading(NamedTuple):
    """What the page says of itself. `chosen` is the metric that it opens with."""

    title: str = "Experiments"
    about: str = ""
    source: str = ""
    chosen: str | None = None


def told(logbook: Logbook, heading: Heading, doubts: Mapping[str, list[str]]) -> dict[str, object]:
    """All that the page shows. `doubts` are lines by commit."""
    names = sorted(measured(logbook), key=lambda name: name != heading.chosen)
    points = measures(logbook.rows)
    runs = [climbed(name, logbook.metrics.direction(name), points[name]) for name in names]
    parameters = {name: at for at, (name, _) in enumerate(_parameters(logbook).most_common())}
    columns = {name: at for at, name in enumerate(names)}
    counted = {run.name: {point.position for point in run.points} for run in runs}
    return {
        "title": shown(heading.title),
        "about": shown(heading.about),
        "source": shown(heading.source),
        "metrics": [_metric(run, len(points[run.name])) for run in runs],
        "parameters": [{"name": shown(name)} for name in parameters],
        "rows": [
            [
                *_row(row, doubts.get(row.commit, [])),
                [
                    [columns[metric.name], *_value(metric), int(position in counted[metric.name])]
                    for metric in row.experiment.metrics
                    if metric.name in columns
                ],
                [[parameters[each.name], shown(each.value)] for each in row.experiment.parameters],
            ]
            for position, row in enumerate(reversed(logbook.rows))
        ],
        "notes": [shown(note) for note in logbook.notes],
    }


def shown(text: str) -> str:
    """A text as a page may show it: no control character, nothing that turns its direction, no end of it far away."""
    return printable(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def _parameters(logbook: Logbook) -> Counter[str]:
    return Counter(parameter.name for row in logbook.rows for parameter in row.experiment.parameters)


def _metric(run: Progress, count: int) -> dict[str, object]:
    return {
        "name": shown(run.name),
        "direction": str(run.direction),
        "unit": shown(run.unit or ""),
        "count": count,
        "steps": [[step.position, shown(step.made)] for step in run.steps],
        "notes": [shown(note) for note in run.notes],
    }


def _row(row: Row, doubts: list[str]) -> list[object]:
    state, detail = _state(row)
    names = (row.author, row.branch or "")
    tags, lines = [shown(tag) for tag in row.tags], [shown(doubt) for doubt in doubts]
    return [row.commit, row.authored, *map(shown, names), tags, shown(row.experiment.what), state, shown(detail), lines]


def _state(row: Row) -> tuple[str, str]:
    told = row.experiment
    if row.reverted is not None:
        return "reverted", f"reverted by {row.reverted[:9]}"
    return str(told.state), outcome(told)


def _value(metric: Metric) -> tuple[float | None, str]:
    """The number, where it is one that JSON has, and how it was written."""
    unit = metric.unit if metric.unit and metric.unit not in metric.raw else ""
    return metric.value if isfinite(metric.value) else None, shown(f"{metric.raw} {unit}".rstrip())
