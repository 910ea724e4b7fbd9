"""The pieces of a notebook: each a text of its own, told from values of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlhygiene.json_places import Path

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | None"

# An id or a key is said in a report: it must not look like a secret that people put there.
ID = re.compile(r"[\w-]{1,16}", re.ASCII)
SHORT_ID = re.compile(r"#?[\w-]{8}", re.ASCII)
WORD = re.compile(r"[A-Za-z_-]{1,24}")
SHOWN_KEYS = 2


class Spot(NamedTuple):
    """A part of a notebook. It is put into words once something is found there."""

    kind: str = "notebook"
    number: int = 0
    cell: Mapping[str, Json] = {}
    part: str = ""

    def words(self) -> str:
        """Such as `cell 7 (In [12], id 3f2a9c10), output 1`."""
        if not self.number:
            return self.kind + self.part
        count = self.cell.get("execution_count", self.cell.get("prompt_number"))
        name = self.cell.get("id")
        known = ID.fullmatch(name) or SHORT_ID.match(name) if isinstance(name, str) else None
        marks = [f"In [{count}]"] * isinstance(count, int) + ([f"id {known[0]}"] if known else [])
        about = f" ({', '.join(marks)})" if marks else ""
        return f"{self.kind} {self.number}{about}{self.part}"


class Segment(NamedTuple):
    """A stretch of a piece that one string of the document tells: a value, or the key of one."""

    text: str
    path: Path | None = None  # None: nothing in the document says it
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that is one string, or a list of strings with `glue` between them."""

    spot: Spot
    path: Path
    value: str | list[str]
    glue: str = ""

    def text(self) -> str:
        """All of it."""
        return self.value if isinstance(self.value, str) else self.glue.join(self.value)

    def segments(self) -> Iterator[Segment]:
        """The text again, string by string."""
        if isinstance(self.value, str):
            yield Segment(self.value, self.path)
            return
        for number, item in enumerate(self.value):
            if number and self.glue:
                yield Segment(self.glue)
            yield Segment(item, (*self.path, number))

    def where(self, line: int, _path: Path) -> str:
        """The line of the text."""
        return f"{self.spot.words()}, line {line}"


@dataclass(frozen=True, slots=True)
class Leaves:
    """The strings in a value, a line for each: `"key": "value"`, or `key = "value"` for parameters."""

    spot: Spot
    path: Path
    value: Json
    assigned: bool = False
    passed_over: frozenset[Path] = frozenset()

    def text(self) -> str:
        """All of it."""
        before, after = self._marks()
        return "".join(
            [
                (f"{before}{named[-1]}{after}" if named else "") + ("\n" if leaf is None else f'"{leaf}"\n')
                for named, _, leaf in self._strings()
            ]
        )

    def segments(self) -> Iterator[Segment]:
        """The text again, key by key and string by string."""
        before, after = self._marks()
        for named, path, leaf in self._strings():
            if named:
                yield from (Segment(before), Segment(str(named[-1]), (*self.path, *named), is_key=True), Segment(after))
            if leaf is not None:
                yield from (Segment('"'), Segment(leaf, (*self.path, *path)), Segment('"'))
            yield Segment("\n")

    def where(self, _line: int, path: Path) -> str:
        """The keys that lead there, as far as they are plain words."""
        words = list[str]()
        for key in path[len(self.path) :][:SHOWN_KEYS]:
            if not isinstance(key, str) or not WORD.fullmatch(key):
                break
            words.append(key)
        return " ".join([self.spot.words(), ".".join(words)]).rstrip()

    def _marks(self) -> tuple[str, str]:
        """What stands before and after a key."""
        return ("", " = ") if self.assigned else ('"', '": ')

    def _strings(self) -> Iterator[tuple[Path, Path, str | None]]:
        """Every string in the order of the document, after the path of the last key to it, and its own.

        None for a key that has no string. A stack, for the value may be deep.
        """
        stack: list[tuple[Path, Path, Json]] = [((), (), self.value)]
        while stack:
            named, path, value = stack.pop()
            if path in self.passed_over:
                continue
            if isinstance(value, str):
                yield named, path, value
                continue
            if named and len(named) == len(path):
                yield named, path, None
            if isinstance(value, dict):
                stack += [((at := (*path, key)), at, member) for key, member in reversed(value.items())]
            elif isinstance(value, list):
                inner = [(at, item) for at, item in enumerate(value) if isinstance(item, str | dict | list)]
                stack += [(named, (*path, at), item) for at, item in reversed(inner)]


Piece: TypeAlias = Prose | Leaves
