"""Secret files that only one team has: `"*.license" = "licence of the solver"`, as gitignore patterns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from mlhygiene.patterns import spec
from mlhygiene.secrets.files.sign import Sign

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SCHEMA = {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}


@dataclass(frozen=True)
class Names:
    """Pairs of a gitignore pattern and what such a file is."""

    pairs: tuple[tuple[str, str], ...] = ()

    def signs(self, name: str) -> list[Sign]:
        return [sign for pattern, sign in self._specs if pattern.match_file(name)]

    @cached_property
    def _specs(self) -> list[tuple[GitIgnoreSpec, Sign]]:
        return [(spec(pattern), Sign(what, pattern)) for pattern, what in self.pairs]


def parse_names(value: object) -> Names:
    """Names out of a TOML table; ValueError names the entry that is wrong."""
    if not isinstance(value, dict):
        raise ValueError(f'{value!r} is not a table of pattern = "what it is"')  # noqa: TRY004 - one error for every bad value
    table = cast("dict[str, object]", value)
    for pattern, what in table.items():
        if not isinstance(what, str) or not what.strip():
            raise ValueError(f'{pattern!r}: say what such a file is, as in "*.token" = "token of our gateway"')
    return Names(tuple((pattern, str(what)) for pattern, what in table.items()))
