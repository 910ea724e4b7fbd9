"""`mlhygiene exp prune`: merged branches of experiments go, and no commit is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import Repo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def prune(repo: Repo, *arguments: str) -> str:
    ran = repo.mlhygiene("exp", "prune", *arguments)
    assert (ran.code, ran.err) == (0, ""), ran
    return ran.out


def rows(out: str) -> dict[str, tuple[str, str]]:
    """Branch -> why, and what happens."""
    lines = [re.split(r" {2,}", line) for line in out.splitlines() if re.search(r"  [0-9a-f]{10}  ", line)]
    return {branch: (why, what) for branch, _, why, what in lines}


def commit(repo: Repo, path: str, message: str) -> str:
    return repo.write(path, f"{message}\n").stage().commit(message)


def merge(repo: Repo) -> None:
    repo.git("merge", "--quiet", "--no-ff", "--no-edit", "exp/lr")


def forward(repo: Repo) -> None:
    repo.git("merge", "--quiet", "--ff-only", "exp/lr")


def squash(repo: Repo) -> None:
    commit(repo, "else.py", "fix: something else")
    repo.git("merge", "--quiet", "--squash", "exp/lr")
    repo.commit("exp: lr (#1)")


def pick(repo: Repo) -> None:
    commit(repo, "else.py", "fix: something else")
    repo.git("cherry-pick", "main..exp/lr")


def leave(_repo: Repo) -> None:
    """Nothing comes into main."""


def part(repo: Repo) -> None:
    repo.git("cherry-pick", "exp/lr~1")


@pytest.fixture
def project(repo: Repo) -> Repo:
    """main, and on exp/lr two commits."""
    commit(repo, "train.py", "a start")
    repo.git("checkout", "--quiet", "-b", "exp/lr")
    commit(repo, "lr.yaml", "exp: lr=1e-4 -> val_loss=0.45")
    commit(repo, "lr.yaml", "exp: lr=3e-4 -> val_loss=0.42")
    repo.git("checkout", "--quiet", "main")
    return repo


WAYS: dict[str, tuple[Callable[[Repo], None], str | None]] = {
    "a merge": (merge, "merged into main"),
    "a merge that only moves main": (forward, "merged into main"),
    "a squash": (squash, "squashed into main"),
    "picks": (pick, "rebased or picked into main"),
    "nothing": (leave, None),
    "a part": (part, None),
}


@pytest.mark.parametrize(("how", "why"), WAYS.values(), ids=WAYS)
def test_a_branch_is_merged_by(project: Repo, how: Callable[[Repo], None], why: str | None) -> None:
    how(project)

    told = rows(prune(project))

    assert told == ({"exp/lr": (why, "tag archive/exp/lr, then goes")} if why else {})


@pytest.mark.parametrize("how", [merge, forward, squash, pick])
def test_no_commit_of_a_branch_that_goes_is_lost(project: Repo, how: Callable[[Repo], None]) -> None:
    how(project)
    before = set(project.git("rev-list", "--all").split())
    tip = project.git("rev-parse", "exp/lr")

    out = prune(project, "--apply")

    assert "1 of 1 taken away" in out
    assert project.git("for-each-ref", "--format=%(refname)", "refs/heads") == "refs/heads/main"
    assert set(project.git("rev-list", "--all").split()) == before
    assert project.git("cat-file", "-t", "archive/exp/lr") == "tag"
    assert project.git("rev-parse", "archive/exp/lr^{commit}") == tip
    assert project.git("fsck", "--unreachable", "--no-reflogs") == ""


def test_without_apply_nothing_is_written_and_the_command_is_told(project: Repo) -> None:
    squash(project)
    refs, objects = project.git("for-each-ref"), project.git("count-objects")

    out = prune(project, "--into", "main")

    assert (project.git("for-each-ref"), project.git("count-objects")) == (refs, objects)
    assert out.endswith("nothing is done yet; this does it:\n    mlhygiene exp prune --into main --apply\n")


def test_the_section_of_the_config_goes_along(project: Repo) -> None:
    project.git("config", "branch.exp/lr.description", "the rate")
    merge(project)

    prune(project, "--apply")

    assert project.git("config", "--get-regexp", "^branch[.]", check=False) == ""


def _current(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "exp/lr")


def _beside(repo: Repo) -> None:
    repo.git("worktree", "add", "--quiet", "../beside", "exp/lr")


def _rebased(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "exp/lr")
    repo.git("-c", "sequence.editor=sed -i 's/^pick/edit/'", "rebase", "--interactive", "HEAD~1", check=False)


def _protected(repo: Repo) -> None:
    repo.write("mlhygiene.toml", '[branches]\nprotected = ["main", "exp/lr"]\n').stage()


STAYS: dict[str, tuple[Callable[[Repo], None], str]] = {
    "is checked out": (_current, "it is checked out"),
    "is checked out elsewhere": (_beside, "it is checked out in "),
    "is being rebased": (_rebased, "a rebase or a bisect is at work on it"),
    "is protected": (_protected, "it is protected"),
}


@pytest.mark.parametrize(("story", "reason"), STAYS.values(), ids=STAYS)
def test_a_merged_branch_stays_that(project: Repo, story: Callable[[Repo], None], reason: str) -> None:
    merge(project)
    story(project)

    ((why, what),) = rows(prune(project, "--apply")).values()

    assert f"merged into main; stays: {reason}" in why
    assert what == "stays"
    assert project.git("rev-parse", "--verify", "refs/heads/exp/lr")


def test_baseline_and_what_is_no_experiment_stay(project: Repo) -> None:
    merge(project)
    for name in ("exp/baseline", "feat/flash", "develop"):
        project.git("branch", name, "exp/lr")

    out = prune(project, "--apply")

    assert set(rows(out)) == {"exp/lr", "exp/baseline"}
    assert "others are compared with it" in out
    assert set(project.git("branch", "--format=%(refname:short)").split()) == {
        "develop",
        "exp/baseline",
        "feat/flash",
        "main",
    }


def test_a_branch_that_was_only_begun_stays(project: Repo) -> None:
    project.git("branch", "exp/next")

    assert "it has no commit of its own yet" in rows(prune(project))["exp/next"][0]


def test_results_in_messages_alone_are_not_taken_for_each_other(project: Repo) -> None:
    project.commit("exp: a seed -> val_loss=0.40")
    project.git("checkout", "--quiet", "-b", "exp/empty", "HEAD~1")
    project.commit("exp: another seed -> val_loss=0.39")
    project.git("checkout", "--quiet", "main")

    assert rows(prune(project)) == {}


def test_an_archive_that_is_there_already_is_kept_and_another_found(project: Repo) -> None:
    project.git("tag", "archive/exp/lr", "main")
    merge(project)

    prune(project, "--apply")

    assert project.git("rev-parse", "archive/exp/lr-2^{commit}") == project.git("rev-parse", "HEAD^2")


def test_an_archive_that_holds_the_branch_is_enough(project: Repo) -> None:
    project.git("tag", "archive/exp/lr", "exp/lr")
    merge(project)

    out = prune(project, "--apply")

    assert rows(out)["exp/lr"][1] == "tag archive/exp/lr (there), then goes"
    assert project.git("tag") == "archive/exp/lr"


def test_without_an_archive_only_what_is_merged_as_it_is_goes(project: Repo) -> None:
    project.git("branch", "exp/squashed", "exp/lr")
    squash(project)
    project.git("branch", "exp/as-it-is", "main")
    project.git("checkout", "--quiet", "exp/as-it-is")
    project.commit("exp: one more")
    project.git("checkout", "--quiet", "main")
    project.git("merge", "--quiet", "--ff-only", "exp/as-it-is")

    out = prune(project, "--no-archive", "--apply")

    assert rows(out)["exp/as-it-is"][1] == "goes"
    assert "without an archive its commits would be lost" in rows(out)["exp/squashed"][0]
    assert project.git("tag") == ""


@pytest.fixture
def shared(project: Repo, tmp_path: Path) -> Repo:
    """The project with a remote that has main and exp/lr."""
    project.git("init", "--quiet", "--bare", "--initial-branch=main", str(tmp_path / "remote.git"))
    project.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    project.git("push", "--quiet", "--set-upstream", "origin", "main", "exp/lr")
    return project


def there(repo: Repo) -> set[str]:
    return {line.split("\t")[1] for line in repo.git("ls-remote", "origin").splitlines()} - {"HEAD"}


def test_a_remote_is_left_alone_unless_it_is_named(shared: Repo) -> None:
    squash(shared)
    shared.git("push", "--quiet", "origin", "main")

    prune(shared, "--apply")

    assert there(shared) == {"refs/heads/main", "refs/heads/exp/lr"}


def test_a_remote_gets_the_archive_before_it_loses_the_branch(shared: Repo) -> None:
    squash(shared)
    shared.git("push", "--quiet", "origin", "main")

    out = prune(shared, "--remote", "--apply")

    assert "2 of 2 taken away" in out
    assert there(shared) == {"refs/heads/main", "refs/tags/archive/exp/lr", "refs/tags/archive/exp/lr^{}"}


def test_a_remote_keeps_what_its_own_main_does_not_hold(shared: Repo) -> None:
    squash(shared)

    assert "origin/exp/lr" not in rows(prune(shared, "--remote"))


def test_a_branch_of_the_remote_that_moved_meanwhile_stays(shared: Repo, tmp_path: Path) -> None:
    merge(shared)
    shared.git("push", "--quiet", "origin", "main")
    shared.git("clone", "--quiet", "--branch", "exp/lr", str(tmp_path / "remote.git"), str(tmp_path / "other"))
    other = Repo(tmp_path / "other", shared.environment)
    commit(other, "lr.yaml", "exp: lr=1e-3 -> val_loss=0.40")
    other.git("push", "--quiet")

    ran = shared.mlhygiene("exp", "prune", "--remote", "--apply")

    assert ran.code == 2
    assert "mlhygiene: origin/exp/lr stays: git push: " in ran.err
    assert "refs/heads/exp/lr" in there(shared)


def test_the_main_of_a_fork_says_nothing_of_ours(shared: Repo, tmp_path: Path) -> None:
    shared.git("init", "--quiet", "--bare", str(tmp_path / "fork.git"))
    shared.git("remote", "add", "fork", str(tmp_path / "fork.git"))
    shared.git("push", "--quiet", "fork", "exp/lr:main")

    assert rows(prune(shared)) == {}
    assert rows(prune(shared, "--into", "fork/main"))["exp/lr"][0] == "merged into fork/main"


def test_of_several_remotes_one_is_named(shared: Repo, tmp_path: Path) -> None:
    for name in ("one", "two"):
        shared.git("init", "--quiet", "--bare", str(tmp_path / f"{name}.git"))
        shared.git("remote", "add", name, str(tmp_path / f"{name}.git"))
        shared.git("push", "--quiet", name, "main:trunk")

    ran = shared.mlhygiene("exp", "prune", "--into", "trunk")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "mlhygiene: trunk: several remotes have such a branch: name the one (--into one/trunk or two/trunk)\n"
    )


def test_a_remote_that_refuses_says_why_and_loses_nothing(shared: Repo, tmp_path: Path) -> None:
    squash(shared)
    shared.git("push", "--quiet", "origin", "main")
    shared.git("--git-dir", str(tmp_path / "remote.git"), "config", "receive.denyDeletes", "true")

    ran = shared.mlhygiene("exp", "prune", "--remote", "--apply")

    assert ran.code == 2
    assert ran.err == ("mlhygiene: origin/exp/lr stays: git push: [remote rejected] exp/lr (deletion prohibited)\n")
    assert there(shared) >= {"refs/heads/exp/lr", "refs/tags/archive/exp/lr"}


def test_commits_that_no_remote_has_keep_a_squashed_branch(shared: Repo) -> None:
    shared.git("checkout", "--quiet", "exp/lr")
    commit(shared, "lr.yaml", "exp: lr=1e-3 -> val_loss=0.40")
    shared.git("checkout", "--quiet", "main")
    squash(shared)

    assert "1 commit of it only here: push it first" in rows(prune(shared))["exp/lr"][0]


def test_a_branch_that_the_host_took_away_after_its_squash_goes(shared: Repo) -> None:
    squash(shared)
    shared.git("push", "--quiet", "origin", "main", ":exp/lr")
    shared.git("fetch", "--quiet", "--prune")

    assert rows(prune(shared))["exp/lr"] == ("squashed into main", "tag archive/exp/lr, then goes")


REFUSED = {
    "a branch that is not there": (("--into", "trunk"), "trunk: no such branch, here or on a remote"),
    "a remote that is not there": (("--remote", "upstream"), "upstream: no branch of such a remote is known here"),
}


@pytest.mark.parametrize(("arguments", "line"), REFUSED.values(), ids=REFUSED)
def test_refuses(project: Repo, arguments: tuple[str, ...], line: str) -> None:
    ran = project.mlhygiene("exp", "prune", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert line in ran.err


def test_without_a_branch_of_experiments_there_is_nothing_to_tell(repo: Repo) -> None:
    repo.commit()

    assert prune(repo) == "no branch of experiments is known here\n"


def test_an_empty_repository_has_no_default_branch(repo: Repo) -> None:
    ran = repo.mlhygiene("exp", "prune")

    assert ran.code == 2
    assert "no default branch is known here: name the branch" in ran.err


@pytest.mark.parametrize("tag", ["archive", "archive/exp", "archive/EXP/other"])
def test_a_branch_stays_whose_tag_has_no_room(repo: Repo, tag: str) -> None:
    commit(repo, "train.py", "feat: start")
    repo.git("switch", "-qc", "exp/lr")
    tip = commit(repo, "lr.py", "exp: lr -> loss=0.4")
    repo.git("switch", "-q", "main")
    merge(repo)
    repo.git("tag", tag)

    out = prune(repo, "--apply")

    assert rows(out)["exp/lr"] == (f"merged into main; stays: the tag '{tag}' is in its tag's way", "stays")
    assert repo.git("rev-parse", "exp/lr") == tip
