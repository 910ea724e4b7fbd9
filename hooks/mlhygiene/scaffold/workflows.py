"""The lint job on CI services."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhygiene.scaffold.facts import Facts
    from mlhygiene.scaffold.piece import Choices, Piece


def pieces(_choices: Choices, _facts: Facts) -> list[Piece]:
    """The workflow files that these choices ask for, each a block that is all of its file."""
    return []
