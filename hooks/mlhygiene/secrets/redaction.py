"""Texts that are about to be told, such as subjects of commits, without the secrets that they hold."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from mlhygiene.secrets import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# So much of a secret is told by no accident.
PIECE = 6
# Not the name of a file that is read in any way of its own.
NAME = b"messages.txt"


def redacted(texts: Sequence[str]) -> list[str]:
    """The same texts in their order, every secret in its masked form. One scan for all of them.

    A line break within a text comes back as it was.
    """
    clean = list(texts)
    for at, parts in held(texts).items():
        clean[at] = without(clean[at], parts)
    return clean


def held(texts: Sequence[str]) -> dict[int, dict[str, str]]:
    """What is secret in each text that holds any, by its position, with what may be told instead."""
    # A file has a new line there, a text has none.
    content = "\n".join(texts).replace("\r", " ")
    found = list(find.secrets(NAME, [content.encode("utf-8", "surrogateescape")]))
    if not found:
        return {}
    # Lines are those of the scan; a text may have several.
    starts = list(accumulate((text.count("\n") + 1 for text in texts), initial=0))
    lines, parts = content.split("\n"), dict[int, dict[str, str]]()
    for secret in found:
        value = secret.value.decode("utf-8", "surrogateescape")
        if secret.place.line == secret.last and value not in (line := lines[secret.last - 1]):
            value = _word(line, secret.place.column - 1)  # it is encoded there
        shown = {part.strip(): secret.masked for part in value.split("\n") if part.strip()}
        for number in range(secret.place.line - 1, min(secret.last, starts[-1])):
            parts.setdefault(bisect_right(starts, number) - 1, {}).update(shown)
    return parts


def _word(line: str, at: int) -> str:
    """What stands in a line around a place, between blanks."""
    start = line.rfind(" ", 0, at + 1) + 1
    return line[start:].partition(" ")[0]


def without(text: str, parts: Mapping[str, str]) -> str:
    """A text without its secrets; the longest goes first, as one may be a part of another."""
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, parts[part])
    return text


def unquoted(text: str, secrets: Iterable[str]) -> str:
    """A text that quotes another one, maybe cut off, without any piece of that one's secrets."""
    hidden = set[int]()
    for secret in secrets:
        size = min(PIECE, len(secret))
        for piece in {secret[at : at + size] for at in range(len(secret) - size + 1)}:
            at = text.find(piece)
            while at >= 0:
                hidden.update(range(at, at + size))
                at = text.find(piece, at + 1)
    kept = (("…" if at - 1 not in hidden else "") if at in hidden else c for at, c in enumerate(text))
    return "".join(kept) if hidden else text
