"""The join of subjects and rules: one pass, in order, read ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from builders import Shelf, blob
from mlhygiene import engine
from mlhygiene.model import Blob, Commit
from mlhygiene.rule import BlobRule, Finding
from mlhygiene.rules.large_file import LargeFile
from mlhygiene.rules.many_files import ManyFiles

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, kw_only=True)
class Named(BlobRule):
    """A rule that finds every file, or fails on one."""

    code = "MLH199"
    name = "named"
    failing: bytes = b""

    def reads(self, blob: Blob, /) -> bool:
        return blob.path.startswith(b"read")

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if blob.path == self.failing:
            raise ZeroDivisionError
        yield self.found(blob, blob.name)


def test_findings_come_in_the_order_of_the_subjects() -> None:
    subjects = [blob(str(n), b"") for n in range(3 * engine.WINDOW)]

    assert [f.message for f in engine.judge(subjects, [Named()])] == [str(n) for n in range(3 * engine.WINDOW)]


def test_a_rule_sees_its_own_subjects_alone() -> None:
    large = blob("model.pt", size=6_000_000)
    commit = Commit(None, tuple(blob(f"{n}.png", size=1) for n in range(300)))

    codes = [f.rule.code for f in engine.judge([large, commit], [LargeFile(), ManyFiles()])]

    assert codes == ["MLH101", "MLH108"]


def test_a_rule_that_fails_says_what_it_judged() -> None:
    with pytest.raises(ZeroDivisionError) as error:
        list(engine.judge([blob("bad", b"")], [Named(failing=b"bad")]))

    assert "while MLH199 named judged Blob(path=b'bad'" in error.value.__notes__[0]


@dataclass
class Expecting(Shelf):
    """A shelf that remembers what it was told to expect."""

    expected: tuple[list[bytes], list[bytes]] = ((), ())  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.rounds = list[list[bytes]]()

    def expect(self, window, contents) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        self.expected = ([b.path for b in window], [b.path for b in contents])
        if contents:
            self.rounds.append([b.path for b in contents])


def test_contents_that_a_rule_will_read_are_fetched_in_rounds_up_to_a_weight() -> None:
    shelf = Expecting(b"")
    sizes = {b"a": 1, b"read1": 10, b"read2": engine.AHEAD, b"read3": 20, b"read4": engine.AHEAD + 1, b"read5": 30}
    blobs = [Blob(path, "0" * 40, size, "100644", shelf) for path, size in sizes.items()]

    list(engine.judge(blobs, [Named()]))

    assert shelf.expected[0] == [b"a", b"read1", b"read2", b"read3", b"read4", b"read5"]
    assert shelf.rounds == [[b"read1"], [b"read2"], [b"read3", b"read5"]]


def test_a_commit_that_looks_at_blobs_of_other_windows_leaves_this_one_expected() -> None:
    shelf = Expecting(b"")
    images = [Blob(b"%d.png" % n, "0" * 40, 1, "100644", shelf) for n in range(300)]
    code = Blob(b"a.py", "1" * 40, 1, "100644", shelf)

    list(engine.judge([Commit(None, images), code], [ManyFiles()]))

    assert shelf.expected == ([b"a.py"], [])


def test_nothing_to_judge_is_no_finding() -> None:
    assert list(engine.judge([], [Named()])) == []
