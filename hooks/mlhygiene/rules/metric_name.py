"""MLH406."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.message_rule import MessageWarning, first_line, parsed
from mlhygiene.messages.metrics import HIGHER, LOWER
from mlhygiene.rule import Excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlhygiene.messages.experiment import Metric
    from mlhygiene.model import Commit
    from mlhygiene.record import Record
    from mlhygiene.rule import Finding

# Which data a usual metric was measured on.
PARTS = frozenset(["train", "val", "valid", "dev", "eval", "test"])
# How like two names are that mean one metric, and how often the other must have been used.
NEAR = 0.84
USED = 2


class MetricName(MessageWarning):
    """Metric whose name or unit is nearly another one's.

    `val_los` is a column of its own: the experiment is missing where all others
    are compared by `val_loss`. So is `Val_Loss`.

    Write the name as the logbook has it, or keep the new one: it is known after
    its first use.
    """

    code = "MLH406"
    name = "metric-name"

    def judge(self, commit: Commit, record: Record, message: str, /) -> Iterator[Finding]:
        found = parsed(message).experiment
        if found is None or not found.metrics:
            return
        subject = first_line(message)
        # The usual names are right, and cost no look at history.
        odd = any(not _usual(metric.name) for metric in found.metrics)
        used = record.metrics() if odd else dict[str, int]()
        for metric in found.metrics:
            at = _place(subject, metric.name)
            near = _near(metric.name, used)
            if near is not None:
                uses = f"{used[near]:,} earlier use{'s' * (used[near] != 1)}"
                write = f"{subject[:at]}{near}{subject[at + len(metric.name) :]}" if at is not None else None
                yield self._told(commit, subject, metric, f"{metric.name}: did you mean {near}, {uses}?", write)
            elif metric.unit and not _known(metric.unit):
                yield self._told(commit, subject, metric, f"{metric.name}: `{metric.unit}` is no unit that is known")

    def _told(self, commit: Commit, subject: str, metric: Metric, what: str, write: str | None = None) -> Finding:
        at = _place(subject, metric.name) or 0
        length = len(metric.name) if write else len(metric.name) + 1 + len(metric.raw) + len(metric.unit or "")
        return self.told(commit, what, Excerpt(subject, at, length), write=write, metric=metric.name, instead=write)


def _usual(name: str) -> bool:
    """Whether a name is `loss`, `val_acc` and their like, in small letters."""
    return name.islower() and all(word in PARTS or word in LOWER or word in HIGHER for word in _words(name))


def _known(unit: str) -> bool:
    from mlhygiene.messages.numbers import known  # most values have none

    return known(unit)


def _place(subject: str, name: str) -> int | None:
    """Where a metric is named, the rightmost; None where a trailer names it."""
    places = [match.start() for match in re.finditer(rf"(?<![^\s,;]){re.escape(name)}[ \t]*=", subject)]
    return places[-1] if places else None


def _near(name: str, used: Mapping[str, int]) -> str | None:
    """The name that was meant; None of a name that is known, or like no other."""
    if not used or used.get(name, 0) >= USED:
        return None
    twin = next((other for other in used if other != name and other.lower() == name.lower()), None)
    if twin is not None and used[twin] > used.get(name, 0):
        return twin
    if name in used or not _odd(name, used):
        return None
    from difflib import get_close_matches  # 4 ms that a known name does without

    often = [other for other, uses in used.items() if uses >= USED and _digits(other) == _digits(name)]
    return next(iter(get_close_matches(name, often, n=1, cutoff=NEAR)), None)


def _odd(name: str, used: Mapping[str, int]) -> bool:
    """Whether a word of a name was never seen: `mse` beside `rmse` is no mistake."""
    seen = LOWER | HIGHER
    return any(word not in seen and not any(word in _words(other) for other in used) for word in _words(name))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+\d?", name.lower())


def _digits(name: str) -> list[str]:
    """`top1` and `top5` are two metrics."""
    return re.findall(r"\d+", name)
