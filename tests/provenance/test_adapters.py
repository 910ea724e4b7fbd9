"""Stamps in real trackers, offline: what each has after a run in every situation, and what is read back of it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import Repo, tool
from mlhygiene import provenance
from mlhygiene.provenance.adapters import filling

if TYPE_CHECKING:
    from collections.abc import Mapping

DRIVER = Path(__file__).with_name("tracking.py")
# They differ from one process to the next.
OF_THE_PROCESS = {"git_entry", "git_argv", "git_python", "git_platform"}
OTHER = "f" * 40
QUIET = {
    "COMET_API_KEY": "",
    "COMET_LOGGING_CONSOLE": "ERROR",
    "DVC_NO_ANALYTICS": "1",
    "DVCLIVE_LOGLEVEL": "ERROR",
    "MLFLOW_ALLOW_FILE_STORE": "true",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "WANDB_ERROR_REPORTING": "false",
    "WANDB_SILENT": "true",
}


@dataclass
class Situation:
    """The code with which a run begins and, perhaps, goes on; keys of the user's own; the keys to be there then."""

    code: str
    again: str | None = None
    own: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False


SITUATIONS = {
    "clean": Situation("clean"),
    "dirty": Situation("dirty"),
    "no repository": Situation("none"),
    "no commit yet": Situation("unborn"),
    "a detached HEAD": Situation("detached"),
    "names that are not UTF-8": Situation("odd"),
    "lists that are too long": Situation("long"),
    "a run that goes on": Situation("clean", again="clean"),
    "a run that goes on at another commit": Situation("clean", again="later", kept={"git_sha_resumed": "later"}),
    "a param of the user's": Situation("clean", own={"git_branch": "mine"}, kept={"git_branch": "mine"}),
    "the commit as the user abbreviates it": Situation("clean", own={"git_sha": "short"}, kept={"git_sha": "short"}),
    "another commit of the user's": Situation(
        "clean", own={"git_sha": OTHER}, kept={"git_sha": OTHER, "git_sha_resumed": "clean"}, alone=True
    ),
}
# An event log has no keys to look up; a client differs from a run in how it is handed in.
FEWER = {"tensorboard", "mlflow_client"}
TRACKERS = ("wandb", "mlflow", "mlflow_client", "comet", "tensorboard", "dvclive")


@pytest.fixture
def places(repo: Repo, tmp_path: Path) -> dict[str, Path]:
    """Code in every state."""
    repo.write("train.py", "1").stage().commit()

    def clone(name: str) -> Repo:
        repo.git("clone", "--quiet", ".", str(tmp_path / name))
        return Repo(tmp_path / name, repo.environment)

    clone("dirty").write("train.py", "2").write("new.py", "3")
    clone("detached").git("checkout", "--quiet", "--detach")
    clone("odd").write(b"mod\xe8le \xff|.py", "3").write("é\n.py", "4").stage()
    long = clone("long")
    for number in range(25):
        long.write(f"{number:02}{'a' * 200}/{'b' * 200}/{'c' * 200}.py", "")
    long.stage()
    clone("later").commit("later")
    repo.git("init", "--quiet", str(tmp_path / "unborn"))
    (tmp_path / "none").mkdir()
    return {"clean": repo.root, **{path.name: path for path in tmp_path.iterdir() if path != repo.root}}


def texts(found: Mapping[str, Any]) -> dict[str, str]:
    """What is ours among the keys of a tracker, as texts."""
    return {
        key: filling.text(value) for key, value in found.items() if key.startswith("git_") and key not in OF_THE_PROCESS
    }


def expected(situation: Situation, places: Mapping[str, Path]) -> dict[str, str]:
    def commit(word: str) -> str:
        full = str(provenance.capture(places.get(word, places["clean"])).commit)
        return full if word in places else full[:7] if word == "short" else word

    stamp = provenance.capture(places[situation.code])
    full = {} if situation.alone else {key: filling.short(value) for key, value in stamp.flat().items()}
    return texts(full) | {key: commit(value) for key, value in situation.kept.items()}


@pytest.fixture(scope="session")
def interpreter() -> str:
    """The Python that has the trackers; asked for before `alone` takes its variable away."""
    return tool("trackers")


@pytest.fixture
def ask(interpreter: str, tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Any:
    """What a tracker has after each case, without a network."""
    room = tmp_path_factory.mktemp("room")

    def asked(tracker: str, cases: Mapping[str, Any], **variables: str) -> dict[str, Any]:
        script = room / "train.py"
        script.write_bytes(DRIVER.read_bytes())
        variables = {**environment, **QUIET, "MLFLOW_TRACKING_URI": f"file:{room}/mlruns", **variables}
        done = subprocess.run(
            [interpreter, str(script)],
            cwd=room,
            env=variables,
            input=json.dumps({"tracker": tracker, "room": str(room), "cases": cases}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout.strip().split("\n")[-1])
        assert not said["called"]
        return dict(said["answers"])

    return asked


@pytest.mark.slow
@pytest.mark.parametrize("tracker", TRACKERS)
def test_a_tracker_has_the_stamp_in_every_situation(
    alone: Mapping[str, str], places: dict[str, Path], ask: Any, tracker: str
) -> None:
    def own(situation: Situation) -> dict[str, Any]:
        short = str(provenance.capture(places["clean"]).short)
        return {key: short if value == "short" else value for key, value in situation.own.items()}

    situations = {
        name: each for name, each in SITUATIONS.items() if tracker not in FEWER or not (each.own or each.kept)
    }
    cases = {
        name: [str(places[each.code]), {"lr": 1, **own(each)}, str(places[each.again]) if each.again else None]
        for name, each in situations.items()
    }

    answers = ask(tracker, cases)

    assert {name: texts(found["there"]) for name, found in answers.items()} == {
        name: expected(each, places) for name, each in situations.items()
    }
    assert all(found["told"] == [] for found in answers.values())
    for found in answers.values():
        sha = texts(found["there"]).get("git_sha", "")
        if "log" in found and len(sha) == len(OTHER):
            assert provenance.stamp_of(found["log"]).commit == sha


@pytest.mark.slow
def test_tensorboard_keeps_the_stamp_of_each_start(alone: object, places: dict[str, Path], ask: Any) -> None:
    clean, later = str(places["clean"]), str(places["later"])

    answers = ask("tensorboard", {"once": [clean, {}, clean], "twice": [clean, {}, later]})

    assert {name: found["texts"] for name, found in answers.items()} == {"once": 1, "twice": 2}


# Tags of a run before, and what MLflow's own say after it.
OWN: dict[str, tuple[dict[str, str], dict[str, str | None]]] = {
    "none": ({}, {"commit": "clean", "branch": "main", "repoURL": "https://example.org/a.git", "dirty": "false"}),
    "this commit": (
        {"commit": "clean", "branch": "theirs"},
        {"commit": "clean", "branch": "theirs", "repoURL": "https://example.org/a.git", "dirty": "false"},
    ),
    "another commit": ({"commit": OTHER}, {"commit": OTHER}),
}


@pytest.mark.slow
@pytest.mark.parametrize("store", ["file", "sqlite"])
def test_tags_of_mlflows_own_are_set_where_nobody_has(
    alone: object, repo: Repo, ask: Any, tmp_path: Path, store: str
) -> None:
    repo.git("remote", "add", "origin", f"https://me:{'x' * 12}@example.org/a.git")
    commit = repo.write("train.py", "1").stage().commit()
    prefix = "mlflow.source.git."

    def tags(given: Mapping[str, str | None]) -> dict[str, Any]:
        return {prefix + key: commit if value == "clean" else value for key, value in given.items()}

    answers = ask(
        "mlflow",
        {name: [str(repo.root), tags(before), None] for name, (before, _) in OWN.items()},
        MLFLOW_TRACKING_URI={"file": f"file:{tmp_path}/mlruns", "sqlite": f"sqlite:///{tmp_path}/mlflow.db"}[store],
    )

    assert {
        name: {key: value for key, value in found["there"].items() if key.startswith(prefix)}
        for name, found in answers.items()
    } == {name: tags(after) for name, (_, after) in OWN.items()}
    assert "x" * 12 not in json.dumps(answers)


def test_no_tracker_is_imported_by_what_records(repo: Repo) -> None:
    code = "import sys; from mlhygiene import provenance as p; p.start({}, print); print(sorted(sys.modules))"
    ran = repo.run(sys.executable, "-c", code)

    assert ran.code == 0, ran.err
    assert not {"'wandb'", "'mlflow'", "'comet_ml'", "'dvclive'", "'numpy'"} & set(ran.out.replace(",", " ").split())
