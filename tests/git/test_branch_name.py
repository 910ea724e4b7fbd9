"""The hook branch-name, as git itself calls it: real commits, merges and pushes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from conftest import Ran, Repo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GIT_FLOW = '[branches]\npreset = "git-flow"\n'


def hook(repo: Repo, *stages: str) -> Repo:
    """Have git run the hook, as `"$@"` hands over its arguments."""
    for stage in stages or ("pre-commit", "pre-merge-commit", "pre-push"):
        path = repo.root / ".git" / "hooks" / stage
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mlhygiene hook branch-name "$@"\n')
        path.chmod(0o755)
    return repo


def git(repo: Repo, *args: str, env: Mapping[str, str] | None = None) -> Ran:
    ran = repo.run("git", *args, env=env)
    return Ran(ran.code, ran.out + ran.err, "")


@pytest.fixture
def project(repo: Repo) -> Repo:
    """A first commit on main, and the hook in place."""
    repo.write("train.py", "pass\n").stage().commit("chore: a start")
    return hook(repo)


@pytest.fixture
def pushing(project: Repo, tmp_path: Path) -> Repo:
    """A project whose main is on its remote."""
    project.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    project.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    project.git("push", "--quiet", "--no-verify", "origin", "main")
    return project


def test_a_good_name_is_committed_to_in_silence(project: Repo) -> None:
    project.git("checkout", "--quiet", "-b", "exp/lr")

    ran = git(project, "commit", "--quiet", "--allow-empty", "-m", "exp: lr")

    assert (ran.code, ran.out) == (0, "")


def test_a_bad_name_is_refused_and_the_line_below_mends_it(project: Repo) -> None:
    project.git("checkout", "--quiet", "-b", "experiments/My-LR")

    refused = git(project, "commit", "--allow-empty", "-m", "exp: lr")
    (fix,) = [line.strip() for line in refused.out.splitlines() if line.startswith("    ")]
    project.run("sh", "-c", fix)
    accepted = git(project, "commit", "--quiet", "--allow-empty", "-m", "exp: lr")

    assert refused.code == 1
    assert "experiments/My-LR: MLH501 branch-name: the scheme has no such name: exp/, " in refused.out
    assert fix == "git branch -m -- experiments/My-LR exp/my-lr"
    assert (accepted.code, accepted.out) == (0, "")


@pytest.mark.parametrize("name", ["exp/\u202egpj.rl", "exp/a\u200bb", b"exp/a\xff", "exp/a b\u00a0c"])
def test_a_name_steers_no_terminal_and_the_fix_renames_it(project: Repo, name: str | bytes) -> None:
    project.git(
        "update-ref", b"refs/heads/" + (name.encode() if isinstance(name, str) else name).replace(b" ", b""), "HEAD"
    )
    (ref,) = (line for line in project.git("for-each-ref", "--format=%(refname)").splitlines() if "exp/" in line)
    project.git("symbolic-ref", "HEAD", ref.encode("utf-8", "surrogateescape"))

    refused = git(project, "commit", "--allow-empty", "-m", "exp: lr")
    (fix,) = [line.strip() for line in refused.out.splitlines() if line.startswith("    ")]
    mended = project.run("bash", "-c", fix)

    assert refused.code == 1
    assert refused.out.replace("\n", "").isprintable()
    assert mended.code == 0, mended.err
    assert project.git("symbolic-ref", "--short", "HEAD").isascii()


def test_a_bad_name_is_told_before_the_first_commit_and_the_fix_works_then(repo: Repo) -> None:
    hook(repo).git("symbolic-ref", "HEAD", "refs/heads/-my;branch")

    refused = git(repo, "commit", "--allow-empty", "-m", "a start")
    (fix,) = [line.strip() for line in refused.out.splitlines() if line.startswith("    ")]
    project = repo.run("sh", "-c", fix)

    assert refused.code == 1
    assert project.code == 0
    assert repo.git("symbolic-ref", "HEAD") == "refs/heads/exp/my-branch"


def test_the_first_commit_of_all_is_made_on_main(repo: Repo) -> None:
    assert git(hook(repo), "commit", "--quiet", "--allow-empty", "-m", "a start").code == 0


def test_a_commit_on_main_is_refused_and_the_fix_takes_what_is_staged_along(project: Repo) -> None:
    project.write("train.py", "1\n").stage()

    refused = git(project, "commit", "-m", "feat: one")
    (fix,) = [line.strip() for line in refused.out.splitlines() if line.startswith("    ")]
    project.run("sh", "-c", fix)
    accepted = git(project, "commit", "--quiet", "-m", "feat: one")

    assert refused.code == 1
    assert "main: MLH502 protected-branch: it is protected: no commit is made on it directly" in refused.out
    assert accepted.code == 0
    assert project.git("log", "-1", "--format=%s", "exp/what-you-try") == "feat: one"


@pytest.mark.parametrize("arguments", [("--amend", "--no-edit"), ("-a", "-m", "one"), ("train.py", "-m", "one")])
def test_main_is_protected_from_every_kind_of_commit(project: Repo, arguments: tuple[str, ...]) -> None:
    project.write("train.py", "1\n")

    assert git(project, "commit", *arguments).code == 1


def test_a_merge_into_main_is_welcome(project: Repo) -> None:
    project.git("checkout", "--quiet", "-b", "exp/lr")
    project.commit("exp: lr")
    project.git("checkout", "--quiet", "main")

    assert git(project, "merge", "--quiet", "--no-ff", "exp/lr").code == 0


def test_a_merge_that_stopped_is_committed_on_main(project: Repo) -> None:
    project.git("checkout", "--quiet", "-b", "exp/lr")
    project.write("train.py", "lr\n").stage().commit("exp: lr")
    project.git("checkout", "--quiet", "main")
    project.write("train.py", "main\n").stage().commit("fix: it")
    assert git(project, "merge", "exp/lr").code == 1
    project.write("train.py", "both\n").stage()

    assert git(project, "commit", "--quiet", "--no-edit").code == 0


def test_a_wrong_merge_is_refused_and_so_is_its_commit_and_the_fix_takes_it_back(project: Repo) -> None:
    project.write("mlhygiene.toml", GIT_FLOW).stage().commit("chore: the flow")
    before = project.git("rev-parse", "HEAD")
    project.git("checkout", "--quiet", "-b", "feature/tuning")
    project.commit("feat: tuning")
    project.git("checkout", "--quiet", "main")

    refused = git(project, "merge", "--no-ff", "feature/tuning")
    again = git(project, "commit", "--no-edit")
    (fix,) = [line.strip() for line in again.out.splitlines() if line.startswith("    ")]
    project.run("sh", "-c", fix)

    line = "main: MLH503 branch-flow: feature/tuning does not go into main: the flow takes release/* there"
    assert line in refused.out
    assert line in again.out
    assert (refused.code, again.code) == (1, 1)
    assert fix == "git merge --abort"
    assert project.git("rev-parse", "HEAD") == before
    assert project.git("status", "--porcelain") == ""


UNJUDGED = {
    "a detached HEAD": ("checkout", "--quiet", "--detach"),
    "a bisect": ("bisect", "start", "HEAD", "HEAD~2"),
}


@pytest.mark.parametrize("arguments", UNJUDGED.values(), ids=UNJUDGED)
def test_passes_in(project: Repo, arguments: tuple[str, ...]) -> None:
    for _ in range(3):
        project.commit()
    project.git(*arguments)

    assert git(project, "commit", "--quiet", "--allow-empty", "-m", "a try").code == 0


def test_passes_in_a_rebase_of_a_branch_with_a_bad_name(project: Repo) -> None:
    project.git("checkout", "--quiet", "-b", "my-stuff")
    project.write("train.py", "lr\n").stage().commit("exp: lr")
    project.git("checkout", "--quiet", "main")
    project.write("train.py", "main\n").stage().commit("fix: it")
    project.git("checkout", "--quiet", "my-stuff")
    project.git("rebase", "main", check=False)
    project.write("train.py", "both\n").stage()

    assert git(project, "commit", "--quiet", "-m", "exp: both").code == 0


PUSHES = {
    "a good branch": (("exp/lr",), 0, ""),
    "a bad name there": (("exp/lr:foo",), 1, "foo: MLH501 branch-name: "),
    "HEAD to a bad name": (("HEAD:refs/heads/foo",), 1, "git push origin HEAD:refs/heads/exp/foo"),
    "every ref, not the first alone": (("exp/lr", "bad"), 1, "bad: MLH501 branch-name: "),
    "a bad name here": (("bad:exp/good",), 1, "git branch -m -- bad exp/bad"),
    "commits straight to main": (("exp/lr:main",), 1, "the push takes 1 commit that no merge brings straight to it"),
    "a deletion of main": ((":main",), 1, "main: MLH502 protected-branch: it is protected: it may not be deleted"),
    "a rewritten main": (("+side:main",), 1, "it is protected: it may not be rewritten"),
    "a new protected branch, which begins with something": (("exp/lr:master",), 0, ""),
    "a version": (("v1.2.0",), 0, ""),
    "the seed's tag, which breaks setuptools-scm": (("v1.0-best",), 0, "tag v1.0-best: MLH504 tag-name (warning): "),
    "a ref of a review": (("exp/lr:refs/for/main",), 0, ""),
}


@pytest.mark.parametrize(("refspecs", "code", "line"), PUSHES.values(), ids=PUSHES)
def test_a_push_of(pushing: Repo, refspecs: tuple[str, ...], code: int, line: str) -> None:
    pushing.git("branch", "side", "main")
    pushing.git("checkout", "--quiet", "-b", "exp/lr")
    pushing.write("pyproject.toml", '[build-system]\nrequires = ["setuptools-scm"]\n').stage().commit("exp: lr")
    pushing.git("branch", "bad")
    pushing.git("checkout", "--quiet", "--orphan", "other")
    pushing.commit("another root")
    pushing.git("branch", "--force", "side")
    pushing.git("checkout", "--quiet", "exp/lr")
    for tag in ("v1.2.0", "v1.0-best"):
        pushing.git("tag", tag)

    ran = git(pushing, "push", "--quiet", "origin", *refspecs)

    assert ran.code == code, ran.out
    assert line in ran.out


def _told(name: str, target: str, **further: str) -> dict[str, str]:
    """What pre-commit and prek say of a push: of its first ref alone."""
    return {
        "PRE_COMMIT": "1",
        "PRE_COMMIT_LOCAL_BRANCH": f"refs/heads/{name}",
        "PRE_COMMIT_REMOTE_BRANCH": f"refs/heads/{target}",
        "PRE_COMMIT_REMOTE_NAME": "origin",
        **further,
    }


def test_a_framework_tells_of_a_push(pushing: Repo) -> None:
    pushing.git("checkout", "--quiet", "-b", "exp/lr")
    base, tip = pushing.git("rev-parse", "main"), pushing.commit("exp: lr")
    range_ = {"PRE_COMMIT_FROM_REF": base, "PRE_COMMIT_TO_REF": tip}

    def pushed(variables: Mapping[str, str]) -> tuple[int, str]:
        ran = pushing.mlhygiene("hook", "branch-name", env=variables)
        return ran.code, ran.out

    assert pushed(_told("exp/lr", "exp/lr", **range_)) == (0, "")
    assert pushed(_told("exp/lr", "exp/lr")) == (0, "")
    assert "foo: MLH501" in pushed(_told("exp/lr", "foo", **range_))[1]
    assert "the push takes 1 commit that no merge" in pushed(_told("exp/lr", "main", **range_))[1]
    assert pushed(_told("exp/lr", "master", **range_)) == (0, "")


def test_a_run_by_hand_on_main_is_about_what_is_staged(project: Repo) -> None:
    idle = project.mlhygiene("hook", "branch-name", env={"PRE_COMMIT": "1"})
    project.write("train.py", "1\n").stage()
    staged = project.mlhygiene("hook", "branch-name", env={"PRE_COMMIT": "1"})

    assert (idle.code, staged.code) == (0, 1)


def test_a_config_may_be_named(project: Repo) -> None:
    project.write("other.toml", "[branches]\nprotected = []\n")

    named = project.mlhygiene("hook", "branch-name", "--config", "other.toml")
    joined = project.mlhygiene("hook", "branch-name", "--config=other.toml", "--")

    assert (named.code, joined.code) == (0, 0)


def test_a_merge_made_here_may_be_pushed_to_main(pushing: Repo) -> None:
    pushing.git("checkout", "--quiet", "-b", "exp/lr")
    pushing.commit("exp: lr")
    pushing.git("checkout", "--quiet", "main")
    pushing.git("merge", "--quiet", "--no-ff", "exp/lr")

    assert git(pushing, "push", "--quiet", "origin", "main").code == 0


def test_a_merge_that_only_moves_main_may_be_pushed_once_the_branch_is_there(pushing: Repo) -> None:
    pushing.git("checkout", "--quiet", "-b", "exp/lr")
    pushing.commit("exp: lr")
    pushing.git("checkout", "--quiet", "main")
    pushing.git("merge", "--quiet", "--ff-only", "exp/lr")

    before = git(pushing, "push", "origin", "main")
    pushing.git("push", "--quiet", "origin", "exp/lr")
    after = git(pushing, "push", "--quiet", "origin", "main")

    assert (before.code, after.code) == (1, 0)
    assert "git push origin refs/heads/main:refs/heads/exp/what-you-try" in before.out


def test_a_wrong_merge_that_no_hook_saw_is_told_when_it_is_pushed(pushing: Repo) -> None:
    pushing.write("mlhygiene.toml", GIT_FLOW).stage().commit("chore: the flow")
    pushing.git("checkout", "--quiet", "-b", "feature/tuning")
    pushing.commit("feat: tuning")
    pushing.git("checkout", "--quiet", "main")
    pushing.git("merge", "--quiet", "--no-ff", "--no-verify", "feature/tuning")

    ran = git(pushing, "push", "origin", "main")

    assert ran.code == 1
    assert "MLH503 branch-flow: feature/tuning does not go into main" in ran.out


AHEAD = {
    "a feature": ("feature/tuning", "MLH503 branch-flow: feature/tuning does not go into main"),
    "a release": ("release/v1.2.0", None),
}


@pytest.mark.parametrize(("name", "line"), AHEAD.values(), ids=AHEAD)
def test_a_merge_that_only_moves_main_ahead_is_told_when_it_is_pushed(
    pushing: Repo, name: str, line: str | None
) -> None:
    pushing.write("mlhygiene.toml", GIT_FLOW).stage()
    pushing.git("checkout", "--quiet", "-b", name)
    pushing.commit("feat: tuning")
    pushing.git("push", "--quiet", "--no-verify", "origin", name)
    pushing.git("checkout", "--quiet", "main")
    pushing.git("merge", "--quiet", "--ff-only", name)

    ran = git(pushing, "push", "--quiet", "origin", "main")

    assert ran.code == (1 if line else 0)
    assert (line or "") in ran.out


def test_a_good_merge_hides_no_branch_that_was_moved_ahead_before(pushing: Repo) -> None:
    pushing.write("mlhygiene.toml", GIT_FLOW).stage()
    pushing.git("checkout", "--quiet", "-b", "release/v1.2.0")
    pushing.commit("chore: the release")
    pushing.git("checkout", "--quiet", "-b", "feature/tuning", "main")
    pushing.commit("feat: tuning")
    pushing.git("push", "--quiet", "--no-verify", "origin", "feature/tuning")
    pushing.git("checkout", "--quiet", "main")
    pushing.git("merge", "--quiet", "--ff-only", "feature/tuning")
    pushing.git("merge", "--quiet", "--no-ff", "--no-edit", "--no-verify", "release/v1.2.0")

    ran = git(pushing, "push", "--quiet", "origin", "main")

    assert ran.code == 1
    assert "MLH503 branch-flow: feature/tuning does not go into main" in ran.out


def test_a_merge_that_others_have_started_from_is_the_branch_s_own(pushing: Repo) -> None:
    pushing.write("mlhygiene.toml", GIT_FLOW).stage()
    pushing.git("checkout", "--quiet", "-b", "release/v1.2.0")
    pushing.commit("chore: the release")
    pushing.git("checkout", "--quiet", "main")
    pushing.git("merge", "--quiet", "--no-ff", "--no-edit", "release/v1.2.0")
    pushing.git("branch", "hotfix/leak")

    assert git(pushing, "push", "--quiet", "origin", "main").code == 0


def test_unsigned_commits_are_told_where_the_team_wants_signatures(pushing: Repo) -> None:
    pushing.write("mlhygiene.toml", "[rules.unsigned-commit]\nrequired = true\n").stage()
    pushing.git("checkout", "--quiet", "-b", "exp/lr")
    pushing.commit("exp: lr")

    ran = git(pushing, "push", "origin", "exp/lr")

    assert ran.code == 1
    assert "MLH505 unsigned-commit: not signed" in ran.out


def test_a_push_from_a_repository_without_a_worktree_is_judged(pushing: Repo, tmp_path: Path) -> None:
    pushing.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    bare = Repo(tmp_path / "bare.git", pushing.environment)
    zero, oid = "0" * 40, bare.git("rev-parse", "main")

    line = f"refs/heads/main {oid} refs/heads/foo {zero}\n".encode()
    ran = bare.mlhygiene("hook", "branch-name", "origin", "url", stdin=line)

    assert ran.code == 1
    assert "foo: MLH501" in ran.out


CI = {
    "a pull request with a bad name": (
        {"GITHUB_ACTIONS": "true", "GITHUB_HEAD_REF": "my-stuff", "GITHUB_BASE_REF": "main"},
        1,
        "my-stuff: MLH501 branch-name: ",
    ),
    "a push with a good one": ({"GITLAB_CI": "true", "CI_COMMIT_BRANCH": "exp/lr"}, 0, ""),
    "a build of main": ({"GITLAB_CI": "true", "CI_COMMIT_BRANCH": "main"}, 0, ""),
    "a merge queue": ({"GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/heads/gh-readonly-queue/a;b/pr-1"}, 0, ""),
    "a tag": ({"GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/tags/v1.0-best"}, 0, ""),
}


@pytest.mark.parametrize(("variables", "code", "line"), CI.values(), ids=CI)
def test_in_ci(project: Repo, variables: dict[str, str], code: int, line: str) -> None:
    project.git("checkout", "--quiet", "--detach")

    ran = project.mlhygiene("hook", "branch-name", env=variables)

    assert (ran.code, ran.err) == (code, "")
    assert line in ran.out


def test_a_ci_that_tells_no_name_does_not_look_judged(project: Repo) -> None:
    ran = project.mlhygiene("hook", "branch-name", env={"JENKINS_URL": "x"})

    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "mlhygiene: note: Jenkins does not say which branch it builds: no name was judged\n"


def test_on_main_by_hand_and_in_a_ci_that_nobody_knows_nothing_is_committed(project: Repo) -> None:
    project.git("checkout", "--quiet", "main")

    idle = project.mlhygiene("hook", "branch-name", env={"CI": "true"})
    staged = project.write("more.py").stage().mlhygiene("hook", "branch-name")

    assert (idle.code, idle.out) == (0, "")
    assert "MLH502" in staged.out


def test_a_pull_request_against_the_flow_is_told(project: Repo) -> None:
    project.write("mlhygiene.toml", GIT_FLOW).stage()
    request = {"GITHUB_ACTIONS": "true", "GITHUB_HEAD_REF": "feature/tuning", "GITHUB_BASE_REF": "main"}

    ran = project.mlhygiene("hook", "branch-name", env=request)

    assert ran.code == 1
    assert "main: MLH503 branch-flow: feature/tuning does not go into main" in ran.out


LINTED = {
    "named by the caller": (("--branch", "my-stuff"), {}),
    "named by a CI": ((), {"GITLAB_CI": "true", "CI_COMMIT_BRANCH": "my-stuff"}),
}


@pytest.mark.parametrize(("arguments", "variables"), LINTED.values(), ids=LINTED)
def test_lint_judges_the_branch_of_a_range(
    project: Repo, arguments: tuple[str, ...], variables: dict[str, str]
) -> None:
    project.commit()

    ran = project.mlhygiene("lint", "--from-ref", "HEAD~1", *arguments, "--select", "MLH5", env=variables)
    without = project.mlhygiene("lint", "--from-ref", "HEAD~1", "--select", "MLH5")

    assert (ran.code, without.code) == (1, 0)
    assert "my-stuff: MLH501 branch-name: " in ran.out


def test_lint_refuses_a_branch_without_a_range(project: Repo) -> None:
    ran = project.mlhygiene("lint", "--branch", "exp/lr")

    assert ran.code == 2
    assert "--branch names the branch of a range: it needs --from-ref" in ran.err


WRONG = {
    "an unknown option": (("--all",), "--all: no such option of branch-name: there is --config FILE"),
    "a name": (("train.py",), "branch-name takes no names"),
}


@pytest.mark.parametrize(("arguments", "line"), WRONG.values(), ids=WRONG)
def test_refuses(project: Repo, arguments: tuple[str, ...], line: str) -> None:
    ran = project.mlhygiene("hook", "branch-name", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert line in ran.err


def test_refuses_what_is_no_push(project: Repo) -> None:
    ran = project.mlhygiene("hook", "branch-name", "origin", "url", stdin=b"hello\n")

    assert ran.code == 2
    assert "standard input is not what git hands to its pre-push hook" in ran.err


def test_a_config_that_is_wrong_is_told_in_a_line(project: Repo) -> None:
    project.write("mlhygiene.toml", '[branches]\npreset = "gitflow"\n').stage()

    ran = project.mlhygiene("hook", "branch-name")

    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "mlhygiene.toml: branches: preset: 'gitflow' is none of ml, git-flow, solo, none" in ran.err
