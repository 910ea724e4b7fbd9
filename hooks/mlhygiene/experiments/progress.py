"""The running best of a metric over time: the staircase, and what made each of its steps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.experiments.ranking import barred
from mlhygiene.messages.metrics import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhygiene.experiments.logbook import Logbook, Row
    from mlhygiene.messages.experiment import Metric, Parameter


class Point(NamedTuple):
    """One measured value. `position` counts the experiments from the oldest, from 0, those without the metric too."""

    position: int
    row: Row
    metric: Metric


class Step(NamedTuple):
    """A point better than all before it. `before` is the best until then; `made` says what was changed."""

    position: int
    row: Row
    metric: Metric
    before: Point | None
    made: str


@dataclass
class Progress:
    """How one metric got better. Without a direction there are points, and no steps."""

    name: str
    direction: Direction
    unit: str | None = None
    points: list[Point] = field(default_factory=list[Point])
    steps: list[Step] = field(default_factory=list[Step])
    notes: list[str] = field(default_factory=list[str])


def better(direction: Direction, value: float, than: float) -> bool:
    """Whether a value beats another; never so without a direction, and of nan."""
    if direction is Direction.UNKNOWN:
        return False
    return value < than if direction is Direction.LOWER else value > than


def change(before: float, after: float) -> float | None:
    """The relative change in percent; None from 0, across it, and where a value is not finite."""
    if not (isfinite(before) and isfinite(after)) or not before or (before < 0) is not (after < 0):
        return None
    percent = (after / before - 1) * 100 if before > 0 else (1 - after / before) * 100
    return percent if isfinite(percent) else None


def measured(logbook: Logbook) -> list[str]:
    """The names of what was measured, the most used first; what only stands beside results is left out."""
    names = logbook.names
    return sorted((name for name in names if not logbook.metrics.attribute(name)), key=lambda name: -names[name])


def measures(rows: Sequence[Row]) -> dict[str, list[Point]]:
    """Every value of every metric, by name, in one pass over rows that come newest first."""
    found = dict[str, list[Point]]()
    for position, row in enumerate(reversed(rows)):
        for metric in row.experiment.metrics:
            found.setdefault(metric.name, []).append(Point(position, row, metric))
    return found


def progress(rows: Sequence[Row], name: str, direction: Direction) -> Progress:
    """The staircase of one metric over rows that come newest first."""
    pairs = ((position, row, row.metric(name)) for position, row in enumerate(reversed(rows)))
    return climbed(name, direction, [Point(position, row, metric) for position, row, metric in pairs if metric])


def climbed(name: str, direction: Direction, measured: Sequence[Point]) -> Progress:
    """The staircase over the values of one metric, the oldest first.

    Reverted rows, failed and unfinished ones, and values that are no number make no point;
    nor do values in another unit than most: 76.1 % is not compared with 0.761.
    """
    without = Counter(why for point in measured if (why := barred(point.row, point.metric)))
    left = [point for point in measured if barred(point.row, point.metric) is None]
    units = Counter(point.metric.unit for point in left)
    unit = units.most_common(1)[0][0] if units else None
    points = [point for point in left if point.metric.unit == unit]
    result = Progress(name, direction, unit, points, list(_steps(points, direction)))
    result.notes = _notes(result, units, without)
    return result


def _steps(points: Iterable[Point], direction: Direction) -> Iterable[Step]:
    if direction is Direction.UNKNOWN:
        return
    best: Point | None = None
    for point in points:
        if best is None or better(direction, point.metric.value, best.metric.value):
            yield Step(*point, before=best, made=made(point.row, best.row if best else None))
            best = point


def made(row: Row, before: Row | None) -> str:
    """What a row changed: the parameters that it says it changed, or that differ; else its own words."""
    parameters = row.experiment.parameters
    changed = [each for each in parameters if each.previous is not None]
    if not changed and before is not None:
        then = {each.name: each.value for each in before.experiment.parameters}
        changed = [each for each in parameters if then.get(each.name) != each.value]
    return ", ".join(map(spelled, changed or parameters)) or row.experiment.what


def spelled(parameter: Parameter) -> str:
    """A parameter as people write it."""
    if parameter.previous is None:
        return f"{parameter.name}={parameter.value}"
    return f"{parameter.name} {parameter.previous}→{parameter.value}"


def _notes(result: Progress, units: Counter[str | None], without: Counter[str]) -> list[str]:
    notes = [
        f"{count:,} in {unit or 'no unit'} left out: most {result.name} are in {result.unit or 'no unit'}"
        for unit, count in units.most_common()
        if unit != result.unit
    ]
    notes += [f"{count:,} left out: {why}" for why, count in sorted(without.items())]
    if result.direction is Direction.UNKNOWN and result.points:
        notes.append(f"nobody has said which way {result.name} gets better: there is no running best")
    return notes
