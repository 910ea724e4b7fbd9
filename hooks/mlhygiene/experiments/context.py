"""What a logbook says of one experiment: what it improved on, and what it names as its baseline. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.experiments.comparing import Difference, difference
from mlhygiene.experiments.ranking import rank
from mlhygiene.messages.metrics import Direction

if TYPE_CHECKING:
    from mlhygiene.experiments.logbook import Logbook, Row

BASELINE = "Baseline"
SHORT = 4


class Against(NamedTuple):
    """One metric against the row that had it before."""

    row: Row
    change: Difference


def previous_bests(book: Logbook, row: Row) -> list[Against]:
    """Each metric against the best of all older rows, in its own unit; none of unknown direction."""
    older = book.rows[book.rows.index(row) + 1 :]
    found = list[Against]()
    for metric in row.experiment.metrics:
        direction = book.metrics.direction(metric.name)
        if direction is Direction.UNKNOWN or book.metrics.attribute(metric.name):
            continue
        best = rank(older, metric.name, direction).of_unit(metric.unit).standings[:1]
        found += [Against(each.row, difference(metric.name, each.metric, metric, book.metrics)) for each in best]
    return found


def baseline(row: Row) -> str | None:
    """What the row's trailer names as its baseline."""
    return next((text.strip() for name, text in row.experiment.trailers if name == BASELINE and text.strip()), None)


def against(book: Logbook, row: Row, other: Row) -> list[Against]:
    """Each metric that both have."""
    return [
        Against(other, difference(metric.name, then, metric, book.metrics))
        for metric in row.experiment.metrics
        if (then := other.metric(metric.name)) is not None
    ]
