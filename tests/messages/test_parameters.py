"""What was set or changed, as the left side says it."""

from __future__ import annotations

import pytest

from mlhygiene.messages.parameters import parameters

TABLE = {
    "lr=3e-4, bs=64, warmup=1000": ["lr=3e-4", "bs=64", "warmup=1000"],
    "add dropout=0.1 to attention": ["dropout=0.1"],
    "depth 8->6": ["depth: 8 -> 6"],
    "MATRIX_LR 0.04 -> 0.05": ["MATRIX_LR: 0.04 -> 0.05"],
    "lr=1e-4->3e-4, bs=64": ["lr: 1e-4 -> 3e-4", "bs=64"],
    "dropout 0.1→0.2": ["dropout: 0.1 -> 0.2"],
    "batch 2^16->2^15": ["batch: 2^16 -> 2^15"],
    "lr sweep [1e-5, 3e-4, 1e-3], best=3e-4": ["best=3e-4"],
    "betas=(0.9,0.95) and window=[4, 8]": ["betas=(0.9,0.95)", "window=[4, 8]"],
    'pattern="S S L"': ['pattern="S S L"'],
    "optimizer=adam": ["optimizer=adam"],
    "optim.lr=3e-4": ["optim.lr=3e-4"],
    "optimizer=adam->sgd": ["optimizer: adam -> sgd"],
    "swap Adam -> SGD": [],
    "lr=1, lr=2": ["lr=1"],
    "a == b": [],
    "see https://example.org/runs?seed=1&lr=2#step=3": [],
    "学习率=3e-4": ["学习率=3e-4"],
    "ends in lr=3.": ["lr=3"],
    "wider (prev val_bpb=1.71, was acc=0.4)": [],
    "nothing of the kind": [],
}


@pytest.mark.parametrize("what", TABLE)
def test_reads(what: str) -> None:
    found = [
        f"{p.name}: {p.previous} -> {p.value}" if p.previous is not None else f"{p.name}={p.value}"
        for p in parameters(what)
    ]

    assert found == TABLE[what]
