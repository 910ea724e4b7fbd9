"""The block of `.gitattributes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhygiene.scaffold.facts import Facts
    from mlhygiene.scaffold.piece import Choices, Piece


def gitattributes(choices: Choices, facts: Facts) -> Piece:
    """The lines for these choices."""
    raise NotImplementedError
