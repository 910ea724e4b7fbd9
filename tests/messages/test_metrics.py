"""Which way a metric gets better."""

from __future__ import annotations

import pytest

from mlhygiene.config import parse
from mlhygiene.messages.metrics import Direction, Metrics
from mlhygiene.model import Refusal

DIRECTIONS = {
    "a loss": ("val_loss", Direction.LOWER),
    "bits per byte": ("val_bpb", Direction.LOWER),
    "an accuracy": ("acc", Direction.HIGHER),
    "an accuracy in a path": ("val/acc@1", Direction.HIGHER),
    "top-1": ("top-1", Direction.HIGHER),
    "recall at ten": ("R@10", Direction.HIGHER),
    "F1": ("f1_macro", Direction.HIGHER),
    "a class of IoU": ("iou[road]", Direction.HIGHER),
    "a word of loss wins over one of gain": ("acc_loss", Direction.LOWER),
    "camel case is one word": ("valLoss", Direction.UNKNOWN),
    "a name of the team": ("quality", Direction.UNKNOWN),
    "another script": ("准确率", Direction.UNKNOWN),
    "a word inside a word is none": ("glossy", Direction.UNKNOWN),
}


@pytest.mark.parametrize(("name", "direction"), DIRECTIONS.values(), ids=DIRECTIONS)
def test_the_name_says_which_way_is_better(name: str, direction: Direction) -> None:
    assert Metrics().direction(name) is direction


def shared(text: str) -> Metrics:
    chosen = parse(text.encode(), "mlhygiene.toml")
    assert chosen is not None
    metrics = chosen.shared["metrics"]
    assert isinstance(metrics, Metrics)
    return metrics


def test_a_team_says_what_its_names_do_not() -> None:
    metrics = shared('[metrics]\nlower = ["quality"]\nhigher = ["val_loss"]\nattributes = ["fold"]')

    assert metrics.direction("quality") is Direction.LOWER
    assert metrics.direction("val_loss") is Direction.HIGHER
    assert metrics.attribute("fold")
    assert metrics.attribute("seed"), "what is known already stays"


REFUSED = {
    "a list": ("metrics = []", "mlhygiene.toml: metrics: write a table"),
    "an unknown key": ("[metrics]\nlow = []", "mlhygiene.toml: metrics: unknown key 'low': there are lower, higher"),
    "a name that is no text": ("[metrics]\nlower = [1]", "mlhygiene.toml: metrics: lower: write a list of names"),
    "both ways at once": (
        '[metrics]\nlower = ["x"]\nhigher = ["x"]',
        "mlhygiene.toml: metrics: 'x' cannot be better both lower and higher",
    ),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_table_is_refused_in_one_line(text: str, words: str) -> None:
    with pytest.raises(Refusal) as refusal:
        shared(text)

    assert str(refusal.value).startswith(words)
