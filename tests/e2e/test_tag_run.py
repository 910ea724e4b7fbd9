"""`mlhygiene tag-run` on real repositories, with real remotes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from conftest import Ran, Repo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def far(repo: Repo, tmp_path: Path) -> Repo:
    """A bare remote, which has the one commit that is here."""
    bare = Repo(tmp_path / "far.git", repo.environment)
    repo.git("init", "--quiet", "--bare", str(bare.root))
    repo.git("remote", "add", "origin", bare.root.as_uri())
    repo.write("train.py", "print()\n").stage().commit("feat: begin")
    repo.git("push", "--quiet", "origin", "main")
    return bare


def tag_run(repo: Repo, *arguments: str, **how: Any) -> Ran:
    return repo.mlhygiene("tag-run", *arguments, **how)


def refs(repo: Repo) -> str:
    return repo.git("for-each-ref")


def test_the_code_of_a_run_is_found_by_its_id(repo: Repo, far: Repo, tmp_path: Path) -> None:
    ran = tag_run(
        repo, "3x8k1abc", "--name", "lora-r16", "--url", "https://ada:pw@wandb.ai/a/b/runs/3x8k1abc", "--push"
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(" as run/3x8k1abc, pushed to origin\n")
    repo.commit("fix: later")
    clone = Repo(tmp_path / "clone", repo.environment)
    repo.git("clone", "--quiet", far.root.as_uri(), str(clone.root))
    clone.git("checkout", "--quiet", "run/3x8k1abc")
    assert clone.git("log", "-1", "--format=%s") == "feat: begin"
    assert clone.git("tag", "--format=%(contents)", "--list", "run/*").split("\n") == [
        "run lora-r16",
        "",
        "Run: 3x8k1abc",
        "Name: lora-r16",
        "URL: https://wandb.ai/a/b/runs/3x8k1abc",
    ]


def test_the_same_run_at_the_same_commit_may_be_tagged_again(repo: Repo, far: Repo) -> None:
    assert tag_run(repo, "x").code == 0
    before = refs(repo)
    ran = tag_run(repo, "run/x", "--push", "--format", "json")
    assert refs(repo) == before
    assert json.loads(ran.out) == {
        "schema": "mlhygiene.tag-run/1",
        "run": "x",
        "tag": "run/x",
        "commit": repo.git("rev-parse", "HEAD"),
        "made": False,
        "signed": False,
        "snapshot": False,
        "pushed": "origin",
        "notes": [],
    }
    assert tag_run(repo, "x", "--push").code == 0
    assert far.git("tag") == "run/x"


def test_a_commit_may_be_named(repo: Repo) -> None:
    oid = repo.commit()
    repo.commit("another")
    repo.write("a", "x").stage()
    assert tag_run(repo, "x", "--commit", oid[:10]).code == 0
    assert repo.git("rev-parse", "run/x^{commit}") == oid


def test_a_snapshot_is_the_code_that_ran(repo: Repo) -> None:
    repo.commit()
    repo.git("update-ref", "refs/mlhygiene/runs/x", repo.git("commit-tree", "-p", "HEAD", "-m", "run x", "HEAD^{tree}"))
    repo.write("train.py", "print()\n").stage()
    ran = tag_run(repo, "x")
    assert (ran.code, "tagged the run's snapshot, " in ran.out) == (0, True)
    assert repo.git("rev-parse", "run/x^{commit}") == repo.git("rev-parse", "refs/mlhygiene/runs/x")


REFUSED = {
    "a changed file": ("echo x >train.py", ["x"], "not as HEAD has them: train.py: commit first, or say --allow-dirty"),
    "an untracked file": ("echo x >new.py", ["x"], "not as HEAD has them: new.py"),
    "elsewhere": ("git tag run/x && git commit -q --allow-empty -m x", ["x"], "the tag run/x stands at"),
    "a tag `run`": ("git tag run", ["x"], "'run' exists, and git cannot keep both"),
    "a branch of the name": ("git branch run/x", ["x"], "a branch is called run/x"),
    "no such commit": ("true", ["x", "--commit", "gone"], "gone: no such commit here"),
    "an option for a commit": ("true", ["x", "--commit=--all"], "no such commit here"),
    "no id": ("true", ["-"], "no letter or digit"),
    "no commit yet": ("git checkout -q --orphan y && git rm -rqf .", ["x"], "there is no commit yet"),
    "no remote of the name": ("true", ["x", "--push", "--remote", "far"], "no remote is called 'far'"),
    "a wrong policy": ("printf '[provenance]\\nignore = 1\\n' >mlhygiene.toml", ["x"], "mlhygiene.toml: provenance"),
}


@pytest.mark.usefixtures("far")
@pytest.mark.parametrize(("story", "words", "why"), REFUSED.values(), ids=REFUSED)
def test_no_tag_is_made(repo: Repo, story: str, words: list[str], why: str) -> None:
    assert repo.run("sh", "-c", story).code == 0
    before = refs(repo)
    ran = tag_run(repo, *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert why in ran.err
    assert refs(repo) == before


DIRTY = {
    "said so": ("", ["--allow-dirty"]),
    "the policy ignores it": ('ignore = ["out/"]', []),
    "untracked files do not count": ('untracked = "ignore"', []),
}


@pytest.mark.parametrize(("policy", "words"), DIRTY.values(), ids=DIRTY)
def test_files_of_no_commit_may_be_there_where(repo: Repo, policy: str, words: list[str]) -> None:
    repo.write("mlhygiene.toml", f"[provenance]\n{policy}\n").stage().commit()
    repo.write("out/metrics.json", "{}")
    assert tag_run(repo, "x", *words).code == 0


def test_the_repository_may_be_named_in_the_environment(repo: Repo, tmp_path: Path) -> None:
    repo.write("a", "x").stage().commit()
    (repo.root / ".git").rename(tmp_path / "elsewhere")
    named = {"GIT_DIR": str(tmp_path / "elsewhere"), "GIT_WORK_TREE": str(repo.root)}
    assert tag_run(repo, "x", env=named).code == 0
    repo.write("a", "y")
    for command in (["tag-run", "y"], ["bump", "minor"]):
        assert repo.mlhygiene(*command, env=named).code == 2
    assert repo.git("tag", env=named) == "run/x"


def test_a_push_that_is_refused_leaves_the_tag_here(repo: Repo, far: Repo) -> None:
    other = repo.git("commit-tree", "-m", "x", "HEAD^{tree}")
    repo.git("push", "--quiet", "origin", f"{other}:refs/tags/run/x")
    ran = tag_run(repo, "x", "--push")
    assert ran.code == 2
    assert "run/x was not pushed to origin: [rejected]" in ran.err
    assert "it stands here" in ran.err
    assert repo.git("tag") == "run/x"
    assert far.git("rev-parse", "run/x") == other


def test_of_several_at_once_every_one_finds_the_tag(repo: Repo) -> None:
    repo.commit()
    command = [sys.executable, "-m", "mlhygiene", "tag-run", "x"]
    running = [
        subprocess.Popen(command, cwd=repo.root, env=repo.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    assert sum(b"tagged" in out for out, _ in said) == 1


def test_our_own_rule_has_nothing_against_the_tags_that_we_make(repo: Repo, far: Repo) -> None:
    assert repo.mlhygiene("install", "--stage", "pre-push").code == 0
    assert tag_run(repo, "team/lora r16: $(best)", "--push").code == 0
    assert repo.mlhygiene("bump", "minor", "--push").code == 0
    assert far.git("tag") == "run/team-lora-r16-best\nv0.1.0"
    repo.git("tag", "v1;best")
    hook = repo.root / ".git" / "hooks" / "pre-push"
    assert hook.exists()
    pushed = [
        repo.run("git", "push", "--dry-run", "origin", f"{name}:refs/tags/{name}-2") for name in ("v1;best", "v0.1.0")
    ]
    assert ["MLH504" in ran.out + ran.err for ran in pushed] == [True, False], pushed


def test_a_tool_that_reads_tags_is_told(repo: Repo) -> None:
    repo.write("pyproject.toml", '[build-system]\nrequires = ["setuptools-scm"]\n').stage().commit()
    ran = tag_run(repo, "3x8k1abc")
    assert ran.code == 0
    assert "setuptools-scm in pyproject.toml takes run/3x8k1abc for a version" in ran.err
