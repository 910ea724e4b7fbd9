"""The options of a policy as a config or a command line spells them."""

from __future__ import annotations

import re

from mlhygiene.notebook.volatile import CELL, NOTEBOOK, PRESETS
from mlhygiene.sizes import UNLIMITED, parse_size

SUFFIX = re.compile(r"\d\s*[KMG]$", re.ASCII | re.IGNORECASE)
OUTPUT_TYPE = re.compile(r"[^\s:]+(?::[^\s:]+)?")
# JSON Schema (draft 2020-12).
WORDS = {"type": "array", "items": {"type": "string"}}
FLAG = {"type": "boolean"}
CHARACTERS = {"type": ["integer", "string"], "minimum": 0, "examples": ["10k", "1.5 MB", 10000]}


def parse_keys(value: object) -> tuple[str, ...]:
    """Metadata keys out of a list, or of words parted by blanks; ValueError names one that is none.

    A key that reaches beyond metadata would take code with it.
    """
    for key in (keys := parse_words(value)):
        if not any(key.startswith(space) and len(key) > len(space) for space in (NOTEBOOK, CELL)):
            raise ValueError(f"{key!r} is no key of metadata: write `metadata.KEY` or `cell.metadata.KEY`")
    return keys


def parse_types(value: object) -> tuple[str, ...]:
    """Output types out of a list, or of words; ValueError names one that is none."""
    for kind in (kinds := parse_words(value)):
        if not OUTPUT_TYPE.fullmatch(kind):
            raise ValueError(f"{kind!r} is no output type: write `stream`, `error`, or `stream:stderr`")
    return kinds


def parse_words(value: object) -> tuple[str, ...]:
    """Words out of a list of strings, or of one string that blanks part."""
    if isinstance(value, str):
        return tuple(value.split())
    if isinstance(value, list) and all(isinstance(word, str) for word in value):  # pyright: ignore[reportUnknownVariableType]
        return tuple(value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    raise ValueError(f"{value!r} is not a list of strings")


def parse_preset(value: object) -> str:
    """The name of a preset; ValueError names them all."""
    if isinstance(value, str) and value in PRESETS:
        return value
    raise ValueError(f"{value!r} is none of {', '.join(PRESETS)}")


def parse_max_size(value: object) -> int:
    """Characters out of `10k`, `1.5 MB` or a number; a letter alone is a power of 1000, as nbstripout has it."""
    try:
        size = parse_size(f"{value}B" if isinstance(value, str) and SUFFIX.search(value) else value)
    except ValueError:
        size = UNLIMITED
    if size == UNLIMITED:  # `none`: no limit for some, no output for others
        raise ValueError(f"{value!r} is no number of characters: write 10000, `10k` or `1.5 MB`; 0 keeps no output")
    return size


def parse_flag(value: object) -> bool:
    """A truth value of TOML; ValueError for anything else."""
    if isinstance(value, bool):
        return value
    raise ValueError(f"{value!r} is neither true nor false")
