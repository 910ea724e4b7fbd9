"""What a detector finds in a text, before anybody knows where the text came from."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mlhygiene.secrets.format import Family, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlhygiene.secrets.format import Format
    from mlhygiene.secrets.text import Text


class Match(NamedTuple):
    """A secret's span in a text.

    `start` is where its context begins, `name` what it is called there; `value` is the
    secret without the line breaks and escapes that its span holds, where it differs.
    """

    begin: int
    end: int
    format: Format
    start: int
    name: bytes = b""
    value: bytes | None = None


class Detector(Protocol):
    """Looks closely where a keyword stands."""

    @property
    def keywords(self) -> tuple[str, ...]: ...

    @property
    def firm(self) -> bool:
        """Whether what it finds needs no name beside it."""
        ...

    def matches(self, text: Text, at: int, /) -> Iterator[Match]: ...


def rank(match: Match) -> tuple[int, int]:
    """The more a match says, the sooner it is taken: then the longer one."""
    family = match.format.family
    if family is Family.KEY:
        level = 0
    elif match.format.tier is Tier.FIRM and family is not Family.GENERIC:
        level = 1
    elif family is Family.TOKEN:
        level = 2
    elif family is Family.URL:
        level = 3
    else:
        level = 4 if match.format.tier is Tier.FIRM else 5
    return level, match.begin - match.end


def disjoint(matches: Iterable[Match]) -> list[Match]:
    """One match for every secret, the one that says most of it; in the text's order."""
    kept = list[Match]()
    begins = list[int]()
    for match in sorted(set(matches), key=lambda m: (rank(m), m.begin, m.format.id, m.start, m.name)):
        index = bisect_left(begins, match.end)
        if index and kept[index - 1].end > match.begin:
            continue
        kept.insert(index, match)
        begins.insert(index, match.begin)
    return kept
