"""MLH406: a metric has one name."""

from __future__ import annotations

import pytest

from builders import found
from mlhygiene.model import Commit
from mlhygiene.record import Record
from mlhygiene.rules.metric_name import MetricName
from saying import saying

USED = {"val_loss": 41, "ppl": 12, "top1": 3, "rmse": 5, "val_acc": 2, "once_loss": 1}
CLEAN = {
    "a name that the logbook has": "exp: a -> val_loss=0.42",
    "a name like no other": "exp: a -> wer=3.1",
    "a name that differs by a number": "exp: a -> top5=0.9",
    "a name of known words": "exp: a -> mse=0.3, train_loss=0.4",
    "a name that nothing but one commit is near to": "exp: a -> onec_loss=0.3",
    "units that people write": "exp: a -> ppl=3%, rmse=4 GB, top1=12.5k tok/s, val_acc=3GB/s",
    "no experiment": "fix: val_los=3",
    "no metrics": "exp: a -> running",
}
FOUND = {
    "a letter too few": ("exp: a -> val_los=0.42", "val_los: did you mean val_loss, 41 earlier uses?"),
    "letters swapped": ("exp: a -> vla_loss=0.42", "vla_loss: did you mean val_loss, 41 earlier uses?"),
    "other case": ("exp: a -> PPL=0.42", "PPL: did you mean ppl, 12 earlier uses?"),
    "in a trailer": ("exp: a -> ppl=3\n\nMetric: val_acs=0.3", "val_acs: did you mean val_acc, 2 earlier uses?"),
    "a unit of nobody's": ("exp: a -> ppl=3furlongs", "ppl: `furlongs` is no unit that is known"),
}


@pytest.mark.parametrize("message", CLEAN.values(), ids=CLEAN)
def test_passes(message: str) -> None:
    assert found(MetricName(), saying(message, metrics=USED)) == []


@pytest.mark.parametrize(("message", "told"), FOUND.values(), ids=FOUND)
def test_finds(message: str, told: str) -> None:
    assert found(MetricName(), saying(message, metrics=USED)) == [told]


def test_the_line_to_write_has_the_name_in_place() -> None:
    (finding,) = MetricName().check(saying("exp: val_los=3 -> val_los=0.42, ppl=3", metrics=USED))

    assert finding.fix == "write: exp: val_los=3 -> val_loss=0.42, ppl=3"


def test_a_first_experiment_has_nothing_to_be_near_to() -> None:
    assert found(MetricName(), saying("exp: a -> val_los=0.42")) == []


def test_history_is_not_asked_about_what_has_no_metric() -> None:
    def asked() -> dict[str, int]:
        raise AssertionError

    assert found(MetricName(), Commit(None, record=Record("exp: a -> diverged", metrics=asked))) == []
