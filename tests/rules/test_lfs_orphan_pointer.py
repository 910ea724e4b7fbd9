"""MLH104: a pointer that no attribute gives to LFS is a text file to everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import POINTER, blob, found
from mlhygiene.rules.lfs_orphan_pointer import LfsOrphanPointer

if TYPE_CHECKING:
    from mlhygiene.model import Blob

CLEAN = {
    "a pointer on an LFS path": blob("m.pt", POINTER, attribute="lfs"),
    "a text that quotes a pointer": blob("docs/lfs.md", b"# Pointers\n\n" + POINTER),
    "a text of a pointer's size": blob("a.txt", b"x" * 130),
    "a file too small": blob("a.txt", b"version 1\n"),
    "a file too large, unread": blob("a.txt", size=1024),
    "a file of an extended pointer's size, unread where nothing speaks of LFS": blob("a", size=222, uses_lfs=False),
    "a symbolic link": blob("m.pt", POINTER, mode="120000"),
}
EXTENDED = POINTER.replace(b"oid ", b"ext-0-case sha256:%s\noid " % (b"ab" * 32))
PLAIN = "an LFS pointer, but no attribute says LFS: clones get the pointer as text"
FOUND = {
    "a pointer without an attribute": (blob("m.pt", POINTER), PLAIN),
    "a pointer under another filter": (blob("m.pt", POINTER, attribute="nbstripout"), PLAIN),
    "a pointer with an extension, where LFS is used": (blob("m.pt", EXTENDED), PLAIN),
    "a crooked pointer": (blob("m.pt", POINTER.rstrip()), PLAIN),
    "a pattern that matches only where case is ignored": (
        blob("PHOTO.JPG", POINTER, caseless_attribute="lfs", local_attribute="lfs"),
        "an LFS pointer whose path matches an LFS pattern only where case is ignored",
    ),
    "an attribute that only this machine has": (
        blob("m.pt", POINTER, local_attribute="lfs"),
        "an LFS pointer, but only this machine's attributes say LFS: clones get the pointer as text",
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Blob) -> None:
    assert found(LfsOrphanPointer(), subject) == []


@pytest.mark.parametrize(("subject", "message"), FOUND.values(), ids=FOUND)
def test_finds(subject: Blob, message: str) -> None:
    assert found(LfsOrphanPointer(), subject) == [message]
