"""Where keywords stand in a text: the cheap pass that decides what is looked at closely.

Two engines give the same answer: the standard library alone, and a multi-pattern matcher
(`pip install mlhygiene[fast]`) where it is installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD = b"abcdefghijklmnopqrstuvwxyz0123456789_-"
# Lower-cases, and makes a blank of every byte that stands in no word.
WORDS = bytes(lower if (lower := ord(chr(byte).lower())) in WORD else 32 for byte in range(128)) + b" " * 128
# From here on the distinct words of a text are much less than the text.
LONG = 2048


class Prefilter(Protocol):
    """Finds keywords, given in lower case, in a text of any case."""

    def hits(self, content: bytes, /) -> Iterator[tuple[int, int]]:
        """Yield `(offset, number of the keyword)`, every occurrence once, in no order."""
        ...


class Plain:
    """The standard library's own search, over the distinct words of a text first.

    Code, logs and tables repeat themselves: their distinct words are a sixth of them and
    less, so most keywords are ruled out at the price of a short search.
    """

    def __init__(self, keywords: Sequence[bytes]) -> None:
        numbered = list(enumerate(keywords))
        self._words = [(n, keyword) for n, keyword in numbered if not keyword.strip(WORD)]
        self._others = [(n, keyword) for n, keyword in numbered if keyword.strip(WORD)]

    def hits(self, content: bytes, /) -> Iterator[tuple[int, int]]:
        words = content.translate(WORDS)
        vocabulary = b" ".join(set(words.split())) if len(words) > LONG else words
        for number, keyword in self._words:
            if keyword in vocabulary:
                yield from _every(words, keyword, number)
        lower = content.lower()
        for number, keyword in self._others:
            yield from _every(lower, keyword, number)


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


def _every(text: bytes, keyword: bytes, number: int) -> Iterator[tuple[int, int]]:
    at = text.find(keyword)
    while at >= 0:
        yield at, number
        at = text.find(keyword, at + 1)
