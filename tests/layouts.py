"""JSON written in any layout that the grammar allows (RFC 8259)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from random import Random


@dataclass(frozen=True)
class Spelled:
    """A number as it is written, which a parser would spell otherwise."""

    text: str


NUMBERS = [Spelled(text) for text in ("1.10", "1E5", "-0", "1e400", "NaN", "-Infinity", "9" * 30, "0.1000", "9" * 5000)]


@dataclass(frozen=True)
class Layout:
    """How a document is laid out: what stands between its tokens, and how its strings are escaped."""

    random: Random
    newline: str
    indent: int | None
    loose: bool
    escaped: bool
    mark: bool
    final: bool

    def write(self, value: Any) -> bytes:
        text = "\ufeff" * self.mark + self._blank() + self._value(value, 1) + self._blank() + self.newline * self.final
        return text.encode("utf-8")

    def _value(self, value: Any, depth: int) -> str:
        if isinstance(value, Spelled):
            return value.text
        if isinstance(value, str):
            return self._string(value)
        if isinstance(value, dict):
            members = [
                f"{self._string(key)}{self._blank()}:{self._space()}{self._value(member, depth + 1)}"
                for key, member in value.items()
            ]
            return self._container("{}", members, depth)
        if isinstance(value, list):
            return self._container("[]", [self._value(element, depth + 1) for element in value], depth)
        return json.dumps(value)

    def _container(self, brackets: str, members: list[str], depth: int) -> str:
        if not members:
            return brackets[0] + self._blank() + brackets[1]
        inner, outer = self._line(depth), self._line(depth - 1)
        return brackets[0] + inner + f"{self._blank()},{inner}".join(members) + outer + brackets[1]

    def _line(self, depth: int) -> str:
        return self._blank() if self.indent is None else self.newline + " " * self.indent * depth

    def _space(self) -> str:
        return self._blank() or " " * (self.indent is not None)

    def _blank(self) -> str:
        return "".join(self.random.choices([" ", "\t", self.newline], k=self.random.randrange(3))) if self.loose else ""

    def _string(self, text: str) -> str:
        """Each character as itself or as its escape; what UTF-8 cannot carry is always escaped."""
        literal = json.dumps(text, ensure_ascii=any("\ud800" <= c <= "\udfff" for c in text) or self.escaped)
        if self.escaped and text and self.random.random() < 0.3:
            return '"' + "".join(f"\\u{ord(c):04x}" if c.isascii() else json.dumps(c)[1:-1] for c in text) + '"'
        return literal


def layouts() -> st.SearchStrategy[Layout]:
    return st.builds(
        Layout,
        random=st.randoms(use_true_random=False),
        newline=st.sampled_from(["\n", "\r\n"]),
        indent=st.sampled_from([None, 0, 1, 2, 4]),
        loose=st.booleans(),
        escaped=st.booleans(),
        mark=st.booleans(),
        final=st.booleans(),
    )
