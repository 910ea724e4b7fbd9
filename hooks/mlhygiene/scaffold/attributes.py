"""The block of `.gitattributes`: `templates/gitattributes`, whose sections say for whom they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.scaffold.piece import Piece
from mlhygiene.scaffold.template import sections

if TYPE_CHECKING:
    from mlhygiene.scaffold.facts import Facts
    from mlhygiene.scaffold.piece import Choices

PATH = ".gitattributes"
NAME = "gitattributes"
UNCOUNTED = b"*.ipynb linguist-detectable=false"


def gitattributes(choices: Choices, facts: Facts) -> Piece:
    """The lines for these choices, none of them empty: `git lfs track` takes empty lines out of the whole file.

    Where notebooks are what a repository is made of, GitHub shall count them.
    """
    lines = tuple(line for section in sections(NAME, choices) for line in section)
    piece = Piece(PATH, NAME, lines, choices)
    return piece.without({UNCOUNTED}) if facts.notebooks > facts.modules else piece
