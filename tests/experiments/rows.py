"""Rows of a logbook made by hand: a test says what it needs, and no more."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mlhygiene.experiments.logbook import Row
from mlhygiene.messages.experiment import Experiment, Metric, Parameter, State

if TYPE_CHECKING:
    from collections.abc import Mapping


def measured(name: str, raw: str | float) -> Metric:
    """A metric as it is written: `0.42`, `76.1%`, `3 GB`, `nan`."""
    text = str(raw)
    digits = text.rstrip("%GBms ")
    return Metric(name, float(digits), digits, text[len(digits) :].strip() or None)


def row(what: str = "lr=3e-4", at: int = 0, **facts: object) -> Row:
    """A row: `row("wider", 3, val_loss=0.42, branch="exp/wider", reverted="…")`; what is no field is a metric."""
    fields = {name: value for name, value in facts.items() if name in Row._fields}
    state = facts.get("state", State.DONE)
    parameters: Mapping[str, str] = facts.get("parameters", {})  # type: ignore[assignment]
    metrics = {k: v for k, v in facts.items() if k not in Row._fields and k not in {"state", "parameters"}}
    experiment = Experiment(
        what,
        state=state,  # type: ignore[arg-type]
        metrics=tuple(measured(name, value) for name, value in metrics.items()),  # type: ignore[arg-type]
        parameters=tuple(Parameter(name, value) for name, value in parameters.items()),
    )
    oid = hashlib.sha1(f"{what}{at}".encode(), usedforsecurity=False).hexdigest()
    subject = f"exp: {what} -> " + ", ".join(f"{name}={value}" for name, value in metrics.items())
    return Row(oid, at, "Ada", "ada@example.org", subject, experiment)._replace(**fields)
