"""Changes made in the text of a JSON document: nothing else in it moves.

What a value takes up is told by the C scanner of the standard library, which skips a
value as fast as it parses one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.notebook.change import KEPT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlhygiene.notebook.change import Changes

# Numbers are only passed over: one of more digits than Python reads is as good as any.
skip: Callable[[str, int], tuple[object, int]] = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode
BLANKS = re.compile(r"[ \t\r\n]*+")
KEY = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"[ \t\r\n]*+:[ \t\r\n]*+', re.DOTALL)
NEXT = re.compile(r"[ \t\r\n]*+([],}])[ \t\r\n]*+")


class Cut(NamedTuple):
    """The text from `start` up to `end`, and what stands there instead."""

    start: int
    end: int
    text: str


def operated(text: str, start: int, changes: Changes) -> str:
    """The text of a well-formed document, whose value begins at `start`, with its changes.

    A member goes with the comma and the blanks up to its next neighbour, the last ones with
    those before them: whole lines, where each had a line. A container that loses all of its
    members is left as `{}` or `[]`.
    """
    cuts, pieces, at = list[Cut](), list[str](), 0
    _walk(text, start, changes, cuts)
    for cut in cuts:
        pieces += [text[at : cut.start], cut.text]
        at = cut.end
    pieces.append(text[at:])
    return "".join(pieces)


def _walk(text: str, opening: int, changes: Changes, cuts: list[Cut]) -> int:
    """Note the cuts of the container that opens here, in order; its end."""
    keyed = text[opening] == "{"
    at, comma, number, end = blanks_end(text, opening + 1), ",", -1, opening
    going = kept = 0  # where members that go begin; the end of the last that stays
    while comma == ",":
        begin, number = at, number + 1
        name, at = key(text, at) if keyed else (number, at)
        change = changes.get(name, KEPT)
        if going and change is not None:
            cuts.append(Cut(going, begin, ""))
            going = 0
        if isinstance(change, str) or change is None:
            end = skip(text, at)[1]
            if change:
                cuts.append(Cut(at, end, change))
        else:
            end = _walk(text, at, change, cuts)
        if change is None:
            going = going or begin
        else:
            kept = end
        comma, at = following(text, end)
    if going:
        emptied = Cut(opening, text.index(comma, end) + 1, "{}" if keyed else "[]")
        cuts.append(Cut(kept, end, "") if kept else emptied)
    return text.index(comma, end) + 1


def place(text: str, at: int, path: Sequence[str | int]) -> int:
    """Where the value at a path begins, below the one that begins here. LookupError where none does."""
    for step in path:
        keyed, number = text[at] == "{", 0
        at = blanks_end(text, at + 1)
        while text[at] not in "]}":
            name, value = key(text, at) if keyed else (number, at)
            if name == step:
                at = value
                break
            at, number = behind(text, value), number + 1
        else:
            raise LookupError(f"nothing is at {step!r}")
    return at


def behind(text: str, at: int) -> int:
    """Behind the value that begins here: where the next one begins, or the bracket that closes."""
    end = skip(text, at)[1]
    comma, behind = following(text, end)
    return behind if comma == "," else text.index(comma, end)


def following(text: str, at: int) -> tuple[str, int]:
    """The comma or bracket behind a value, and what begins behind it."""
    mark = NEXT.match(text, at)
    assert mark is not None, "the document is well-formed"
    return mark[1], mark.end()


def key(text: str, at: int) -> tuple[str, int]:
    """The key that begins here, its escapes undone, and where its value begins."""
    literal = KEY.match(text, at)
    assert literal is not None, "the document is well-formed"
    name = literal[1]
    if "\\" in name:
        name = str(json.loads(f'"{name}"'))
    return name, literal.end()


def blanks_end(text: str, at: int) -> int:
    """The end of the blanks that begin here, if any do."""
    blanks = BLANKS.match(text, at)
    return blanks.end() if blanks else at
