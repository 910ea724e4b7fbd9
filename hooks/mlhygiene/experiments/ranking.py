"""Which experiment is best by a metric, and what cannot be: pure."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.messages.experiment import State
from mlhygiene.messages.metrics import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhygiene.experiments.logbook import Logbook, Row
    from mlhygiene.messages.experiment import Metric

REVERTED = "reverted"
NO_NUMBER = "nan or infinite"


class Standing(NamedTuple):
    """A row, and the metric that it is ranked by."""

    row: Row
    metric: Metric


class Ranking(NamedTuple):
    """The rows that have a metric, best first; of equal ones, the first that was reached.

    `out` counts those that have it and can never be best, by the reason.
    """

    name: str
    direction: Direction
    standings: Sequence[Standing]
    out: Counter[str]

    @property
    def units(self) -> Counter[str | None]:
        """How often each unit was written. Values of two units cannot be ranked."""
        return Counter(standing.metric.unit for standing in self.standings)

    @property
    def ties(self) -> Sequence[Standing]:
        """The best, and all that are as good."""
        best = self.standings[:1]
        return [each for each in self.standings if each.metric.value == best[0].metric.value] if best else []

    def of_unit(self, unit: str | None) -> Ranking:
        """The same of one unit alone."""
        return self._replace(standings=[each for each in self.standings if each.metric.unit == unit])


def finite(value: float | None) -> float | None:
    """A number as JSON can hold it: nan and infinity are none."""
    return value if value is not None and math.isfinite(value) else None


def barred(row: Row, metric: Metric) -> str | None:
    """Why a row can never be best; None where it can."""
    if row.reverted:
        return REVERTED
    if row.experiment.state is not State.DONE:
        return str(row.experiment.state)
    return None if math.isfinite(metric.value) else NO_NUMBER


def rank(rows: Iterable[Row], name: str, direction: Direction) -> Ranking:
    """Rank the rows (newest first, as a logbook has them) that have a metric."""
    standings, out = list[Standing](), Counter[str]()
    for row in rows:
        metric = row.metric(name)
        if metric is None:
            continue
        reason = barred(row, metric)
        if reason:
            out[reason] += 1
        else:
            standings.append(Standing(row, metric))
    sign = -1 if direction is Direction.HIGHER else 1
    # Sorting keeps the order of equals: the one told last is the oldest.
    standings.reverse()
    standings.sort(key=lambda standing: sign * standing.metric.value)
    return Ranking(name, direction, standings, out)


def by_branch(rows: Iterable[Row]) -> dict[str | None, list[Row]]:
    """The rows of each branch, in order; None holds those that no branch owns."""
    branches = dict[str | None, "list[Row]"]()
    for row in rows:
        branches.setdefault(row.branch, []).append(row)
    return branches


def usual(logbook: Logbook) -> str | None:
    """The metric most used, of those that can be ranked: of equal ones, the one used last."""
    uses = Counter[str]()
    for row in logbook.rows:
        for metric in row.experiment.metrics:
            if barred(row, metric) is None and not logbook.metrics.attribute(metric.name):
                uses[metric.name] += 1
    known = (name for name, _ in uses.most_common() if logbook.metrics.direction(name) is not Direction.UNKNOWN)
    return next(known, None)
