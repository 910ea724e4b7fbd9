"""No git answers: what somebody else says of the commit counts, in this order, and only if it is a hash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mlhygiene import provenance
from mlhygiene.provenance import State, baked, ranks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conftest import Repo

pytestmark = pytest.mark.usefixtures("alone")
A, B, C, D, E = (letter * 40 for letter in "abcde")
LONG = "f" * 64
GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_SHA": A, "GITHUB_REF": "refs/heads/main"}
TOLD: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    "ours": (
        {"MLHYGIENE_GIT_COMMIT": A, "MLHYGIENE_GIT_BRANCH": "exp/lr", "MLHYGIENE_GIT_DIRTY": "True"},
        {"commit": A, "branch": "exp/lr", "dirty": True, "state": State.ENVIRONMENT},
    ),
    "ours, of SHA-256": ({"MLHYGIENE_GIT_COMMIT": LONG}, {"commit": LONG, "dirty": None}),
    "ours, with nonsense in it": (
        {"MLHYGIENE_GIT_COMMIT": A, "MLHYGIENE_GIT_AHEAD": "many", "MLHYGIENE_GIT_DIRTY": "maybe"},
        {"commit": A, "ahead": None, "dirty": None},
    ),
    "ours before others": ({"MLHYGIENE_GIT_COMMIT": A, "WANDB_GIT_COMMIT": B, **GITHUB}, {"commit": A}),
    "W&B": (
        {"WANDB_GIT_COMMIT": B, "WANDB_GIT_REMOTE_URL": "https://ada:{}@h.org/m.git", **GITHUB},
        {"commit": B, "remote": "https://h.org/m.git", "host": "h.org"},
    ),
    "ClearML": (
        {"CLEARML_VCS_COMMIT_ID": C, "CLEARML_VCS_BRANCH": "dev", "CLEARML_VCS_REPO_URL": "git@h.org:m.git"},
        {"commit": C, "branch": "dev", "host": "h.org"},
    ),
    "GitHub": (
        {**GITHUB, "GITHUB_SERVER_URL": "https://h.org", "GITHUB_REPOSITORY": "ada/m"},
        {"commit": A, "branch": "main", "remote": "https://h.org/ada/m"},
    ),
    "a tag of GitHub": ({**GITHUB, "GITHUB_REF": "refs/tags/v1.0.0"}, {"branch": None, "tags": ("v1.0.0",)}),
    "a pull request of GitLab": (
        {
            "GITLAB_CI": "true",
            "CI_COMMIT_SHA": A,
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "exp/lr",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": B,
            "CI_PROJECT_URL": "https://h.org/m",
        },
        {"commit": A, "branch": "exp/lr", "proposed": B, "remote": "https://h.org/m"},
    ),
    "Azure": (
        {"TF_BUILD": "True", "BUILD_SOURCEVERSION": A, "BUILD_SOURCEBRANCH": "refs/heads/dev"},
        {"branch": "dev"},
    ),
    "Jenkins": ({"JENKINS_URL": "x", "GIT_COMMIT": A, "BRANCH_NAME": "dev"}, {"commit": A, "branch": "dev"}),
}
TOKEN = "ghp" + "_" + "a1B2c3D4e5" * 3


@pytest.mark.parametrize(("variables", "said"), TOLD.values(), ids=TOLD)
def test_variables_name_the_commit(
    variables: Mapping[str, str], said: Mapping[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(TOKEN))

    stamp = provenance.capture(tmp_path)

    assert {name: getattr(stamp, name) for name in said} == dict(said)
    assert (stamp.reason or "").startswith("from ")
    assert TOKEN not in repr(stamp)


@pytest.mark.parametrize("text", ["abc", "main", "A" * 40, "a" * 41, "a" * 40 + "\n", ""])
def test_what_is_no_hash_is_not_believed(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLHYGIENE_GIT_COMMIT", text)

    stamp = provenance.capture(tmp_path)

    assert (stamp.state, stamp.commit) == ("no-repository", None)
    told = (stamp.reason or "").endswith("MLHYGIENE_GIT_COMMIT is no hash: write all of its 40 or 64 digits")
    assert told == bool(text)


def test_every_source_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git_archival.txt").write_text(
        f"node: {E}\nnode-date: 2026-01-02\ndescribe-name: v1.0.0-3-geeeeeee\nref-names: HEAD -> dev, tag: v1.1.0\n"
    )
    (tmp_path / "src").mkdir()
    archive = provenance.capture(tmp_path / "src")
    document = {**provenance.Stamp(state=State.CLEAN, commit=D, tags=("v2.0.0",), ahead=2).document()}
    (tmp_path / "provenance.json").write_text(json.dumps(document))
    file = provenance.capture(tmp_path / "src")
    (tmp_path / "named.json").write_text(json.dumps({**document, "commit": C}))
    monkeypatch.setenv("MLHYGIENE_PROVENANCE", str(tmp_path / "named.json"))
    named = provenance.capture(tmp_path)
    monkeypatch.setenv("WANDB_GIT_COMMIT", B)
    variable = provenance.capture(tmp_path)
    argument = provenance.capture(tmp_path, commit=A, branch="main")

    assert (archive.state, archive.commit, archive.branch, archive.describe, archive.tags) == (
        *("archive", E, "dev"),
        *("v1.0.0-3-geeeeeee", ("v1.1.0",)),
    )
    assert (file.state, file.commit, file.tags, file.ahead) == ("baked", D, ("v2.0.0",), 2)
    assert (named.commit, variable.commit, argument.commit, argument.branch) == (C, B, A, "main")
    assert (argument.reason or "").startswith("from the arguments, as ")


def test_the_file_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "machine.json"
    path.write_text(json.dumps(provenance.Stamp(state=State.CLEAN, commit=D).document()))
    monkeypatch.setattr(baked, "MACHINE", str(path))

    assert provenance.capture(tmp_path).commit == D


NONSENSE = {
    "an archive that nobody has made": (".git_archival.txt", "node: $Format:%H$\nref-names: $Format:%D$\n"),
    "a file of somebody else": ("provenance.json", f'{{"commit": "{A}"}}'),
    "a list": ("provenance.json", "[]"),
    "no JSON": ("provenance.json", "{"),
    "a commit that is no hash": ("provenance.json", '{"schema": "mlhygiene.provenance/1", "commit": "main"}'),
}


@pytest.mark.parametrize(("name", "content"), NONSENSE.values(), ids=NONSENSE)
def test_a_file_that_names_no_commit_is_passed_over(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)

    assert provenance.capture(tmp_path).state is State.NO_REPOSITORY


def test_git_archive_fills_in_its_file(repo: Repo, tmp_path: Path) -> None:
    lines = "node: $Format:%H$\ndescribe-name: $Format:%(describe:tags=true)$\nref-names: $Format:%D$\n"
    repo.write(".git_archival.txt", lines).write(".gitattributes", ".git_archival.txt export-subst\n")
    oid = repo.stage().commit()
    repo.git("tag", "v1.0.0")
    (tmp_path / "unpacked").mkdir()
    repo.git("archive", f"--output={tmp_path}/a.tar", "HEAD")
    repo.run("tar", "-xf", str(tmp_path / "a.tar"), "-C", str(tmp_path / "unpacked"))

    stamp = provenance.capture(tmp_path / "unpacked")

    assert (stamp.state, stamp.commit, stamp.branch, stamp.tags) == ("archive", oid, "main", ("v1.0.0",))


def test_git_counts_before_variables_and_says_that_they_differ(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    oid = repo.commit()
    monkeypatch.setenv("MLHYGIENE_GIT_COMMIT", A)

    stamp = provenance.capture(repo.root)

    assert (stamp.commit, stamp.state) == (oid, "clean")
    assert stamp.reason == (
        f"MLHYGIENE_GIT_COMMIT is {A}, and another commit is checked out: this record has the latter"
    )


def test_a_pull_request_of_github_is_a_merge_and_its_head_is_told(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit()
    repo.git("checkout", "--quiet", "-b", "exp/lr")
    proposed = repo.commit("lower")
    repo.git("checkout", "--quiet", "--detach", "main")
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge", "exp/lr")
    merge = repo.git("rev-parse", "HEAD")
    (tmp_path / "event.json").write_text(json.dumps({"pull_request": {"head": {"sha": proposed}}}))
    for name, value in {
        "GITHUB_ACTIONS": "true",
        "GITHUB_SHA": merge,
        "GITHUB_HEAD_REF": "exp/lr",
        "GITHUB_BASE_REF": "main",
        "GITHUB_REF": "refs/pull/7/merge",
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
    }.items():
        monkeypatch.setenv(name, value)

    stamp = provenance.capture(repo.root)

    assert (stamp.commit, stamp.proposed, stamp.branch, stamp.state) == (merge, proposed, "exp/lr", "clean")

    repo.git("checkout", "--quiet", "--detach", proposed)
    head = provenance.capture(repo.root)

    assert (head.commit, head.proposed, head.branch) == (proposed, None, "exp/lr")

    repo.commit("something else")

    assert provenance.capture(repo.root).branch is None


RANKS = {
    "no launcher": ({}, None),
    "torchrun": ({"RANK": "3", "LOCAL_RANK": "1", "WORLD_SIZE": "8"}, ("RANK", 3)),
    "Slurm": ({"SLURM_PROCID": "2", "SLURM_NTASKS": "4"}, ("SLURM_PROCID", 2)),
    "torchrun within Slurm": ({"RANK": "5", "SLURM_PROCID": "1"}, ("RANK", 5)),
    "Open MPI": ({"OMPI_COMM_WORLD_RANK": "1"}, ("OMPI_COMM_WORLD_RANK", 1)),
    "MPICH": ({"PMI_RANK": "1"}, ("PMI_RANK", 1)),
    "a machine alone": ({"LOCAL_RANK": "1"}, ("LOCAL_RANK", 1)),
    "no number": ({"RANK": "first", "LOCAL_RANK": "0"}, ("LOCAL_RANK", 0)),
}


@pytest.mark.parametrize(("variables", "rank"), RANKS.values(), ids=RANKS)
def test_a_launcher_numbers_its_processes(variables: Mapping[str, str], rank: tuple[str, int] | None) -> None:
    assert ranks.rank(variables) == rank


def test_other_ranks_are_told_the_commit_alone(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    oid = repo.write("a.py", "1").stage().commit()
    repo.write("a.py", "2")
    monkeypatch.setenv("RANK", "0")
    first = provenance.capture(repo.root)
    monkeypatch.setenv("RANK", "1")
    trace = repo.root.parent / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    second = provenance.capture(repo.root, strict=True)
    processes = trace.read_text().count("trace: built-in:")
    monkeypatch.setenv("MLHYGIENE_GIT_COMMIT", B)
    third = provenance.capture(repo.root)

    assert (first.state, second.state, second.commit, second.branch) == ("dirty", "unread", oid, "main")
    assert second.reason == "RANK=1: the process of rank 0 compares the files"
    assert processes <= 2  # one of them says which variables of GIT_TRACE's kind lead astray
    assert (third.state, third.commit, third.reason) == (
        "environment",
        B,
        "from MLHYGIENE_GIT_COMMIT, as RANK=1",
    )
    assert trace.read_text().count("trace: built-in:") == processes
