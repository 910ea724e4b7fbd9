"""An experiment for machines: `mlhygiene.exp/1`. Fields are added within a version, never changed."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhygiene.messages.experiment import Claim, Experiment, Metric
    from mlhygiene.messages.metrics import Metrics

SCHEMA = "mlhygiene.exp/1"


def as_json(experiment: Experiment, metrics: Metrics) -> dict[str, object]:
    """The experiment in JSON's types. `nan` and `inf` are null there: `raw` has them."""
    trailers = dict[str, list[str]]()
    for name, value in experiment.trailers:
        trailers.setdefault(name, []).append(value)
    return {
        "schema": SCHEMA,
        "scope": experiment.scope,
        "breaking": experiment.breaking,
        "what": experiment.what,
        "parameters": [parameter._asdict() for parameter in experiment.parameters],
        "state": str(experiment.state),
        "status": experiment.status,
        "detail": experiment.detail,
        "metrics": [_metric(metric, metrics) for metric in experiment.metrics],
        "claims": [_claim(claim) for claim in experiment.claims],
        "notes": list(experiment.notes),
        "trailers": trailers,
        "recovered": experiment.recovered,
    }


def _metric(metric: Metric, metrics: Metrics) -> dict[str, object]:
    return {
        **metric._asdict(),
        "value": _finite(metric.value),
        "deviation": _finite(metric.deviation),
        "previous": _finite(metric.previous),
        "direction": None if metrics.attribute(metric.name) else str(metrics.direction(metric.name)),
        "attribute": metrics.attribute(metric.name),
    }


def _claim(claim: Claim) -> dict[str, object]:
    return {**claim._asdict(), "value": _finite(claim.value)}


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None
