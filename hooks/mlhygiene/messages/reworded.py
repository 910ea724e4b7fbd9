"""What an explanation of a right side tells."""

from __future__ import annotations

from typing import NamedTuple

from mlhygiene.messages.metrics import Direction, Metrics

EMPTY = "<metric>=<value>"


class Reworded(NamedTuple):
    """The reason and its place in the right side; the whole right side as it should be.

    `tight` says that the arrow before it belongs to what was tried.
    """

    kind: str
    message: str
    start: int
    length: int
    right: str
    tight: bool = False


def directed(name: str) -> bool:
    """Whether a name says which way it gets better."""
    return Metrics().direction(name) is not Direction.UNKNOWN


def short(text: str) -> str:
    """As much of a text as a line has room for."""
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - as much as a line has room for
