"""Every command and every claim in the documents is tried."""

from __future__ import annotations

import dataclasses
import json
import re
import shlex
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

import mlhygiene
from mlhygiene import config
from mlhygiene.hooks import HOOKS
from mlhygiene.messages.reading import read
from tokens import make

if TYPE_CHECKING:
    from conftest import Repo

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[str]:
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


TRY, TESTS, SETTING_UP, INSTALLING, HAND, SHOWN, ADOPTING, AUDITING, STRIPPING, REFUSED, LOGBOOK, RUNNING = blocks(
    "console"
)


@pytest.fixture
def published(repo: Repo) -> Repo:
    """A repository with a remote's main, as a pull request's CI job has it."""
    repo.write("train.py", "print()\n").stage().commit()
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.write("README", "more\n").stage().commit()
    return repo


@pytest.mark.parametrize("command", commands(HAND))
def test_a_command_for_the_hand_works(command: str, published: Repo) -> None:
    words = shlex.split(command, comments=True)

    ran = published.mlhygiene(*words[1:])

    assert (words[0], ran.code, ran.err) == ("mlhygiene", 0, "")


def test_an_old_repository_is_adopted_as_the_readme_says(repo: Repo) -> None:
    repo.write("models/model.pt", size=6_000_000).stage().commit()

    ran = [repo.mlhygiene(*shlex.split(command, comments=True)[1:]) for command in commands(ADOPTING)]

    assert [(each.code, "MLH101" in each.out) for each in ran] == [(0, False)] * 2


@pytest.mark.parametrize("command", commands(AUDITING))
def test_an_audit_does_what_the_readme_says_beside_it(command: str, published: Repo) -> None:
    published.write("weights.bin", size=60 * 1024 * 1024).stage().commit()

    ran = published.mlhygiene(*shlex.split(command, comments=True)[1:])

    assert ran.code == int("--fail-over" in command), ran.err
    assert (published.root / "mlhygiene-plan/PLAN.md").exists() == ("--plan" in command)
    assert (published.root / "audit.html").exists() == ("audit.html" in command)


def test_runs_and_versions_are_as_the_readme_says(repo: Repo) -> None:
    script = "import json; json.dump({'val_loss': 0.4}, open('metrics.json', 'w'))\n"
    repo.write("train.py", script).write(".gitignore", "metrics.json\n").stage().commit("exp: lr=3e-4 -> running")

    for command in commands(RUNNING):
        words = shlex.split(command, comments=True)[1:]
        ran = repo.mlhygiene(*(sys.executable if word == "python" else word for word in words))
        assert ran.code == 0, ran.err

    assert repo.git("log", "-1", "--format=%s") == "exp: lr=3e-4 -> val_loss=0.4"
    assert len(repo.git("tag", "--list", "run/*").split()) == 2


def test_a_training_script_names_its_code_as_the_readme_says(repo: Repo) -> None:
    (script,) = (block for block in blocks("python") if "provenance" in block)
    repo.write("train.py", script).stage().commit()

    ran = repo.run(sys.executable, "train.py")

    assert (ran.code, ran.out.split(" ")[0]) == (0, "training"), ran.err
    assert repo.git("tag", "--list") == "run/lora-r16"


@pytest.mark.parametrize("command", commands(STRIPPING))
def test_a_command_over_notebooks_does_what_is_said_beside_it(command: str, repo: Repo) -> None:
    cell = {"cell_type": "code", "metadata": {}, "source": "1", "execution_count": 1, "outputs": []}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    repo.write("notebooks/a.ipynb", notebook).write("train.ipynb", notebook).stage()
    on_path = f'mlhygiene() {{ {shlex.quote(sys.executable)} -m mlhygiene "$@"; }}; '

    ran = repo.run("bash", "-c", on_path + command)

    files = [(repo.root / name).read_text() for name in ("notebooks/a.ipynb", "train.ipynb")]
    counts = [json.loads(text)["cells"][0]["execution_count"] for text in files]
    says = command.partition("#")[2].strip()
    assert ran.code == int("exit 1" in says or "--fix" in command), ran.err
    assert counts == {"in place": [None, 1], "what the ru": [None, None]}.get(
        says[:8] if "place" in says else says[:11], [1, 1]
    )
    assert ("stripped.ipynb" in command) == (repo.root / "stripped.ipynb").exists()


def test_a_new_repository_is_set_up_as_the_readme_shows_it(repo: Repo, tmp_path: Path) -> None:
    (command,), empty = commands(SETTING_UP), tmp_path / "empty"
    empty.mkdir()

    ran = dataclasses.replace(repo, root=empty).mlhygiene(*shlex.split(command)[1:])

    shown = SETTING_UP.partition("\n")[2]
    assert (ran.code, ran.out[: len(shown)]) == (0, shown)


@pytest.mark.parametrize("command", commands(INSTALLING))
def test_a_command_that_sets_a_clone_up_works(command: str, published: Repo) -> None:
    published.mlhygiene("init", "--yes")
    published.stage().commit()
    published.mlhygiene("install")

    ran = published.mlhygiene(*shlex.split(command, comments=True)[1:])

    assert (ran.code, "error" in ran.out) == (0, False), ran.out + ran.err


def test_the_report_is_written_where_the_readme_says(published: Repo) -> None:
    published.mlhygiene("lint", "--history", "--format", "json", "--output", "report.json")

    assert json.loads((published.root / "report.json").read_text("utf-8"))["scope"] == "history"


def test_the_finding_that_the_readme_shows_is_what_is_printed(repo: Repo) -> None:
    repo.write("models/model.pt", size=6_000_000).stage()
    (command,) = commands(SHOWN)

    ran = repo.mlhygiene(*shlex.split(command)[1:])

    assert ran.out == SHOWN.partition("\n")[2]
    assert ran.code == 1


def test_the_secret_that_the_readme_shows_is_what_is_printed(repo: Repo) -> None:
    token, _ = make("hf_{letters:34}", Random(1))
    cell = {"cell_type": "code", "id": "ab12cd34", "metadata": {}, "execution_count": 3, "outputs": []}
    cell["source"] = ["import os\n", f"os.environ['HF_TOKEN'] = '{token}'\n"]
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    repo.write("train.ipynb", json.dumps(notebook, indent=1)).stage()

    ran = repo.mlhygiene("lint", "--staged", "--select", "MLH2")

    shown = blocks("text")[0]
    printed = "".join(ran.out.splitlines(keepends=True)[:2])
    assert re.sub("#[0-9a-f]{8}", "#", printed) == re.sub("#[0-9a-f]{8}", "#", shown)


def test_every_experiment_that_the_readme_shows_is_of_the_form() -> None:
    shown = blocks("text")[1].splitlines()[2:]

    assert len(shown) == 4
    assert [read(line).problems for line in shown] == [()] * 4


def test_a_refused_message_is_told_as_the_readme_shows_it(repo: Repo) -> None:
    repo.commit()
    hook = repo.root / ".git/hooks/commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m mlhygiene hook experiment-message "$@"\n')
    hook.chmod(0o755)
    (command,) = commands(REFUSED)

    ran = repo.run(*shlex.split(command), "--allow-empty")

    assert (ran.code, ran.out + ran.err) == (1, REFUSED.partition("\n")[2])


@pytest.fixture
def logbook(repo: Repo) -> Repo:
    """The history of a small team's experiments."""
    repo.write("config.yaml", "learning_rate: 1e-4\n").stage().commit("Initial commit")
    for branch, message in {
        "exp/baseline": "exp: baseline -> val_loss=0.45, ppl=13.1",
        "exp/lr-3e-4": "exp: lr=3e-4 -> val_loss=0.42, ppl=12.3 (better than baseline 0.45)",
        "exp/wd": "exp: wd=0.1 -> running",
    }.items():
        repo.git("switch", "--quiet", "--create", branch)
        repo.write("config.yaml", f"learning_rate: 3e-4\nfor: {branch}\n").stage().commit(message)
    return repo


@pytest.mark.parametrize("command", commands(LOGBOOK))
def test_a_command_over_the_logbook_answers(command: str, logbook: Repo) -> None:
    words = shlex.split(command, comments=True)

    ran = logbook.mlhygiene(*words[1:])

    assert (words[:2], ran.code, ran.err) == (["mlhygiene", "exp"], 0, "")
    assert ran.out or "report.html" in command


def test_the_line_that_runs_the_tests_is_what_the_gate_runs() -> None:
    (line,) = commands(TESTS)
    pattern = re.compile(r"^\$ (python3 -m venv .venv .*pytest.*)$", re.MULTILINE)

    assert pattern.findall(README) == [line]
    assert "s/^\\$ \\(python3 -m venv .venv .*pytest.*\\)/\\1/p" in (ROOT / ".ci/run").read_text("utf-8")


def test_the_line_that_tries_it_installs_from_beside_and_lints() -> None:
    (line,) = commands(TRY)

    assert line.endswith("pip install --quiet ../mlhygiene && ~/.mlhygiene/bin/mlhygiene lint")


def test_the_pre_commit_config_names_a_hook_and_this_version() -> None:
    (block,) = blocks("yaml")
    (repository,) = YAML(typ="safe", pure=True).load(block)["repos"]

    assert repository["rev"] == f"v{mlhygiene.__version__}"
    assert all(hook["id"] in HOOKS for hook in repository["hooks"])
    assert len([line for line in block.splitlines() if not line.startswith("#")]) <= 10


def test_the_pre_commit_config_installs_every_kind_of_hook_that_its_hooks_run_at() -> None:
    (block,) = blocks("yaml")
    settings = YAML(typ="safe", pure=True).load(block)
    kinds = {stage for hook in settings["repos"][0]["hooks"] for stage in HOOKS[hook["id"]].stages}

    assert set(settings["default_install_hook_types"]) == kinds - {"manual"}


def test_the_config_example_is_a_config() -> None:
    (block,) = blocks("toml")

    assert config.parse(block.encode(), "pyproject.toml") is not None


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    (listed,) = re.findall(r"^dependencies = \[(.*?)\]", text, re.MULTILINE | re.DOTALL)

    for name in re.findall(r'"([\w.]+)', listed):
        assert f"| [{name}](" in README


def test_every_link_into_the_checkout_leads_somewhere() -> None:
    for document in (ROOT / "README.md", *(ROOT / ".github").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_workflow_action_is_pinned() -> None:
    for workflow in (ROOT / ".github/workflows").glob("*.yml"):
        for action in re.findall(r"uses: (?!\./)(\S+)", workflow.read_text("utf-8")):
            assert re.fullmatch(r"[\w/.-]+@[0-9a-f]{40}", action)


def test_the_version_is_one() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")

    assert f'version = "{mlhygiene.__version__}"' in text
    assert (ROOT / "CHANGELOG.md").read_text("utf-8").count("## [Unreleased]") == 1
