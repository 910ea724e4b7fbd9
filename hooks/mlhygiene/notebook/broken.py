"""Why a content cannot be read as a notebook, and where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.notebook.scanning import behind, blanks_end, key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from json import JSONDecodeError

# Only what is broken needs these: they are compiled then.
CONFLICT = r"^(?:<{7}|={7}|>{7}|\|{7})(?: |\r?$)"
LEXEME = r'"(?:[^"\\]++|\\.)*+"|[][{},:]'
LINE_END = re.compile(r"\r\n?|\n")


class Broken(Exception):  # noqa: N818 - it is a verdict, and reads as one
    """A content that is left as it is: why, and where, as far as that is known.

    Line and column count from 1, in characters; so does the cell.
    """

    def __init__(self, why: str, line: int | None = None, column: int | None = None, cell: int | None = None) -> None:
        super().__init__(why)
        self.why, self.line, self.column, self.cell = why, line, column, cell

    @property
    def told(self) -> str:
        """Why, with the cell, in one line without the place in the file."""
        return self.why + (f" (cell {self.cell})" if self.cell else "")


def at(text: str, offset: int, why: str) -> Broken:
    """What is broken at an offset of the text."""
    line, begin = 1, 0
    for end in LINE_END.finditer(text, 0, offset):
        line, begin = line + 1, end.end()
    return Broken(why, line, offset - begin + 1, cell_at(text, offset))


def not_json(text: str, error: JSONDecodeError) -> Broken:
    """What a parser stumbled over, in words that help: a conflict, an end too soon, or the parser's own."""
    conflict = re.search(CONFLICT, text, re.MULTILINE)
    if conflict:
        return at(text, conflict.start(), "unresolved merge conflict: resolve it (`git mergetool`, nbdime) first")
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return at(text, error.pos, "not valid JSON: it ends too soon (was it cut off?)")
    return at(text, error.pos, f"not valid JSON: {error.msg[0].lower()}{error.msg[1:]}")


def told_twice(text: str) -> Broken:
    """The first key that its object has already; which of its two values counts is anybody's guess."""
    objects = list[set[str] | None]()
    for token in re.finditer(LEXEME, text, re.DOTALL):
        mark = token[0]
        if mark in "{[":
            objects.append(set() if mark == "{" else None)
        elif mark in "}]":
            objects.pop()
        elif mark[0] == '"' and objects and objects[-1] is not None and text[blanks_end(text, token.end())] == ":":
            name, _ = key(text, token.start())
            if name in objects[-1]:
                return at(text, token.start(), "a key stands twice in one object, and readers differ on which counts")
            objects[-1].add(name)
    return Broken("a key stands twice in one object")


def cell_at(text: str, offset: int) -> int | None:
    """The number of the cell that an offset lies in; the document may be broken there."""
    cell = None
    for number, begin in _cells(text):
        if begin > offset:
            break
        cell = number
    return cell


def _cells(text: str) -> Iterator[tuple[int | None, int]]:
    """Where each cell begins, by its number, and where no cell lies any more; as far as the document can be read."""
    try:
        where = blanks_end(text, 1 if text.startswith("\ufeff") else 0)
        if text[where] != "{":
            return
        where = blanks_end(text, where + 1)
        while True:
            name, where = key(text, where)
            if name == "cells" and text[where] == "[":
                where = blanks_end(text, where + 1)
                break
            where = behind(text, where)
        number = 0
        while text[where] != "]":
            number += 1
            yield number, where
            where = behind(text, where)
        yield None, where
    except (IndexError, RecursionError, ValueError):
        return
