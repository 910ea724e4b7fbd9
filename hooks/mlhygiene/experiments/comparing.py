"""Two experiments side by side: pure."""

from __future__ import annotations

import math
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.messages.metrics import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.messages.experiment import Experiment, Metric
    from mlhygiene.messages.metrics import Metrics


class Verdict(StrEnum):
    """What a difference means. `unknown` where nobody has said which way is better."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNKNOWN = "unknown"
    UNITS = "other unit"
    MISSING = "missing"


class Difference(NamedTuple):
    """One metric of two experiments. `delta` and `percent` are None where there is none to tell."""

    name: str
    old: Metric | None
    new: Metric | None
    verdict: Verdict
    delta: float | None = None
    percent: float | None = None


class Setting(NamedTuple):
    """One parameter of two experiments, as their messages say it."""

    name: str
    old: str | None
    new: str | None


def difference(name: str, old: Metric | None, new: Metric | None, metrics: Metrics) -> Difference:
    """What became of one metric. Values in different units are not subtracted."""
    if old is None or new is None:
        return Difference(name, old, new, Verdict.MISSING)
    if old.unit != new.unit:
        return Difference(name, old, new, Verdict.UNITS)
    if not (math.isfinite(old.value) and math.isfinite(new.value)):
        return Difference(name, old, new, _unbounded(old.value, new.value))
    change = delta(old.value, new.value)
    verdict = _verdict(change, Direction.UNKNOWN if metrics.attribute(name) else metrics.direction(name))
    return Difference(name, old, new, verdict, change, percent(old.value, new.value))


def _unbounded(old: float, new: float) -> Verdict:
    """A number is better than none."""
    if math.isfinite(new):
        return Verdict.BETTER
    return Verdict.WORSE if math.isfinite(old) else Verdict.UNKNOWN


def _verdict(change: float, direction: Direction) -> Verdict:
    if change == 0:
        return Verdict.SAME
    if direction is Direction.UNKNOWN:
        return Verdict.UNKNOWN
    return Verdict.BETTER if (change < 0) is (direction is Direction.LOWER) else Verdict.WORSE


def differences(old: Experiment | None, new: Experiment | None, metrics: Metrics) -> list[Difference]:
    """Every metric that either has, as the newer one names them, then those that it lacks."""
    before = {metric.name: metric for metric in old.metrics} if old else {}
    after = {metric.name: metric for metric in new.metrics} if new else {}
    return [difference(name, before.get(name), after.get(name), metrics) for name in _names(after, before)]


def settings(old: Experiment | None, new: Experiment | None) -> list[Setting]:
    """Every parameter that either names, in the same order."""
    before = {each.name: each.value for each in old.parameters} if old else {}
    after = {each.name: each.value for each in new.parameters} if new else {}
    return [Setting(name, before.get(name), after.get(name)) for name in _names(after, before)]


def delta(old: float, new: float) -> float:
    """The difference as a person would work it out: 0.42 is 0.03 less than 0.45, to the last digit."""
    return float(Decimal(repr(new)) - Decimal(repr(old)))


def percent(old: float, new: float) -> float | None:
    """The relative change; None from 0 on."""
    change = delta(old, new) / abs(old) * 100 if old else math.inf
    return change if math.isfinite(change) else None


def _names(first: dict[str, Metric] | dict[str, str], then: dict[str, Metric] | dict[str, str]) -> Sequence[str]:
    return list(dict.fromkeys([*first, *then]))
