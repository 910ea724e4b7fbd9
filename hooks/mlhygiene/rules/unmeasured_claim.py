"""MLH405."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.message_rule import MessageWarning, first_line, parsed
from mlhygiene.rule import Excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Commit
    from mlhygiene.record import Record
    from mlhygiene.rule import Finding


class UnmeasuredClaim(MessageWarning):
    """Experiment whose result is a comparison, without a metric.

    `1.8x faster` is faster than what was there on that day. No later experiment
    can be compared with it, and the logbook has no column for it.

    Name the metric: `exp: BF16 -> speedup=1.8x, mem=-40%`.
    """

    code = "MLH405"
    name = "unmeasured-claim"

    def judge(self, commit: Commit, _record: Record, message: str, /) -> Iterator[Finding]:
        found = parsed(message).experiment
        if found is None or found.metrics or not found.claims:
            return
        from mlhygiene.messages.claims import measured  # most experiments are measured

        subject = first_line(message)
        first, last = found.claims[0], found.claims[-1]
        at = max(0, subject.rfind(first.raw))
        end = max(at, subject.rfind(last.raw)) + len(last.raw)
        said = " and ".join(f"`{claim.raw}`" for claim in found.claims)
        yield self.told(
            commit,
            f"{said}: without a metric, it is compared with nothing",
            Excerpt(subject, at, end - at),
            write=measured(found),
            claims=[claim.raw for claim in found.claims],
        )
