"""A clone: what git's config says in it. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.location import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Setting(NamedTuple):
    """One line of git's config: which file has it (`scope` is `local`, `global`, …), and what it says."""

    scope: str
    origin: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Clone:
    """The config that git reads in this clone: its own, the user's, the machine's. Nobody else's clone has it.

    `ask` reads it once a rule looks; an origin is as a person at the root would write it, `~` included.
    """

    ask: Callable[[], Sequence[Setting]] = field(repr=False, compare=False)

    @property
    def settings(self) -> Sequence[Setting]:
        """Every line in the order in which git reads it."""
        return self.ask()

    def at(self) -> Location:
        return Location(path=b".")

    @property
    def identity(self) -> str:
        return "clone"
