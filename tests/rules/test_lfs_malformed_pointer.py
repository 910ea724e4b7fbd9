"""MLH103: a pointer has one spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import POINTER, blob, found
from mlhygiene.rules.lfs_malformed_pointer import LfsMalformedPointer

if TYPE_CHECKING:
    from mlhygiene.model import Blob

OID = b"sha256:" + b"4d" * 32

CLEAN = {
    "a canonical pointer": blob("m.pt", POINTER, attribute="lfs"),
    "an empty file": blob("m.pt", b"", attribute="lfs"),
    "raw bytes (another rule)": blob("m.pt", b"raw" * 50, attribute="lfs"),
    "a crooked pointer off an LFS path (another rule)": blob("m.pt", POINTER.strip()),
    "a symbolic link": blob("m.pt", POINTER.strip(), mode="120000", attribute="lfs"),
    "more than a pointer can be": blob("m.pt", size=1024, attribute="lfs"),
}
FOUND = {
    "CRLF": (POINTER.replace(b"\n", b"\r\n"), "the pointer is not canonical: it has CRLF line endings"),
    "no final newline": (POINTER.rstrip(), "the pointer is not canonical: its line breaks or spaces are not exact"),
    "leading zeros": (
        POINTER.replace(b"size ", b"size 0"),
        "the pointer is not canonical: its size has a sign or leading zeros",
    ),
    "an upper-case oid": (
        POINTER.replace(b"4d", b"4D"),
        "git-lfs cannot read the pointer: its oid is not `sha256:` and 64 lower-case hexadecimal digits",
    ),
    "a merge conflict": (
        b"version https://git-lfs.github.com/spec/v1\n<<<<<<< HEAD\noid " + OID + b"\n=======\n",
        "git-lfs cannot read the pointer: line 2 should be `oid …`",
    ),
    "a merge conflict around all of it": (
        b"<<<<<<< HEAD\n" + POINTER + b"=======\n" + POINTER + b">>>>>>> theirs\n",
        "git-lfs cannot read the pointer: line 1 should be `version …`",
    ),
    "a byte order mark": (b"\xef\xbb\xbf" + POINTER, "git-lfs cannot read the pointer: line 1 should be `version …`"),
    "UTF-16": (
        POINTER.decode().encode("utf-16-le"),
        "git-lfs cannot read the pointer: it names no version of the pointer format",
    ),
    "a lost first line": (
        POINTER.partition(b"\n")[2],
        "git-lfs cannot read the pointer: it names no version of the pointer format",
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Blob) -> None:
    assert found(LfsMalformedPointer(), subject) == []


@pytest.mark.parametrize(("content", "message"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, message: str) -> None:
    assert found(LfsMalformedPointer(), blob("m.pt", content, attribute="lfs")) == [message]


def test_stages_the_canonical_form_of_what_can_be_read() -> None:
    (finding,) = LfsMalformedPointer().check(blob("m.pt", POINTER.rstrip(), attribute="lfs", mode="100755"))

    lines = " ".join(f"'{line}'" for line in POINTER.decode().splitlines())
    assert finding.fix == (
        f"git update-index --cacheinfo 100755,\"$(printf '%s\\n' {lines} | git hash-object -w --stdin)\",m.pt"
    )


def test_points_at_the_history_of_what_cannot() -> None:
    (finding,) = LfsMalformedPointer().check(blob("m.pt", POINTER.replace(b"4d", b"4D"), attribute="lfs"))

    assert finding.fix == "git log --oneline -p -- m.pt"
