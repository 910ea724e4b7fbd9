"""Where keywords stand in a text: the cheap pass that decides what is looked at closely.

Two engines give the same answer: the standard library alone, and a multi-pattern matcher
(`pip install mlhygiene[fast]`) where it is installed.
"""

from __future__ import annotations

import re
from itertools import chain
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
    another: most words have been looked at before. Only the keywords that a text's words
    can hold are looked for in the text.
    """

    def __init__(self, keywords: Sequence[bytes]) -> None:
        self._keywords = keywords
        traces = [_traces(keyword) for keyword in keywords]
        numbered = {trace: number for number, trace in enumerate(dict.fromkeys(chain(*traces)))}
        self._traces = list(numbered)
        self._wanted = [{numbered[trace] for trace in each} for each in traces]
        self._known = set[bytes]()
        self._loud = set[bytes]()
        self._telling = dict[bytes, list[int]]()

    def hits(self, content: bytes, /) -> Iterator[tuple[int, int]]:
        lower = content.translate(LOWER)
        left = self._within(set(content.translate(WORDS).split()))
        for number, wanted in enumerate(self._wanted):
            if not wanted <= left:
                continue
            keyword = self._keywords[number]
            at = lower.find(keyword)
            while at >= 0:
                yield at, number
                at = lower.find(keyword, at + 1)

    def _within(self, words: set[bytes]) -> set[int]:
        """The traces of keywords that the words hold."""
        found = self._learn(words - self._known)
        found.update(*[self._telling[word] for word in words & self._loud])
        return found

    def _learn(self, fresh: set[bytes]) -> set[int]:
        """What words hold that nobody has looked at; the short ones are remembered."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
            self._loud.clear()
            self._telling.clear()
        together = b" %b " % b"  ".join(fresh)
        traces = [(number, trace) for number, trace in enumerate(self._traces) if trace in together]
        spaced = ((word, b" %b " % word) for word in fresh)
        told = {word: found for word, text in spaced if (found := [n for n, trace in traces if trace in text])}
        short = [word for word in fresh if len(word) <= LONGEST]
        self._known.update(short)
        self._telling.update((word, told[word]) for word in short if word in told)
        self._loud.update(self._telling.keys() & fresh)
        return set[int]().union(*told.values())


def _traces(keyword: bytes) -> list[bytes]:
    """What the words of any text that holds a keyword hold; a blank is where a word ends.

    `z.ai` needs a word that ends with `z` and one that begins with `ai`.
    """
    parts = [(found.start(), found.end()) for found in PART.finditer(keyword)]
    return [b" " * (begin > 0) + keyword[begin:end] + b" " * (end < len(keyword)) for begin, end in parts]


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
