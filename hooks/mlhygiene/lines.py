"""Where an offset stands in a file: line and column, counted when somebody asks."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property

BOM = b"\xef\xbb\xbf"
LINE_END = re.compile(rb"\r\n?|\n")


class Lines:
    """The lines of a file. They end at LF, CRLF or CR."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column from 1; a column is a character, and a byte order mark is none."""
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        if self._ascii:
            return line, offset - start + 1
        before = self._content[start:offset].removeprefix(BOM if line == 1 else b"")
        return line, len(before.decode("utf-8", "replace")) + 1

    @cached_property
    def _starts(self) -> array[int]:
        return array("q", [0, *(end.end() for end in LINE_END.finditer(self._content))])

    @cached_property
    def _ascii(self) -> bool:
        return self._content.isascii()
