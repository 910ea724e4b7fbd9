"""Which part of an audit is under way, and how far: on standard error, where that is a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TypeVar

from mlhygiene.cli.progress import CLEAR, EVERY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


class Progress:
    """One line that is written over, and gone at the end."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._due = 0.0

    def say(self, text: str) -> None:
        """Name what begins now."""
        if self._shows:
            self._due = time.monotonic() + EVERY
            print(f"{CLEAR}{text} …", end="", file=sys.stderr, flush=True)

    def over(self, things: Iterable[T], what: str, total: int = 0) -> Iterator[T]:
        """The same things, counted: `secrets: 1,200 of 61,672`."""
        self.say(what)
        if not self._shows:
            yield from things
            return
        whole = f" of {total:,}" if total else ""
        for number, thing in enumerate(things):
            if time.monotonic() >= self._due:
                self.say(f"{what}: {number:,}{whole}")
            yield thing

    def close(self) -> None:
        """Leave an empty line, whatever happened."""
        if self._shows:
            print(CLEAR, end="", file=sys.stderr, flush=True)
