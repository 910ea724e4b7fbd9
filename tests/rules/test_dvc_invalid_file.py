"""MLH113 by example. `tests/test_dvc.py` holds every way to be broken."""

from __future__ import annotations

import pytest

from builders import blob
from mlhygiene.location import Location
from mlhygiene.model import Blob, Severity
from mlhygiene.rules.dvc_invalid_file import DvcInvalidFile

CLEAN = {
    "what `dvc add` writes": blob("a.dvc", b"outs:\n- md5: b0\n  path: a\n"),
    "an empty pipeline": blob("dvc.yaml", b""),
    "YAML that is not DVC's": blob("config.yaml", size=10),
    "a lock file of DVC 1, in history": blob("dvc.lock", b"train:\n  cmd: x\n", commit="c0ffee"),
    "a symbolic link": blob("a.dvc", size=10, mode="120000"),
    "a file inside `.dvc`": blob(".dvc/tmp/a.dvc", size=10),
}
FOUND = {
    "an open bracket": (
        blob("a.dvc", b"outs:\n- path: [\n"),
        "unreadable for DVC: expected the node content, but found '<stream end>'",
        Location(b"a.dvc", 3, 1),
    ),
    "a key twice, in history": (
        blob("dvc.yaml", b"stages:\n  a: {cmd: x}\n  a: {cmd: y}\n", commit="c0ffee"),
        'unreadable for DVC: found duplicate key "a"',
        Location(b"dvc.yaml", 3, 3, commit="c0ffee"),
    ),
    "a conflict": (
        blob("dvc.lock", b"schema: '2.0'\n<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> topic\n"),
        "unreadable for DVC: merge conflict markers",
        Location(b"dvc.lock", 2, 1),
    ),
    "no line to name": (
        blob("dvc.lock", b""),
        "unreadable for DVC: no `schema: '2.0'`, without which DVC 3 reads no lock file",
        Location(b"dvc.lock"),
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_stays_silent(subject: Blob) -> None:
    assert list(DvcInvalidFile().check(subject)) == []


@pytest.mark.parametrize(("subject", "message", "place"), FOUND.values(), ids=FOUND)
def test_finds(subject: Blob, message: str, place: Location) -> None:
    (finding,) = DvcInvalidFile().check(subject)

    assert (finding.message, finding.location, finding.severity) == (message, place, Severity.WARNING)
    assert DvcInvalidFile().reads(subject)
