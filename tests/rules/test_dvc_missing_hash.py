"""MLH111 by example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import blob
from mlhygiene.rules.dvc_missing_hash import DvcMissingHash

if TYPE_CHECKING:
    from mlhygiene.model import Blob

CLEAN = {
    "what `dvc add` writes": blob("a.dvc", b"outs:\n- md5: b0\n  size: 2\n  hash: md5\n  path: a\n"),
    "a directory": blob("d.dvc", b"outs:\n- md5: b0.dir\n  nfiles: 2\n  path: d\n"),
    "what DVC 2 wrote": blob("a.dvc", b"outs:\n- md5: b0\n  size: 2\n  path: a\n"),
    "an etag": blob("a.dvc", b"outs:\n- etag: b0\n  path: a\n"),
    "a checksum": blob("a.dvc", b"outs:\n- checksum: b0\n  path: a\n"),
    "files that a cloud versions": blob("d.dvc", b"outs:\n- path: d\n  files:\n  - relpath: x\n    md5: b0\n"),
    "a version that a cloud holds": blob("a.dvc", b"outs:\n- path: a\n  cloud: {s3: {version_id: x}}\n"),
    "`dvc import-url --no-download`": blob("a.dvc", b"deps:\n- etag: x\n  path: s3://b/a\nouts:\n- path: a\n"),
    "`dvc import --no-download`": blob(
        "a.dvc", b"frozen: true\ndeps:\n- path: a\n  repo: {url: u}\nouts:\n- path: a\n"
    ),
    "a stage of DVC 0.x that has not run": blob("a.dvc", b"cmd: x\nouts:\n- path: a\n"),
    "an out on another machine": blob("a.dvc", b"outs:\n- path: s3://bucket/a\n"),
    "YAML that MLH113 reports": blob("a.dvc", b"outs: [\n"),
    "an out without a path, which MLH113 reports": blob("a.dvc", b"outs:\n- size: 2\n"),
    "no outs": blob("a.dvc", b"outs:\n"),
    "an empty file": blob("a.dvc", b""),
    "a `dvc.yaml`, which never names one": blob("dvc.yaml", size=10),
    "a symbolic link": blob("a.dvc", size=10, mode="120000"),
    "a file inside `.dvc`": blob(".dvc/tmp/a.dvc", size=10),
}
FOUND = {
    "no hash": (
        blob("a.dvc", b"outs:\n- path: a\n"),
        "no hash for a, so that nobody can pull it",
        "dvc commit -f a.dvc && git add -- a.dvc",
    ),
    "an empty hash": (
        blob("data/my a.dvc", b"outs:\n- path: my a\n  md5: ''\n  size: 3\n"),
        "no hash for my a, so that nobody can pull it",
        "(cd -- data && dvc commit -f 'my a.dvc') && git add -- 'data/my a.dvc'",
    ),
    "a null hash": (
        blob("-a.dvc", b"outs:\n- path: -a\n  md5:\n"),
        "no hash for -a, so that nobody can pull it",
        "dvc commit -f ./-a.dvc && git add -- -a.dvc",
    ),
    "a name that is a pattern to git": (
        blob("a[1].dvc", b"outs:\n- path: a[1]\n"),
        "no hash for a[1], so that nobody can pull it",
        "dvc commit -f 'a[1].dvc' && git add -- ':(literal)a[1].dvc'",
    ),
    "one out of two": (
        blob("ab.dvc", b"outs:\n- path: a\n  md5: b0\n- path: b\n"),
        "no hash for b, so that nobody can pull it",
        "dvc commit -f ab.dvc && git add -- ab.dvc",
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_stays_silent(subject: Blob) -> None:
    assert list(DvcMissingHash().check(subject)) == []


@pytest.mark.parametrize(("subject", "message", "fix"), FOUND.values(), ids=FOUND)
def test_finds(subject: Blob, message: str, fix: str) -> None:
    (finding,) = DvcMissingHash().check(subject)

    assert (finding.message, finding.fix) == (message, fix)
    assert DvcMissingHash().reads(subject)
