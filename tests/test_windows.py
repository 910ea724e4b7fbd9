"""Commits of more files than git is asked about at once."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from conftest import POINTER

if TYPE_CHECKING:
    from conftest import Repo

FILES = 2500


def test_a_commit_of_many_windows_keeps_what_lfs_holds(repo: Repo) -> None:
    repo.write(".gitattributes", "*.npy filter=lfs\n").stage()
    repo.put("d/first.npy", POINTER).put("d/link.npy", b"first.npy", mode="120000")
    oid = repo.git("rev-parse", ":d/first.npy")
    listing = b"".join(b"100644 %s\td/%d.npy\0" % (oid.encode(), number) for number in range(FILES))
    subprocess.run(
        ["git", "update-index", "-z", "--index-info"], cwd=repo.root, env=repo.environment, input=listing, check=True
    )

    assert repo.mlhygiene("hook", "large-files").out == ""

    repo.commit()

    assert repo.mlhygiene("lint", "--history").out.startswith("no findings")
