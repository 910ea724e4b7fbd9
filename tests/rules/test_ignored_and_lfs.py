"""MLH603 by example. What git does with such patterns is in tests/git/test_layout.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import grove
from mlhygiene.rules.ignored_and_lfs import IgnoredAndLfs
from mlhygiene.tree import Line, Tree

if TYPE_CHECKING:
    from collections.abc import Mapping

PT = Line(b".gitignore", 12, b"*.pt")
LFS = b"filter=lfs diff=lfs merge=lfs -text"


def tree(attributes: Mapping[str, bytes], *, lfs: str = "", ignoring: str = "", **files: bytes) -> Tree:
    """A tree where git gives some paths to LFS and ignores some, each told apart by a blank."""
    return grove(
        {**attributes, **{f".{name}": content for name, content in files.items()}},
        ignoring={path.encode(): PT for path in ignoring.split()},
        filtering={path.encode(): "lfs" for path in lfs.split()},
    )


CLEAN = {
    "no attributes": tree({}),
    "no LFS": tree({".gitattributes": b"*.pt -text\n"}, ignoring="mlhygiene.pt"),
    "LFS, and nothing ignored": tree({".gitattributes": b"*.pt " + LFS}, lfs="mlhygiene.pt"),
    "another pattern is ignored": tree(
        {".gitattributes": b"*.pt " + LFS}, lfs="mlhygiene.pt", ignoring="mlhygiene.bin"
    ),
    "a folder is ignored that holds such files, too": tree(
        {".gitattributes": b"*.pt " + LFS}, lfs="mlhygiene.pt", ignoring="checkpoints/mlhygiene.pt"
    ),
    "a later line takes it from LFS again": tree(
        {".gitattributes": b"*.pt " + LFS + b"\n*.pt !filter\n"}, ignoring="mlhygiene.pt"
    ),
    "a file that is tracked by its name": tree(
        {".gitattributes": b"models/a.pt " + LFS, "models/a.pt": b""}, lfs="models/a.pt", ignoring="models/a.pt"
    ),
    "some folder's files are not ignored": tree(
        {".gitattributes": b"*.pt " + LFS},
        lfs="mlhygiene.pt models/mlhygiene.pt",
        ignoring="mlhygiene.pt",
        gitignore=b"*.pt\n!/models/*.pt\n",
    ),
    "one file is not ignored": tree(
        {".gitattributes": b"models/*.pt " + LFS},
        lfs="models/mlhygiene.pt models/best.pt",
        ignoring="models/mlhygiene.pt",
        gitignore=b"models/*\n!models/best.pt\n",
    ),
    "some folder is not ignored": tree(
        {".gitattributes": b"*.pt " + LFS},
        lfs="mlhygiene.pt models/mlhygiene.pt",
        ignoring="mlhygiene.pt",
        gitignore=b"*\n!models/\n",
    ),
}
FOUND = {
    "the same pattern": (
        tree({".gitattributes": b"# models\n\n*.pt " + LFS}, lfs="mlhygiene.pt", ignoring="mlhygiene.pt"),
        (b".gitattributes", 3, "*.pt"),
    ),
    "a narrower pattern": (
        tree({".gitattributes": b"/models/*.pt " + LFS}, lfs="models/mlhygiene.pt", ignoring="models/mlhygiene.pt"),
        (b".gitattributes", 1, "/models/*.pt"),
    ),
    "a pattern of a folder's own": (
        tree({"m/.gitattributes": b"*.pt " + LFS}, lfs="m/mlhygiene.pt", ignoring="m/mlhygiene.pt"),
        (b"m/.gitattributes", 1, "*.pt"),
    ),
    "any case": (
        tree({".gitattributes": b"*.[pP][tT] " + LFS}, lfs="mlhygiene.pt", ignoring="mlhygiene.pt"),
        (b".gitattributes", 1, "*.[pP][tT]"),
    ),
    "a macro": (
        tree({".gitattributes": b"[attr]big filter=lfs\n*.pt big\n"}, lfs="mlhygiene.pt", ignoring="mlhygiene.pt"),
        (b".gitattributes", 2, "*.pt"),
    ),
    "a macro of a macro, used in a folder": (
        tree(
            {".gitattributes": b"[attr]big filter=lfs\n[attr]huge big\n", "m/.gitattributes": b"*.pt huge\n"},
            lfs="m/mlhygiene.pt",
            ignoring="m/mlhygiene.pt",
        ),
        (b"m/.gitattributes", 1, "*.pt"),
    ),
    "what is taken out of the ignored is of another kind": (
        tree(
            {".gitattributes": b"*.pt " + LFS},
            lfs="mlhygiene.pt docs/mlhygiene.pt",
            ignoring="mlhygiene.pt docs/mlhygiene.pt docs/mlhygiene.md/mlhygiene.pt",
            gitignore=b"*.pt\ndocs\n!docs/*.md\n",
        ),
        (b".gitattributes", 1, "*.pt"),
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_stays_silent(subject: Tree) -> None:
    assert list(IgnoredAndLfs().check(subject)) == []


@pytest.mark.parametrize(("subject", "place"), FOUND.values(), ids=FOUND)
def test_finds(subject: Tree, place: tuple[bytes, int, str]) -> None:
    (finding,) = IgnoredAndLfs().check(subject)

    path, line, pattern = place
    assert (finding.location.path, finding.location.line) == (path, line)
    assert finding.message == (
        f"Git LFS holds {pattern}, and .gitignore:12:*.pt ignores it: `git add` passes such files over"
    )


def test_git_is_asked_nothing_where_no_line_speaks_of_lfs() -> None:
    subject = tree({".gitattributes": b"* text=auto\n[attr]big -text\n*.bin big\n"})

    assert list(IgnoredAndLfs().check(subject)) == []
    assert subject.state.asked == []  # type: ignore[attr-defined]
