"""What rules over commit messages share."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from mlhygiene.messages.judged import judged
from mlhygiene.messages.reading import read
from mlhygiene.model import Commit, Severity, printable
from mlhygiene.rule import Excerpt, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mlhygiene.messages.experiment import Parsed
    from mlhygiene.record import Record
    from mlhygiene.rule import Finding

# As much of a line as a person reads.
SHOWN = 240


class MessageRule(Rule[Commit]):
    """A rule over what a commit says. Merges, fixups and reverts say what git or a tool has written."""

    subjects: ClassVar[tuple[type, ...]] = (Commit,)

    # Whether merges are judged, too.
    merges: ClassVar[bool] = False

    def check(self, commit: Commit, /) -> Iterator[Finding]:
        record = commit.record
        if record is None or (record.merge and not self.merges):
            return
        message = judged(record.message)
        if message is not None and message.strip():
            yield from self.judge(commit, record, message)

    @abstractmethod
    def judge(self, commit: Commit, record: Record, message: str, /) -> Iterator[Finding]:
        """Yield what is wrong with a message."""

    def told(self, commit: Commit, what: str, excerpt: Excerpt, *, write: str | None = None, **data: object) -> Finding:
        """A finding that shows the line, with carets, and the line to write instead; no secret of either."""
        secrets = _secrets(commit.record.message) if commit.record else ()
        if secrets:
            from mlhygiene.secrets.redaction import unquoted

            what = unquoted(what, secrets)
            safe = {text: unquoted(text, secrets) == text for text in (excerpt.line, write or "")}
            excerpt = excerpt if safe[excerpt.line] else Excerpt("", 0)
            write = write if safe[write or ""] else None
            data = {key: value for key, value in data.items() if unquoted(str(value), secrets) == str(value)}
        shown = excerpt if 0 < len(excerpt.line) <= SHOWN else None
        fix = f"write: {_pasted(write)}" if write else None
        return self.found(commit, what, fix=fix, at=commit.at(1), excerpt=shown, **data)


@lru_cache(maxsize=4)
def _secrets(message: str) -> Collection[str]:
    """What a finding must not tell: a line that is quoted may hold a token."""
    from mlhygiene.secrets.redaction import held  # whoever has nothing to tell does without

    return held([message]).get(0, {})


def _pasted(line: str) -> str:
    """A line that somebody copies from a terminal: joiners hold emoji and words together, and steer nothing."""
    pieces = re.split("([\u200c\u200d])", line.replace("\t", " "))
    return "".join(piece if piece in {"\u200c", "\u200d"} else printable(piece) for piece in pieces)


@dataclass(frozen=True, kw_only=True)
class MessageWarning(MessageRule):
    """A rule that warns."""

    severity: Severity = Severity.WARNING


@lru_cache(maxsize=4)
def parsed(message: str) -> Parsed:
    """What a message says: several rules ask."""
    return read(message)


def first_line(message: str) -> str:
    """The subject of a message that is judged."""
    return message.partition("\n")[0].rstrip()
