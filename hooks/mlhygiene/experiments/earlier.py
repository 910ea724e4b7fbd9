"""What an experiment can be held against: the best before it, its baseline, the one before it on its branch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlhygiene.experiments.progress import better
from mlhygiene.experiments.ranking import barred

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.experiments.logbook import Row
    from mlhygiene.messages.experiment import Metric
    from mlhygiene.messages.metrics import Metrics

# So many digits of an oid name a commit.
ABBREVIATED = 7


@dataclass
class Earlier:
    """The experiments until now, as they are added from the oldest on."""

    metrics: Metrics
    best: dict[str, Metric] = field(default_factory=dict[str, "Metric"])
    baseline: Row | None = None
    branches: dict[str | None, Row] = field(default_factory=dict[str | None, "Row"])
    commits: dict[str, Row] = field(default_factory=dict[str, "Row"])

    def add(self, row: Row) -> None:
        """Take note of the next experiment."""
        self.commits[row.commit[:ABBREVIATED]] = row
        if row.reverted:
            return
        for metric in row.experiment.metrics:
            best = self.best.get(metric.name)
            if barred(row, metric) is None and (best is None or self._better(metric, best)):
                self.best[metric.name] = metric
        if row.experiment.metrics:
            self.branches[row.branch] = row
            if row.experiment.what.lower().startswith("baseline"):
                self.baseline = row

    def _better(self, metric: Metric, best: Metric) -> bool:
        return metric.unit == best.unit and better(self.metrics.direction(metric.name), metric.value, best.value)

    def named(self, row: Row) -> Row | None:
        """The experiment that a `Baseline:` trailer names, by its commit or its branch."""
        for name, value in row.experiment.trailers:
            if name == "Baseline":
                found = self.commits.get(value[:ABBREVIATED])
                return found if found and found.commit.startswith(value) else self.branches.get(value)
        return None

    def of(self, row: Row, metric: Metric) -> Iterator[Metric]:
        """What a metric was before, in the order of trust. Where the message itself says it, nothing else counts."""
        if metric.previous is not None:
            yield metric._replace(value=metric.previous, raw=f"{metric.previous:g}")
            return
        if any(name == "Baseline" for name, _ in row.experiment.trailers):
            rows = [self.named(row)]
        else:
            rows = [self.baseline, self.branches.get(row.branch)]
            best = self.best.get(metric.name)
            yield from [best] if best and best.unit == metric.unit else []
        for each in rows:
            then = each.metric(metric.name) if each else None
            yield from [then] if then and then.unit == metric.unit else []
