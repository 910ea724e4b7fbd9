"""The two blocks beside git-lfs and DVC themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import tool
from judged import EVERY, named, prepared
from mlhygiene import lfs
from mlhygiene.model import Storage
from mlhygiene.scaffold.attributes import gitattributes
from mlhygiene.scaffold.facts import Facts
from mlhygiene.scaffold.piece import Choices, Standing

if TYPE_CHECKING:
    from conftest import Repo

pytestmark = pytest.mark.slow

PIPELINE = """\
stages:
  prepare:
    cmd: python make.py data/processed/train.csv data/features.npy
    outs: [data/processed, data/features.npy]
  train:
    cmd: python make.py models/best.pt checkpoints/last.ckpt outputs/predictions.csv logs/loss.csv
    deps: [data/processed]
    outs: [models/best.pt, checkpoints, outputs/predictions.csv, logs/loss.csv]
    metrics: [metrics.json: {cache: false}]
"""
MAKE = """\
import pathlib, sys
for name in [*sys.argv[1:], "metrics.json"]:
    path = pathlib.Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("1")
"""


@pytest.fixture(params=EVERY[::3], ids=named)
def choices(request: pytest.FixtureRequest) -> Choices:
    chosen: Choices = request.param
    return chosen


@pytest.fixture
def dvc(repo: Repo) -> str:
    program = tool("dvc")
    repo.git("config", "core.autocrlf", "false")
    ran = repo.run(program, "init", "--quiet")
    assert ran.code == 0, ran
    return program


def tracked(repo: Repo) -> set[str]:
    return set(repo.git("ls-files").splitlines())


def test_dvc_add_works_wherever_data_and_weights_lie(repo: Repo, choices: Choices, dvc: str) -> None:
    paths = ["data/raw.csv", "data/a/images/1.jpg", "model.pt", "models/best.pt", "checkpoints/last.ckpt"]
    paths += ["outputs/m.pt", "a.parquet", "runs.csv"]
    prepared(repo, choices)
    for path in paths:
        ran = repo.write(path, path).run(dvc, "add", "--quiet", path)
        assert ran.code == 0, ran
    repo.stage().commit()

    assert {f"{path}.dvc" for path in paths} <= tracked(repo)
    assert tracked(repo).isdisjoint(paths)


def test_a_folder_of_data_can_be_dvcs(repo: Repo, choices: Choices, dvc: str) -> None:
    ran = prepared(repo, choices).write("data/raw/a.csv", "a").run(dvc, "add", "--quiet", "data/raw")
    assert ran.code == 0, ran
    repo.stage().commit()

    assert {"data/raw.dvc", "data/.gitignore"} <= tracked(repo)
    assert "data/raw/a.csv" not in tracked(repo)


def test_a_pipeline_writes_into_every_folder(repo: Repo, choices: Choices, dvc: str) -> None:
    prepared(repo, choices).write("dvc.yaml", PIPELINE).write("make.py", MAKE)
    ran = repo.run(dvc, "repro", "--quiet")
    assert ran.code == 0, ran
    repo.stage().commit()
    ran = repo.run(dvc, "status")

    assert "up to date" in ran.out, ran
    assert {"dvc.yaml", "dvc.lock", "metrics.json"} <= tracked(repo)
    assert not {path for path in tracked(repo) if path.endswith((".pt", ".ckpt", ".npy", ".csv"))}


@pytest.mark.parametrize("storage", [Storage.LFS, Storage.BOTH])
def test_a_checkpoint_becomes_a_pointer(storage: Storage, repo: Repo) -> None:
    tool("git-lfs")
    repo.git("lfs", "install", "--local")
    prepared(repo, Choices(storage))
    paths = {"model.pt": b"\0" * 5000, "checkpoints/last.ckpt": b"\1" * 5000, "a/m.mlpackage/Data/w.bin": b"\2" * 500}
    for path, content in paths.items():
        repo.write(path, content)
    repo.write("tests/tiny.pt", size=500)
    repo.stage().commit()

    for path, content in paths.items():
        pointer = lfs.parse(repo.git("cat-file", "blob", f"HEAD:{path}").encode() + b"\n")
        assert pointer.size == len(content)
    assert set(repo.git("lfs", "ls-files", "--name-only").splitlines()) == set(paths)
    assert repo.git("cat-file", "-s", "HEAD:tests/tiny.pt") == "500"
    assert repo.run("git", "lfs", "fsck", "--pointers").code == 0


def test_data_becomes_pointers_where_lfs_holds_it(repo: Repo) -> None:
    tool("git-lfs")
    repo.git("lfs", "install", "--local")
    prepared(repo, Choices(Storage.LFS)).write("data/a.csv", "a,b\n").write("data/B.JPG", "x").write("a.csv", "a,b\n")
    repo.stage().commit()

    assert repo.git("lfs", "ls-files", "--name-only").splitlines() == ["data/B.JPG", "data/a.csv"]


def test_git_lfs_track_leaves_the_block_as_it_is_and_untrack_does_not(repo: Repo) -> None:
    tool("git-lfs")
    piece = gitattributes(Choices(Storage.LFS), Facts())
    prepared(repo, Choices(Storage.LFS))

    def standing() -> Standing:
        return piece.standing((repo.root / ".gitattributes").read_bytes())

    repo.git("lfs", "track", "*.pt", "*.new")
    assert standing() is Standing.SAME
    repo.git("lfs", "untrack", "*.new")
    assert standing() is Standing.SAME
    repo.git("lfs", "untrack", "*.pt")
    assert standing() is Standing.EDITED
