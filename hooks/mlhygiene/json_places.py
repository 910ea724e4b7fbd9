"""Where the values of a JSON document stand in its bytes.

The parser of the standard library tells values, and where none of them stood. Places are
wanted seldom, so they are looked up in the bytes once a value is worth a word: each
container that lies on the way is read once, without recursion, and remembered.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.lines import BOM

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]

STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
SCALAR = re.compile(rb'[^][{},:"\s]++')
GAP = re.compile(rb"[ \t\r\n,:]*+")
NESTED = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[][{}]', re.DOTALL)
PAIR = rb"u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
ESCAPE = re.compile(rb'\\(?:["\\/bfnrt]|' + PAIR + rb"|u[0-9a-fA-F]{4})")
ESCAPES = re.compile(rb'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*+)')  # those by number in one run
SHORT = {b'\\"': b'"', b"\\\\": b"\\", b"\\/": b"/", b"\\b": b"\b", b"\\f": b"\f"} | {
    b"\\n": b"\n",
    b"\\r": b"\r",
    b"\\t": b"\t",
}
OPENING, CLOSING = b"[{", b"]}"
SIMPLE, LONE = 2, 6  # bytes of `\n` and of `\uXXXX`; a surrogate pair takes two of these
ASTRAL = 0x10000  # a character of a surrogate pair


class Span(NamedTuple):
    """The bytes from `start` up to `end`."""

    start: int
    end: int


class Member(NamedTuple):
    """A value in a container; the key is a string literal, and empty in an array."""

    key: Span
    value: Span


class Places:
    """The places of one well-formed document, encoded as UTF-8, with or without a byte order mark."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._members: dict[int, dict[str | int, Member]] = {}
        self._origins: dict[int, Origins] = {}

    def value(self, path: Path) -> Span:
        """The value at the path, a string with its quotes. LookupError where none is.

        Of a key told twice, the last counts, as in `json.loads`.
        """
        return self._member(path).value if path else self._root

    def key(self, path: Path) -> Span:
        """The literal of the last key on the path. LookupError as `value`."""
        return self._member(path).key

    def inside(self, literal: Span, offset: int) -> int:
        """Where the byte at the offset of a decoded string, taken as UTF-8, was written in its literal."""
        if literal.start not in self._origins:
            self._origins[literal.start] = Origins(self._content[literal.start + 1 : literal.end - 1])
        return literal.start + 1 + self._origins[literal.start].at(offset)

    @cached_property
    def _root(self) -> Span:
        start = _gap(self._content, len(BOM) if self._content.startswith(BOM) else 0)
        return Span(start, _end(self._content, start))

    def _member(self, path: Path) -> Member:
        at = Member(Span(0, 0), self._root)
        for step in path:
            at = self._container(at.value.start)[step]
        return at

    def _container(self, start: int) -> dict[str | int, Member]:
        if start not in self._members:
            content = self._content
            members = enumerate(_members(content, start))
            self._members[start] = {
                _key(content, member.key) if member.key.end else number: member for number, member in members
            }
        return self._members[start]


class Origins:
    """Where the bytes of `unescaped(raw)` were written in `raw`."""

    def __init__(self, raw: bytes) -> None:
        self._written, self._ends, self._decoded = array("q"), array("q"), array("q")
        lost = 0
        for escape in ESCAPE.finditer(raw):
            lost += escape.end() - escape.start() - _size(escape)
            self._written.append(escape.start())
            self._ends.append(escape.end())
            self._decoded.append(escape.end() - lost)

    def at(self, offset: int) -> int:
        """The offset in `raw`; an escape begins where its backslash stands."""
        passed = bisect_right(self._decoded, offset)
        origin = offset if not passed else self._ends[passed - 1] + offset - self._decoded[passed - 1]
        return min(origin, self._written[passed]) if passed < len(self._written) else origin


def unescaped(raw: bytes) -> bytes:
    """Undo the escapes of JSON; a backslash before anything else stays. A lone surrogate takes three bytes."""
    return ESCAPES.sub(_characters, raw)


def _characters(run: re.Match[bytes]) -> bytes:
    written = run[0]
    if written in SHORT:
        return SHORT[written]
    # Through UTF-16, which makes one character of a surrogate pair.
    units = written.decode("raw-unicode-escape").encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "surrogatepass").encode("utf-8", "surrogatepass")


def _size(escape: re.Match[bytes]) -> int:
    """How many bytes of UTF-8 an escape stands for."""
    length = escape.end() - escape.start()
    if length == SIMPLE:
        return 1
    code = int(escape[0][2:LONE], 16) if length == LONE else ASTRAL
    return len(chr(code).encode("utf-8", "surrogatepass"))


def _key(content: bytes, literal: Span) -> str:
    return unescaped(content[literal.start + 1 : literal.end - 1]).decode("utf-8", "surrogatepass")


def _members(content: bytes, start: int) -> Iterator[Member]:
    """The members of the container that opens at `start`; none where a scalar stands."""
    keyed = content[start : start + 1] == b"{"
    if content[start] not in OPENING:
        return
    at = _gap(content, start + 1)
    while content[at] not in CLOSING:
        key = Span(at, _end(content, at)) if keyed else Span(0, 0)
        start = _gap(content, key.end) if keyed else at
        value = Span(start, _end(content, start))
        yield Member(key, value)
        at = _gap(content, value.end)


def _gap(content: bytes, at: int) -> int:
    """The end of the blanks, commas and colons between values."""
    gap = GAP.match(content, at)
    if gap is None or gap.end() == len(content):
        raise LookupError("the document ends too soon")
    return gap.end()


def _end(content: bytes, start: int) -> int:
    """The end of the value that begins at `start`."""
    if content[start] not in OPENING:
        scalar = (STRING if content[start : start + 1] == b'"' else SCALAR).match(content, start)
        if scalar is None:
            raise LookupError("no value is there")
        return scalar.end()
    depth = 0
    for token in NESTED.finditer(content, start):
        first = content[token.start()]
        depth += (first in OPENING) - (first in CLOSING)
        if depth == 0:
            return token.end()
    raise LookupError("the document ends too soon")
