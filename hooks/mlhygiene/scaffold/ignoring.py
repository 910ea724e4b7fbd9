"""The block of `.gitignore`: `templates/gitignore`, whose sections say for whom they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.scaffold.piece import Piece
from mlhygiene.scaffold.template import lines, staying

if TYPE_CHECKING:
    from mlhygiene.scaffold.facts import Facts
    from mlhygiene.scaffold.piece import Choices

PATH = ".gitignore"
NAME = "gitignore"


def gitignore(choices: Choices, _facts: Facts) -> Piece:
    """The lines for these choices. Facts do not count: a later look knows none."""
    return Piece(PATH, NAME, tuple(lines(NAME, choices)), choices, stays=staying(NAME))
