"""The quick reader says what the grammar says, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.messages.subject import experiment
from mlhygiene.messages.usual import Usual

USUAL = (
    "exp: lr=3e-4, bs=64, warmup=1000 -> val_loss=0.42, ppl=12.3",
    "exp(nlp): add dropout=0.1 to attention -> val_loss=0.39 (3% improvement)",
    "exp: MATRIX_LR 0.04 -> 0.05 -> val_bpb=0.9711",
    "exp: depth 8->6 -> loss=-0.5",
    "exp: prune 50% -> size=-50%, acc=76.1%",
    "exp: baseline -> mem=38GB",
    "exp: 5 seeds -> acc=91.3% ± 0.4%, mem=38 GB",
    "exp: bs=1024 -> failed: OOM on 8xH100",
    "exp: 学习率=3e-4 -> running",
)
PIECES = st.sampled_from(
    [
        *("exp", "(nlp)", "()", "!", ": ", ":", " ", "a", "lr=3e-4", ", ", ",", "bs = 64", " -> ", "->", "→"),
        *("loss=1", "acc=91.2%", "acc=1", "=", "x=1e999", "n=1_000", "mem=38 GB", "mem=38GB", "±", "+/-", "0.1", "nan"),
        *(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            " (note)",
            " (a, b)",
            ";",
            " and ",
            "running",
            "failed: OOM",
            "best ",
            "%",
            ".",
        ),
        *("1.8x faster", "\t", "\u200b", "学", "wins=13/20", "x=-", "x=.5", "x=5.", "x=+1", "A1=2k", "tok/s=3", "_a=1"),
    ]
)


@pytest.mark.parametrize("subject", USUAL)
def test_what_most_people_write_is_read(subject: str) -> None:
    assert Usual().read(subject) == experiment(subject) is not None


@given(st.lists(PIECES, max_size=12).map(lambda pieces: f"exp: {''.join(pieces)}"))
def test_whatever_is_read_is_read_as_the_grammar_does(subject: str) -> None:
    reader = Usual()
    said = reader.read(subject)

    assert said is None or repr(said) == repr(experiment(subject))  # nan is not nan
    assert repr(reader.read(subject)) == repr(said)


@given(st.lists(PIECES, min_size=1, max_size=4), st.lists(PIECES, min_size=1, max_size=4))
def test_so_is_all_that_has_an_arrow(left: list[str], right: list[str]) -> None:
    subject = f"exp: {''.join(left)} -> {''.join(right)}"
    said = Usual().read(subject)

    assert said is None or repr(said) == repr(experiment(subject))  # nan is not nan
