"""MLH601 by example."""

from __future__ import annotations

import pytest

from blocks import NEW, OLD, block
from builders import grove
from mlhygiene.model import Severity, Storage
from mlhygiene.rules.gitignore_drift import GitignoreDrift
from mlhygiene.scaffold.piece import LEFT_OUT

NAME, PATH = "gitignore", ".gitignore"
FRESH = block(NAME, Storage.LFS)
FIRST, *BODY, LAST = FRESH.splitlines(keepends=True)
OPEN, CLOSE = FIRST.decode().strip(), LAST.decode().strip()
OURS = next(line for line in BODY if not line.startswith(b"#") and line.strip())
CLEAN = {
    "no file": None,
    "a file of somebody's own": b"*.mine text\n",
    "a file that speaks of us": b"# made with mlhygiene init\n",
    "the block": FRESH,
    "the block between somebody's own lines": b"*.mine text\n" + FRESH + b"*.yours text\n",
    "the block with CRLF": FRESH.replace(b"\n", b"\r\n"),
    "a line that was left out": block(NAME, Storage.NONE, left_out=True),
    **{f"the block for {storage}": block(NAME, storage) for storage in Storage},
    "the block of another file": block(NEW[NAME], Storage.LFS),
}
FOUND = {
    "a line taken out": (
        FRESH.replace(OURS, b"", 1),
        [(1, "the block was changed by hand: 1 line missing", "mlhygiene init --force")],
    ),
    "lines put in": (
        b"# mine\n" + FRESH.replace(LAST, b"*.a text\n*.b text\n" + LAST),
        [(2, "the block was changed by hand: 2 lines that should not be there", "mlhygiene init --force")],
    ),
    "a line changed": (
        FRESH.replace(OURS, b"*.else text\n", 1),
        [
            (
                1,
                "the block was changed by hand: 1 line that should not be there and 1 line missing",
                "mlhygiene init --force",
            )
        ],
    ),
    "another order": (
        FIRST + b"".join(reversed(BODY)) + LAST,
        [(1, "the block was changed by hand: the order of its lines", "mlhygiene init --force")],
    ),
    "an older version's block": (
        OLD[NAME],
        [
            (
                1,
                f"the block is not of this version: 1 line that should not be there and {len(BODY)} lines missing",
                "mlhygiene init",
            )
        ],
    ),
    "other choices in the first line than the lines were written for": (
        FRESH.replace(b"storage=lfs", b"storage=tape"),
        [],
    ),
    "a digest that was changed": (
        FRESH.replace(b"sha256=", b"sha256=0"),
        [(1, "the block is not of this version: its first line", "mlhygiene init")],
    ),
    "a copy": (FRESH + b"\n" + FRESH, [(len(BODY) + 4, "a copy of the block of line 1", "mlhygiene init")]),
    "a first line without the last": (
        b"*.mine text\n" + FIRST + OURS,
        [
            (
                2,
                f"`{OPEN}` is one mark of a block, and its other one is gone",
                "take the line out, then run `mlhygiene init`",
            )
        ],
    ),
    "a last line without the first": (
        FRESH + LAST,
        [
            (
                len(BODY) + 3,
                f"`{CLOSE}` is one mark of a block, and its other one is gone",
                "take the line out, then run `mlhygiene init`",
            )
        ],
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_stays_silent(content: bytes | None) -> None:
    assert list(GitignoreDrift().check(grove({} if content is None else {PATH: content}))) == []


@pytest.mark.parametrize(("content", "places"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, places: list[tuple[int, str, str]]) -> None:
    found = list(GitignoreDrift().check(grove({PATH: content})))

    told = [(finding.location.line, finding.message, finding.fix) for finding in found]
    if places:
        assert told == places
    assert found
    assert {finding.location.path for finding in found} == {PATH.encode()}
    assert {finding.severity for finding in found} == {Severity.WARNING}


def test_a_file_below_the_root_is_somebodys_own() -> None:
    assert list(GitignoreDrift().check(grove({f"sub/{PATH}": OLD[NAME]}))) == []


def test_what_was_left_out_is_no_line_that_is_missing() -> None:
    assert LEFT_OUT in block(NAME, Storage.NONE, left_out=True)
