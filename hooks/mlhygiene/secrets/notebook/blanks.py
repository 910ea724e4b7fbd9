"""What stands in the text of a notebook and says nothing: colours, and files written as base64."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

# Colours and moves of the cursor. Links (`ESC ]`) hold an address: they stay.
ANSI = re.compile(rb"\x1b\[[0-?]{0,64}[ -/]{0,8}[@-~]")
# Of 64 characters or more, wrapped at 60 or more if at all: no line of a text that follows is taken for more of it.
BASE64 = (
    rb"[A-Za-z0-9+/]{64,}+(?:\\?\r?\n[ \t]{0,16}[A-Za-z0-9+/]{60,}+)*+(?:\\?\r?\n[A-Za-z0-9+/]{0,200}+={1,2})?={0,2}"
)
PAYLOAD = re.compile(
    rb'(?:;base64,|"(?:bdata|__ndarray__|(?:image|audio|video)/[\w.+-]{1,60}+)"\s{0,9}:[\s\[]{0,99}")('
    + BASE64
    + rb")(?![\w-])"
)
MARKS = (b";base64,", b'"bdata"', b'"__ndarray__"', b'"image/', b'"audio/', b'"video/')


def without_colours(text: bytes) -> bytes:
    """The text as people read it, a token in one piece."""
    return ANSI.sub(b"", text) if b"\x1b[" in text else text


class Colours:
    """Where the bytes of `without_colours(text)` stood in the text."""

    def __init__(self, text: bytes) -> None:
        spans = [colour.span() for colour in ANSI.finditer(text)]
        self._lost = list(accumulate((end - start for start, end in spans), initial=0))
        self._left = [start - lost for (start, _), lost in zip(spans, self._lost, strict=False)]

    def at(self, offset: int) -> int:
        """The offset in the text: a byte stands behind the colours before it."""
        return offset + self._lost[bisect_right(self._left, offset)]


def without_payloads(text: bytes) -> bytes:
    """The text with blanks in place of pictures and arrays in base64: no offset changes."""
    if not any(mark in text for mark in MARKS):
        return text
    parts = list[bytes]()
    end = 0
    for payload in PAYLOAD.finditer(text):
        start, after = payload.span(1)
        parts += text[end:start], b" " * (after - start)
        end = after
    return b"".join([*parts, text[end:]])
