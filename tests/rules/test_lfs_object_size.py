"""MLH107: the size of an LFS object is read from its pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import POINTER, asked, blob, found
from mlhygiene.limits import parse_limits
from mlhygiene.rules.lfs_object_size import LfsObjectSize

if TYPE_CHECKING:
    from mlhygiene.model import Blob

SIZE = 48_100_000  # what POINTER says

CLEAN = {
    "no limit, which is the default": (LfsObjectSize(), blob("m.pt", POINTER)),
    "an object at the limit": (LfsObjectSize(limit=SIZE), blob("m.pt", POINTER)),
    "a pattern without a limit": (LfsObjectSize(limit=1, limits=parse_limits({"*.pt": "none"})), blob("m.pt", POINTER)),
    "a text that is no pointer": (LfsObjectSize(limit=1), blob("m.pt", b"x" * 130)),
    "a file that cannot be a pointer, unread": (LfsObjectSize(limit=1), blob("m.pt", size=5000)),
    "a symbolic link": (LfsObjectSize(limit=1), blob("m.pt", POINTER, mode="120000")),
}
FOUND = {
    "an object one byte over the limit": (
        LfsObjectSize(limit=SIZE - 1),
        "LFS object of 48,100,000 bytes, over the limit of 48,099,999 bytes",
    ),
    "a limit for its pattern alone": (
        LfsObjectSize(limits=parse_limits({"*.pt": "40 MB"})),
        "LFS object of 48.1 MB, over the limit of 40.0 MB",
    ),
}


@pytest.mark.parametrize(("rule", "subject"), CLEAN.values(), ids=CLEAN)
def test_passes(rule: LfsObjectSize, subject: Blob) -> None:
    assert found(rule, subject) == []


@pytest.mark.parametrize(("rule", "message"), FOUND.values(), ids=FOUND)
def test_finds(rule: LfsObjectSize, message: str) -> None:
    assert found(rule, blob("m.pt", POINTER, attribute="lfs")) == [message]


def test_reads_nothing_while_there_is_no_limit() -> None:
    assert not asked(LfsObjectSize(), blob("m.pt", POINTER))
    assert LfsObjectSize(limit=1).reads(blob("m.pt", POINTER))
