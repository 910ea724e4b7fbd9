"""MLH106 by example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import blob
from mlhygiene.rules.dvc_internal_file import CACHE, PRIVATE, SCRATCH, DvcInternalFile

if TYPE_CHECKING:
    from mlhygiene.model import Blob

HASH = "19/f46dcc0a95bbb9e3dbb5a1e1e5a5d7"

KEEP_OUT = "git rm -r --cached -- .dvc/{0} && printf '\\n%s\\n' /{0} >> .dvc/.gitignore && git add -- .dvc/.gitignore"

CLEAN = {
    "the settings that a team shares": blob(".dvc/config", size=10),
    "what DVC ignores by": blob(".dvc/.gitignore", size=10),
    "a plot template": blob(".dvc/plots/confusion.json", size=10),
    "a `.dvc` file called cache": blob("cache.dvc", size=10),
    "a folder that only ends like DVC's": blob("x.dvc/cache/a", size=10),
    "a cache of somebody else's": blob(f"cache/{HASH}", size=10),
    "a name that only begins like a private one": blob(".dvc/config.local.example", size=10),
}
FOUND = {
    "private settings": (
        blob(".dvc/config.local", size=10),
        PRIVATE,
        KEEP_OUT.format("config.local"),
    ),
    "the cache": (
        blob(f".dvc/cache/files/md5/{HASH}", size=10),
        CACHE,
        KEEP_OUT.format("cache"),
    ),
    "a cache that is a link to a shared disk": (
        blob(".dvc/cache", size=10, mode="120000"),
        CACHE,
        KEEP_OUT.format("cache"),
    ),
    "scratch files of a nested project": (
        blob("sub project/.dvc/tmp/btime", size=0),
        SCRATCH,
        (
            "git rm -r --cached -- 'sub project/.dvc/tmp' && printf '\\n%s\\n' /tmp >> 'sub project/.dvc/.gitignore'"
            " && git add -- 'sub project/.dvc/.gitignore'"
        ),
    ),
    "a state database of DVC 0.x": (
        blob(".dvc/state-journal", size=10),
        SCRATCH,
        KEEP_OUT.format("state-journal"),
    ),
    "a cache under a Windows name": (
        blob(f".dvc/C:\\Users\\me\\Temp/files/md5/{HASH}", size=10),
        CACHE,
        f"git rm -r --cached -- ':(literal).dvc/C:\\Users\\me\\Temp/files/md5/{HASH}'",
    ),
    "a cached directory in the layout of DVC 2": (
        blob(f".dvc/old/{HASH}.dir", size=10),
        CACHE,
        f"git rm -r --cached -- .dvc/old/{HASH}.dir",
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_stays_silent(subject: Blob) -> None:
    assert list(DvcInternalFile().check(subject)) == []


@pytest.mark.parametrize(("subject", "message", "fix"), FOUND.values(), ids=FOUND)
def test_finds(subject: Blob, message: str, fix: str) -> None:
    (finding,) = DvcInternalFile().check(subject)

    assert (finding.message, finding.fix) == (message, fix)
    assert not DvcInternalFile().reads(subject)
