"""The canonical form, and the one for machines."""

from __future__ import annotations

import json

import pytest

from mlhygiene.messages.metrics import Metrics
from mlhygiene.messages.model_json import SCHEMA, as_json
from mlhygiene.messages.reading import read
from mlhygiene.messages.writing import write

TABLE = {
    "exp: a → acc = 0.9 ; f1=.8 .": "exp: a -> acc=0.9, f1=.8",
    "exp(nlp)!:  a -> acc=0.9": None,
    "exp(nlp)!: a -> diverged (at step 3)": "exp(nlp)!: a -> diverged: at step 3",
    "exp: a -> now acc=~ 0.9 ± 0.1 %": "exp: a -> acc=~0.9%±0.1",
    "exp: a -> loss=nan ± 0.1 s": "exp: a -> loss=nan±0.1s",
    "exp: a -> wins=13/20 s": "exp: a -> wins=13/20 s",
    "exp: a -> acc=0.8 -> 0.9 (top), same f1": "exp: a -> acc=0.8->0.9 (top), same f1",
    "exp: a -> speed=12.5k tok/s": "exp: a -> speed=12.5k tok/s",
    "exp: a -> running, 40% of it": "exp: a -> 40% of it, running",
    "exp: a -> running (at home), 5": "exp: a -> running (at home), 5",
    "exp: a -> acc=0.9\n\nWhy.\n\nrun: x\n": "exp: a -> acc=0.9\n\nRun: x",
}


@pytest.mark.parametrize("message", TABLE)
def test_writes(message: str) -> None:
    found = read(message).experiment

    assert (found and write(found)) == TABLE[message]


def test_without_a_result_there_is_no_arrow() -> None:
    found = read("exp15: wider", liberal=True).experiment

    assert found is not None
    assert write(found) == "exp(15): wider"


def test_for_machines() -> None:
    found = read("exp: depth 8->6 -> val_loss=nan, lr=3, 2x faster (x)\n\nRun: a\nRun: b\n").experiment
    assert found is not None

    told = as_json(found, Metrics())

    assert json.loads(json.dumps(told, allow_nan=False)) == {
        "schema": SCHEMA,
        "scope": None,
        "breaking": False,
        "what": "depth 8->6",
        "parameters": [{"name": "depth", "value": "6", "previous": "8"}],
        "state": "done",
        "status": None,
        "detail": None,
        "metrics": [
            {
                "name": "val_loss",
                "value": None,
                "raw": "nan",
                "unit": None,
                "deviation": None,
                "previous": None,
                "approximate": False,
                "label": None,
                "direction": "lower",
                "attribute": False,
            },
            {
                "name": "lr",
                "value": 3.0,
                "raw": "3",
                "unit": None,
                "deviation": None,
                "previous": None,
                "approximate": False,
                "label": None,
                "direction": None,
                "attribute": True,
            },
        ],
        "claims": [{"value": 2.0, "unit": "x", "relation": "faster", "noun": None, "raw": "2x faster"}],
        "notes": ["(x)"],
        "trailers": {"Run": ["a", "b"]},
        "recovered": False,
    }
