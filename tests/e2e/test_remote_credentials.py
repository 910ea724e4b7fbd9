"""MLH607 and `mlhygiene doctor` over real configs: what they find, that what they tell mends it, and no credential."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from addresses import FORMS, TOKEN, leaks
from conftest import Repo
from mlhygiene import urls

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.slow
URL = f"https://ada:{TOKEN}@h.org/m.git"
BARE = "https://ada@h.org/m.git"


class Found(NamedTuple):
    """One finding as the JSON has it."""

    path: str
    line: int | None
    message: str
    fix: str


@pytest.fixture
def begun(repo: Repo) -> Repo:
    repo.write("README.md", "ours\n").stage().commit()
    return repo


def lint(repo: Repo, *arguments: str, env: Mapping[str, str] | None = None) -> list[Found]:
    ran = repo.mlhygiene("lint", "--select", "MLH607", "--format", "json", *arguments, env=env)
    findings = json.loads(ran.out)["findings"]
    assert (ran.code, leaks(ran.out + ran.err)) == (int(bool(findings)), False), ran.err
    return [Found(each["path"], each["line"], each["message"], each["fix"]) for each in findings]


def doctor(repo: Repo) -> list[tuple[str, str]]:
    ran = repo.mlhygiene("doctor", "--format", "json")
    assert not leaks(ran.out + ran.err)
    checks = json.loads(ran.out)["checks"]
    return [(each["text"], each["fix"]) for each in checks if each["group"] == "remotes" and each["status"] == "error"]


# Where git keeps it, and what is told first.
PLACES = {
    "a remote": (f"git remote add origin {URL}", "remote origin has a token in its url"),
    "an address to push to": (
        f"git remote add origin {BARE} && git remote set-url --push origin {URL}",
        "remote origin has a token in its pushurl",
    ),
    "a second address": (
        f"git remote add origin {BARE} && git remote set-url --add origin {URL}",
        "remote origin has a token in its url",
    ),
    "a branch": (f"git config branch.main.remote {URL}", "branch main has a token in its remote"),
    "the config of a user": (
        f"git config --global url.{URL}.insteadOf https://h.org/",
        "~/.gitconfig has a token in a URL that git takes instead of https://h.org/",
    ),
    "a section of two lines": (
        f"git config url.{URL}.insteadOf https://h.org/ && git config --add url.{URL}.pushInsteadOf https://g.org/",
        ".git/config has a token in a URL that git takes instead of https://h.org/",
    ),
    "a file that is included": (
        f"git config -f ../work.cfg remote.origin.url {URL} && git config include.path ../../work.cfg",
        "remote origin has a token in its url",
    ),
    "a file that is included for this folder": (
        (
            f'git config -f "$HOME/work.cfg" remote.origin.url {URL}'
            ' && git config --global "includeIf.gitdir:$(pwd)/.path" "$HOME/work.cfg"'
        ),
        "remote origin has a token in its url",
    ),
    "the config of a worktree": (
        f"git config extensions.worktreeConfig true && git config --worktree remote.origin.url {URL}",
        "remote origin has a token in its url",
    ),
    "a submodule of the clone": (f"git config submodule.data.url {URL}", "submodule data has a token in its url"),
    "what git-lfs keeps of a server": (
        f"git config lfs.{URL}/info/lfs.locksverify true",
        ".git/config has a token in the name of a section, lfs",
    ),
    "an address of git-lfs": (f"git config remote.origin.lfsurl {URL}", "remote origin has a token in its lfsurl"),
    "a committed submodule": (
        (
            f"git config -f .gitmodules submodule.data.url {URL} && git config -f .gitmodules submodule.data.path data"
            " && git add .gitmodules"
        ),
        "submodule data has a token in its url",
    ),
    "a committed server of git-lfs": (
        f"git config -f .lfsconfig lfs.url {URL} && git add .lfsconfig",
        "lfs.url has a token",
    ),
}


@pytest.mark.parametrize(("change", "told"), PLACES.values(), ids=PLACES)
def test_it_is_found_and_what_is_told_mends_it(begun: Repo, change: str, told: str) -> None:
    assert begun.run("sh", "-ec", change).code == 0

    (found,) = lint(begun)
    ((text, fix),) = doctor(begun)

    assert found.message.startswith(told)
    assert told in text
    assert found.fix == fix
    ran = begun.run("sh", "-ec", found.fix)
    assert (ran.code, lint(begun), doctor(begun)) == (0, [], []), ran.err


def test_what_git_is_told_on_the_way_lies_in_no_file(begun: Repo) -> None:
    env = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "remote.origin.url", "GIT_CONFIG_VALUE_0": URL}

    assert lint(begun, env=env) == []


BUILDS = {
    "GitHub Actions": {"GITHUB_ACTIONS": "true"},
    "GitLab": {"GITLAB_CI": "true"},
    "Bitbucket": {"BITBUCKET_BUILD_NUMBER": "7"},
    "any that says so": {"CI": "true"},
}


@pytest.mark.parametrize("env", BUILDS.values(), ids=BUILDS)
def test_a_build_does_not_fail_for_the_token_of_its_service(begun: Repo, env: dict[str, str]) -> None:
    begun.git("remote", "add", "origin", f"https://gitlab-ci-token:{TOKEN}@gitlab.com/o/m.git")
    begun.git("config", "http.https://github.com/.extraheader", f"AUTHORIZATION: basic {TOKEN}")

    assert (len(lint(begun)), lint(begun, env=env)) == (1, [])
    assert begun.mlhygiene("hook", "repo-layout", env=env).code == 0
    begun.write(".lfsconfig", f"[lfs]\n\turl = {URL}\n").stage()
    assert [found.path for found in lint(begun, env=env)] == [".lfsconfig"]


def test_a_revision_a_commit_and_a_range_answer_for_what_they_have(begun: Repo) -> None:
    begun.git("remote", "add", "origin", URL)
    begun.write(".gitmodules", f'[submodule "data"]\n\turl = {URL}\n').stage()
    staged = [found.path for found in lint(begun, "--staged")]
    begun.commit()
    begun.write("other.py", "1").stage()

    assert staged == [".gitmodules"]
    assert lint(begun, "--staged") == []
    assert [found.path for found in lint(begun, "--rev", "HEAD")] == [".gitmodules"]
    assert lint(begun, "--rev", "HEAD~1") == []
    assert [found.path for found in lint(begun, "--from-ref", "HEAD~1")] == [".gitmodules"]
    assert sorted(found.path for found in lint(begun)) == [".", ".gitmodules"]


def test_a_commit_is_not_blamed_for_the_clone_and_is_for_what_it_brings(begun: Repo) -> None:
    begun.git("remote", "add", "origin", URL)
    hook = begun.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -m mlhygiene hook repo-layout\n")
    hook.chmod(0o755)

    begun.write("train.py", "1").stage()
    clean = begun.run("git", "commit", "-m", "feat: train")
    begun.write(".lfsconfig", f"[lfs]\n\turl = {URL}\n").stage()
    guilty = begun.run("git", "commit", "-m", "feat: lfs")

    assert clean.code == 0, clean
    assert (guilty.code, (guilty.out + guilty.err).count("MLH607"), leaks(guilty.out + guilty.err)) == (1, 1, False)
    assert begun.mlhygiene("hook", "repo-layout").code == 1


def test_by_hand_where_nothing_is_staged_the_hook_tells_of_the_clone(begun: Repo) -> None:
    begun.git("remote", "add", "origin", URL)

    ran = begun.mlhygiene("hook", "repo-layout")

    assert (ran.code, ran.out.startswith(".: MLH607 remote-credentials: "), leaks(ran.out)) == (1, True, False)


def test_a_bare_repository_is_a_clone_too(begun: Repo, tmp_path: Path) -> None:
    begun.git("clone", "--quiet", "--bare", str(begun.root), str(tmp_path / "bare.git"))
    bare = Repo(tmp_path / "bare.git", begun.environment)
    bare.git("remote", "set-url", "origin", URL)

    (found,) = lint(bare)

    assert bare.run("sh", "-ec", found.fix).code == 0
    assert (lint(bare), bare.git("config", "remote.origin.url")) == ([], BARE)


def test_a_worktree_beside_shares_the_config(begun: Repo, tmp_path: Path) -> None:
    begun.git("remote", "add", "origin", URL)
    begun.git("worktree", "add", "--quiet", str(tmp_path / "beside"))
    beside = Repo(tmp_path / "beside", begun.environment)

    (found,) = lint(beside)

    assert beside.run("sh", "-ec", found.fix).code == 0
    assert lint(begun) == []


def test_an_ignore_of_the_team_is_never_called_unused(begun: Repo) -> None:
    begun.write("mlhygiene.toml", 'ignore = { MLH607 = "mirrors" }\n').stage()

    assert "MLH607" not in begun.mlhygiene("lint").err


def test_a_config_that_git_cannot_read_is_no_clean_one(begun: Repo) -> None:
    begun.write(".git/config", f'[remote "origin"]\n\turl = {URL}\n\turl [\n')

    ran = begun.mlhygiene("lint")

    assert (ran.code, leaks(ran.out + ran.err)) == (2, False)


@pytest.mark.parametrize("form", FORMS)
def test_no_credential_is_told_in_any_report(begun: Repo, form: str) -> None:
    url = form.format(TOKEN)
    begun.git("config", "remote.origin.url", url)
    begun.git("config", "--global", f"url.{url}.insteadOf", "https://elsewhere.org/")
    begun.git("config", "--file", ".gitmodules", "submodule.data.url", url)
    begun.stage()
    forms = [f"--format={name}=../{name}" for name in ("json", "sarif", "github", "gitlab", "junit", "markdown")]

    ran = begun.mlhygiene("lint", "--select", "MLH607", "--format=text", *forms, "--color=always")
    written = [(begun.root.parent / name.partition("=../")[2]).read_text() for name in forms]
    told = doctor(begun)
    based = begun.mlhygiene("lint", "--select", "MLH607", "--write-baseline", "../baseline.json")

    assert ran.code == 1
    assert ran.out.count("remote-credentials") == 3
    assert len(told) == 3
    said = [ran.out, ran.err, *written, based.out, based.err, (begun.root.parent / "baseline.json").read_text()]
    assert [each for each in said if leaks(each)] == []
    assert urls.public(url) in ran.out
