"""What became of a metric: by how much, and whether that is good."""

from __future__ import annotations

import pytest

from experiments.rows import measured, row
from mlhygiene.experiments.comparing import Setting, difference, differences, settings
from mlhygiene.messages.metrics import Metrics

CHANGES = {
    "a lower loss": ("val_loss", "0.45", "0.42", "better", -0.03, -6.7),
    "a higher loss": ("val_loss", "0.42", "0.45", "worse", 0.03, 7.1),
    "a higher accuracy": ("acc", "70%", "77%", "better", 7.0, 10.0),
    "a lower one": ("acc", "0.9", "0.8", "worse", -0.1, -11.1),
    "the same": ("acc", "0.9", "0.90", "same", 0.0, 0.0),
    "nobody knows": ("zeta", "1", "2", "unknown", 1.0, 100.0),
    "no metric at all": ("epoch", "1", "2", "unknown", 1.0, 100.0),
    "from nothing": ("val_loss", "0", "1", "worse", 1.0, None),
    "of a negative one": ("reward", "-2", "-1", "better", 1.0, 50.0),
    "in other units": ("acc", "0.761", "76.1%", "other unit", None, None),
    "to no number": ("val_loss", "0.4", "nan", "worse", None, None),
    "from no number": ("val_loss", "nan", "0.4", "better", None, None),
    "of no number": ("val_loss", "nan", "nan", "unknown", None, None),
    "beyond what can be told": ("val_loss", "1e-300", "1e300", "worse", 1e300, None),
}


@pytest.mark.parametrize(("name", "old", "new", "verdict", "delta", "percent"), CHANGES.values(), ids=CHANGES)
def test_a_change(name: str, old: str, new: str, verdict: str, delta: float | None, percent: float | None) -> None:
    found = difference(name, measured(name, old), measured(name, new), Metrics())
    assert (found.verdict, found.delta) == (verdict, delta)
    assert found.percent == (None if percent is None else pytest.approx(percent, abs=0.05))


def test_a_metric_that_one_side_lacks_is_told() -> None:
    old, new = row("a", val_loss=0.45, ppl=3).experiment, row("b", acc=0.9, val_loss=0.42).experiment
    found = [(each.name, each.verdict) for each in differences(old, new, Metrics())]
    assert found == [("acc", "missing"), ("val_loss", "better"), ("ppl", "missing")]


def test_an_experiment_is_compared_with_none() -> None:
    assert [each.verdict for each in differences(None, row("b", acc=0.9).experiment, Metrics())] == ["missing"]


def test_parameters_stand_side_by_side() -> None:
    old = row("a", parameters={"lr": "1e-4", "depth": "8"}).experiment
    new = row("b", parameters={"lr": "3e-4", "seed": "1"}).experiment
    assert settings(old, new) == [
        Setting("lr", "1e-4", "3e-4"),
        Setting("seed", None, "1"),
        Setting("depth", "8", None),
    ]
