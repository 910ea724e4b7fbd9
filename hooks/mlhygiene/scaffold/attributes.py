"""The block of `.gitattributes`: `templates/gitattributes`, whose sections say for whom they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.scaffold.piece import Piece
from mlhygiene.scaffold.template import sections

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.scaffold.facts import Facts
    from mlhygiene.scaffold.piece import Choices

PATH = ".gitattributes"
NAME = "gitattributes"
LFS = b"filter=lfs"
UNCOUNTED = b"*.ipynb linguist-detectable=false"
# `**/` is any folder or none; the first of a class stands for it.
GLOBS = ((re.compile(rb"\*\*/"), b""), (re.compile(rb"\[(.)[^\]]*\]"), rb"\1"), (re.compile(rb"\*+|\?"), b"x"))


def gitattributes(choices: Choices, facts: Facts) -> Piece:
    """The lines for these choices, none of them empty: `git lfs track` takes empty lines out of the whole file.

    Where notebooks are what a repository is made of, GitHub shall count them.
    """
    lines = tuple(line for section in sections(NAME, choices) for line in section)
    piece = Piece(PATH, NAME, lines, choices)
    return piece.without({UNCOUNTED}) if facts.notebooks > facts.modules else piece


def lfs_patterns(lines: Iterable[bytes]) -> dict[bytes, bytes]:
    """The patterns of a block of ours that Git LFS tracks, each with a path that it must match."""
    words = (line.split() for line in lines if not line.startswith(b"#"))
    return {pattern: path_of(pattern) for pattern, *attributes in filter(None, words) if LFS in attributes}


def path_of(pattern: bytes) -> bytes:
    """A path that one of our patterns matches.

    >>> path_of(b"/data/**/*.[jJ]pg")
    b'data/x.jpg'
    """
    for glob, text in GLOBS:
        pattern = glob.sub(text, pattern)
    return pattern.lstrip(b"/")
