"""The team workflow of the seeds, through pre-commit and prek: from a feature to a release on main."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Framework

    from conftest import Ran, Repo

pytestmark = pytest.mark.slow

STAGES = ("pre-commit", "pre-merge-commit", "pre-push")
GIT_FLOW = '[branches]\npreset = "git-flow"\n'


@pytest.fixture
def team(framework: Framework, repo: Repo, tmp_path: Path) -> Repo:
    """A team's repository on git-flow, with main, develop and test on its remote, and the hook installed."""
    framework.configure(repo, hook="branch-name")
    repo.write("mlhygiene.toml", GIT_FLOW).write("train.py", "pass\n").stage().commit("chore: a start")
    repo.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    repo.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    for stage in ("develop", "test"):
        repo.git("branch", stage)
    repo.git("push", "--quiet", "origin", "main", "develop", "test")
    framework.install(repo, *STAGES)
    return repo


def switch(repo: Repo, *arguments: str) -> None:
    repo.git("switch", "--quiet", *arguments)


def change(framework: Framework, repo: Repo, text: str) -> Ran:
    """A commit as a person makes it, on the branch that is checked out."""
    repo.write("train.py", f"{text}\n").stage()
    return framework.git(repo, "commit", "-m", text)


def test_a_feature_goes_by_develop_test_and_a_release_to_main(framework: Framework, team: Repo) -> None:
    switch(team, "-c", "feature/model-tuning", "develop")
    ran = [change(framework, team, "feat: tuning"), framework.git(team, "push", "origin", "feature/model-tuning")]
    for source, target in (
        ("feature/model-tuning", "develop"),
        ("develop", "test"),
        ("test", "release/v1.2.0"),
        ("release/v1.2.0", "main"),
    ):
        switch(team, *(["-c", target, "main"] if target.startswith("release/") else [target]))
        ran += [
            framework.git(team, "merge", "--no-ff", "--no-edit", source),
            framework.git(team, "push", "origin", target),
        ]
    team.git("tag", "-a", "v1.2.0", "-m", "a release")
    ran.append(framework.git(team, "push", "origin", "v1.2.0"))

    assert [each.code for each in ran] == [0] * len(ran), [each.out for each in ran if each.code]
    assert not any("mlhygiene:" in each.out or "MLH" in each.out for each in ran)
    assert "feat: tuning" in team.git("log", "--format=%s", "origin/main").splitlines()


def test_a_wrong_merge_is_refused_and_taken_back(framework: Framework, team: Repo) -> None:
    switch(team, "-c", "feature/model-tuning", "develop")
    change(framework, team, "feat: tuning")
    switch(team, "main")

    refused = framework.git(team, "merge", "--no-ff", "--no-edit", "feature/model-tuning")
    team.git("merge", "--abort")

    assert refused.code == 1
    line = "main: MLH503 branch-flow: feature/model-tuning does not go into main: the flow takes release/* there"
    assert line in refused.out
    assert team.git("rev-parse", "main") == team.git("rev-parse", "origin/main")


def test_a_wrong_merge_past_the_hook_is_refused_where_it_is_pushed(framework: Framework, team: Repo) -> None:
    switch(team, "-c", "feature/model-tuning", "develop")
    change(framework, team, "feat: tuning")
    switch(team, "main")
    team.git("merge", "--quiet", "--no-verify", "--no-ff", "--no-edit", "feature/model-tuning")

    refused = framework.git(team, "push", "origin", "main")

    assert refused.code == 1
    assert "MLH503 branch-flow: feature/model-tuning does not go into main" in refused.out


@pytest.mark.parametrize("branch", ["main", "test"])
def test_a_protected_branch_takes_no_commit(framework: Framework, team: Repo, branch: str) -> None:
    switch(team, branch)

    refused = change(framework, team, "fix: at once")

    assert refused.code == 1
    assert f"{branch}: MLH502 protected-branch: it is protected: no commit is made on it directly" in refused.out
    assert "git switch -c feature/what-you-try" in refused.out


def test_a_protected_branch_takes_no_commit_by_a_push(framework: Framework, team: Repo) -> None:
    switch(team, "-c", "hotfix/leak", "main")
    change(framework, team, "fix: the leak")

    refused = framework.git(team, "push", "origin", "hotfix/leak:main")

    assert refused.code == 1
    assert "the push takes 1 commit that no merge brings straight to it" in refused.out
    assert "git push origin refs/heads/hotfix/leak:refs/heads/hotfix/leak" in refused.out


def test_a_bad_name_on_the_remote_is_refused_and_the_fix_pushes_to_a_good_one(framework: Framework, team: Repo) -> None:
    switch(team, "-c", "feature/model-tuning", "develop")
    change(framework, team, "feat: tuning")

    refused = framework.git(team, "push", "origin", "HEAD:refs/heads/foo")
    (fix,) = [line.strip() for line in refused.out.splitlines() if line.strip().startswith("git push origin ")]
    accepted = framework.git(team, *fix.split()[1:])

    assert refused.code == 1
    assert "foo: MLH501 branch-name: " in refused.out
    assert accepted.code == 0, accepted.out
    assert team.git("ls-remote", "origin", "refs/heads/feature/foo")


def test_running_the_hook_by_hand_on_main_finds_nothing_where_nothing_is_staged(
    framework: Framework, team: Repo
) -> None:
    idle = framework.run(team, "run", "branch-name", "--all-files")
    team.write("train.py", "1\n").stage()
    staged = framework.run(team, "run", "branch-name")

    assert (idle.code, staged.code) == (0, 1)
    assert "MLH502" in staged.out


def test_the_first_push_of_all_is_welcome(framework: Framework, repo: Repo, tmp_path: Path) -> None:
    framework.configure(repo, hook="branch-name")
    repo.commit("chore: a start")
    repo.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    repo.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    framework.install(repo, *STAGES)

    ran = framework.git(repo, "push", "origin", "main")

    assert ran.code == 0, ran.out
