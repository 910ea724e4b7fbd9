"""MLH105 by example."""

from __future__ import annotations

import pytest

from builders import blob
from mlhygiene.model import Blob, Out
from mlhygiene.rules.tracked_by_git_and_dvc import TrackedByGitAndDvc

MODEL = Out(b"models/a.pt", b"models/a.pt.dvc")
RAW = Out(b"data/raw", b"data/raw.dvc")
FEATURES = Out(b"out/features", b"pipelines/dvc.yaml")

CLEAN = {
    "a file that DVC does not name": blob("src/train.py", size=10),
    "an out with `cache: false`": blob("m.json", size=10, held_by=Out(b"m.json", b"dvc.yaml", cached=False)),
    "an out whose template nothing resolves": blob("o/a", size=1, held_by=Out(b"o/*", b"dvc.yaml", certain=False)),
    "a symbolic link, which DVC's cache may have put there": blob("models/a.pt", size=9, mode="120000", held_by=MODEL),
}
FOUND = {
    "the out itself": (
        blob("models/a.pt", size=10, held_by=MODEL),
        "held by DVC too, as models/a.pt.dvc says",
        (
            "git rm -r --cached -- models/a.pt && (cd -- models && dvc commit -f a.pt.dvc)"
            " && git update-index --add --remove -- models/a.pt.dvc models/.gitignore"
        ),
    ),
    "an executable": (
        blob("models/a.pt", size=10, mode="100755", held_by=MODEL),
        "held by DVC too, as models/a.pt.dvc says",
        (
            "git rm -r --cached -- models/a.pt && (cd -- models && dvc commit -f a.pt.dvc)"
            " && git update-index --add --remove -- models/a.pt.dvc models/.gitignore"
        ),
    ),
    "an empty file": (
        blob("a", size=0, held_by=Out(b"a", b"a.dvc")),
        "held by DVC too, as a.dvc says",
        "git rm -r --cached -- a && dvc commit -f a.dvc && git update-index --add --remove -- a.dvc .gitignore",
    ),
    "a file inside a directory out": (
        blob("data/raw/deep/x.csv", size=10, held_by=RAW),
        "inside data/raw, held by DVC too, as data/raw.dvc says",
        (
            "git rm -r --cached -- data/raw && (cd -- data && dvc commit -f raw.dvc)"
            " && git update-index --add --remove -- data/raw.dvc data/.gitignore"
        ),
    ),
    "an out of a pipeline elsewhere": (
        blob("out/features/x.npy", size=10, held_by=FEATURES),
        "inside out/features, held by DVC too, as pipelines/dvc.yaml says",
        (
            "git rm -r --cached -- out/features && (cd -- pipelines && dvc commit -f ../out/features)"
            " && git update-index --add --remove -- pipelines/dvc.lock out/.gitignore"
        ),
    ),
    "a name that a shell and DVC would read as an option": (
        blob("-x y", size=10, held_by=Out(b"-x y", b"-x y.dvc")),
        "held by DVC too, as -x y.dvc says",
        (
            "git rm -r --cached -- '-x y' && dvc commit -f './-x y.dvc'"
            " && git update-index --add --remove -- '-x y.dvc' .gitignore"
        ),
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_stays_silent(subject: Blob) -> None:
    assert list(TrackedByGitAndDvc().check(subject)) == []


@pytest.mark.parametrize(("subject", "message", "fix"), FOUND.values(), ids=FOUND)
def test_finds(subject: Blob, message: str, fix: str) -> None:
    (finding,) = TrackedByGitAndDvc().check(subject)

    assert (finding.message, finding.fix) == (message, fix)
    assert not TrackedByGitAndDvc().reads(subject)
