"""Formats of the provider table, looked for where their keywords stand."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.secrets import grammar
from mlhygiene.secrets.format import Tier
from mlhygiene.secrets.match import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.secrets.format import Format
    from mlhygiene.secrets.text import Text

# Random hexadecimal digits have 3.2 bits a digit and more; words and versions have less.
RANDOM = 2.7


class Firm:
    """A format that says by its shape what it is."""

    firm = True

    def __init__(self, form: Format) -> None:
        self._format = form
        self.keywords = form.keywords

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return re.compile(grammar.firm(self._format.pattern, bounded=self._format.bounded))

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        form, content = self._format, text.content
        # With a lead it begins before its keyword, or somewhere in it.
        starts = range(max(0, at - form.lead), at + (max(map(len, form.keywords)) if form.lead else 1))
        offset, found = 0, next(filter(None, (self._pattern.match(content, start) for start in starts)), None)
        if found is None and text.firm:
            offset, found = self._counted(content, starts)
        if found is None:
            return
        from mlhygiene.secrets import placeholder  # its patterns cost a millisecond

        begin, end = found.span("secret" if "secret" in self._pattern.groupindex else 0)
        if not placeholder.is_firm_stand_in(content[offset + begin : offset + end]):
            yield Match(offset + begin, offset + end, form, offset + found.start())

    def _counted(self, content: bytes, starts: range) -> tuple[int, re.Match[bytes] | None]:
        """A string after a byte that tells its length, which may look like a letter of it: pickles have such."""
        for start in starts:
            length = content[start - 1] if 0 < start <= len(content) else 0
            found = self._pattern.fullmatch(content[start : start + length])
            if found:
                return start, found
        return 0, None


class Named:
    """A format that needs its provider's name beside it."""

    firm = False

    def __init__(self, form: Format) -> None:
        self._format = form
        self.keywords = form.keywords

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return re.compile(grammar.named(self._format.pattern, bounded=self._format.bounded))

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        content = text.content
        if not grammar.begins_word(content, at):
            return
        found = self._pattern.match(content, at)
        if found is None:
            return
        from mlhygiene.secrets import placeholder, values  # their patterns cost two milliseconds

        begin, end = found.span("secret")
        value = content[begin:end]
        # `wandb/wandb@…` pins a revision.
        if content[begin - 1 : begin] == b"@":
            return
        if grammar.OTHER_THINGS.search(content, at, begin) or placeholder.is_stand_in(value) or values.is_worded(value):
            return
        if placeholder.entropy(value) >= RANDOM and (placeholder.has_digit(value) or values.is_scattered(value)):
            yield Match(begin, end, self._format, at, content[at : found.start("gap")])


def detector(form: Format) -> Firm | Named:
    """What looks for a format."""
    return Firm(form) if form.tier is Tier.FIRM else Named(form)
