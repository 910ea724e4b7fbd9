"""The join of subjects and rules, in one pass."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from mlhygiene.model import Blob
from mlhygiene.rule import BlobRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlhygiene.model import Subject
    from mlhygiene.rule import AnyRule, Finding

WINDOW = 1024
# Contents read ahead are kept for a window: so many bytes at the most.
AHEAD = 8 * 1024 * 1024


def judge(subjects: Iterable[Subject], rules: Sequence[AnyRule]) -> Iterator[Finding]:
    """Yield every finding, subject by subject, in the subjects' order."""
    by_subject: dict[type, list[AnyRule]] = {}
    for rule in rules:
        for subject_type in rule.subjects:
            by_subject.setdefault(subject_type, []).append(rule)
    floors = [(rule.floor, rule) for rule in rules if isinstance(rule, BlobRule)]
    readers = [rule for _, rule in floors if type(rule).reads is not BlobRule.reads]
    stream = iter(subjects)
    while window := list(islice(stream, WINDOW)):
        _look_ahead([subject for subject in window if isinstance(subject, Blob)], readers)
        for subject in window:
            asked = (
                [rule for floor, rule in floors if subject.size > floor]
                if isinstance(subject, Blob)
                else by_subject.get(type(subject), [])
            )
            for rule in asked:
                yield from _checked(rule, subject)


def _checked(rule: AnyRule, subject: Any) -> Iterator[Finding]:  # noqa: ANN401 - the rule's own subject
    try:
        yield from rule.check(subject)
    except Exception as error:
        error.add_note(f"while {rule.code} {rule.name} judged {subject!r}")
        raise


def _look_ahead(window: Sequence[Blob], readers: Sequence[BlobRule]) -> None:
    """Tell the snapshot what is coming, so that it asks git once for all of it."""
    if not window:
        return
    contents, weight = list[Blob](), 0
    for blob in window:
        if weight + blob.size <= AHEAD and any(rule.reads(blob) for rule in readers):
            contents.append(blob)
            weight += blob.size
    window[0].snapshot.expect(window, contents)
