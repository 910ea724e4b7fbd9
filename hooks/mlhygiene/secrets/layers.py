"""One level of encoding: base64 (RFC 4648) and percent-encoding (RFC 3986), undone and scanned."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from mlhygiene.secrets.text import Text, nowhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mlhygiene.secrets.match import Match

# Shorter than any secret of the provider table, encoded.
SHORTEST = 24
LONGEST = 64 * 1024
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


def matches(text: Text, scan: Callable[[Text], Iterable[Match]]) -> Iterator[Match]:
    """What `scan` finds in the decoded runs of a text, each match where its run stands, or it itself if it does."""
    runs = [*_base64(text.content), *_percent(text.content)]
    if not runs:
        return
    # All of them are scanned at once: what a scan costs, it costs before the first byte.
    starts = list(accumulate((len(decoded) + len(APART) for *_, decoded in runs), initial=0))
    inner = Text(APART.join(decoded for *_, decoded in runs), nowhere, firm=text.firm)
    for match in scan(inner):
        number = bisect_right(starts, match.begin) - 1
        begin, end, decoded = runs[number]
        if min(match.start, match.begin) < starts[number] or match.end > starts[number] + len(decoded):
            continue
        value = match.value or inner.content[match.begin : match.end]
        plain = text.content.find(value, begin, end)
        if plain >= 0:
            yield match._replace(begin=plain, end=plain + len(value), start=plain, value=None)
        else:
            yield match._replace(begin=begin, end=end, start=begin, value=value)


def _base64(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Runs of base64 that decode to text."""
    seeds = content.translate(SEEDS)
    at = seeds.find(SEED)
    runs = content.translate(RUNS) if at >= 0 else b""
    while at >= 0:
        begin = runs.rfind(b" ", 0, at) + 1
        end = runs.find(b" ", at)
        end = len(runs) if end < 0 else end
        run = content[begin : min(end, begin + LONGEST)]
        if len(run) >= SHORTEST and not run[::4].strip(ASCII_FIRST):
            decoded = urlsafe_b64decode((run + b"==").translate(URL_SAFE)) if len(run) % 4 != 1 else b""
            if decoded and not decoded.translate(None, PRINTABLE):
                yield begin, end, decoded
        at = seeds.find(SEED, end)


def _percent(content: bytes) -> Iterator[tuple[int, int, bytes]]:
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
            yield begin, done, unquote_to_bytes(run[0])


URL_END = re.compile(URL.pattern + rb"\Z")
