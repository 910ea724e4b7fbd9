"""One level of encoding: base64 (RFC 4648) and percent-encoding (RFC 3986), undone and scanned."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.secrets.text import Text, nowhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mlhygiene.secrets.match import Match

# Shorter than any secret of the provider table, encoded.
SHORTEST = 24
LONGEST = 64 * 1024
# So much of a part is in the next one, too: a multiple of four.
OVERLAP = 8 * 1024
LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
RUNS = bytes(97 if byte in LETTERS else 32 for byte in range(256))
# Of ASCII, only `>`, `?`, `~` and DEL make a `+`, `/`, `-` or `_`: without these four, a run
# is seldom the path or the name that code is full of.
SEEDS = bytes(97 if byte in LETTERS[:62] else 32 for byte in range(256))
SEED = b"a" * 20
# The first of four letters holds the high bits of an ASCII character.
ASCII_FIRST = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"
PRINTABLE = bytes(range(32, 127)) + b"\t\r\n"
URL_SAFE = bytes.maketrans(b"+/", b"-_")
ESCAPE = re.compile(rb"%[0-9A-Fa-f]{2}")
URL = re.compile(rb"[A-Za-z0-9%._~:/?#@!$&*+,;=\-]{1,2048}")
BACK = 512
# Stands between two runs: no name and its value can be on both sides of it.
APART = b"\n\0\n"


class Run(NamedTuple):
    """An encoded run. Every `step` letters of it are a letter less when decoded; 0 where that varies."""

    begin: int
    end: int
    decoded: bytes
    step: int = 0

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where a part of what is decoded was written: all of the run, where nobody can tell."""
        if not self.step:
            return self.begin, self.end
        less = self.step - 1
        return self.begin + first * self.step // less, min(self.end, self.begin - (-last * self.step // less))


def is_encoded(content: bytes) -> bool:
    """Whether there is any run to look into."""
    return next(_base64(content), None) is not None or next(_percent(content), None) is not None


def matches(text: Text, scan: Callable[[Text], Iterable[Match]]) -> Iterator[Match]:
    """What `scan` finds in the decoded runs of a text, each match where it is written there."""
    runs = [*_base64(text.content), *_percent(text.content)]
    if not runs:
        return
    # All of them are scanned at once: what a scan costs, it costs before the first byte.
    starts = list(accumulate((len(run.decoded) + len(APART) for run in runs), initial=0))
    inner = Text(APART.join(run.decoded for run in runs), nowhere, firm=text.firm)
    for match in scan(inner):
        number = bisect_right(starts, match.begin) - 1
        run, start = runs[number], starts[number]
        if min(match.start, match.begin) < start or match.end > start + len(run.decoded):
            continue
        value = match.value or inner.content[match.begin : match.end]
        plain = text.content.find(value, run.begin, run.end)
        if plain >= 0:
            yield match._replace(begin=plain, end=plain + len(value), start=plain, value=None)
        else:
            begin, end = run.span(match.begin - start, match.end - start)
            yield match._replace(begin=begin, end=end, start=begin, value=value)


def _base64(content: bytes) -> Iterator[Run]:
    """Runs of base64 that decode to text; a long one in several parts that overlap."""
    seeds = content.translate(SEEDS)
    at = seeds.find(SEED)
    runs = content.translate(RUNS) if at >= 0 else b""
    while at >= 0:
        begin = runs.rfind(b" ", 0, at) + 1
        end = runs.find(b" ", at)
        end = len(runs) if end < 0 else end
        for first in range(begin, max(end - OVERLAP, begin + 1), LONGEST - OVERLAP):
            run = content[first : min(end, first + LONGEST)]
            decoded = _text(run)
            if not decoded:
                break
            yield Run(first, first + len(run), decoded, 4)
        at = seeds.find(SEED, end)


def _text(run: bytes) -> bytes:
    """What a run of base64 stands for, if that is text."""
    if len(run) < SHORTEST or len(run) % 4 == 1 or run[::4].strip(ASCII_FIRST):
        return b""
    from base64 import urlsafe_b64decode  # few files need it

    decoded = urlsafe_b64decode((run + b"==").translate(URL_SAFE))
    return b"" if decoded.translate(None, PRINTABLE) else decoded


def _percent(content: bytes) -> Iterator[Run]:
    """Runs of a URL's characters that hold an escape."""
    done = 0
    for escape in ESCAPE.finditer(content):
        if escape.start() < done:
            continue
        before = URL_END.search(content, max(done, escape.start() - BACK), escape.start())
        begin = before.start() if before else escape.start()
        run = URL.match(content, begin)
        if run is not None:
            from urllib.parse import unquote_to_bytes  # 3 ms that few files need

            done = run.end()
            yield Run(begin, done, unquote_to_bytes(run[0]))


URL_END = re.compile(URL.pattern + rb"\Z")
