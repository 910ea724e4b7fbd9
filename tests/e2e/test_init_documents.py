"""What DVC makes of the documents that are written for it: driven for real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Ran, Repo, tool
from mlhygiene.model import Storage
from mlhygiene.scaffold.documents import pieces
from mlhygiene.scaffold.facts import Facts
from mlhygiene.scaffold.piece import Choices

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def project(repo: Repo) -> Repo:
    """A repository of DVC with one data set."""
    dvc(repo, "init")
    repo.write("data/raw/a.csv", "a\n").write("data/b.csv", "b\n")
    dvc(repo, "add", "data/raw")
    return repo


def dvc(repo: Repo, *args: str) -> Ran:
    ran = repo.run(tool("dvc"), *args)
    assert ran.code == 0, ran
    return ran


def ignore(root: Path) -> bytes:
    """Write the block below what `dvc init` wrote."""
    (piece,) = pieces(Choices(Storage.DVC), Facts())
    file = root / ".dvcignore"
    file.write_bytes(piece.written(file.read_bytes()))
    return file.read_bytes()


def test_what_a_machine_drops_into_a_data_set_does_not_change_it(project: Repo) -> None:
    own = (project.root / ".dvcignore").read_bytes()
    project.write("data/raw/.DS_Store", b"\0").write("data/raw/.ipynb_checkpoints/a-checkpoint.csv", "x\n")
    assert "modified" in dvc(project, "status").out

    assert ignore(project.root).startswith(own)

    assert "up to date" in dvc(project, "status").out


def test_data_is_added_as_before(project: Repo) -> None:
    ignore(project.root)

    dvc(project, "add", "data/b.csv")

    assert (project.root / "data/b.csv.dvc").exists()
    assert "up to date" in dvc(project, "status").out
