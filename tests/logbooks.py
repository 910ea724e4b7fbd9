"""Logbooks made by hand, the oldest experiment first, as a team lives them."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, Any

from mlhygiene.experiments.logbook import Logbook, Row
from mlhygiene.messages.experiment import Claim, Experiment, Metric, Parameter, State
from mlhygiene.messages.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DAY = 86_400
BEGUN = 1_767_322_800


def measured(name: str, value: float | str, unit: str | None = None, **more: Any) -> Metric:
    """A metric as its author wrote it: `0.42`, or a number."""
    return Metric(name, float(value), f"{value}", unit, **more)


def experiment(what: str = "a try", metrics: Mapping[str, float | str] | None = None, **more: Any) -> Experiment:
    """An experiment; parameters as `{"lr": "3e-4"}`, or `{"depth": ("8", "6")}` where they changed."""
    parameters = tuple(
        Parameter(name, value[1], value[0]) if isinstance(value, tuple) else Parameter(name, value)
        for name, value in more.pop("parameters", {}).items()
    )
    values = tuple(
        value if isinstance(value, Metric) else measured(name, value) for name, value in (metrics or {}).items()
    )
    return Experiment(what, metrics=values, parameters=parameters, **more)


def oid(number: int) -> str:
    """The oid of the commit of a number: made up, and always the same."""
    return hashlib.sha1(b"%d" % number, usedforsecurity=False).hexdigest()


def row(number: int, told: Experiment, **more: Any) -> Row:
    """The experiment of one commit: numbers count from the oldest."""
    values = {"author": "Ada", "email": "ada@example.org", "branch": "exp/lr", **more}
    return Row(oid(number), BEGUN + number * DAY // 8, subject=f"exp: {told.what}", experiment=told, **values)


def logbook(experiments: Iterable[Experiment | Row], metrics: Metrics | None = None) -> Logbook:
    """Experiments told from the oldest on, as the newest-first logbook that history gives."""
    rows = [each if isinstance(each, Row) else row(number, each) for number, each in enumerate(experiments)]
    return Logbook(rows[::-1], metrics or Metrics())


FEW = (
    experiment("baseline", {"val_loss": "0.45", "acc": "0.81"}, parameters={"lr": "1e-3", "depth": "8"}),
    experiment("lr=3e-4", {"val_loss": "0.42", "acc": "0.83"}, parameters={"lr": "3e-4", "depth": "8"}),
    experiment("depth 8->6", {"val_loss": "0.43", "acc": "0.80"}, parameters={"depth": ("8", "6")}),
    experiment("bs=1024", state=State.FAILED, status="failed", detail="OOM", parameters={"bs": "1024"}),
    experiment(
        "add dropout=0.1",
        {"val_loss": "0.39", "acc": "0.88"},
        parameters={"dropout": "0.1", "lr": "3e-4"},
        notes=("3% improvement",),
        claims=(Claim(3.0, "%", "improvement", None, "3% improvement"),),
    ),
)


def many(count: int, seed: int = 5) -> Logbook:
    """A long search: values that fall slowly, some failures, some reverts, two optimizers."""
    chance = random.Random(seed)
    best, rows = 1.2, list[Row]()
    for number in range(count):
        lr, depth = f"{10 ** chance.uniform(-5, -2):.1e}", str(chance.randint(4, 16))
        optimizer = chance.choice(["adamw", "muon", "sgd"])
        what = f"lr={lr}, depth={depth}, opt={optimizer}"
        parameters = {"lr": lr, "depth": depth, "opt": optimizer}
        if chance.random() < 0.05:
            told = experiment(what, parameters=parameters, state=State.FAILED, status="diverged")
        else:
            value = best * (1 + abs(chance.gauss(0, 0.08))) - (0.01 if chance.random() < 0.08 else 0)
            value = value * 9 if chance.random() < 0.004 else value
            best = min(best, value)
            figures = {"val_loss": f"{value:.4f}", "acc": f"{max(0.1, 1 - value / 2):.3f}"}
            told = experiment(what, {**figures, "mem": str(chance.randint(8, 80))}, parameters=parameters)
        reverted = oid(number + 1) if chance.random() < 0.03 else None
        rows.append(
            row(number, told, branch=f"exp/{optimizer}", reverted=reverted, author=chance.choice(["Ada", "Lin"]))
        )
    return Logbook(rows[::-1])
