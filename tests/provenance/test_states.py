"""Every state of a repository, and what a stamp says of it. Nothing is raised."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from conftest import Repo
from look import clone
from mlhygiene import provenance
from mlhygiene.provenance import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("alone")
CLEAN = {"state": State.CLEAN, "dirty": False, "changed": (), "untracked": (), "patch": None, "reason": None}
FSCK = "run `git fsck`"


def _untracked(repo: Repo) -> None:
    repo.write("notes.txt", "x").write("data/a.csv", "1").write("data/b.csv", "1")


def _staged(repo: Repo) -> None:
    repo.write("new.py", "x").stage()


def _reverted(repo: Repo) -> None:
    """The index differs from HEAD, and the worktree does not."""
    repo.write("train.py", "changed").stage().write("train.py", "print()\n")


def _ignored(repo: Repo) -> None:
    repo.write(".git/info/exclude", "*.log\n").write("a.log", "x")


def _touched(repo: Repo) -> None:
    os.utime(repo.root / "train.py", (1, 1))


def _detached(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "--detach")


def _rebasing(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "exp/lr")
    repo.write("train.py", "ours").stage().commit()
    repo.git("checkout", "--quiet", "main")
    repo.write("train.py", "theirs").stage().commit()
    repo.git("rebase", "main", "exp/lr", check=False)


def _locked(repo: Repo) -> None:
    repo.write(".git/index.lock", "").write("train.py", "x")


def _read_only(repo: Repo) -> None:
    for folder, _, _ in os.walk(repo.root / ".git"):
        os.chmod(folder, 0o555)  # noqa: S103 - readable, as a mounted repository is


def _no_head(repo: Repo) -> None:
    repo.git("symbolic-ref", "HEAD", "refs/heads/gone")


def _conflict(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "side")
    repo.write("train.py", "ours").stage().commit()
    repo.git("checkout", "--quiet", "main")
    repo.write("train.py", "theirs").stage().commit()
    repo.git("merge", "side", check=False)


def _tagged(repo: Repo) -> None:
    for name in ("v1.9.0", "v1.10.0", "v1.10.0-rc.1", "v1.10.0-best", "run/abc"):
        repo.git("tag", name)


def _odd_name(repo: Repo) -> None:
    repo.write(b"a\nb\xff.py", "x").stage()


def _sparse(repo: Repo) -> None:
    repo.write("in/a.py", "1").write("out/b.py", "1").stage().commit()
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")


STATES: dict[str, tuple[Callable[[Repo], None], dict[str, Any]]] = {
    "clean": (lambda _: None, {**CLEAN, "branch": "main", "shallow": False}),
    "files that git ignores": (_ignored, CLEAN),
    "a file that was only touched": (_touched, CLEAN),
    "untracked files alone": (
        _untracked,
        {**CLEAN, "untracked": ("data/", "notes.txt"), "untracked_count": 2},
    ),
    "a staged file alone": (_staged, {"state": State.DIRTY, "changed": ("new.py",), "changed_count": 1}),
    "a change that is staged, and undone in the worktree": (
        _reverted,
        {"state": State.DIRTY, "changed": ("train.py",)},
    ),
    "a name with a line break": (_odd_name, {"changed": ("a\\nb\\xff.py",)}),
    "a conflict": (_conflict, {"state": State.DIRTY, "changed": ("train.py",)}),
    "a detached HEAD": (_detached, {**CLEAN, "branch": None}),
    "a rebase under way": (_rebasing, {"branch": "exp/lr", "state": State.DIRTY}),
    "a lock of the index": (_locked, {"state": State.DIRTY, "changed": ("train.py",)}),
    "a folder of git that cannot be written": (_read_only, CLEAN),
    "a HEAD that names no branch that is there": (
        _no_head,
        {"state": State.UNBORN, "commit": None, "branch": "gone", "reason": "no commit yet: commit first"},
    ),
    "tags": (
        _tagged,
        {
            "version": "v1.10.0",
            "tags": ("run/abc", "v1.10.0", "v1.10.0-best", "v1.10.0-rc.1", "v1.9.0"),
        },
    ),
    "a sparse checkout": (_sparse, CLEAN),
}


@pytest.mark.parametrize(("change", "said"), STATES.values(), ids=STATES)
def test_a_state_is_told(repo: Repo, change: Callable[[Repo], None], said: Mapping[str, object]) -> None:
    repo.write("train.py", "print()\n").stage().commit()
    change(repo)

    stamp = provenance.capture(repo.root)

    for folder, _, _ in os.walk(repo.root):
        os.chmod(folder, 0o755)  # noqa: S103 - as it was
    assert {name: getattr(stamp, name) for name in said} == dict(said)
    if stamp.commit:
        assert stamp.commit == repo.git("rev-parse", "HEAD")
        assert stamp.short == repo.git("rev-parse", "--short", "HEAD")


def test_no_commit_yet(repo: Repo) -> None:
    stamp = provenance.capture(repo.write("train.py", "x").root)

    assert (stamp.state, stamp.commit, stamp.branch, stamp.untracked) == ("unborn", None, "main", ("train.py",))
    assert stamp.reason == "no commit yet: commit first"


def test_a_submodule(repo: Repo, tmp_path: Path) -> None:
    inner = Repo(tmp_path / "inner", repo.environment)
    inner.root.mkdir()
    inner.git("init", "--quiet")
    inner.write("a.py", "1").stage().commit()
    repo.git("submodule", "--quiet", "add", str(inner.root), "lib/inner")
    repo.commit()
    there = Repo(repo.root / "lib" / "inner", repo.environment)

    assert provenance.capture(repo.root).state is State.CLEAN

    there.write("a.py", "2")
    dirty = provenance.capture(repo.root)
    there.stage().commit()
    moved = provenance.capture(repo.root)

    assert (dirty.changed, dirty.submodules) == (("lib/inner",), ("lib/inner",))
    assert (moved.changed, moved.submodules) == (("lib/inner",), ("lib/inner",))
    assert dirty.patch != moved.patch
    assert provenance.capture(there.root).commit == there.git("rev-parse", "HEAD")


def test_a_bare_repository(repo: Repo, tmp_path: Path) -> None:
    oid = repo.write("a.py", "1").stage().commit()
    repo.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))

    stamp = provenance.capture(tmp_path / "bare.git")

    assert (stamp.state, stamp.commit, stamp.branch, stamp.dirty) == ("bare", oid, "main", None)
    assert stamp.remote == str(repo.root) + "/."


def test_a_linked_worktree_and_a_folder_within(repo: Repo) -> None:
    repo.write("src/a.py", "1").stage().commit()
    repo.git("worktree", "add", "--quiet", "-b", "exp/two", "../linked")
    linked = repo.root.parent / "linked"
    (linked / "src" / "a.py").write_text("2")

    stamp = provenance.capture(linked / "src")

    assert (stamp.branch, stamp.changed) == ("exp/two", ("src/a.py",))
    assert provenance.capture(repo.root / "src" / "a.py").state is State.CLEAN


def test_a_shallow_clone_says_that_no_tag_is_seen(repo: Repo) -> None:
    repo.commit()
    repo.git("tag", "v1.0.0")
    repo.commit()

    stamp = provenance.capture(clone(repo, "shallow", "--depth=1").root)

    assert (stamp.state, stamp.shallow, stamp.describe) == ("clean", True, stamp.short)
    assert stamp.reason == "shallow: no version tag can be seen: git fetch --unshallow --tags"


def test_a_partial_clone_fetches_nothing(repo: Repo) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.write("a.py", "1").stage().commit()
    cloned = clone(repo, "partial", "--filter=blob:none")
    repo.root.rename(repo.root.with_name("gone"))
    cloned.write("a.py", "2")

    stamp = provenance.capture(cloned.root)

    assert (stamp.state, stamp.changed, stamp.patch is None) == ("dirty", ("a.py",), False)


def test_a_repository_of_sha256(repo: Repo) -> None:
    shutil.rmtree(repo.root / ".git")
    repo.git("init", "--quiet", "--object-format=sha256")
    oid = repo.write("a.py", "1").stage().commit()

    stamp = provenance.capture(repo.write("a.py", "2").root)

    assert (stamp.commit, len(oid), stamp.state) == (oid, 64, "dirty")


def test_ahead_and_behind(repo: Repo) -> None:
    repo.commit()
    cloned = clone(repo, "cloned")
    repo.commit("one more")
    cloned.commit("two")
    cloned.commit("three")
    cloned.git("fetch", "--quiet")

    stamp = provenance.capture(cloned.root)

    assert (stamp.ahead, stamp.behind, stamp.remote) == (2, 1, cloned.git("config", "remote.origin.url"))


BROKEN = {
    "HEAD names an object that is not there": (
        ".git/HEAD",
        b"12345678" * 5 + b"\n",
        State.UNREAD,
        f"git status: bad object HEAD: {FSCK}",
    ),
    "HEAD is no HEAD": (".git/HEAD", b"nonsense\n", State.ERROR, "git cannot read it: run `git status` there"),
    "the index is broken": (".git/index", b"nonsense" * 9, State.UNREAD, FSCK),
    "the config is broken": (".git/config", b"[nonsense\n", State.ERROR, "bad config line 1 in file .git/config"),
}


@pytest.mark.parametrize(("path", "content", "state", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_repository_is_never_clean(repo: Repo, path: str, content: bytes, state: State, reason: str) -> None:
    oid = repo.write("a.py", "1").stage().commit()
    repo.write(path, content)

    stamp = provenance.capture(repo.root)

    assert (stamp.state, stamp.dirty) == (state, None)
    assert reason in (stamp.reason or "")
    assert stamp.commit in {oid, None, "12345678" * 5}
    with pytest.raises(provenance.Unknown, match=r"files|commit"):
        provenance.capture(repo.root, strict=True)


def test_missing_objects(repo: Repo) -> None:
    repo.write("a.py", "1\n").stage().commit()
    blob = repo.git("rev-parse", "HEAD:a.py")
    (repo.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    stamp = provenance.capture(repo.write("a.py", "2\n").root)

    assert (stamp.state, stamp.changed, stamp.patch) == ("dirty", ("a.py",), None)
    assert stamp.reason == "git diff stopped: run `git diff HEAD` to see why"


def test_nobody_has_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit()
    monkeypatch.setenv("PATH", "")

    stamp = provenance.capture(repo.root)

    assert (stamp.state, stamp.commit) == ("no-git", None)
    assert stamp.reason == "git is not on the PATH: install git 2.30 or newer"


def test_somebody_else_owns_it(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    oid = repo.commit()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    stamp = provenance.capture(repo.root)

    assert (stamp.state, stamp.commit) == ("other-owner", None)
    command = f"git config --global --add safe.directory '{repo.root}'"
    assert stamp.reason == f"{repo.root} belongs to somebody else: {command}"

    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "*")

    assert provenance.capture(repo.root).commit == oid


def test_no_repository(tmp_path: Path) -> None:
    stamp = provenance.capture(tmp_path)

    ways = "pass the folder of your code, capture(__file__), or set MLHYGIENE_GIT_COMMIT"
    assert (stamp.state, stamp.reason) == ("no-repository", f"{tmp_path} is in no git repository: {ways}")


def test_no_folder(tmp_path: Path) -> None:
    stamp = provenance.capture(tmp_path / "nope")

    assert (stamp.state, stamp.reason) == ("error", f"{tmp_path / 'nope'}: no such folder")


def test_a_hook_around_us_leads_nowhere_else(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    oid = repo.commit()
    other = Repo(tmp_path / "other", repo.environment)
    other.root.mkdir()
    other.git("init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "/nope")
    monkeypatch.setenv("GIT_PREFIX", "src/")

    assert provenance.capture(repo.root).commit == oid


def test_a_repository_that_the_environment_alone_knows(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oid = repo.write("a.py", "1").stage().commit()
    (repo.root / ".git").rename(tmp_path / "elsewhere.git")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repo.root))

    assert provenance.capture(repo.root).commit == oid
    assert provenance.capture(tmp_path).commit is None
