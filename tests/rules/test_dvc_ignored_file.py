"""MLH112 by example."""

from __future__ import annotations

import pytest

from builders import blob
from mlhygiene.model import Blob, Severity
from mlhygiene.rules.dvc_ignored_file import DvcIgnoredFile

CLEAN = {
    "a `.dvc` file that git sees": blob("data/a.csv.dvc", size=10),
    "data that git ignores": blob("data/a.csv", size=10, ignoring=".gitignore:1:data/"),
    "a symbolic link": blob("data/a.dvc", size=10, mode="120000", ignoring=".gitignore:1:data/"),
    "a scratch file of DVC's own": blob(".dvc/tmp/a.dvc", size=10, ignoring=".dvc/.gitignore:1:/tmp"),
}
FOUND = {
    "a folder": (
        blob("data/raw/a.csv.dvc", size=10, ignoring=".gitignore:1:data/"),
        (
            "ignored by .gitignore:1:data/, and DVC reads nothing that git ignores:"
            " write /data/**, !/data/**/, !/data/**/*.dvc and !/data/**/.gitignore instead"
        ),
    ),
    "a folder's content": (
        blob("data/a.csv.dvc", size=10, ignoring=".gitignore:12:/data/*"),
        (
            "ignored by .gitignore:12:/data/*, and DVC reads nothing that git ignores:"
            " write /data/**, !/data/**/, !/data/**/*.dvc and !/data/**/.gitignore instead"
        ),
    ),
    "a pipeline in a folder beside a deeper `.gitignore`": (
        blob("sub/out/dvc.yaml", size=10, ignoring="sub/.gitignore:3:/out/"),
        (
            "ignored by sub/.gitignore:3:/out/, and DVC reads nothing that git ignores:"
            " write /out/**, !/out/**/, !/out/**/dvc.yaml and !/out/**/.gitignore instead"
        ),
    ),
    "a folder that is named at any depth": (
        blob("x/data/a.dvc", size=10, ignoring=".gitignore:1:data/"),
        "ignored by .gitignore:1:data/, and DVC reads nothing that git ignores",
    ),
    "the lock alone": (
        blob("dvc.lock", size=10, ignoring=".gitignore:1:dvc.lock"),
        "ignored by .gitignore:1:dvc.lock, and DVC reads nothing that git ignores",
    ),
    "a pattern of this machine": (
        blob("data/a.dvc", size=10, ignoring="/home/me/.config/git/ignore:1:data/"),
        "ignored by /home/me/.config/git/ignore:1:data/, and DVC reads nothing that git ignores",
    ),
    "a glob": (
        blob("a.csv.dvc", size=10, ignoring=".gitignore:1:*.csv*"),
        "ignored by .gitignore:1:*.csv*, and DVC reads nothing that git ignores",
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_stays_silent(subject: Blob) -> None:
    assert list(DvcIgnoredFile().check(subject)) == []


@pytest.mark.parametrize(("subject", "message"), FOUND.values(), ids=FOUND)
def test_finds(subject: Blob, message: str) -> None:
    (finding,) = DvcIgnoredFile().check(subject)

    assert (finding.message, finding.severity) == (message, Severity.WARNING)
    assert not DvcIgnoredFile().reads(subject)
