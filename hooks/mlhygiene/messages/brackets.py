"""Where a text is inside brackets. One pass, whatever it holds."""

from __future__ import annotations

import re
from typing import NamedTuple

ANY = re.compile(r"[()\[\]{}]")


class Group(NamedTuple):
    """An outermost pair of brackets: `text[start:end]` holds both."""

    start: int
    end: int


def groups(text: str) -> list[Group]:
    """The outermost pairs, in order. A bracket without its other half counts for nothing (`[0, 1)` is a pair)."""
    if ANY.search(text) is None:  # as of most
        return []
    open_ = list[int]()
    pairs = list[Group]()
    for match in ANY.finditer(text):
        if match[0] in "([{":
            open_.append(match.start())
        elif open_:
            start = open_.pop()
            while pairs and pairs[-1].start > start:
                pairs.pop()
            pairs.append(Group(start, match.end()))
    return pairs


def blanked(text: str, pairs: list[Group]) -> str:
    """The text with blanks where the pairs are, at the same length."""
    pieces, at = list[str](), 0
    for start, end in pairs:
        pieces += (text[at:start], " " * (end - start))
        at = end
    return "".join((*pieces, text[at:]))
