"""`action.yml`: its steps run in bash as a runner runs them, and no input is a part of a script."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from hub import Hub

if TYPE_CHECKING:
    from conftest import Ran, Repo

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
EXPRESSION = re.compile(r"\$\{\{ ([\w.-]+) \}\}")
HOSTILE = "$(touch pwned) `touch pwned`; touch pwned #"


def loaded(path: str) -> Any:
    return YAML(typ="safe", pure=True).load((ROOT / path).read_text("utf-8"))


ACTION = loaded("action.yml")
STEPS = ACTION["runs"]["steps"]
INSTALL, LINT = (step for step in STEPS if "run" in step)
OURS = [ROOT / "action.yml", *(ROOT / ".github" / "workflows").glob("*.yml")]


def expanded(step: Any, inputs: dict[str, str]) -> dict[str, str]:
    """The variables of a step, as the runner fills them in."""
    given = {f"inputs.{name}": inputs.get(name, each["default"]) for name, each in ACTION["inputs"].items()}
    given["steps.python.outputs.python-path"] = sys.executable
    return {name: EXPRESSION.sub(lambda found: given[found[1]], text) for name, text in step["env"].items()}


def ran(repo: Repo, step: Any, variables: dict[str, str], **inputs: str) -> Ran:
    """A step as GitHub runs `shell: bash`."""
    if sys.platform == "win32":
        pytest.skip("no bash is sure to be here")
    bash = shutil.which("bash")
    assert bash
    script = repo.root.parent / "step.sh"
    script.write_text(step["run"])
    command = (bash, "--noprofile", "--norc", "-eo", "pipefail", str(script))
    return repo.run(*command, env={**variables, **expanded(step, inputs)})


@pytest.fixture
def hub(tmp_path: Path, environment: dict[str, str]) -> Hub:
    return Hub.begin(tmp_path, environment)


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """A runner on which the first step has run, and left what is checked out here."""
    temp = tmp_path / "temp"
    temp.mkdir()
    (temp / "mlhygiene").symlink_to(ROOT / "hooks", target_is_directory=True)
    return {"RUNNER_TEMP": str(temp), "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_ACTIONS": "true"}


def pushed(hub: Hub, branch: str = "exp/lr") -> tuple[Repo, dict[str, str]]:
    """The clone of a push that brings weights, and takes them away again."""
    before, after = hub.work.git("rev-parse", "main"), hub.branch(branch)
    payload = hub.folder / "event.json"
    payload.write_text(json.dumps({"before": before, "after": after}))
    ref = {"GITHUB_REF": f"refs/heads/{branch}", "GITHUB_SHA": after, "GITHUB_EVENT_NAME": "push"}
    return hub.clone(after), {**ref, "GITHUB_EVENT_PATH": str(payload)}


def test_what_a_push_brings_is_annotated_and_summarised(hub: Hub, runner: dict[str, str]) -> None:
    clone, event = pushed(hub)
    summary = hub.folder / "summary.md"

    done = ran(clone, LINT, {**runner, **event, "GITHUB_STEP_SUMMARY": str(summary)})

    assert (done.code, "::error file=new.pt," in done.out) == (1, True), done
    assert "GitHub Actions, push to exp/lr: 3 commits, " in done.err
    assert "new.pt" in summary.read_text()


def test_inputs_become_arguments(hub: Hub, runner: dict[str, str]) -> None:
    clone, event = pushed(hub)
    (hub.folder / "ours.toml").write_text("")
    lines = {"format": "text\nsarif=out.sarif\n", "args": "--select=MLH4\n\n--exit-zero", "config": "../ours.toml"}

    done = ran(clone, LINT, {**runner, **event}, **lines)

    assert (done.code, "new.pt" in done.out) == (0, False), done
    assert json.loads((clone.root / "out.sarif").read_text())["version"] == "2.1.0"


def test_a_repository_below_another_folder_is_judged(hub: Hub, runner: dict[str, str]) -> None:
    clone, event = pushed(hub)
    clone.root = clone.root.parent

    assert ran(clone, LINT, {**runner, **event}, path="clone").code == 1


@pytest.mark.parametrize("name", ["args", "config", "format", "path"])
def test_no_input_is_run(hub: Hub, runner: dict[str, str], name: str) -> None:
    clone, event = pushed(hub)

    done = ran(clone, LINT, {**runner, **event}, **{name: HOSTILE})

    assert done.code == 2, done
    assert not list(hub.folder.rglob("pwned"))


def test_no_module_of_the_repository_that_is_judged_is_imported(hub: Hub, runner: dict[str, str]) -> None:
    clone, event = pushed(hub)
    for name in ("json.py", "argparse.py", "mlhygiene/__init__.py", "mlhygiene/__main__.py", "pip/__main__.py"):
        clone.write(name, "open('pwned', 'w')\n")

    assert ran(clone, LINT, {**runner, **event}).code == 1
    assert not (clone.root / "pwned").exists()


@pytest.mark.slow
def test_the_action_installs_the_version_that_it_is_a_part_of(hub: Hub, tmp_path: Path) -> None:
    clone, event = pushed(hub)
    clone.write("pip/__main__.py", "open('pwned', 'w')\n")
    source = tmp_path / "action"
    source.mkdir()
    for name in ("hooks", "templates"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    (tmp_path / "temp").mkdir()
    runner = {"RUNNER_TEMP": str(tmp_path / "temp"), "GITHUB_ACTION_PATH": str(source), "GITHUB_ACTIONS": "true"}

    installed = ran(clone, INSTALL, {**runner, "PYTHONPATH": ""})
    done = ran(clone, LINT, {**runner, **event, "PYTHONPATH": ""})

    assert installed.code == 0, installed
    assert done.code == 1, done
    assert not (clone.root / "pwned").exists()


def test_a_version_that_is_named_is_one_word_of_pips(hub: Hub, runner: dict[str, str]) -> None:
    clone, _ = pushed(hub)

    done = ran(clone, INSTALL, runner, version=HOSTILE)

    assert done.code != 0
    assert not list(hub.folder.rglob("pwned"))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_script_of_ours_holds_an_expression_and_every_action_is_pinned(path: Path) -> None:
    document = loaded(str(path.relative_to(ROOT)))
    jobs = document["jobs"].values() if "jobs" in document else [document["runs"]]
    steps = [step for job in jobs for step in job["steps"]]

    assert not [step for step in steps if "${{" in step.get("run", "")]
    assert all(step["uses"] == "./" or PINNED.fullmatch(step["uses"]) for step in steps if "uses" in step)
    assert all(step["shell"] == "bash" for step in steps if "run" in step and path.name == "action.yml")


def test_the_action_is_documented_as_a_composite_one_must_be() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert all(each["description"] and "default" in each for each in ACTION["inputs"].values())
    assert {"name", "description", "author", "branding"} <= set(ACTION)


def test_our_own_workflow_uses_the_action_on_all_of_history() -> None:
    checkout, ours = loaded(".github/workflows/ci.yml")["jobs"]["lint"]["steps"]

    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert ours == {"uses": "./"}
