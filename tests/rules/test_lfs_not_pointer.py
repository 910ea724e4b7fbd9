"""MLH102: where the attribute says LFS, only a pointer will do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import POINTER, blob, found
from mlhygiene.rules.lfs_not_pointer import LfsNotPointer

if TYPE_CHECKING:
    from mlhygiene.model import Blob

MESSAGE = "git holds the file itself, the attributes say that LFS does"

CLEAN = {
    "raw bytes where no attribute says LFS": blob("model.pt", size=6_000_000),
    "a pointer": blob("model.pt", POINTER, attribute="lfs"),
    "a pointer that is not canonical (another rule)": blob("model.pt", POINTER.strip(), attribute="lfs"),
    "a pointer inside conflict markers (another rule)": blob(
        "model.pt", b"<<<<<<< HEAD\n" + POINTER + b"=======\n" + POINTER + b">>>>>>> theirs\n", attribute="lfs"
    ),
    "a pointer behind a byte order mark (another rule)": blob("model.pt", b"\xef\xbb\xbf" + POINTER, attribute="lfs"),
    "an empty file, whose pointer is empty": blob("empty.pt", b"", attribute="lfs"),
    "a symbolic link": blob("model.pt", b"/mnt/models/model.pt", mode="120000", attribute="lfs"),
    "another filter": blob("a.ipynb", b"{}", attribute="nbstripout"),
    "a filter attribute that is only set": blob("model.pt", b"raw", attribute="set"),
}
FOUND = {
    "five raw bytes": blob("model.pt", b"12345", attribute="lfs"),
    "raw bytes of any size, unread": blob("model.pt", size=10**9, attribute="lfs"),
    "1023 raw bytes": blob("model.pt", bytes(1023), attribute="lfs"),
    "a pointer padded to 1024 bytes": blob("model.pt", POINTER.ljust(1024), attribute="lfs"),
    "a text that only speaks of git-lfs": blob("model.pt", b"see https://git-lfs.com\n" * 5, attribute="lfs"),
    "an executable": blob("run.bin", b"raw", mode="100755", attribute="lfs"),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Blob) -> None:
    assert found(LfsNotPointer(), subject) == []


@pytest.mark.parametrize("subject", FOUND.values(), ids=FOUND)
def test_finds(subject: Blob) -> None:
    assert found(LfsNotPointer(), subject) == [MESSAGE]


def test_advises_to_stage_again() -> None:
    (finding,) = LfsNotPointer().check(blob("a b.pt", b"raw", attribute="lfs"))

    assert finding.fix == "git lfs install --skip-repo && git add --renormalize -- 'a b.pt'"


def test_reads_ahead_only_what_can_be_a_pointer() -> None:
    rule = LfsNotPointer()

    assert [rule.reads(blob("a", size=size)) for size in (1, 1023, 1024)] == [True, True, False]
    assert not rule.reads(blob("a", size=130, uses_lfs=False))
