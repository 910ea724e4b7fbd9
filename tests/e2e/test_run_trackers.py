"""A real training through `mlhygiene run`: a tracker's record alone brings back the code, and so the metric."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import Ran, Repo, tool

if TYPE_CHECKING:
    from pathlib import Path

    from mlhygiene.provenance.records import Record

pytestmark = pytest.mark.slow

# The digits of scikit-learn, which it brings along; the accuracy depends on the code alone.
TRAIN = """\
import json, sys
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from model import C

X, y = load_digits(return_X_y=True)
train_X, test_X, train_y, test_y = train_test_split(X / 16, y, random_state=0)
model = LogisticRegression(C=C, max_iter=50, random_state=0, tol=1e-2).fit(train_X, train_y)
accuracy = model.score(test_X, test_y)
json.dump({"accuracy": accuracy}, open("metrics.json", "w"))
if "--track" in sys.argv:
    import track
    track.log(accuracy)
"""
TRACK = """\
import mlflow, os, wandb
from mlhygiene import provenance

def log(accuracy):
    stamp = provenance.capture(__file__)
    mlflow.set_tracking_uri("file:" + os.path.abspath("mlruns"))
    with mlflow.start_run(), wandb.init(project="digits", mode="offline", settings={"silent": True}) as run:
        provenance.record(stamp, run, mlflow, strict=True)
        mlflow.log_metric("accuracy", accuracy)
        run.log({"accuracy": accuracy})
"""
QUIET = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "WANDB_SILENT": "true",
    "MLFLOW_ALLOW_FILE_STORE": "true",
}


class Trained(NamedTuple):
    """A repository after a run, and what has run."""

    repo: Repo
    ran: Ran
    python: str


@pytest.fixture(scope="module")
def python() -> str:
    """The Python that has trackers and scikit-learn."""
    path = tool("trackers")
    found = subprocess.run([path, "-c", "import mlflow, wandb, sklearn"], capture_output=True, text=True, check=False)
    if found.returncode:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"pip install --group trackers: {found.stderr[-300:]}")
    return path


@pytest.fixture
def project(repo: Repo) -> Repo:
    repo.write("train.py", TRAIN).write("track.py", TRACK).write("model.py", "C = 0.01\n")
    repo.write(".gitignore", "metrics.json\nmlruns/\nwandb/\n__pycache__/\n").stage().commit("exp: C=0.01 -> running")
    return repo


def trained(repo: Repo, python: str, *options: str) -> Trained:
    command = (python, "train.py", "--track")
    ran = repo.mlhygiene("run", "--record", "accuracy=metrics.json:accuracy", *options, "--", *command, env=QUIET)
    assert ran.code == 0, ran.err + ran.out
    return Trained(repo, ran, python)


def measured(folder: Path) -> float:
    found: float = json.loads((folder / "metrics.json").read_text())["accuracy"]
    return found


def recorded(repo: Repo) -> dict[str, Record]:
    """What each tracker has kept."""
    from mlhygiene.provenance.loading import load

    (tags,) = (repo.root / "mlruns").glob("*/*/tags")
    (log,) = (repo.root / "wandb").glob("offline-run-*/run-*.wandb")
    return {"MLflow": load(tags.parent), "W&B": load(log)}


def again(trained: Trained, commit: str, folder: Path) -> float:
    """The metric of a fresh clone at a commit, nothing else brought along."""
    trained.repo.run("git", "clone", "--quiet", "--no-checkout", trained.repo.root.as_uri(), str(folder))
    clone = Repo(folder, trained.repo.environment)
    clone.git("fetch", "--quiet", "origin", "+refs/mlhygiene/*:refs/mlhygiene/*")
    clone.git("checkout", "--quiet", "--detach", commit)
    ran = clone.run(trained.python, "train.py")
    assert ran.code == 0, ran.err
    return measured(folder)


def test_the_record_of_each_tracker_brings_the_metric_back(project: Repo, python: str, tmp_path: Path) -> None:
    began = project.git("rev-parse", "HEAD")
    run = trained(project, python, "--strict")
    accuracy = measured(project.root)
    records = recorded(project)
    project.write("model.py", "C = 1e-9\n").stage().commit("another model")

    assert {name: record.fields["commit"] for name, record in records.items()} == {"MLflow": began, "W&B": began}
    assert again(run, records["MLflow"].fields["commit"], tmp_path / "again") == accuracy
    assert project.git("log", "--format=%s", "-1", "HEAD^").startswith(f"exp: C=0.01 -> accuracy={accuracy}")


def test_so_it_does_of_files_that_no_commit_had(project: Repo, python: str, tmp_path: Path) -> None:
    project.write("model.py", "from extra import C\n").write("extra.py", "C = 5e-5\n")
    run = trained(project, python, "--snapshot", "--tag", "--id", "a")
    accuracy = measured(project.root)
    records = recorded(project)
    project.git("checkout", "--quiet", "model.py")
    (project.root / "extra.py").unlink()

    kept = project.git("rev-parse", "run/a^{}")
    assert {name: record.fields["snapshot"] for name, record in records.items()} == {"MLflow": kept, "W&B": kept}
    assert again(run, kept, tmp_path / "again") == accuracy
    assert again(run, project.git("rev-parse", "HEAD"), tmp_path / "other") != accuracy
