"""What a logbook comes to: how many of each state, what is best, what was tried, whether it still gets better."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.experiments.asking import number, state
from mlhygiene.experiments.logbook import Logbook
from mlhygiene.experiments.ranking import barred, rank, usual
from mlhygiene.experiments.table import measured
from mlhygiene.messages.metrics import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.experiments.logbook import Row

# So many results without a better one, and it is a plateau.
PLATEAU = 10
STATES = ("done", "pending", "failed", "reverted")
DISCARDED = "discarded"


class Measure(NamedTuple):
    """One metric. `since_best` counts the results after the first that was as good as the best."""

    name: str
    direction: Direction
    attribute: bool
    rows: int
    units: list[str]
    best: Row | None
    since_best: int | None
    plateau: bool | None


class Summary(NamedTuple):
    """`metric` is the one that parameters are judged by; `keep_rate` the share of finished ones that stand."""

    states: dict[str, int]
    keep_rate: float | None
    metric: str | None
    metrics: list[Measure]
    parameters: list[dict[str, object]]
    plateau_after: int = PLATEAU


def summary(book: Logbook, rows: Sequence[Row]) -> Summary:
    """What some rows of a logbook, newest first in it, come to."""
    wanted = {row.commit: row for row in rows}
    # Whatever order they are shown in, time is told in that of the logbook.
    timed = [wanted[row.commit] for row in book.rows if row.commit in wanted]
    states = Counter(map(state, timed))
    finished = len(timed) - states["pending"]
    stand = sum(state(row) == "done" and row.experiment.status != DISCARDED for row in timed)
    metric = usual(Logbook(timed, book.metrics))
    return Summary(
        {name: states[name] for name in STATES},
        stand / finished if finished else None,
        metric,
        _measures(book, timed),
        _tried(book, timed, metric),
    )


def _measures(book: Logbook, rows: Sequence[Row]) -> list[Measure]:
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        for name in {metric.name for metric in row.experiment.metrics}:
            by_name.setdefault(name, []).append(row)
    return [_measure(book, name, by_name[name]) for name in measured(book, rows)]


def _measure(book: Logbook, name: str, rows: Sequence[Row]) -> Measure:
    direction, attribute = book.metrics.direction(name), book.metrics.attribute(name)
    units = Counter(metric.unit for row in rows if (metric := row.metric(name)))
    best: Row | None = None
    since: int | None = None
    if direction is not Direction.UNKNOWN and not attribute:
        ranking = rank(rows, name, direction).of_unit(units.most_common(1)[0][0])
        if ranking.standings:
            best = ranking.standings[0].row
            commits = [row.commit for row in rows if (metric := row.metric(name)) and barred(row, metric) is None]
            since = commits.index(best.commit)
    return Measure(
        name,
        direction,
        attribute,
        len(rows),
        sorted(unit or "" for unit in units),
        best,
        since,
        None if since is None else since >= PLATEAU,
    )


def _tried(book: Logbook, rows: Sequence[Row], metric: str | None) -> list[dict[str, object]]:
    """Each parameter with its values, most tried first, and what came of each by one metric."""
    by_value: dict[str, dict[object, list[Row]]] = {}
    spelling: dict[tuple[str, object], str] = {}
    for row in rows:
        for each in row.experiment.parameters:
            known = number(each.value)
            # 3e-4 and 0.0003 are one value.
            value = each.value if known is None or known != known else known  # noqa: PLR0124 - nan
            by_value.setdefault(each.name, {}).setdefault(value, []).append(row)
            spelling.setdefault((each.name, value), each.value)
    runs = {name: sum(map(len, values.values())) for name, values in by_value.items()}
    return [
        {
            "name": name,
            "rows": runs[name],
            "values": [
                {"value": spelling[name, value], "rows": len(tried), "best": _best(book, tried, metric)}
                for value, tried in sorted(values.items(), key=lambda pair: (-len(pair[1]), spelling[name, pair[0]]))
            ],
        }
        for name, values in sorted(by_value.items(), key=lambda pair: (-runs[pair[0]], pair[0]))
    ]


def _best(book: Logbook, rows: Sequence[Row], name: str | None) -> dict[str, object] | None:
    if name is None:
        return None
    standings = rank(rows, name, book.metrics.direction(name)).standings
    if not standings:
        return None
    return {"commit": standings[0].row.commit, "metric": name, "value": standings[0].metric.value}
