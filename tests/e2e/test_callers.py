"""A hook judges what its caller is at, and the caller says so in the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import MB

if TYPE_CHECKING:
    from conftest import Ran, Repo

ZERO = "0" * 40


@pytest.fixture
def guilty(repo: Repo) -> Repo:
    """A small commit, then a checkpoint, then one more that is only staged."""
    repo.write("train.py", "1\n").stage().commit()
    repo.write("old.pt", size=2 * MB).stage().commit("exp: past the hook")
    return repo.write("new.pt", size=3 * MB).stage()


def call(repo: Repo, *names: str, **variables: str) -> Ran:
    return repo.mlhygiene("hook", "large-files", *names, env=variables)


def blamed(ran: Ran) -> set[str]:
    return {line.partition(":")[0] for line in ran.out.splitlines() if ": MLH101 " in line}


def test_git_alone_is_about_to_commit_what_is_staged(guilty: Repo) -> None:
    ran = call(guilty)

    assert (ran.code, blamed(ran)) == (1, {"new.pt"})


def test_pre_commit_with_names_means_those_files(guilty: Repo) -> None:
    ran = call(guilty, "old.pt", PRE_COMMIT="1")

    assert (ran.code, blamed(ran)) == (1, {"old.pt"})


def test_pre_commit_without_a_name_has_left_out_every_file(guilty: Repo) -> None:
    ran = call(guilty, PRE_COMMIT="1")

    assert (ran.code, ran.out, ran.err) == (0, "no findings in 0 files\n", "")


def test_a_range_is_judged_by_commits(guilty: Repo) -> None:
    ran = call(guilty, "old.pt", PRE_COMMIT="1", PRE_COMMIT_FROM_REF="HEAD~1", PRE_COMMIT_TO_REF="HEAD")

    assert (ran.code, blamed(ran)) == (1, {"old.pt"})


def test_a_range_from_nothing_is_all_there_is(guilty: Repo) -> None:
    ran = call(guilty, "old.pt", "train.py", PRE_COMMIT="1", PRE_COMMIT_FROM_REF=ZERO, PRE_COMMIT_TO_REF="HEAD")

    assert (ran.code, blamed(ran)) == (1, {"old.pt"})


def test_a_deleted_ref_is_nothing_to_judge(guilty: Repo) -> None:
    ran = call(guilty, PRE_COMMIT="1", PRE_COMMIT_FROM_REF="HEAD", PRE_COMMIT_TO_REF=ZERO)

    assert (ran.code, ran.err) == (0, "mlhygiene: note: the ref is deleted: nothing to judge\n")


def test_a_first_push_brings_what_no_branch_of_the_remote_has(guilty: Repo) -> None:
    push = {"PRE_COMMIT": "1", "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/main", "PRE_COMMIT_REMOTE_NAME": "origin"}
    first = call(guilty, "old.pt", "train.py", **push)
    guilty.git("update-ref", "refs/remotes/origin/main", "HEAD")
    second = call(guilty, "old.pt", "train.py", **push)

    assert (first.code, blamed(first)) == (1, {"old.pt"})
    assert (second.code, blamed(second)) == (0, set())


def test_the_config_of_the_judged_revision_counts(guilty: Repo) -> None:
    guilty.git("rm", "-q", "--cached", "new.pt")
    guilty.write("mlhygiene.toml", '[rules.large-file.limits]\n"*.pt" = "none"\n').stage("mlhygiene.toml")
    at_head = call(guilty, PRE_COMMIT="1", PRE_COMMIT_FROM_REF="HEAD~1", PRE_COMMIT_TO_REF="HEAD")
    head = guilty.commit()
    after = call(guilty, PRE_COMMIT="1", PRE_COMMIT_FROM_REF="HEAD~2", PRE_COMMIT_TO_REF=head)

    # Nothing was handed over and `old.pt` is still there: it was left out on purpose.
    assert (at_head.code, after.code) == (0, 0)
    assert call(guilty, "old.pt", PRE_COMMIT_FROM_REF="HEAD~2", PRE_COMMIT_TO_REF="HEAD~1").code == 1
    assert call(guilty, "old.pt", PRE_COMMIT_FROM_REF="HEAD~2", PRE_COMMIT_TO_REF=head).code == 0


def test_a_dvc_file_that_git_ignores_is_told(repo: Repo) -> None:
    repo.write(".gitignore", "data/\n").write("data/a.csv.dvc", "outs:\n- md5: b0b0\n  path: a.csv\n")
    repo.git("add", "--force", "--all")

    ran = repo.mlhygiene("lint")

    assert ran.code == 0
    assert "data/a.csv.dvc: MLH112 dvc-ignored-file (warning): " in ran.out
    assert ".gitignore:1:data/" in ran.out


def test_a_dvc_file_that_a_negation_brings_back_is_not(repo: Repo) -> None:
    repo.write(".gitignore", "/data/**\n!/data/**/\n!/data/**/*.dvc\n")
    repo.write("data/a.csv.dvc", "outs:\n- md5: b0b0\n  path: a.csv\n").stage()

    assert repo.mlhygiene("lint").out.startswith("no findings in 2 files;")


def test_nothing_is_ignored_where_there_is_no_worktree(repo: Repo) -> None:
    repo.write(".gitignore", "data/\n").write("data/a.csv.dvc", "outs:\n- md5: b0b0\n  path: a.csv\n")
    repo.git("add", "--force", "--all")
    repo.commit()

    assert repo.mlhygiene("lint", "--rev", "HEAD").out.startswith("no findings in 2 files;")
    assert repo.mlhygiene("lint", "--history").out.startswith("no findings in 2 files in 1 commit;")
