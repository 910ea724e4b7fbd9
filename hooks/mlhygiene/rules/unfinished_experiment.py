"""MLH404."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from mlhygiene.branches.scheme import Scheme
from mlhygiene.message_rule import MessageRule, first_line, parsed
from mlhygiene.messages.experiment import State
from mlhygiene.rule import Excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Commit
    from mlhygiene.record import Record
    from mlhygiene.rule import Finding


@dataclass(frozen=True, kw_only=True)
class UnfinishedExperiment(MessageRule):
    """Unfinished experiment where its result will not follow.

    `exp: wider -> running` is right before a run: it names the commit that ran.
    On a protected branch, in a merge or in a pull request that ends with it, the
    result never comes: the logbook keeps a row that nobody can compare.

    Record the result in a commit of its own, on the experiment's branch:
    `mlhygiene exp record val_loss=0.42`.
    """

    code = "MLH404"
    name = "unfinished-experiment"
    merges: ClassVar[bool] = True

    branches: Scheme = Scheme()

    def judge(self, commit: Commit, record: Record, message: str, /) -> Iterator[Finding]:
        if record.closed:
            return
        where = self._where(record)
        if where is None:
            return
        experiment = parsed(message).experiment
        if experiment is None or experiment.state is not State.PENDING:
            return
        subject = first_line(message)
        at = _place(subject, experiment.status or "")
        yield self.told(
            commit,
            f"`{experiment.status}` {where}",
            Excerpt(subject, at, len(experiment.status or "")),
            write=f"{subject[:at]}<metric>=<value>",
            status=experiment.status,
        )

    def _where(self, record: Record) -> str | None:
        """Where an unfinished experiment must not stand; None of a place where it may."""
        target = record.target
        if target is not None and self.branches.protects(target):
            return f"must not stand on {target}, which is protected"
        if record.merge:
            return "must not stand in a merge: which of its commits has the result?"
        if not record.pending and target is None:
            return "has no result in what follows"
        return None


def _place(subject: str, status: str) -> int:
    """Where a status stands: right of the arrow, and in no parentheses."""
    from mlhygiene.messages.brackets import groups  # most experiments are finished
    from mlhygiene.messages.subject import divided

    split = divided(subject, 0)
    pairs = groups(subject)
    places = [match.start() for match in re.finditer(rf"(?i)\b{re.escape(status)}\b", subject)]
    told = [at for at in places if split and at >= split.at and not any(p.start < at < p.end for p in pairs)]
    return next(iter(told or places[-1:]), 0)
