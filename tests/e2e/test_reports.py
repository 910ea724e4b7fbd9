"""Every format of one run: the same bytes anywhere, no secret, and never clean where something was not judged."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from conftest import MB, Repo
from mlhygiene.report import FORMATS
from tokens import make

if TYPE_CHECKING:
    from pathlib import Path

TOKEN, _ = make("hf_{letters:34}", Random(7))
UNJUDGED = {
    "text": "; not everything could be judged\n",
    "json": '"gaps": [\n      "',
    "sarif": '"executionSuccessful": false',
    "github": "::error title=could not judge::",
    "gitlab": '"severity": "blocker"',
    "junit": '<error message="',
    "markdown": "### Could not judge\n",
}


@pytest.fixture
def guilty(repo: Repo) -> Repo:
    """A checkpoint, a token, a file of an unruly name, a message that says nothing."""
    repo.commit("first")
    repo.write("model.pt", size=2 * MB).write("a,b:c%25\n<d>.pt", size=MB).write(b"caf\xe9.pt", size=MB)
    repo.write("train.py", f'token = "{TOKEN}"\n').stage().commit("wip")
    return repo


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_the_same_in_every_run_and_in_every_clone(guilty: Repo, tmp_path: Path, form: str) -> None:
    guilty.git("clone", "--quiet", str(guilty.root), str(tmp_path / "a clone"))
    words = ("lint", "--from-ref", "HEAD~1", "--branch", "main", "--format", form)

    here = guilty.mlhygiene(*words, env={"PYTHONHASHSEED": "1"})
    there = guilty.mlhygiene(*words, cwd=tmp_path / "a clone", env={"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"})

    assert here.code == 1
    assert here.out == there.out
    assert str(tmp_path) not in here.out


@pytest.mark.parametrize("form", FORMATS)
def test_no_report_tells_a_secret(guilty: Repo, tmp_path: Path, form: str) -> None:
    summary = tmp_path / "summary"

    ran = guilty.mlhygiene("lint", "--history", "--format", form, env={"GITHUB_STEP_SUMMARY": str(summary)})

    assert "MLH202" in ran.out
    assert TOKEN not in ran.out + ran.err
    assert summary.exists() is (form == "github")
    assert not summary.exists() or TOKEN not in summary.read_text("utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_no_report_is_clean_where_contents_are_missing(repo: Repo, tmp_path: Path, form: str) -> None:
    repo.write("README.md", "# x\n").write("train.py", "print()\n").stage().commit("feat: train")
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    repo.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", f"file://{repo.root}", str(clone))
    repo.git("-C", str(clone), "read-tree", "HEAD")

    ran = repo.mlhygiene("lint", "--format", form, cwd=clone)

    assert ran.code == 2
    assert "could not judge: README.md: its content is not in this clone" in ran.err
    assert UNJUDGED[form] in ran.out


FIXABLE = {
    "nothing": ({"model.pt": bytes(2 * MB)}, ""),
    "a notebook": ({"n.ipynb": "outputs"}, "; 1 fixable with `mlhygiene lint --fix`"),
    "two": ({"n.ipynb": "outputs", "m.ipynb": "outputs"}, "; 2 fixable with `mlhygiene lint --fix`"),
}
NOTEBOOK = (
    '{"cells": [{"cell_type": "code", "execution_count": 1, "id": "a", "metadata": {}, "outputs": [], "source": []}],'
    ' "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
)


@pytest.mark.parametrize(("files", "words"), FIXABLE.values(), ids=FIXABLE)
def test_the_last_line_says_what_fix_would_mend(repo: Repo, files: dict[str, bytes | str], words: str) -> None:
    for name, content in files.items():
        repo.write(name, NOTEBOOK if content == "outputs" else content)
    repo.write("README.md", "# x\n").stage()

    last = repo.mlhygiene("lint").out.splitlines()[-1]
    after = repo.mlhygiene("lint", "--fix").out.splitlines()[-1]

    assert last.endswith(words)
    assert ("fixable" in last) is bool(words)
    assert "fixable" not in after


def test_what_commits_hold_is_not_fixable(repo: Repo) -> None:
    repo.commit("first")
    repo.write("n.ipynb", NOTEBOOK).stage().commit("feat: a notebook")

    assert "fixable" not in repo.mlhygiene("lint", "--from-ref", "HEAD~1").out
