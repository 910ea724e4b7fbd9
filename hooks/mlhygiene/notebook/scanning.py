"""Where the values of a JSON text begin and end.

What a value takes up is told by the C scanner of the standard library, which skips a
value as fast as it parses one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Numbers are only passed over: one of more digits than Python reads is as good as any.
skip: Callable[[str, int], tuple[object, int]] = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode
BLANKS = re.compile(r"[ \t\r\n]*+")
KEY = re.compile(r'"([^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+)"[ \t\r\n]*+:[ \t\r\n]*+')
NEXT = re.compile(r"[ \t\r\n]*+([],}])[ \t\r\n]*+")


class Malformed(ValueError):  # noqa: N818 - it is a verdict, and reads as one
    """The text is no JSON here."""


def place(text: str, at: int, path: Sequence[str | int]) -> int:
    """Where the value at a path begins, below the one that begins here. LookupError where none does."""
    for step in path:
        if text[at] not in "{[":
            raise LookupError(f"a scalar has no {step!r}")
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
    if mark is None:
        raise Malformed
    return mark[1], mark.end()


def key(text: str, at: int) -> tuple[str, int]:
    """The key that begins here, its escapes undone, and where its value begins."""
    literal = KEY.match(text, at)
    if literal is None:
        raise Malformed
    name = literal[1]
    if "\\" in name:
        name = str(json.loads(f'"{name}"'))
    return name, literal.end()


def blanks_end(text: str, at: int) -> int:
    """The end of the blanks that begin here, if any do."""
    blanks = BLANKS.match(text, at)
    return blanks.end() if blanks else at
