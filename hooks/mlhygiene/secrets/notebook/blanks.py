"""What stands in the text of a notebook and says nothing: colours, and files written as base64."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Colours and moves of the cursor. Links (`ESC ]`) hold an address: they stay.
ANSI = re.compile(rb"\x1b\[[0-?]{0,64}[ -/]{0,8}[@-~]")
# Pictures in a page and arrays of a plot; in a notebook that is read as it stands, its own pictures too.
EMBEDDED = (b";base64,", b'"bdata"', b'"__ndarray__"')
PICTURES = (*EMBEDDED, b'"image/', b'"audio/', b'"video/', b'"png"', b'"jpeg"')
OPENING = rb';base64,|"[\w./+-]{1,80}+"\s{0,9}+:[\s\[]{0,99}+"'
# 64 characters or more, in lines of 60 or more if there are several: the text after them is not taken for more of them.
WRAP = rb'(?:\\?\r?\n(?:",\s{1,99}+"|[ \t]{0,16}+))'
BASE64 = (
    rb"[A-Za-z0-9+/]{64,}+(?:" + WRAP + rb"[A-Za-z0-9+/]{60,}+)*+(?:" + WRAP + rb"[A-Za-z0-9+/]{0,200}+={1,2})?={0,2}"
)
PAYLOAD = re.compile(rb"(?:" + OPENING + rb")(" + BASE64 + rb")(?![\w-])")


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


def without_payloads(text: bytes, marks: tuple[bytes, ...] = EMBEDDED) -> bytes:
    """The text with blanks in place of the base64 that follows a mark: no offset changes."""
    spans = sorted(span for mark in marks for span in _payloads(text, mark))
    if not spans:
        return text
    parts = list[bytes]()
    end = 0
    for start, after in spans:
        parts += text[end:start], b" " * (after - start)
        end = after
    return b"".join([*parts, text[end:]])


def _payloads(text: bytes, mark: bytes) -> Iterator[tuple[int, int]]:
    at = text.find(mark)
    while at >= 0:
        payload = PAYLOAD.match(text, at)
        if payload:
            yield payload.span(1)
        at = text.find(mark, payload.end() if payload else at + len(mark))
