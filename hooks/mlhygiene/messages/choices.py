"""How the options of rules over messages are written in a config."""

from __future__ import annotations

from typing import cast

SWITCH = {"type": "boolean"}
WORDS = {"type": "array", "items": {"type": "string", "minLength": 1}}


def parse_switch(value: object) -> bool:
    """True or false, or ValueError."""
    if isinstance(value, bool):
        return value
    raise ValueError(f"{value!r}: write true or false")


def parse_words(value: object) -> tuple[str, ...]:
    """A list of words without blanks, or ValueError."""
    words = cast("list[object]", value) if isinstance(value, list) else [None]
    if not all(isinstance(word, str) and word and not set(word) & set(" \t\n():!") for word in words):
        raise ValueError(f'{value!r}: write a list of words, such as ["feat", "fix"]')
    return tuple(map(str, words))


def parse_limit(value: object) -> int:
    """A whole number above 0, or ValueError."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise ValueError(f"{value!r}: write a whole number above 0")
