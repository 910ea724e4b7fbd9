"""MLH110: a rename or a copy adds no weight, so it is a note."""

from __future__ import annotations

import pytest

from builders import blob, found
from mlhygiene.model import Blob, Severity
from mlhygiene.rules.moved_large_file import MovedLargeFile

CLEAN = {
    "a small file that moved": blob("new.pt", size=1000, twin=b"old.pt"),
    "a large file that is new": blob("new.pt", size=6_000_000),
    "a symbolic link": blob("new.pt", size=6_000_000, twin=b"old.pt", mode="120000"),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Blob) -> None:
    assert found(MovedLargeFile(), subject) == []


def test_names_where_the_bytes_are_stored_already() -> None:
    assert found(MovedLargeFile(), blob("new.pt", size=6_000_000, twin=b"old dir/m\n.pt")) == [
        "6.0 MB that git already stores as old dir/m\\n.pt: no new weight"
    ]


def test_never_blocks() -> None:
    assert MovedLargeFile().severity is Severity.NOTE
