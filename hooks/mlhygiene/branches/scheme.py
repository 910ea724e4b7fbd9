"""A team's branch scheme: `[tool.mlhygiene.branches]`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA: dict[str, object] = {"type": "object"}


@dataclass(frozen=True)
class Scheme:
    """Which names branches have, which are protected, and which way merges go.

    `names` are whole names, `prefixes` end in `/`; `flow` maps a branch (or a prefix) to those
    that may be merged into it, empty where any may.
    """

    preset: str = "ml"
    names: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    protected: tuple[str, ...] = ("main", "master")
    flow: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])

    def protects(self, name: str) -> bool:
        """Whether commits reach a branch by a merge or a pull request alone."""
        return name in self.protected


def parse(value: object) -> Scheme:
    """The table of a config; ValueError says what is wrong."""
    raise ValueError(f"{value!r}: not yet")
