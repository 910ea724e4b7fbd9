"""Where keywords stand in a text: the cheap pass that decides what is looked at closely.

Two engines give the same answer: the standard library alone, and a multi-pattern matcher
(`pip install mlhygiene[fast]`) where it is installed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD = b"abcdefghijklmnopqrstuvwxyz0123456789_-"
LOWER = bytes(range(65)) + bytes(range(97, 123)) + bytes(range(91, 256))
# Lower-cases, and makes a blank of every byte that stands in no word.
WORDS = bytes(lower if (lower := ord(chr(byte).lower())) in WORD else 32 for byte in range(128)) + b" " * 128
# So many words are remembered, none longer than this: a hundred bytes each, at the most.
REMEMBERED = 200_000
LONGEST = 64
PART = re.compile(rb"[a-z0-9_-]+")


class Prefilter(Protocol):
    """Finds keywords, given in lower case, in a text of any case."""

    def hits(self, content: bytes, /) -> Iterator[tuple[int, int]]:
        """Yield `(offset, number of the keyword)`, every occurrence once, in no order."""
        ...


class Plain:
    """The standard library's own search, which looks at every distinct word once.

    Code, logs and tables repeat themselves, and the files of a repository repeat one
    another: most words have been searched for keywords before. Only the keywords that a
    text's words hold are looked for in the text.
    """

    def __init__(self, keywords: Sequence[bytes]) -> None:
        self._keywords = keywords
        # What has to be in a word of any text that holds the keyword: all of it, or its longest word.
        parts = [max(PART.findall(keyword), key=len, default=b"") for keyword in keywords]
        self._parts = [(number, part) for number, part in enumerate(parts) if part]
        self._wordless = [number for number, part in enumerate(parts) if not part]
        self._known = set[bytes]()
        self._loud = set[bytes]()
        self._telling = dict[bytes, list[int]]()

    def hits(self, content: bytes, /) -> Iterator[tuple[int, int]]:
        lower = content.translate(LOWER)
        for number in (*self._wordless, *self._within(set(content.translate(WORDS).split()))):
            keyword = self._keywords[number]
            at = lower.find(keyword)
            while at >= 0:
                yield at, number
                at = lower.find(keyword, at + 1)

    def _within(self, words: set[bytes]) -> list[int]:
        """The keywords of which some word holds the telling part."""
        numbers = self._learn(words - self._known)
        numbers.update(*[self._telling[word] for word in words & self._loud])
        return sorted(numbers)

    def _learn(self, fresh: set[bytes]) -> set[int]:
        """What words hold that nobody has looked at; the short ones are remembered."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
            self._loud.clear()
            self._telling.clear()
        together = b" ".join(fresh)
        parts = [(number, part) for number, part in self._parts if part in together]
        told = {word: numbers for word in fresh if (numbers := [number for number, part in parts if part in word])}
        short = [word for word in fresh if len(word) <= LONGEST]
        self._known.update(short)
        self._telling.update((word, told[word]) for word in short if word in told)
        self._loud.update(self._telling.keys() & fresh)
        return set[int]().union(*told.values())


class Fast:
    """One pass of an Aho-Corasick automaton: BurntSushi's `aho-corasick`, in Rust."""

    def __init__(self, keywords: Sequence[bytes]) -> None:
        from ahocorasick_rs import BytesAhoCorasick, Implementation  # an optional extra

        self._automaton = BytesAhoCorasick(list(keywords), implementation=Implementation.DFA)

    def hits(self, content: bytes, /) -> Iterator[tuple[int, int]]:
        for number, start, _ in self._automaton.find_matches_as_indexes(content.lower(), overlapping=True):
            yield start, number


def best(keywords: Sequence[bytes]) -> Prefilter:
    """The fastest engine that is installed."""
    try:
        return Fast(keywords)
    except ImportError:
        return Plain(keywords)
