"""What a team has stripped out of its notebooks. The names are nbstripout's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from mlhygiene.notebook import volatile
from mlhygiene.sizes import parse_size

SUFFIX = re.compile(r"\d\s*[KMG]$", re.ASCII | re.IGNORECASE)
OUTPUT_TYPE = re.compile(r"[^\s:]+(?::[^\s:]+)?")
# JSON Schema (draft 2020-12) of the options.
WORDS = {"type": "array", "items": {"type": "string"}}
FLAG = {"type": "boolean"}
NOTEBOOK, CELL = "metadata.", "cell.metadata."


class Keys(NamedTuple):
    """Keys of metadata that go, those that lead into objects (`a.b`) apart, and keys that stay whatever else goes."""

    plain: frozenset[str]
    dotted: tuple[str, ...]
    kept: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Which outputs, counts, cells and metadata go.

    Where `keep_output` is false, each notebook may still say so of itself. `max_size` is
    characters in all the strings of one output: one of at most so many stays. An output
    type is `stream`, or `stream:stderr` by name.
    """

    keep_output: bool = False
    keep_count: bool = False
    extra_keys: tuple[str, ...] = ()
    keep_metadata_keys: tuple[str, ...] = ()
    metadata: str = volatile.DEFAULT
    drop_empty_cells: bool = False
    drop_tagged_cells: tuple[str, ...] = ()
    strip_init_cells: bool = False
    drop_output_type: tuple[str, ...] = ()
    keep_output_type: tuple[str, ...] = ()
    max_size: int = 0

    @cached_property
    def notebook_keys(self) -> Keys:
        """Keys in the notebook's metadata."""
        return self._within(NOTEBOOK)

    @cached_property
    def cell_keys(self) -> Keys:
        """Keys in a cell's metadata."""
        return self._within(CELL)

    @cached_property
    def strict(self) -> bool:
        """Whether all metadata goes but what is known to matter."""
        return self.metadata == volatile.STRICT

    @cached_property
    def keys(self) -> list[str]:
        """All keys that go, as nbstripout spells them."""
        wanted = dict.fromkeys((*volatile.PRESETS[self.metadata], *self.extra_keys))
        return [key for key in wanted if key not in self.keep_metadata_keys]

    def _within(self, space: str) -> Keys:
        going = [key.removeprefix(space) for key in self.keys if key.startswith(space)]
        kept = [key.removeprefix(space) for key in self.keep_metadata_keys if key.startswith(space)]
        return Keys(
            plain=frozenset(key for key in going if "." not in key),
            dotted=tuple(key for key in going if "." in key),
            kept=frozenset(name for key in kept for name in (key, key.partition(".")[0])),
        )


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
    if value in volatile.PRESETS:
        return str(value)
    raise ValueError(f"{value!r} is none of {', '.join(volatile.PRESETS)}")


def parse_max_size(value: object) -> int:
    """Characters out of `10k`, `1.5 MB` or a number; a letter alone is a power of 1000, as nbstripout has it."""
    return parse_size(f"{value}B" if isinstance(value, str) and SUFFIX.search(value) else value)


def parse_flag(value: object) -> bool:
    """A truth value of TOML; ValueError for anything else."""
    if isinstance(value, bool):
        return value
    raise ValueError(f"{value!r} is neither true nor false")
