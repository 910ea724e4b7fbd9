"""MLH114: no commit is slow to fetch; where one is too large to be fetched, MLH109 says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import found
from mlhygiene.engine import judge
from mlhygiene.model import Commit, Severity
from mlhygiene.rules.commit_size import CommitSize
from mlhygiene.rules.slow_commit import SlowCommit
from weights import GB, MB, bringing, holding

if TYPE_CHECKING:
    from mlhygiene.tree import Tree

CLEAN = {
    "a commit at the limit": bringing({"a.bin": 100 * MB}),
    "a commit over the limit that is not when it is compressed": bringing({"a.csv": 300 * MB}, ratio=0.3),
    "a tree at the limit": holding({"a.bin": 100 * MB}),
}
FOUND = {
    "a commit over the limit": (
        bringing({"a.bin": 120 * MB}),
        "120.0 MB of new content, compressed about 120.0 MB, over the limit of 100.0 MB; heaviest: a.bin 120.0 MB",
    ),
    "a tree over the limit": (
        holding({"a.bin": 120 * MB}),
        (
            "120.0 MB in the tree that a worker fetches, compressed about 120.0 MB, over the limit of 100.0 MB; "
            "heaviest: a.bin 120.0 MB; what no worker needs, .vhignore can leave out"
        ),
    ),
}
BOTH = {
    "a commit between the limits": (bringing({"a.bin": GB}), ["MLH114"]),
    "a commit over both": (bringing({"a.bin": 2 * GB}), ["MLH109"]),
    "a tree between the limits": (holding({"a.bin": GB}), ["MLH114"]),
    "a tree over both": (holding({"a.bin": 2 * GB}), ["MLH109"]),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Commit | Tree) -> None:
    assert found(SlowCommit(), subject) == []


@pytest.mark.parametrize(("subject", "message"), FOUND.values(), ids=FOUND)
def test_finds(subject: Commit | Tree, message: str) -> None:
    assert found(SlowCommit(), subject) == [message]


@pytest.mark.parametrize(("subject", "codes"), BOTH.values(), ids=BOTH)
def test_says_nothing_where_the_error_does(subject: Commit | Tree, codes: list[str]) -> None:
    findings = list(judge([subject], [CommitSize(), SlowCommit()]))

    assert [finding.rule.code for finding in findings] == codes


def test_says_all_of_it_where_the_error_is_not_asked() -> None:
    assert len(list(judge([bringing({"a.bin": 2 * GB})], [SlowCommit()]))) == 1


def test_is_a_warning() -> None:
    assert SlowCommit().severity is Severity.WARNING
