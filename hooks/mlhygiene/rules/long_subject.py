"""MLH407."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene.columns import place, width
from mlhygiene.message_rule import MessageWarning, first_line
from mlhygiene.messages.choices import parse_limit
from mlhygiene.rule import Excerpt, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Commit
    from mlhygiene.record import Record
    from mlhygiene.rule import Finding


@dataclass(frozen=True, kw_only=True)
class LongSubject(MessageWarning):
    """Subject that no list of commits shows whole.

    Logs, forges and pull requests cut a subject: what stands at the end of an
    experiment's is its result.

    Keep the subject short; leave a blank line, and tell the rest below. Metrics
    beyond the first fit into trailers, such as `Metric: f1=0.81`.
    """

    code = "MLH407"
    name = "long-subject"

    limit: int = option(100, "The most columns of a subject.", parse_limit, {"type": "integer", "minimum": 1})

    def judge(self, commit: Commit, _record: Record, message: str, /) -> Iterator[Finding]:
        subject = first_line(message)
        columns = width(subject)
        if columns > self.limit:
            over = place(subject, self.limit)
            what = f"{columns:,} columns, over the limit of {self.limit:,}"
            yield self.told(commit, what, Excerpt(subject, over, len(subject) - over), columns=columns)
