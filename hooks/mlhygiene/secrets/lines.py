"""Where an offset stands: line and column, counted when somebody asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from mlhygiene.secrets.text import Place

BREAK = re.compile(rb"\r\n?|\n")


class Lines:
    r"""The lines of a content: `\n`, `\r\n` and `\r` end one. `first` is the number of the first."""

    def __init__(self, content: bytes, first: int = 1) -> None:
        self._content = content
        self._first = first

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in BREAK.finditer(self._content))]

    def place(self, offset: int) -> Place:
        """Line and column, both from 1; columns are characters, or bytes where it is not UTF-8."""
        index = bisect_right(self._starts, offset) - 1
        before = self._content[self._starts[index] : offset]
        return Place(self._first + index, len(before.decode("utf-8", "surrogateescape")) + 1)
