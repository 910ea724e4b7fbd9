"""A path that a pattern of `.gitattributes` or `.gitignore` matches, made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What stands for `*`: no repository's own pattern speaks of it.
FILLER = b"mlhygiene"
CLASSES = {
    b"blank": b" ",
    b"cntrl": b"\x01",
    b"digit": b"0",
    b"punct": b"-",
    b"space": b" ",
    b"upper": b"A",
    b"xdigit": b"0",
}
LETTER = b"m"
# In this order: a bracket may open with its own end, `[]a]`, and hold `[:space:]`.
TOKEN = re.compile(
    rb"(?P<folders>(?:^|(?<=/))\*\*/)|(?P<stars>\*+)|(?P<any>\?)"
    rb"|\[(?P<not>[!^]?)(?P<set>\]?(?:\[:[a-z]+:\]|\\.|[^\]\\])*)\]|\\(?P<escaped>.)",
    re.DOTALL,
)
MEMBER = re.compile(rb"\[:(?P<class>[a-z]+):\]|\\?(?P<low>.)(?:-\\?(?P<high>.))?", re.DOTALL)
# One of these lies outside of what a bracket with `!` holds, if the pattern is one of a person.
OTHERS = b"mq7_Z-"


def sample(pattern: bytes) -> bytes:
    r"""A path below the folder that the pattern counts from; that of a folder's pattern is the folder.

    >>> sample(b"*.[pP][tT]"), sample(b"/models/**/*.bin"), sample(b"my[[:space:]]model.pt"), sample(b"data/**")
    (b'mlhygiene.pt', b'models/mlhygiene.bin', b'my model.pt', b'data/mlhygiene')
    """
    return TOKEN.sub(_filled, pattern).removeprefix(b"/").removesuffix(b"/")


def _filled(match: re.Match[bytes]) -> bytes:
    if match["folders"]:
        return b""
    if match["stars"]:
        return FILLER
    if match["any"]:
        return LETTER
    if match["escaped"]:
        return match["escaped"]
    members = list(_members(match["set"]))
    if match["not"]:
        outside = (byte for byte in OTHERS if not any(low <= byte <= high for low, high in members))
        return bytes([next(outside, OTHERS[0])])
    return bytes([members[0][0]]) if members else LETTER


def _members(text: bytes) -> Iterator[tuple[int, int]]:
    """What a bracket holds, each from the first to the last byte."""
    for member in MEMBER.finditer(text):
        low = CLASSES.get(member["class"], LETTER) if member["class"] else member["low"]
        yield low[0], (member["high"] or low)[0]
