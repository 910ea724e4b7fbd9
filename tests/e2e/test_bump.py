"""`mlhygiene bump` on real repositories, with real remotes."""

from __future__ import annotations

import json
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from conftest import Ran, Repo
from tokens import make

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = make("{alnum:16}", Random(7))[1]


@pytest.fixture
def far(repo: Repo, tmp_path: Path) -> Repo:
    """A bare remote, reached by its file:// address; `main` there is as here, with one commit."""
    bare = Repo(tmp_path / "far.git", repo.environment)
    repo.git("init", "--quiet", "--bare", "--initial-branch=main", str(bare.root))
    repo.git("remote", "add", "origin", bare.root.as_uri())
    repo.write("train.py", "print()\n").stage().commit("feat: begin")
    repo.git("push", "--quiet", "--set-upstream", "origin", "main")
    return bare


def bump(repo: Repo, *arguments: str, **how: Any) -> Ran:
    return repo.mlhygiene("bump", *arguments, **how)


def told(repo: Repo, *arguments: str) -> dict[str, Any]:
    ran = bump(repo, *arguments, "--format", "json")
    assert ran.code == 0, ran
    found: dict[str, Any] = json.loads(ran.out)
    return found


def state(repo: Repo) -> tuple[str, str]:
    return repo.git("for-each-ref"), repo.git("status", "--porcelain")


def sh(repo: Repo, line: str) -> None:
    ran = repo.run("sh", "-c", line)
    assert ran.code == 0, ran


# The tags that HEAD has, the words, what is made. A commit lies between a tag and HEAD.
MADE = {
    "the first": ([], ["minor"], "v0.1.0"),
    "the first, as a candidate": ([], ["prerelease"], "v0.1.0-rc.1"),
    "by numbers, not by text": (["v1.9.0", "v1.10.0"], ["patch"], "v1.10.1"),
    "past tags that are no versions": (["v1.2.0", "v9.0-best", "run/v8.0.0", "v7"], ["minor"], "v1.3.0"),
    "past a candidate of it": (["v1.2.0", "v1.3.0-rc.1"], ["minor"], "v1.3.0"),
    "the next candidate": (["v1.2.0", "v1.3.0-rc.9"], ["prerelease"], "v1.3.0-rc.10"),
    "a candidate of what the commits suggest": (["v1.2.0"], ["prerelease"], "v1.3.0-rc.1"),
    "a beta": (["v1.2.0"], ["major", "--pre", "beta"], "v2.0.0-beta.1"),
    "as the tags have it": (["1.2.0"], ["patch"], "1.2.1"),
    "a part of a monorepo": (["v5.0.0", "ranker/v1.2.0"], ["patch", "--prefix", "ranker/v"], "ranker/v1.2.1"),
}


@pytest.mark.parametrize(("tags", "words", "name"), MADE.values(), ids=MADE)
def test_a_version_is_made(repo: Repo, tags: list[str], words: list[str], name: str) -> None:
    repo.commit("feat: begin")
    for tag in tags:
        repo.git("tag", tag)
    head = repo.commit("feat: more")
    repo.write("untracked.txt", "x")

    ran = bump(repo, *words)

    assert ran.code == 0, ran
    assert repo.git("tag", "--points-at", head) == name
    assert repo.git("cat-file", "-t", name) == "tag"
    assert repo.git("tag", "--format=%(contents:subject)", "--list", name) == name


def test_without_a_part_it_says_which_and_why_and_makes_nothing(repo: Repo) -> None:
    repo.commit("feat: begin")
    repo.git("tag", "v1.2.0")
    assert bump(repo).out == "v1.2.0: nothing to release since\n"
    repo.commit("fix: the loader")
    repo.commit("exp: lr=3e-4 -> val_loss=0.42")
    before = state(repo)
    ran = bump(repo)
    assert ran.out.splitlines()[0] == "v1.2.0 -> v1.3.0  minor: 1 experiment, 1 fix since v1.2.0"
    assert state(repo) == before
    assert told(repo)["suggested"] == {
        "part": "minor",
        "why": "1 experiment, 1 fix",
        "kinds": {"experiment": 1, "fix": 1},
    }
    assert bump(repo, "--push").code == 2


def test_a_candidate_is_released_as_what_has_come_since_the_last_release(repo: Repo) -> None:
    repo.commit("feat: begin")
    repo.git("tag", "v1.2.0")
    repo.commit("feat: more")
    repo.git("tag", "v1.3.0-rc.1")
    assert bump(repo).out.startswith("v1.3.0-rc.1 -> v1.3.0  minor: 1 feature since v1.2.0\n")
    assert bump(repo, "prerelease").code == 2
    assert bump(repo, "minor").code == 0
    assert repo.git("tag", "--points-at", "HEAD") == "v1.3.0\nv1.3.0-rc.1"


REFUSED = {
    "no commit": ("git checkout -q --orphan x && git rm -rqf .", ["minor"], "no commit yet"),
    "a changed file": ("echo x >train.py", ["minor"], "not committed: train.py: a version names a commit"),
    "a staged file": ("echo x >new.py && git add new.py", ["minor"], "not committed: new.py"),
    "no branch": ("git checkout -q --detach", ["minor"], "HEAD is detached"),
    "behind": (
        "git commit -q --allow-empty -m x && git push -q && git reset -q --hard HEAD~1",
        ["minor"],
        "main is 1 behind its upstream: git pull",
    ),
    "nothing since": ("git tag v1.0.0", ["minor"], "v1.0.0 stands at this very commit"),
    "on another line": (
        "git tag v1.0.0; git tag v1.1.0 $(git commit-tree -m x HEAD:); git commit -q --allow-empty -m y",
        ["minor"],
        "v1.1.0 exists already, at ",
    ),
    "a folder in the way": (
        "git tag v1.0.0 && git commit -q --allow-empty -m x && git tag v1.1.0/x",
        ["minor"],
        "'v1.1.0/x' exists, and git cannot keep both",
    ),
    "a branch in the way": ("git branch v0.1.0", ["minor"], "a branch is called v0.1.0"),
    "not of SemVer": ("git tag v1.2", ["minor"], "v1.2 may be the highest version, and is none of SemVer"),
    "no tags fetched": ("git config remote.origin.tagOpt --no-tags", ["minor"], "this clone fetches no tags"),
    "going back": (
        "git tag v1.0.0-rc.1 && git commit -q --allow-empty -m x",
        ["prerelease", "--pre", "beta"],
        "1.0.0-beta.1 comes before 1.0.0-rc.1",
    ),
    "a prefix that is none": ("true", ["minor", "--prefix", "a b"], "a blank"),
    "a prefix of the config": (
        "printf '[versions]\\nprefix = 1\\n' >mlhygiene.toml && git add . && git commit -qm x",
        ["minor"],
        "mlhygiene.toml: versions: prefix",
    ),
    "a remote that there is not": ("true", ["minor", "--push", "--remote", "far"], "no remote is called 'far'"),
    "on the remote": (
        "git tag v0.1.0 && git push -q origin v0.1.0 && git tag -d v0.1.0 >/dev/null",
        ["minor", "--push"],
        "origin has v0.1.0 already: git fetch origin --tags",
    ),
    "behind what nobody fetched": (
        "git clone -q ../far.git ../two && cd ../two && git commit -q --allow-empty -m x && git push -q origin main",
        ["minor", "--push"],
        "origin has commits on main that are not here: git pull",
    ),
    "a remote that is gone": ("git remote set-url origin ../gone.git", ["minor", "--push"], "git ls-remote origin: "),
    "no remote": ("git remote remove origin", ["minor", "--push"], "no remote to push to"),
    "another word": ("true", ["big"], "invalid choice"),
}


@pytest.mark.usefixtures("far")
@pytest.mark.parametrize(("story", "words", "why"), REFUSED.values(), ids=REFUSED)
def test_a_bump_is_refused(repo: Repo, story: str, words: list[str], why: str) -> None:
    sh(repo, story)
    before = state(repo)

    ran = bump(repo, *words)

    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err
    assert state(repo) == before
    assert ran.err.startswith("usage") or ran.err.count("\n") == 1


def test_a_shallow_clone_cannot_say_which_version_is_the_highest(repo: Repo, far: Repo, tmp_path: Path) -> None:
    repo.git("tag", "v1.0.0")
    repo.commit("fix: x")
    repo.git("push", "--quiet", "origin", "main", "v1.0.0")
    clone = Repo(tmp_path / "clone", repo.environment)
    repo.git("clone", "--quiet", "--depth=1", far.root.as_uri(), str(clone.root))
    ran = bump(clone, "patch")
    assert (ran.code, "git fetch --unshallow --tags" in ran.err) == (2, True)
    clone.git("fetch", "--quiet", "--unshallow", "--tags")
    assert bump(clone, "patch").code == 0
    assert clone.git("describe") == "v1.0.1"


def test_where_no_branch_is_one_may_say_so(repo: Repo) -> None:
    repo.commit()
    repo.git("checkout", "--quiet", "--detach")
    assert bump(repo, "minor", "--detached").code == 0


def test_a_higher_version_on_another_line_is_told(repo: Repo) -> None:
    repo.commit("feat: begin")
    repo.git("tag", "v1.0.0")
    repo.git("tag", "v2.0.0", repo.git("commit-tree", "-m", "x", "HEAD^{tree}"))
    repo.commit("fix: x")
    assert "v2.0.0 is higher, on a line that HEAD does not reach" in bump(repo).err
    ran = bump(repo, "patch")
    assert ("v2.0.0 is higher" in ran.err, repo.git("describe")) == (True, "v1.0.1")


def test_a_dry_run_makes_nothing(repo: Repo, far: Repo) -> None:
    before = state(repo), far.git("for-each-ref")
    ran = bump(repo, "minor", "--push", "--dry-run")
    assert (ran.code, ran.out.split("  ")[0][:23]) == (0, "v0.1.0 would be at " + repo.git("rev-parse", "HEAD")[:4])
    assert (state(repo), far.git("for-each-ref")) == before


def test_one_tag_is_pushed_and_nothing_else(repo: Repo, far: Repo) -> None:
    repo.git("config", "push.followTags", "true")
    repo.git("tag", "-a", "run/x", "-m", "x")
    repo.commit("feat: more")
    found = told(repo, "minor", "--push")
    assert (found["tag"], found["made"], found["pushed"]) == ("v0.1.0", True, "origin")
    assert found["notes"] == ["1 commit is not on the upstream of main yet: push the branch, too"]
    assert far.git("tag") == "v0.1.0"
    assert far.git("rev-parse", "main") == repo.git("rev-parse", "HEAD~1")


def test_what_was_not_asked_is_said(repo: Repo, far: Repo) -> None:
    assert "no remote was asked" in bump(repo, "minor").err
    assert far.git("tag") == ""


def test_a_push_that_is_refused_leaves_nothing_and_its_words_are_told(repo: Repo, far: Repo) -> None:
    hook = far.root / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho tags are made by the release job >&2\nexit 1\n")
    hook.chmod(0o755)
    before = state(repo)
    ran = bump(repo, "minor", "--push")
    assert ran.code == 2
    assert "tags are made by the release job" in ran.err
    assert "v0.1.0 was not pushed to origin: " in ran.err
    assert "nothing is left here either" in ran.err
    assert state(repo) == before


def test_no_password_of_a_remote_is_told(repo: Repo, far: Repo) -> None:
    repo.git("remote", "set-url", "origin", f"http://ada:{PASSWORD}@127.0.0.1:9/x.git")
    ran = bump(repo, "minor", "--push", env={"no_proxy": "*"})
    assert ran.code == 2
    assert PASSWORD not in ran.out + ran.err
    assert repo.git("tag") == ""


def test_of_several_bumps_at_once_one_makes_the_version(repo: Repo) -> None:
    repo.commit("feat: begin")
    command = [sys.executable, "-m", "mlhygiene", "bump", "minor"]
    running = [
        subprocess.Popen(command, cwd=repo.root, env=repo.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    errors = [process.communicate()[1].decode() for process in running]
    assert sorted(process.returncode for process in running) == [0, 2, 2, 2], errors
    assert not any("Traceback" in error for error in errors)
    assert repo.git("tag") == "v0.1.0"


def test_the_highest_of_five_thousand_tags(repo: Repo) -> None:
    oid = repo.commit("feat: begin")
    lines = [f"create refs/tags/run/{n} {oid}\n" for n in range(2500)]
    lines += [f"create refs/tags/v{n // 50}.{n % 50}.{n % 7} {oid}\n" for n in range(2500)]
    subprocess.run(
        ["git", "update-ref", "--stdin"], cwd=repo.root, env=repo.environment, input="".join(lines).encode(), check=True
    )
    repo.commit("fix: x")
    assert bump(repo, "patch").code == 0
    assert repo.git("describe", "--exact-match") == "v49.49.1"


def test_a_tag_of_a_blob_and_a_tag_of_a_tag_confuse_nobody(repo: Repo) -> None:
    repo.write("key.pub", "a key\n").stage().commit("feat: begin")
    repo.git("tag", "v9.9.9", "HEAD:key.pub")
    repo.git("tag", "-a", "v1.0.0", "-m", "one")
    repo.git("tag", "-a", "v1.1.0", "-m", "two", "v1.0.0")
    assert "v1.1.0 stands at this very commit" in bump(repo, "minor").err
    repo.commit("fix: x")
    assert told(repo, "minor")["from"] == "v1.1.0"


def by_gpg(repo: Repo, folder: Path) -> None:
    """A key of this test alone, in a keyring of its own."""
    home = folder / "gnupg"
    home.mkdir(mode=0o700)
    wrapper = folder / "gpg"
    wrapper.write_text(f'#!/bin/sh\nexec gpg --homedir {home} --batch --pinentry-mode loopback --passphrase "" "$@"\n')
    wrapper.chmod(0o755)
    made = repo.run(str(wrapper), "--quick-generate-key", "Ada <ada@example.org>", "ed25519", "sign", "never")
    assert made.code == 0, made
    repo.git("config", "gpg.program", str(wrapper))


def by_ssh(repo: Repo, folder: Path) -> None:
    """A key of this test alone; git 2.34 signs with it."""
    key = folder / "key"
    repo.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key))
    allowed = folder / "allowed"
    allowed.write_text(f"ada@example.org {key.with_suffix('.pub').read_text()}")
    for name, value in {"gpg.format": "ssh", "user.signingKey": key, "gpg.ssh.allowedSignersFile": allowed}.items():
        repo.git("config", name, str(value))


WAYS = {"ssh": by_ssh, "gpg": by_gpg}


@pytest.mark.parametrize("key", WAYS)
@pytest.mark.parametrize("way", ["--sign", "tag.gpgSign", "tag.forceSignAnnotated"])
def test_a_version_is_signed_where_somebody_says_so(repo: Repo, tmp_path: Path, way: str, key: str) -> None:
    repo.commit("feat: begin")
    WAYS[key](repo, tmp_path)
    if way != "--sign":
        repo.git("config", way, "true")
    assert told(repo, "minor", *(["--sign"] if way == "--sign" else []))["signed"]
    assert repo.run("git", "verify-tag", "v0.1.0").code == 0


def test_without_a_key_no_version_is_made(repo: Repo) -> None:
    repo.commit("feat: begin")
    ran = bump(repo, "minor", "--sign", env={"GNUPGHOME": str(repo.root / ".git" / "none")})
    assert ran.code == 2
    assert "git tag: v0.1.0 was not made (see above)" in ran.err
    assert repo.git("tag") == ""


def test_a_tool_that_reads_tags_is_told_of_those_that_break_it(repo: Repo) -> None:
    repo.write("pyproject.toml", '[build-system]\nrequires = ["hatch-vcs"]\n').stage().commit("feat: begin")
    assert "hatch-vcs" not in bump(repo, "minor").err
    repo.commit("fix: x")
    repo.git("tag", "run/3x8k1abc")
    ran = bump(repo, "patch")
    assert ran.code == 0
    assert "hatch-vcs in pyproject.toml takes run/3x8k1abc for a version" in ran.err
    assert "[tool.hatch.version.raw-options] git_describe_command" in ran.err


def test_a_project_that_names_another_version_is_told(repo: Repo) -> None:
    repo.write("pyproject.toml", '[project]\nname = "x"\nversion = "0.0.1"\n').stage().commit("feat: begin")
    assert "pyproject.toml says version 0.0.1, not 0.1.0" in bump(repo, "minor", "--dry-run").err
    repo.write("pyproject.toml", '[project]\nname = "x"\nversion = "0.1.0"\n').stage().commit("chore: 0.1.0")
    assert bump(repo, "minor").err == ""


def test_the_prefix_of_the_config_counts(repo: Repo) -> None:
    repo.write("mlhygiene.toml", '[versions]\nprefix = "ranker/v"\n').stage().commit("feat: begin")
    assert told(repo, "minor")["tag"] == "ranker/v0.1.0"


def test_a_message_of_ones_own_has_no_secret(repo: Repo) -> None:
    repo.commit("feat: begin")
    assert bump(repo, "minor", "--message", f"see https://ada:{PASSWORD}@host/x").code == 0
    assert repo.git("tag", "--format=%(contents)", "--list").strip() == "see https://host/x"
