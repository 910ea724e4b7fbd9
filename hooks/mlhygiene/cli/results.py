"""`mlhygiene run --record METRIC=FILE:KEY`: the commit that waits for this run's result gets it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.cli import measurements
from mlhygiene.experiments import recording
from mlhygiene.git import committing
from mlhygiene.model import Refusal, printable, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git import Repository
    from mlhygiene.provenance.runs import Run

SHORT = 7
RUN_ID, SNAPSHOT = "Run-Id", "Snapshot"


class Wanted(NamedTuple):
    """A number that a run is going to write: `before` is the file as it was, None where there was none."""

    metric: str
    path: str
    key: str
    before: tuple[int, int, int] | None


class Results(NamedTuple):
    """The commit that waits, and the numbers that it waits for."""

    waiting: str
    wanted: tuple[Wanted, ...]


def expected(repository: Repository, asked: Sequence[str]) -> Results:
    """What has to be recorded. Refusal before a long run, where it could not be."""
    committing.refuse_unready(repository)
    wanted = tuple(map(_parsed, asked))
    for each in wanted:
        recording.outcome([f"{each.metric}=0"])
    return Results(recording.waiting(repository).commit, wanted)


def record(repository: Repository, results: Results, run: Run) -> str:
    """Commit the result, and nothing that is staged beside; a line about it."""
    numbers = [f"{each.metric}={_measured(each)}" for each in results.wanted]
    waiting = recording.waiting(repository, results.waiting)
    message = recording.message(waiting, recording.outcome(numbers))
    told = [(RUN_ID, run.id), *([(SNAPSHOT, run.snapshot)] if run.snapshot else [])]
    message = message.rstrip("\n") + "".join(f"\n{name}: {text}" for name, text in told) + "\n"
    oid = committing.commit(repository, message, alone=True)
    return f"{oid[:SHORT]}: {printable(message.partition(chr(10))[0])}  (ran as {waiting.commit[:SHORT]})"


def _parsed(text: str) -> Wanted:
    """`METRIC=FILE:KEY`; without a key it is the metric's name. A file's name may hold a colon."""
    metric, equals, rest = text.partition("=")
    path, colon, key = rest.rpartition(":")
    if not colon or os.path.exists(rest):
        path, key = rest, ""
    if not metric or not equals or not path:
        raise Refusal(f"--record {text!r}: write METRIC=FILE:KEY, such as val_loss=metrics.json:eval.loss")
    path = os.path.abspath(path)
    return Wanted(metric, path, key or metric, _facts(path))


def _measured(wanted: Wanted) -> str:
    """The number that this run has written, as it is written there."""
    name = shown(os.fsencode(os.path.relpath(wanted.path)))
    facts = _facts(wanted.path)
    if facts is None or facts == wanted.before:
        why = "is not there" if facts is None else "is as it was before the run"
        raise Refusal(f"{name} {why}: nothing is recorded: mlhygiene exp record {wanted.metric}=…")
    return measurements.number(wanted.path, wanted.key)


def _facts(path: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
