"""`mlhygiene pre-receive` in the repositories of a server: its config, its bypass, its quarantine, real pushes."""

from __future__ import annotations

import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest

import tokens
from conftest import MB, Repo
from guarded import Remote, around, guard, script

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

LARGE, NOTHING = "model.pt: MLH101 large-file", "mlhygiene: nothing of this push was accepted"
LAX = '[rules.large-file]\nlimit = "9 MB"\n'
SKIP = "mlhygiene.skip"


@pytest.fixture
def remote(repo: Repo, tmp_path: Path) -> Remote:
    """A remote that judges what comes, and takes push options; a large file waits in the clone."""
    found = around(repo, tmp_path / "remote.git")
    found.bare.git("config", "receive.advertisePushOptions", "true")
    guard(repo, found, "pre-receive")
    repo.write("model.pt", size=2 * MB).stage().commit("feat: a model")
    return found


def test_a_refusal_reads_well_where_the_pusher_sees_it(remote: Remote) -> None:
    lines = [line.rstrip() for line in remote.push("feature/work").err.splitlines() if line.startswith("remote: ")]

    assert lines[0].startswith("remote: model.pt: MLH101 large-file: PyTorch checkpoint of 2.0 MB")
    assert f"remote: {NOTHING}" in lines
    assert lines[-1].endswith("a later commit takes nothing out of history")
    assert not any("\x1b[" in line.replace("\x1b[K", "") for line in lines)


def test_a_secret_is_masked_there_too(repo: Repo, remote: Remote) -> None:
    text, secret = tokens.make("ghp_{checked:36}", Random(7))
    repo.git("switch", "--quiet", "-c", "feature/key", "main")
    repo.write("key.py", f'TOKEN = "{text}"\n').stage().commit("feat: a key")

    ran = remote.push("feature/key")

    assert (ran.code, "MLH202 provider-token" in ran.err, secret in ran.err) == (1, True, False)


class Wish(NamedTuple):
    """What the admin has set, what the pusher asks for, and the answer."""

    allowed: str
    options: tuple[str, ...]
    code: int
    line: str


WISHES = {
    "allowed, with a reason": Wish(
        "true", (f"{SKIP}=a fixture of 2 MB",), 0, "not judged, as asked: a fixture of 2 MB"
    ),
    "allowed in other words of git": Wish("yes", (f"{SKIP}=a fixture",), 0, "not judged, as asked: a fixture"),
    "allowed, and no reason": Wish("true", (SKIP,), 1, "is without effect: say why"),
    "allowed, and a blank reason": Wish("true", (f"{SKIP}= ",), 1, "is without effect: say why"),
    "allowed, among other options": Wish("true", ("ci.skip", f"{SKIP}=late", "x=y"), 0, "not judged, as asked: late"),
    "allowed, and not asked for": Wish("true", ("ci.skip",), 1, LARGE),
    "a reason that would steer the terminal": Wish("true", (f"{SKIP}=\x1b[31mred",), 0, "as asked: \\x1b[31mred"),
    "not allowed": Wish("false", (f"{SKIP}=please",), 1, "is without effect: this server allows no bypass"),
    "nobody said so": Wish("", (f"{SKIP}=please",), 1, "is without effect: this server allows no bypass"),
    "neither yes nor no": Wish("perhaps", (f"{SKIP}=please",), 1, "git config: bad boolean config value 'perhaps'"),
}


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_a_bypass(remote: Remote, wish: Wish) -> None:
    if wish.allowed:
        remote.bare.git("config", "mlhygiene.allowBypass", wish.allowed)
    before = remote.files()

    ran = remote.push(*(f"--push-option={option}" for option in wish.options), "feature/work")

    assert (ran.code, wish.line in ran.err) == (wish.code, True), ran.err
    assert (remote.files() == before) is bool(ran.code)


def test_a_pusher_cannot_allow_it(remote: Remote) -> None:
    variables = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "mlhygiene.allowBypass", "GIT_CONFIG_VALUE_0": "true"}

    ran = remote.push(f"--push-option={SKIP}=mine", "feature/work", env=variables)

    assert (ran.code, "this server allows no bypass" in ran.err) == (1, True)


def test_an_option_of_the_hook_allows_it(repo: Repo, remote: Remote) -> None:
    guard(repo, remote, "pre-receive", "--allow-bypass")

    assert remote.push(f"--push-option={SKIP}=a fixture", "feature/work").code == 0


def test_the_config_that_is_pushed_counts(repo: Repo, remote: Remote) -> None:
    repo.write("mlhygiene.toml", LAX).stage().commit("chore: lax")

    ran = remote.push("feature/work")

    assert ran.code == 0, ran.err


def test_a_config_of_the_admin_s_cannot_be_bent(repo: Repo, remote: Remote, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('select = ["MLH1"]\n')
    guard(repo, remote, "pre-receive", "--config", str(tmp_path / "policy.toml"))
    repo.write("mlhygiene.toml", LAX).stage().commit("lax")

    refused = remote.push("feature/work")
    named = remote.push("main:stuff")

    assert (refused.code, LARGE in refused.err) == (1, True)
    assert named.code == 0, named.err


def test_the_config_of_head_cannot_be_bent_by_a_branch(repo: Repo, remote: Remote) -> None:
    guard(repo, remote, "pre-receive", "--config-of-head")
    repo.write("mlhygiene.toml", LAX).stage().commit("chore: lax")

    assert LARGE in remote.push("feature/work").err


BASELINE = 'baseline = "known.json"\n'


def adopted(repo: Repo, remote: Remote) -> None:
    """The branch of HEAD has a baseline, which the admin has let in."""
    repo.git("switch", "--quiet", "main")
    repo.mlhygiene("lint", "--write-baseline", "known.json")
    repo.write("mlhygiene.toml", BASELINE).stage().commit("chore: adopt mlhygiene")
    hook = remote.root / "hooks" / "pre-receive"
    hook.rename(remote.root / "aside")
    repo.git("push", "--quiet", "origin", "main")
    (remote.root / "aside").rename(hook)


def test_where_head_has_a_baseline_a_bad_name_is_told(repo: Repo, remote: Remote) -> None:
    adopted(repo, remote)

    ran = remote.push("main:stuff")

    assert (ran.code, "stuff: MLH501 branch-name" in ran.err, "known.json" in ran.err) == (1, True, False), ran.err


@pytest.mark.parametrize("by", ["--config-of-head", "--config"])
def test_a_baseline_that_is_pushed_bends_no_policy_of_the_admin_s(
    repo: Repo, remote: Remote, tmp_path: Path, by: str
) -> None:
    adopted(repo, remote)
    (tmp_path / "policy.toml").write_text(BASELINE)
    guard(repo, remote, "pre-receive", by, *([str(tmp_path / "policy.toml")] if by == "--config" else []))
    repo.git("switch", "--quiet", "-c", "feature/known")
    repo.write("model.pt", size=2 * MB).stage()
    repo.mlhygiene("lint", "--write-baseline", "known.json")
    repo.stage().commit("feat: a model")
    assert repo.mlhygiene("lint").code == 0

    ran = remote.push("feature/known")

    assert (ran.code, LARGE in ran.err) == (1, True), ran.err


def test_the_config_of_head_must_stay_readable(repo: Repo, remote: Remote) -> None:
    remote.bare.git("config", "mlhygiene.allowBypass", "true")
    guard(repo, remote, "pre-receive", "--config-of-head")
    repo.git("switch", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-ff", "-m", "Merge branch 'feature/there'", "feature/there")
    repo.write("mlhygiene.toml", "[rules\n").stage()
    repo.git("commit", "--quiet", "--amend", "--no-edit")

    ran = remote.push("main")

    assert (ran.code, ran.err.count("mlhygiene.toml: not valid TOML")) == (1, 1), ran.err
    assert f"{NOTHING}, since not all of it could be judged" in ran.err


def test_a_push_cannot_lift_the_protection_that_it_breaks(repo: Repo, remote: Remote) -> None:
    repo.git("switch", "--quiet", "main")
    repo.write("mlhygiene.toml", "[branches]\nprotected = []\n").stage().commit("chore: no protection")

    ran = remote.push("main")

    assert (ran.code, "MLH502 protected-branch" in ran.err) == (1, True)


def test_a_broken_config_of_head_keeps_out_no_push_that_mends_it(repo: Repo, remote: Remote) -> None:
    repo.git("switch", "--quiet", "main")
    repo.write("mlhygiene.toml", "[rules\n").stage().commit("chore: a config")
    hook = remote.root / "hooks" / "pre-receive"
    hook.rename(hook.with_name("off"))
    assert remote.push("main").code == 0
    hook.with_name("off").rename(hook)
    repo.write("mlhygiene.toml", "[branches]\nprotected = []\n").stage().commit("fix: the config")

    ran = remote.push("main")

    assert ran.code == 0, ran.err
    assert "note: HEAD has a config that says nothing: mlhygiene.toml: not valid TOML" in ran.err


def test_a_rollout_tells_and_accepts_but_not_what_it_could_not_judge(repo: Repo, remote: Remote) -> None:
    guard(repo, remote, "pre-receive", "--exit-zero")

    told = remote.push("feature/work")
    repo.write("mlhygiene.toml", "[rules\n").stage().commit("chore: a config")
    unjudged = remote.push("feature/work")

    assert (told.code, LARGE in told.err, NOTHING in told.err) == (0, True, False)
    assert "this push was accepted all the same" in told.err
    assert (unjudged.code, NOTHING in unjudged.err) == (1, True)


def test_what_leads_to_no_commit_could_not_be_judged(repo: Repo, remote: Remote) -> None:
    repo.git("tag", "key", "main:train.py")

    ran = remote.push("key")

    assert (ran.code, "could not judge: refs/tags/key: it leads to no commit" in ran.err) == (1, True)


def test_notes_are_judged_for_what_they_hold_and_by_no_name(repo: Repo, remote: Remote) -> None:
    repo.git("notes", "add", "-m", "a note", "main")
    assert remote.push("refs/notes/commits").code == 0
    text, _ = tokens.make("ghp_{checked:36}", Random(7))
    repo.git("notes", "add", "-f", "-m", text, "main")

    assert "MLH202 provider-token" in remote.push("refs/notes/commits").err


def test_hooks_may_lie_behind_a_link(repo: Repo, remote: Remote, tmp_path: Path) -> None:
    (remote.root / "hooks").rename(tmp_path / "hooks of all")
    (remote.root / "hooks").symlink_to(tmp_path / "hooks of all", target_is_directory=True)

    assert LARGE in remote.push("feature/work").err


def test_nothing_is_written_while_what_came_is_in_quarantine(repo: Repo, remote: Remote) -> None:
    """Attributes are asked for in a place outside; what lies in the repository is summed before and after."""
    repo.write(".gitattributes", "*.bin filter=lfs\n").write("a.bin", size=10).stage().commit("feat: attributes")
    hook = remote.root / "hooks" / "pre-receive"
    hook.write_text(
        "#!/bin/sh\n"
        "files() { find . -type f -exec cksum {} + | sort; }\n"
        "before=$(files)\n"
        f'"{sys.executable}" -m mlhygiene pre-receive\n'
        "code=$?\n"
        '[ "$before" = "$(files)" ] && echo "as before, in $(basename "$GIT_QUARANTINE_PATH")"\n'
        "exit $code\n"
    )

    ran = remote.push("feature/work")

    assert (ran.code, LARGE in ran.err, "MLH102" in ran.err) == (1, True, True), ran.err
    assert "as before, in tmp_objdir-incoming" in ran.err


@pytest.mark.parametrize("limit", ["1", "1000"], ids=["a pack", "loose objects"])
def test_what_came_may_be_a_pack_or_loose_objects(remote: Remote, limit: str) -> None:
    remote.bare.git("config", "receive.unpackLimit", limit)
    before = remote.files()

    ran = remote.push("feature/work")

    assert (ran.code, LARGE in ran.err, remote.files() == before) == (1, True, True)


def test_a_repository_that_borrows_objects_is_judged(repo: Repo, remote: Remote, tmp_path: Path) -> None:
    repo.git("clone", "--quiet", "--bare", "--reference", str(repo.root), str(remote.root), str(tmp_path / "fork.git"))
    assert (tmp_path / "fork.git" / "objects" / "info" / "alternates").exists()
    repo.git("remote", "add", "fork", str(tmp_path / "fork.git"))
    fork = Remote(tmp_path / "fork.git", repo, "fork")
    script(fork.root / "hooks" / "pre-receive", "pre-receive")
    before = fork.files()
    refused = fork.push("feature/work")

    assert (refused.code, LARGE in refused.err, fork.files() == before) == (1, True, True)
    repo.git("switch", "--quiet", "-c", "feature/fine", "main")
    repo.write("fine.py", "1\n").stage().commit("feat: fine")
    assert fork.push("feature/fine").code == 0


def test_a_repository_with_a_worktree_is_judged(repo: Repo, remote: Remote, tmp_path: Path) -> None:
    repo.git("clone", "--quiet", str(remote.root), str(tmp_path / "live"))
    live = Repo(tmp_path / "live", repo.environment)
    live.git("config", "receive.denyCurrentBranch", "updateInstead")
    script(live.root / ".git" / "hooks" / "pre-receive", "pre-receive")
    repo.git("remote", "add", "live", str(live.root))

    refused = Remote(live.root, repo, "live").push("feature/work")

    assert (refused.code, LARGE in refused.err, live.git("status", "--short")) == (1, True, "")


def test_two_pushes_at_once_are_judged_each_by_itself(repo: Repo, remote: Remote) -> None:
    repo.git("switch", "--quiet", "-c", "feature/fine", "main")
    repo.write("fine.py", "1\n").stage().commit("feat: fine")
    running = [
        subprocess.Popen(["git", "push", "origin", branch], cwd=repo.root, env=repo.environment, stderr=subprocess.PIPE)
        for branch in ("feature/work", "feature/fine")
    ]
    told = [each.communicate()[1].decode() for each in running]

    assert [each.returncode for each in running] == [1, 0], told
    assert [LARGE in each for each in told] == [True, False]
    assert remote.bare.git("for-each-ref", "--format=%(refname)").split() == [
        "refs/heads/feature/fine",
        "refs/heads/feature/there",
        "refs/heads/main",
    ]


REFUSALS = {
    "nothing on standard input": ("</dev/null", "nobody hands anything over on standard input"),
    "a closed standard input": ("<&-", "nobody hands anything over on standard input"),
    "the lines of another hook": ("<HEAD", "standard input is not what git hands to its pre-receive hook"),
}


@pytest.mark.parametrize(("given", "line"), REFUSALS.values(), ids=REFUSALS)
def test_refuses_in_a_line(remote: Remote, given: str, line: str) -> None:
    ran = remote.bare.run("sh", "-c", f'exec "{sys.executable}" -m mlhygiene pre-receive {given}')

    assert (ran.code, ran.out, ran.err.count("\n"), line in ran.err) == (2, "", 1, True)


def test_what_is_there_already_is_quiet(remote: Remote) -> None:
    assert remote.bare.mlhygiene("pre-receive", stdin=b"").code == 0


def test_a_push_from_a_shallow_clone_of_something_else_says_what_to_do(
    repo: Repo, remote: Remote, tmp_path: Path
) -> None:
    repo.git("init", "--quiet", "--bare", "-b", "main", str(tmp_path / "empty.git"))
    script(tmp_path / "empty.git" / "hooks" / "pre-receive", "pre-receive")
    repo.git("clone", "--quiet", "--depth=1", "--branch=feature/there", remote.root.as_uri(), str(tmp_path / "shallow"))
    shallow = Repo(tmp_path / "shallow", repo.environment)
    shallow.write("a.py", "1\n").stage().commit("feat: a")

    ran = shallow.run("git", "push", str(tmp_path / "empty.git"), "HEAD:refs/heads/feature/a")

    assert (ran.code, f"{NOTHING}, since not all of it could be judged" in ran.err) == (1, True)
    assert "run `git fetch --unshallow` and push again" in ran.err


def test_refs_of_one_config_are_judged_together_whatever_else_its_file_says(repo: Repo, remote: Remote) -> None:
    repo.write("pyproject.toml", '[project]\nname = "a"\n').stage().commit("chore: a name")
    repo.git("branch", "feature/first", "HEAD~1")

    ran = remote.push("feature/first", "feature/work")

    assert (ran.code, ran.err.count(LARGE)) == (1, 1)


MANY = 120


def test_of_a_flood_the_first_are_told_errors_before_warnings_and_the_others_counted(
    repo: Repo, remote: Remote
) -> None:
    repo.git("switch", "--quiet", "-c", "feature/old", "main")
    repo.write("mlhygiene.toml", 'severity = { MLH201 = "warning" }\n').stage().commit("chore: a config")
    for number in range(MANY):
        repo.write(f"{number:03}/.env", f"number = {number}\n")
    repo.write("zz/model.pt", size=2 * MB).stage().commit("feat: old things")

    ran = remote.push("feature/old")

    lines = [line.removeprefix("remote: ").rstrip() for line in ran.err.splitlines()]
    assert ran.code == 1
    assert sum("MLH" in line and "(commit " in line for line in lines) == 100
    assert any(line.startswith("zz/model.pt: MLH101") for line in lines)
    assert "mlhygiene: these are 100 of 122 findings; of the others are" in lines
    assert "      20 MLH201 secret-file" in lines
    assert NOTHING in lines
