"""A commit of 120 MB, as somebody stages it: told by the hook, mended by what it says to type."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from conftest import MB, tool

if TYPE_CHECKING:
    from conftest import Repo

FILES = {"model.pt": 70, "data/train.npy": 50}


@pytest.fixture
def heavy(repo: Repo) -> Repo:
    """Two new files that no compression makes less of."""
    repo.write("train.py", "print()\n").stage().commit()
    for name, size in FILES.items():
        repo.write(name, os.urandom(size * MB))
    # At level 0, git writes what it reads.
    repo.git("-c", "core.looseCompression=0", "add", "--all")
    return repo


def test_120_megabytes_are_told_and_mended(heavy: Repo) -> None:
    tool("git-lfs")
    only = ("--select", "MLH109,MLH114")

    ran = heavy.mlhygiene("hook", "large-files", *FILES)

    first, mend = ran.out.splitlines()[:2]
    assert first == (
        "the commit: MLH114 slow-commit (warning): 120.0 MB of new content, compressed about 120.0 MB, "
        "over the limit of 100.0 MB; heaviest: model.pt 70.0 MB, data/train.npy 50.0 MB"
    )
    assert heavy.mlhygiene("lint", *only, "--staged").out.count("MLH114") == 2
    assert heavy.run("sh", "-c", mend.strip()).code == 0
    assert heavy.mlhygiene("lint", *only, "--staged").out.startswith("no findings")
    assert heavy.mlhygiene("hook", "large-files", *FILES).code == 0
    heavy.commit()
    assert heavy.mlhygiene("lint", *only).out.startswith("no findings")


def test_120_megabytes_in_commits_are_told_and_mended(heavy: Repo) -> None:
    tool("git-lfs")
    base = heavy.git("rev-parse", "HEAD")
    heavy.commit()

    ran = heavy.mlhygiene("lint", "--select", "MLH114", "--from-ref", base)
    mend = next(line for line in ran.out.splitlines() if "migrate" in line)

    assert heavy.run("sh", "-c", mend.strip()).code == 0
    ran = heavy.mlhygiene("lint", "--select", "MLH114", "--history")
    assert ran.out.startswith("no findings"), ran.out


def test_the_limit_is_of_the_config(heavy: Repo) -> None:
    heavy.write("mlhygiene.toml", '[rules.slow-commit]\nlimit = "50 MB"\n[rules.commit-size]\nlimit = "100 MB"\n')
    heavy.stage("mlhygiene.toml")

    ran = heavy.mlhygiene("lint", "--staged", "--select", "MLH109,MLH114")

    assert (ran.code, ran.out.count("MLH109"), ran.out.count("MLH114")) == (1, 2, 0)
