"""What an experiment came to beside its numbers, in a few words: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.messages.experiment import State

if TYPE_CHECKING:
    from mlhygiene.messages.experiment import Experiment

LONGEST = 60


def outcome(told: Experiment) -> str:
    """`failed: OOM on 8xH100`, `running`; of one without numbers what it says: `1.8x faster, 40% less memory`."""
    if told.status:
        return f"{told.status}: {told.detail}" if told.detail else told.status
    if told.state is not State.DONE:
        return str(told.state)
    return "" if told.metrics else ", ".join([*(claim.raw for claim in told.claims), *told.notes])


def brief(told: Experiment) -> str:
    """The same, as short as a cell of a table is."""
    whole = outcome(told)
    return whole if len(whole) <= LONGEST else f"{whole[: LONGEST - 1].rstrip()}…"
