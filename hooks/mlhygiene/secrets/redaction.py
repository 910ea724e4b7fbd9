"""Texts that are about to be told, such as subjects of commits, without the secrets that they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.secrets import find

if TYPE_CHECKING:
    from collections.abc import Sequence

# Not the name of a file that is read in any way of its own.
NAME = b"messages.txt"


def redacted(texts: Sequence[str]) -> list[str]:
    """The same texts in their order, every secret in its masked form. One scan for all of them.

    A line break within a text comes back as it was.
    """
    counts = [text.count("\n") + 1 for text in texts]
    lines = "\n".join(texts).split("\n")
    content = "\n".join(lines).encode("utf-8", "surrogateescape")
    for secret in find.secrets(NAME, [content]):
        value = secret.value.decode("utf-8", "surrogateescape")
        for number in range(secret.place.line - 1, min(secret.last, len(lines))):
            for part in value.split("\n"):
                if part.strip():
                    lines[number] = lines[number].replace(part, secret.masked)
    rest = iter(lines)
    return ["\n".join(next(rest) for _ in range(count)) for count in counts]
