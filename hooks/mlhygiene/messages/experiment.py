"""The nouns of `exp: <what> -> <metric>=<value>`."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

# A logbook holds a hundred thousand of these: tuples are made five times as fast as dataclasses.


class State(StrEnum):
    """How far an experiment has come."""

    DONE = "done"
    PENDING = "pending"
    FAILED = "failed"


class Metric(NamedTuple):
    """One measured value. `raw` is the value as written, `unit` as written, never applied to `value`.

    `value` may be nan or infinite. `previous` is what it was before (`0.45->0.42`), `deviation`
    what follows `±`. `label` is a word before the name (`best val_loss=0.42`).
    """

    name: str
    value: float
    raw: str
    unit: str | None = None
    deviation: float | None = None
    previous: float | None = None
    approximate: bool = False
    label: str | None = None


class Parameter(NamedTuple):
    """Something that was set or changed: `lr=3e-4`, `depth 8->6` (then `previous` is `8`). Values as written."""

    name: str
    value: str
    previous: str | None = None


class Claim(NamedTuple):
    """A relative result without a metric: `1.8x faster`, `40% less memory`. `raw` is as written."""

    value: float
    unit: str | None
    relation: str
    noun: str | None
    raw: str


class Experiment(NamedTuple):
    """What one message says. `what` is as written; `trailers` by canonical name, in order.

    `status` and `detail` are those of an experiment without numbers (`failed: OOM`). `recovered`
    is true where the message is not of the form, and the liberal reader guessed.
    """

    what: str
    scope: str | None = None
    breaking: bool = False
    state: State = State.DONE
    status: str | None = None
    detail: str | None = None
    metrics: tuple[Metric, ...] = ()
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    trailers: tuple[tuple[str, str], ...] = ()
    recovered: bool = False


class Problem(NamedTuple):
    """Why a subject is not of the form, where (characters of the subject, from 0), and what to write instead.

    `kind` is a stable kebab-case word for machines, such as `no-arrow`. `instead` is the whole
    corrected subject, or None where only its author can tell; it may hold `<metric>=<value>`. Where the
    problem lies in another line than the subject, that is `line`, and `start` counts in it.
    """

    kind: str
    message: str
    start: int
    length: int
    instead: str | None = None
    line: str | None = None


class Parsed(NamedTuple):
    """The outcome: an experiment, or problems, or neither where the subject is no experiment at all."""

    experiment: Experiment | None
    problems: tuple[Problem, ...] = ()
