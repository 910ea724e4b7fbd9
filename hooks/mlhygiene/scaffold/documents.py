"""Further files of a repository: `.dvcignore`, `.vhignore`, `CONTRIBUTING.md`, `mlhygiene.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhygiene.scaffold.facts import Facts
    from mlhygiene.scaffold.piece import Choices, Once, Piece


def pieces(_choices: Choices, _facts: Facts) -> list[Piece]:
    """The managed blocks of those that these choices ask for."""
    return []


def onces(_choices: Choices, _facts: Facts) -> list[Once]:
    """Those that are written where there are none."""
    return []
