"""What the commits of a range say: as subjects of their own, or beside their files."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from mlhygiene.git import records
from mlhygiene.messages.metrics import Metrics
from mlhygiene.model import Blob, Commit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.process import Place
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Subject
    from mlhygiene.record import Record
    from mlhygiene.rule import AnyRule

# So far back the names of metrics are looked for.
BACK = 2000
RESULT_OF = re.compile(r"^run-commit:[ \t]*([0-9a-f]{7,64})\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Wanted:
    """What of the commits of a range is judged, and what is known of it all.

    `keep` says of a path whether its file is; `target` is the branch that the range is pushed
    to or proposed for; of `known` commits, nothing is judged that they reach; what was committed
    before `since`, seconds since the epoch, is not judged for what it says.
    """

    files: bool = True
    messages: bool = False
    keep: Callable[[bytes], bool] = lambda _path: True
    target: str | None = None
    metrics: Metrics = field(default_factory=Metrics)
    known: Sequence[str] = ()
    since: int | None = None


def wanted(
    rules: Sequence[AnyRule], *, target: str | None = None, metrics: Metrics | None = None, since: int | None = None
) -> Wanted:
    """What rules want to see: messages cost nothing where none judges them, and files neither."""
    messages = [rule for rule in rules if Commit in rule.subjects and not rule.over_files]
    files = not messages or any(Blob in rule.subjects or rule.over_files for rule in rules)
    return Wanted(files, bool(messages), target=target, metrics=metrics or Metrics(), since=since)


def messages(repository: Repository, coverage: Coverage, range_: Sequence[str], telling: Telling) -> Iterator[Subject]:
    """The commits of a range with what they say, newest first, and without their files."""
    for oid, record in records.records(repository.objects, records.walk(repository.place, range_, repository.remedy)):
        coverage.commits += 1
        coverage.messages += 1
        yield Commit(oid, record=telling.of(oid, record))
    telling.end(coverage)


class Telling:
    """Adds to records what their range alone knows. They come newest first.

    `before` is the range whose logbook has the names of metrics so far.
    """

    def __init__(self, repository: Repository, wanted: Wanted, before: Sequence[str]) -> None:
        self.wanted = wanted
        self._names = cache(lambda: names(repository.place, before, wanted.metrics) if before else Counter[str]())
        self._closed = set[str]()
        self._lengths = set[int]()
        self._past = 0

    def read(self, repository: Repository, oids: Sequence[str]) -> dict[str, Record]:
        """What some commits say, each by its oid."""
        said = zip(oids, records.read(repository.objects, oids), strict=True)
        return {oid: self.of(oid, record) for oid, record in said}

    def of(self, oid: str, record: Record) -> Record:
        for ran in RESULT_OF.findall(record.message):
            self._closed.add(ran.lower())
            self._lengths.add(len(ran))
        closed = any(oid[:length] in self._closed for length in self._lengths)
        # Not the author's date: what is rebased or amended today is written again today.
        since, committed = self.wanted.since, record.committed
        past = since is not None and committed is not None and committed < since
        self._past += past
        target = record.target or self.wanted.target
        return replace(record, closed=closed, target=target, metrics=self._names, past=past)

    def end(self, coverage: Coverage) -> None:
        """Say how many were too old to be judged."""
        if self._past:
            are, say = ("commits are", "they say") if self._past > 1 else ("commit is", "it says")
            coverage.note(f"{self._past:,} {are} older than `since` of the config: what {say} was not judged")


def names(place: Place, range_: Sequence[str], metrics: Metrics) -> Mapping[str, int]:
    """The metrics that the newest experiments of a range name, and how often each."""
    from mlhygiene.git.log import log  # what only an experiment with a name to compare needs
    from mlhygiene.messages.reading import read

    counts = Counter[str]()
    for logged in islice(log(place, range_, f"--max-count={BACK}"), BACK):
        experiment = read(logged.message, liberal=True).experiment
        if experiment is not None:
            counts.update(metric.name for metric in experiment.metrics if not metrics.attribute(metric.name))
    return counts
