"""The nouns of the logbook."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.messages.metrics import Metrics

if TYPE_CHECKING:
    from mlhygiene.messages.experiment import Experiment, Metric


class Row(NamedTuple):
    """One experiment. `authored` is seconds since the epoch, `author` a name, `email` an address.

    `branch` is the short name of the branch that owns the commit (`exp/lr`, `origin/exp/lr`), also
    after it was merged, or None where it was made on the default branch, or only a tag holds it;
    a tag `archive/exp/lr` stands for the branch `exp/lr`. `tags` stand at the commit. `code` is
    the commit that ran, where a later one brought the result (`Run-Commit`). `reverted` is the
    commit that took this one back, `twins` are the same commit rebased or picked elsewhere.
    """

    commit: str
    authored: int
    author: str
    email: str
    subject: str
    experiment: Experiment
    branch: str | None = None
    tags: tuple[str, ...] = ()
    code: str | None = None
    reverted: str | None = None
    twins: tuple[str, ...] = ()

    def metric(self, name: str) -> Metric | None:
        """The metric of a name, if the row has it."""
        return next((metric for metric in self.experiment.metrics if metric.name == name), None)


@dataclass
class Logbook:
    """Every experiment, newest first; what could not be known is in `notes`, a line each."""

    rows: list[Row]
    metrics: Metrics = field(default_factory=Metrics)
    notes: list[str] = field(default_factory=list[str])

    @property
    def names(self) -> Counter[str]:
        """How often each metric was used."""
        return Counter(metric.name for row in self.rows for metric in row.experiment.metrics)
