"""A team leaves out a format by its id, with the reason."""

from __future__ import annotations

from random import Random

import pytest

from builders import blob
from mlhygiene import config
from mlhygiene.model import Refusal
from mlhygiene.secrets import formats
from tokens import make

TEXT = make("a = 'hf_{letters:34}'\nb = 'gsk_{alnum:52}'\n", Random(1))[0].encode()


def chosen(formats: str) -> config.Config:
    text = f"[rules.provider-token]\nignore-formats = {formats}\n"
    parsed = config.parse(text.encode(), "mlhygiene.toml")
    assert parsed is not None
    return parsed


def told(formats: str) -> list[object]:
    (rule,) = chosen(formats).rules(["MLH202"])
    return [finding.data["format"] for finding in rule.check(blob("a.py", TEXT))]


def test_every_format_is_told_until_it_is_left_out() -> None:
    assert told("{}") == ["hugging-face-token", "groq-key"]
    assert told('{ groq-key = "the sandbox of the course" }') == ["hugging-face-token"]


WRONG = {
    "no table": ('["groq-key"]', "write a table of formats, each with the reason"),
    "no format": ('{ grok-key = "x" }', "'grok-key' is no format (did you mean 'groq-key'?)"),
    "nothing like a format": ('{ zzzzzzzz = "x" }', "'zzzzzzzz' is no format:"),
    "no reason": ('{ groq-key = " " }', "groq-key: say why"),
}


@pytest.mark.parametrize(("written", "said"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_told_with_its_place(written: str, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        chosen(written)

    assert str(refusal.value).startswith("mlhygiene.toml: rules.provider-token: ignore-formats: " + said)


def test_every_format_has_an_id_of_its_own() -> None:
    assert list(formats.known()) == sorted(formats.known())
    assert {identifier for identifier, form in formats.known().items() if form.id != identifier} == set()
