"""The script in the package's own docstring, as it stands, with each tracker that it names."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from conftest import tool
from mlhygiene import provenance

if TYPE_CHECKING:
    from conftest import Repo

BLOCKS = [dedent(block) for block in re.findall(r"(?m)(?:^    .*\n|^\n(?=    ))+", provenance.__doc__ or "")]
SCRIPT = next(block for block in BLOCKS if "provenance.start(" in block).strip()
RUNS = [line for block in BLOCKS if block.strip() != SCRIPT for line in block.strip().split("\n")]
IMPORTS = {line: found[0] for line in RUNS if (found := re.findall(r"(\w+)\.", line))}
QUIET = {
    "COMET_LOGGING_CONSOLE": "ERROR",
    "DVC_NO_ANALYTICS": "1",
    "MLFLOW_ALLOW_FILE_STORE": "true",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_TRACKING_URI": "file:mlruns",
    "WANDB_MODE": "offline",
    "WANDB_SILENT": "true",
}
IGNORED = "/outputs/\n/wandb/\n/mlruns/\n/runs/\n/.cometml-runs/\n/dvc.yaml\n"


@pytest.fixture(scope="session")
def interpreter() -> str:
    return tool("trackers")


def test_the_docstring_names_every_tracker() -> None:
    assert list(IMPORTS.values()) == ["wandb", "mlflow", "comet_ml", "tensorboardX", "dvclive"]
    assert len(RUNS) == len(IMPORTS) + 1
    assert RUNS[0] in SCRIPT


@pytest.mark.slow
@pytest.mark.parametrize("run", RUNS, ids=lambda line: IMPORTS.get(line, "a dict"))
def test_the_example_runs_as_it_stands(repo: Repo, interpreter: str, run: str) -> None:
    script = SCRIPT.replace(RUNS[0], run)
    if run in IMPORTS:
        script = f"import {IMPORTS[run]}\n{script}"
    if IMPORTS.get(run) == "comet_ml":
        script += "\nrun.end()"
    if IMPORTS.get(run) == "dvclive":
        assert repo.run(interpreter, "-m", "dvc", "init", "--quiet").code == 0  # dvclive does, where nobody has
        script += "\nrun.end()"
    repo.write("train.py", script + "\n").write(".gitignore", IGNORED).stage()
    commit = repo.commit()

    for _ in range(1 if run in IMPORTS else 2):  # the second run finds the first one's files
        ran = repo.run(interpreter, "-W", "error::UserWarning:__main__", "train.py", env=QUIET)
        assert ran.code == 0, ran.err

    assert f"training at {commit[:7]}" in ran.out
    assert repo.git("rev-parse", "run/lora-r16^{commit}") == commit
    assert provenance.stamp_of(repo.root / "outputs" / "provenance.json").commit == commit
    assert repo.git("status", "--porcelain") == ""


# A module, and how it says what its active run has kept.
MODULES = {
    "wandb": 'tracker.init(project="p"); kept = lambda: tracker.config["git_sha"]',
    "mlflow": "run = tracker.start_run(); kept = lambda: tracker.get_run(run.info.run_id).data.tags['git_sha']",
    "comet_ml": 'run = tracker.OfflineExperiment(project_name="p"); kept = lambda: run.get_other("git_sha")',
}


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_a_module_stands_for_its_active_run(repo: Repo, interpreter: str, module: str) -> None:
    lines = (
        f"import {module} as tracker",
        "from mlhygiene import provenance",
        "try:",
        "    provenance.start(tracker, policy='strict')",
        "except provenance.NotRecorded as error:",
        "    print(error)",
        MODULES[module],
        "stamp = provenance.start(tracker, policy='strict').stamp",
        "assert kept() == stamp.commit",
    )
    repo.write("train.py", "\n".join(lines)).write(".gitignore", IGNORED).stage().commit()

    ran = repo.run(interpreter, "train.py", env=QUIET)

    assert ran.code == 0, ran.err
    assert "has not taken the stamp: no run is active: start one before" in ran.out


@pytest.mark.slow
def test_an_experiment_of_comet_that_goes_on_keeps_what_comet_has_of_it(repo: Repo, interpreter: str) -> None:
    lines = (
        "import comet_ml",
        "from mlhygiene import provenance",
        "run = comet_ml.ExistingOfflineExperiment(previous_experiment='a' * 32, offline_directory='outputs')",
        "for _ in range(2):",
        "    stamp = provenance.start(run, policy='strict').stamp",
        "ours = {key: value for key, value in run.others.items() if key.startswith('git_')}",
        "assert ours == {'git_sha_resumed': stamp.commit}, ours",
        "run.end()",
    )
    repo.write("train.py", "\n".join(lines)).write(".gitignore", IGNORED).stage().commit()

    ran = repo.run(interpreter, "train.py", env=QUIET)

    assert ran.code == 0, ran.err
