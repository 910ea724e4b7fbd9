"""A large notebook that a hook is about to strip is as large as it will be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Repo

PICTURE = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 6_000_000}}
CELL = {"cell_type": "code", "metadata": {}, "source": "plot()", "execution_count": None, "outputs": [PICTURE]}
NOTEBOOK = json.dumps({"cells": [CELL], "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
YAML = "repos:\n  - repo: https://lab.org/mlhygiene\n    hooks:\n      - id: notebooks\n"
SET_UP = {
    "pre-commit": (".pre-commit-config.yaml", YAML),
    "pre-commit, in one line": (".pre-commit-config.yaml", "repos: [{repo: mlhygiene, hooks: [{id: notebooks}]}]\n"),
    "prek's own file": ("prek.toml", '[[repos]]\nrepo = "mlhygiene"\nhooks = [{ id = "notebooks" }]\n'),
    "a hook beside others": (
        ".pre-commit-config.yaml",
        YAML + "        args: [--keep-count]\n      - id: secrets\n        exclude: a\n",
    ),
    "a hook on the machine's own path": (
        ".pre-commit-config.yaml",
        YAML.replace("https://lab.org/mlhygiene", "local") + "        entry: mlhygiene hook notebooks\n",
    ),
    "a native hook": (".git/hooks/pre-commit", "#!/bin/sh\nexec mlhygiene hook notebooks\n"),
}
NOT_SET_UP = {
    "nothing": ("README", ""),
    "another hook": (".pre-commit-config.yaml", YAML.replace("notebooks", "notebook-lint")),
    "a hook of that name by others": (".pre-commit-config.yaml", YAML.replace("mlhygiene", "x")),
    "a hook of that name by others, beside ours": (
        ".pre-commit-config.yaml",
        YAML.replace("mlhygiene", "x") + "  - repo: https://lab.org/mlhygiene\n    hooks:\n      - id: secrets\n",
    ),
    "one that keeps outputs": (".pre-commit-config.yaml", YAML + "        args: [--keep-output]\n"),
    "one that passes over files": (".pre-commit-config.yaml", YAML + "        exclude: ^a\n"),
    "one that is seldom run": ("prek.toml", 'repo = "mlhygiene"\nhooks = [{id = "notebooks", stages = ["manual"]}]\n'),
    "a native hook that keeps outputs": (".git/hooks/pre-commit", "mlhygiene hook notebooks --keep-output\n"),
    "a comment": (".pre-commit-config.yaml", YAML.replace("      - id", "      # - id")),
}


@pytest.mark.parametrize(("path", "content"), SET_UP.values(), ids=SET_UP)
def test_it_passes_where_the_hook_is_set_up_by(path: str, content: str, repo: Repo) -> None:
    repo.write(path, content).write("a.ipynb", NOTEBOOK).stage()

    assert repo.mlhygiene("hook", "large-files", "a.ipynb").out == ""


@pytest.mark.parametrize(("path", "content"), NOT_SET_UP.values(), ids=NOT_SET_UP)
def test_it_is_found_where_the_hook_is_not_set_up_by(path: str, content: str, repo: Repo) -> None:
    repo.write(path, content).write("a.ipynb", NOTEBOOK).stage()

    assert "MLH101" in repo.mlhygiene("hook", "large-files", "a.ipynb").out


def test_any_name_will_do(repo: Repo) -> None:
    repo.write(".pre-commit-config.yaml", YAML).write("a.py", "").stage().commit()
    repo.write("a\nb.ipynb", NOTEBOOK).stage()

    assert repo.mlhygiene("hook", "large-files", "a\nb.ipynb").out == ""


def test_it_is_found_where_the_notebook_keeps_its_output(repo: Repo) -> None:
    repo.write(".pre-commit-config.yaml", YAML).write("a.ipynb", NOTEBOOK)
    repo.write("mlhygiene.toml", '[per-path]\n"a.ipynb" = { MLH301 = "the paper shows it" }\n').stage()

    assert "MLH101" in repo.mlhygiene("hook", "large-files", "a.ipynb").out


@pytest.mark.parametrize("variable", ["SKIP", "PREK_SKIP"])
def test_it_is_found_where_the_hook_is_skipped(variable: str, repo: Repo) -> None:
    repo.write(".pre-commit-config.yaml", YAML).write("a.ipynb", NOTEBOOK).stage()

    ran = repo.mlhygiene("hook", "large-files", "a.ipynb", env={variable: "secrets, notebooks"})

    assert "MLH101" in ran.out


def test_it_is_found_where_the_last_commit_has_it(repo: Repo) -> None:
    repo.write(".pre-commit-config.yaml", YAML).write("a.ipynb", NOTEBOOK).stage().commit()

    assert "MLH101" in repo.mlhygiene("lint", "--select", "MLH101").out


def test_it_is_found_in_a_commit(repo: Repo) -> None:
    repo.write(".pre-commit-config.yaml", YAML).stage().commit()
    base = repo.git("rev-parse", "HEAD")
    repo.write("a.ipynb", NOTEBOOK).stage().commit()

    assert "MLH101" in repo.mlhygiene("lint", "--from-ref", base, "--select", "MLH101").out
