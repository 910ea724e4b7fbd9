"""Limits by pattern: `"*.ipynb" = "5 MB"`, the last match wins, as in .gitignore."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from mlhygiene.patterns import spec
from mlhygiene.sizes import SCHEMA as SIZE_SCHEMA
from mlhygiene.sizes import parse_size

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SCHEMA = {"type": "object", "additionalProperties": SIZE_SCHEMA}


@dataclass(frozen=True)
class Limits:
    """Pairs of a gitignore pattern and a number of bytes."""

    pairs: tuple[tuple[str, int], ...] = ()

    def of(self, name: str) -> int | None:
        """The limit of the last pattern that matches, or None."""
        return next((limit for each, limit in self._specs if each.match_file(name)), None)

    @cached_property
    def lowest(self) -> int | None:
        return min((limit for _, limit in self.pairs), default=None)

    @cached_property
    def _specs(self) -> list[tuple[GitIgnoreSpec, int]]:
        return [(spec(pattern), limit) for pattern, limit in reversed(self.pairs)]


def parse_limits(value: object) -> Limits:
    """Limits out of a TOML table; ValueError names the entry that is wrong."""
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} is not a table of pattern = size")  # noqa: TRY004 - one error for every bad value
    table = cast("dict[str, object]", value)
    return Limits(tuple((pattern, parse_size(size)) for pattern, size in table.items()))
