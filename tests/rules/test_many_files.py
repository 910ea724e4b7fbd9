"""MLH108: a data set is not committed file by file."""

from __future__ import annotations

import pytest

from builders import blob, found
from mlhygiene.model import Blob, Commit, Storage
from mlhygiene.rules.many_files import ManyFiles


def files(pattern: str, count: int, **shelf: object) -> tuple[Blob, ...]:
    return tuple(blob(pattern.format(n), size=40_000, **shelf) for n in range(count))


CLEAN = {
    "as many as the limit": Commit(None, files("images/{}.png", 250)),
    "many files of code": Commit(None, files("src/m{}.py", 1000)),
    "many files in many folders": Commit(None, files("images/{}/a.png", 1000)),
    "many changes to what was there": Commit(None, (), files("images/{}.png", 1000)),
    "many LFS pointers": Commit(None, files("images/{}.png", 1000, attribute="lfs")),
    "many files that say nothing of themselves": Commit(None, files("cache/{}", 1000)),
}
FOUND = {
    "five hundred images": (
        Commit(None, files("images/{}.png", 500)),
        ["500 data files added at once, over the limit of 250"],
    ),
    "chunks of a zarr store, none with an extension": (
        Commit(None, files("data/train.zarr/c/{}/0", 300)),
        ["300 data files added at once, over the limit of 250"],
    ),
    "two folders, each told": (
        Commit("c" * 40, files("a/{}.npy", 251) + files("b/{}.npy", 1251)),
        [
            "251 data files added at once, over the limit of 250",
            "1,251 data files added at once, over the limit of 250",
        ],
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Commit) -> None:
    assert found(ManyFiles(), subject) == []


@pytest.mark.parametrize(("subject", "messages"), FOUND.values(), ids=FOUND)
def test_finds(subject: Commit, messages: list[str]) -> None:
    assert found(ManyFiles(), subject) == messages


PLACES = {
    "DVC takes the folder, where DVC is used": (
        files("raw/images/{}.png", 300, storage=Storage.DVC),
        b"raw/images",
        "(cd -- raw && dvc add images) ",
    ),
    "DVC takes the store, where DVC is used": (
        files("raw/x.zarr/{}.0", 300, storage=Storage.BOTH),
        b"raw/x.zarr",
        "(cd -- raw && dvc add x.zarr) ",
    ),
    "LFS takes the folder, where LFS is used": (
        files("images/{}.png", 300, storage=Storage.LFS),
        b"images",
        "git lfs track -- 'images/**'",
    ),
    "the commit to change, for what is committed": (
        files("images/{}.png", 300, commit="c0ffee" * 6 + "c0ff"),
        b"images",
        "git rebase --interactive --rebase-merges c0ffeec0ffee~",
    ),
    "LFS takes the files, at the root": (files("{}.png", 300), b".", "git lfs track -- '/*.png'"),
}


@pytest.mark.parametrize(("added", "path", "command"), PLACES.values(), ids=PLACES)
def test_names_the_folder_and_who_should_hold_it(added: tuple[Blob, ...], path: bytes, command: str) -> None:
    (finding,) = ManyFiles().check(Commit(None, added))

    assert finding.location.path == path
    assert command in (finding.fix or "")
