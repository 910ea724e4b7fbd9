"""What a clean repository needs: templates, and how they come into files that people own. Pure.

`facts` looks at a repository, `pieces` says what it should have, `block` and `piece` put that
into files without losing a byte. Processes and the file system are others' work.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def templates() -> Traversable:
    """The template tree: inside the installed package, or at the root of a checkout."""
    packaged = files("mlhygiene") / "templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "templates"


def shipped(name: str) -> str:
    """The text of one, by its path in the tree, with `/`."""
    return templates().joinpath(*name.split("/")).read_text(encoding="utf-8")
