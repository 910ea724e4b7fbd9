"""The join of subjects and rules, in one pass."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from mlhygiene.model import Blob, Commit
from mlhygiene.rule import BlobRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlhygiene.model import Subject
    from mlhygiene.rule import AnyRule, Finding

WINDOW = 1024
# Contents are read ahead in rounds, and kept for a round: so many bytes at the most.
AHEAD = 8 * 1024 * 1024


def judge(subjects: Iterable[Subject], rules: Sequence[AnyRule]) -> Iterator[Finding]:
    """Yield every finding, subject by subject, in the subjects' order."""
    table = _Table(rules)
    stream = iter(subjects)
    while window := list(islice(stream, WINDOW)):
        blobs = [subject for subject in window if isinstance(subject, Blob)]
        if blobs:
            blobs[0].snapshot.expect(blobs, ())
        rounds = _rounds(blobs, table)
        upcoming = next(rounds, None)
        for subject in window:
            if upcoming and subject is upcoming[0]:
                # Tell the snapshot what is coming, so that it asks git once for all of it.
                blobs[0].snapshot.expect(blobs, upcoming)
                upcoming = next(rounds, None)
            told = set[str]()
            for rule in table.of(subject):
                if told and rule.milder_than in told:
                    continue
                try:
                    for finding in rule.check(subject):
                        told.add(rule.code)
                        yield finding
                except Exception as error:
                    error.add_note(f"while {rule.code} {rule.name} judged {subject!r}")
                    raise
            if blobs and not isinstance(subject, Blob):
                # A rule over commits may have asked for blobs of other windows.
                blobs[0].snapshot.expect(blobs, ())


class _Table:
    """Which rules are asked about a subject: by its type, a blob's size and a blob's path."""

    def __init__(self, rules: Sequence[AnyRule]) -> None:
        self._others = [rule for rule in rules if not isinstance(rule, BlobRule)]
        self._timeless = [rule for rule in self._others if rule.over_files or rule.of_any_time]
        asked = [rule for rule in rules if isinstance(rule, BlobRule)]
        self._steps = sorted({step for rule in asked for step in (rule.sizes.start, rule.sizes.stop)})
        starts = [0, *self._steps]
        self._by_size = [[(rule.needle, rule) for rule in asked if start in rule.sizes] for start in starts]
        readers = [rule for rule in asked if type(rule).reads is not BlobRule.reads]
        self._reading = [[(rule.needle, rule) for rule in readers if start in rule.sizes] for start in starts]

    def of(self, subject: Subject) -> Sequence[AnyRule]:
        if isinstance(subject, Blob):
            return self._of_blob(subject)
        past = isinstance(subject, Commit) and subject.record is not None and subject.record.past
        asked = self._timeless if past else self._others
        return [rule for rule in asked if rule.judges(type(subject))]

    def reads(self, blob: Blob) -> bool:
        """Whether any rule is going to read the content."""
        for needle, rule in self._reading[bisect_right(self._steps, blob.size)]:
            if needle in blob.path and rule.reads(blob):
                return True
        return False

    def _of_blob(self, blob: Blob) -> list[BlobRule]:
        path = blob.path
        return [rule for needle, rule in self._by_size[bisect_right(self._steps, blob.size)] if needle in path]


def _rounds(window: Sequence[Blob], table: _Table) -> Iterator[list[Blob]]:
    """The blobs whose contents are going to be read, as many at once as are kept."""
    contents, weight = list[Blob](), 0
    for blob in window:
        if blob.size > AHEAD or not table.reads(blob):
            continue
        if weight + blob.size > AHEAD:
            yield contents
            contents, weight = [], 0
        contents.append(blob)
        weight += blob.size
    if contents:
        yield contents
