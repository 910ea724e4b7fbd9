"""Rows as machines get them: whole, in JSON's own numbers, and without secrets."""

from __future__ import annotations

import json
from base64 import b64encode
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.rows import measured, row
from mlhygiene.experiments import plain
from mlhygiene.experiments.masking import masked
from mlhygiene.messages.experiment import Parameter
from mlhygiene.secrets.names import is_secret
from tokens import make

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=20).filter(
    lambda name: not is_secret(name.encode())
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=20)


def test_a_row_has_the_keys_that_exp_log_gives_it() -> None:
    told = plain.row(row("wider", 5, val_loss=0.4, branch="exp/wider"))
    assert (told["what"], told["branch"], told["metrics"]["val_loss"]["value"]) == ("wider", "exp/wider", 0.4)


@pytest.mark.parametrize("raw", ["nan", "inf", "-inf"])
def test_what_is_no_number_is_null_and_said_raw(raw: str) -> None:
    told = plain.metric(measured("acc", raw))
    assert told is not None
    assert (told["value"], told["raw"]) == (None, raw)
    assert json.dumps(told, allow_nan=False)


@given(WORDS, st.lists(st.tuples(NAMES, WORDS, st.none() | WORDS)))
def test_rows_without_secrets_stay_as_they_are(what: str, pairs: list[tuple[str, str, str | None]]) -> None:
    told = row(what)
    told = told._replace(experiment=told.experiment._replace(parameters=tuple(Parameter(*each) for each in pairs)))
    assert masked([told, row("b")]) == [told, row("b")]


def test_a_secret_goes_wherever_the_message_has_it() -> None:
    token, _ = make("hf_{letters:34}", Random(5))
    told = row(f"try {token}", parameters={"hub": token})
    said = told.experiment._replace(
        notes=(f"({token})",),
        detail=token,
        trailers=(("Run", f"https://x.example/?t={token}"), ("Seed", "7")),
        parameters=(Parameter("hub", token), Parameter("depth", "9", "8"), Parameter("lr", "1", None)),
    )
    clean = masked([told._replace(experiment=said, subject=f"exp: {token}")])[0]
    assert token not in repr(clean)
    assert clean.experiment.parameters[1:] == said.parameters[1:]
    assert clean.experiment.trailers[1] == ("Seed", "7")


@pytest.mark.parametrize("end", ["\r", "\r\r", "\x0b", "\x0c", "\x85", "\u2028"])
def test_what_is_no_line_break_everywhere_hides_nothing(end: str) -> None:
    token, _ = make("hf_{letters:34}", Random(5))
    clean = masked([row(f"a{end}b{end}", 1), row(f"try {token}", 2), row("c", 3)])
    assert token not in repr(clean)
    assert (clean[0], clean[2]) == (row(f"a{end}b{end}", 1), row("c", 3))


def test_an_encoded_secret_goes_too() -> None:
    token, _ = make("hf_{letters:34}", Random(5))
    encoded = b64encode(f"token = {token}".encode()).decode()
    clean = masked([row(f"try {encoded} now")])[0]
    assert encoded[8:40] not in repr(clean)
    assert clean.experiment.what.startswith("try ")
    assert clean.experiment.what.endswith(" now")
