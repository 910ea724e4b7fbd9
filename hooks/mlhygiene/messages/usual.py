"""The form as most people write it, read without a grammar: for histories of a hundred thousand commits.

What is read here, `mlhygiene.messages.subject` reads in the same way; of all else this says nothing.
"""

from __future__ import annotations

import re
from math import isinf
from typing import TYPE_CHECKING

from mlhygiene.messages import results
from mlhygiene.messages.experiment import Experiment, Metric, State
from mlhygiene.messages.parameters import parameters
from mlhygiene.messages.plain import LONGEST

if TYPE_CHECKING:
    from mlhygiene.messages.experiment import Parameter

ITEM = re.compile(r"([A-Za-z][A-Za-z0-9_]*)=(-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)(%|[A-Za-z]{1,8})?\Z")
SCOPE = re.compile(r"[A-Za-z0-9_./-]+\Z")
NOTE = re.compile(r"\([^()\[\]{}]*\)\Z")
# What a person wrote once is written again: `bs=64`, `acc=0.91`. More of them would only take memory.
MOST = 20_000
PREFIX = "exp: "


class Usual:
    """A reader that remembers the pieces that it has read."""

    def __init__(self) -> None:
        self._metrics: dict[str, Metric | None] = {}
        self._results: dict[str, results.Result | results.Fault] = {}
        self._settings: dict[str, tuple[Parameter, ...]] = {}

    def read(self, subject: str) -> Experiment | None:
        """The experiment of a subject; None where it takes a grammar to say."""
        scope, start = None, len(PREFIX)
        if not subject.startswith(PREFIX):
            close = subject.find("): ", 0, 100)
            if not subject.startswith("exp(") or close < 0 or not SCOPE.match(scope := subject[4:close]):
                return None
            start = close + 3
        what, arrow, right = subject[start:].rpartition(" -> ")
        if not arrow or not subject.isprintable() or "→" in subject or len(subject) > LONGEST:
            return None
        if not what or what[0] == " " or what[-1] == " " or "(" in what or "[" in what or "{" in what:
            return None
        items, notes = right, tuple[str, ...]()
        if right[-1:] == ")":
            items, _, note = right.partition(" (")
            notes = (f"({note}",)
        metrics = self._measured(items) if not notes or NOTE.match(notes[0]) else None
        if metrics is None:
            return self._said(what, scope, right)
        return Experiment(what, scope, False, State.DONE, None, None, metrics, (), notes, self._set(what))

    def _said(self, what: str, scope: str | None, right: str) -> Experiment | None:
        """The experiment of a result that takes a grammar, by that of results alone."""
        if right.rstrip()[-1:] == ".":  # a sentence's, or a number's
            return None
        if right in self._results:
            found = self._results[right]
        else:
            found = results.parse(right.strip())
            if len(self._results) < MOST:
                self._results[right] = found
        if isinstance(found, results.Fault):
            return None
        return Experiment(
            what,
            scope,
            False,
            found.state,
            found.status,
            found.detail,
            found.metrics,
            found.claims,
            found.notes,
            self._set(what),
        )

    def _measured(self, right: str) -> tuple[Metric, ...] | None:
        """The metrics of a result; None where one is of another form, or there twice."""
        known, found = self._metrics, list[Metric]()
        for piece in right.split(", "):
            metric = known.get(piece) or self._metric(piece)
            if metric is None:
                return None
            found.append(metric)
        if len(found) > 1 and len({metric.name for metric in found}) < len(found):
            return None
        return tuple(found)

    def _metric(self, piece: str) -> Metric | None:
        item = ITEM.match(piece)
        if item is None:
            return None
        name, raw, unit = item.groups()
        value = float(raw)
        if isinf(value):
            return None
        metric = Metric(name, value, raw, unit)
        if len(self._metrics) < MOST:
            self._metrics[piece] = metric
        return metric

    def _set(self, what: str) -> tuple[Parameter, ...]:
        """The parameters that a text names."""
        if "=" not in what and "->" not in what:
            return ()
        found = self._settings.get(what)
        if found is None:
            found = parameters(what)
            if len(self._settings) < MOST:
                self._settings[what] = found
        return found
