"""A snapshot: the files as they ran, in a commit that no branch has, whatever git's config is."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from conftest import Ran, Repo, tool
from planted import planted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

REF = "refs/mlhygiene/runs/a"
ODD: tuple[bytes, ...] = (
    b"a b.py",
    b"-n.py",
    b"new\nline.py",
    b"tab\t.py",
    b'quo"te.py',
    b"caf\xc3\xa9.py",
    b"byte\xff.py",
    b":(top)x",
    b"*.py",
)


def run(
    repo: Repo,
    *options: str,
    command: Sequence[str] = ("true",),
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Ran:
    return repo.mlhygiene("run", "--snapshot", "--id", "a", *options, "--", *command, env=env, cwd=cwd)


def files(root: Path) -> dict[bytes, tuple[str, bytes]]:
    """Every file below a folder but git's: what it is, and what it holds."""
    found = dict[bytes, tuple[str, bytes]]()
    top = os.fsencode(root)
    for folder, folders, names in os.walk(top):
        if b".git" in folders:
            folders.remove(b".git")
        for name in [*names, *(each for each in folders if os.path.islink(os.path.join(folder, each)))]:
            path = os.path.join(folder, name)
            if name == b".git":
                continue
            facts = os.lstat(path)
            if stat.S_ISLNK(facts.st_mode):
                found[os.path.relpath(path, top)] = ("link", os.readlink(path))
            else:
                with open(path, "rb") as file:
                    kind = "program" if facts.st_mode & stat.S_IXUSR else "file"
                    found[os.path.relpath(path, top)] = (kind, file.read())
    return found


def out(repo: Repo, root: Path, ref: str = REF) -> dict[bytes, tuple[str, bytes]]:
    """What a checkout of the snapshot gives, in a worktree of its own."""
    repo.git("-c", "core.hooksPath=/nowhere", "worktree", "add", "--quiet", "--detach", str(root), ref)
    return files(root)


def state(repo: Repo) -> tuple[object, ...]:
    """All that a snapshot must not touch."""
    index = repo.root / ".git" / "index"
    facts = index.stat()
    return (
        files(repo.root),
        index.read_bytes(),
        facts.st_mtime_ns,
        repo.git("--no-optional-locks", "status", "--porcelain=v2"),
        repo.git("for-each-ref", "refs/heads", "refs/tags", "refs/stash"),
        repo.git("rev-parse", "HEAD"),
    )


@pytest.fixture
def dirty(repo: Repo) -> Repo:
    """Changes of every kind: staged, not staged, both, untracked, deleted, moved, of mode, of type."""
    for name in ("staged", "changed", "both", "gone", "unstaged-gone", "old", "mode", "typed"):
        repo.write(f"{name}.py", f"{name}\n" * 20)
    repo.write("data.bin", bytes(range(256)) * 20).write(".gitignore", "ignored/\n").stage().commit()
    repo.write("staged.py", "staged 2\n").write("both.py", "staged\n").stage("staged.py", "both.py")
    repo.write("both.py", "and changed\n").write("changed.py", "changed\r\nmixed\n").write(
        "data.bin", bytes(range(255, -1, -1)) * 30
    )
    repo.git("rm", "--quiet", "gone.py")
    (repo.root / "unstaged-gone.py").unlink()
    repo.git("mv", "old.py", "moved.py")
    (repo.root / "mode.py").chmod(0o755)
    (repo.root / "typed.py").unlink()
    (repo.root / "typed.py").symlink_to("moved.py")
    repo.write("new/deep/file.py", "new").write("empty", "").write("ignored/secret.txt", "not kept")
    repo.write("intended.py", "soon").git("add", "--intent-to-add", "intended.py")
    return repo


def test_a_checkout_gives_the_very_files(dirty: Repo, tmp_path: Path) -> None:
    before = state(dirty)

    ran = run(dirty)

    assert ran.code == 0, ran.err
    assert state(dirty) == before
    kept = {name: file for name, file in files(dirty.root).items() if not name.startswith(b"ignored/")}
    assert out(dirty, tmp_path / "out") == kept
    assert dirty.git("rev-parse", f"{REF}^") == dirty.git("rev-parse", "HEAD")
    assert dirty.git("fsck", "--strict", "--no-dangling") == ""


def test_odd_names_are_kept(repo: Repo, tmp_path: Path) -> None:
    for name in ODD[:4]:
        repo.write(name, b"1")
    repo.stage().commit()
    for name in ODD:
        repo.write(name, b"2" + name)

    assert run(repo).code == 0
    assert out(repo, tmp_path / "out") == files(repo.root)


# What a person's config may say, with what it would do to a patch, and to what is added.
HOSTILE: dict[str, Mapping[str, str]] = {
    "a diff in colour, without prefixes, by another program": {
        "color.ui": "always",
        "color.status": "always",
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.external": "false",
        "core.pager": "false",
        "diff.orderFile": "/nowhere",
        "core.quotePath": "true",
    },
    "CRLF": {"core.autocrlf": "true", "core.safecrlf": "true"},
    "CRLF on the way in": {"core.autocrlf": "input", "core.safecrlf": "true", "core.eol": "crlf"},
    "signatures, and another encoding": {
        "commit.gpgSign": "true",
        "gpg.program": "false",
        "tag.gpgSign": "true",
        "i18n.commitEncoding": "latin-1",
    },
    "other ways to look": {
        "core.fsmonitor": "true",
        "core.untrackedCache": "true",
        "core.trustctime": "false",
        "status.showUntrackedFiles": "no",
        "status.relativePaths": "false",
        "add.ignoreErrors": "true",
    },
    "other indexes": {"core.splitIndex": "true", "index.version": "4", "feature.manyFiles": "true"},
}


@pytest.mark.parametrize("config", HOSTILE.values(), ids=HOSTILE)
def test_no_config_changes_what_is_kept(dirty: Repo, tmp_path: Path, config: Mapping[str, str]) -> None:
    dirty.write(
        "changed.py", "no\ncarriage\nreturns\n" if config.get("core.autocrlf") == "input" else "all\r\nof\r\nthem\r\n"
    )
    for key, value in config.items():
        dirty.git("config", key, value)
    before = files(dirty.root), (dirty.root / ".git" / "index").read_bytes()

    ran = run(dirty, cwd=dirty.root / "new")

    assert ran.code == 0, ran.err
    assert (files(dirty.root), (dirty.root / ".git" / "index").read_bytes()) == before
    # What git has as lines of LF comes out as its config says.
    native = config.get("core.autocrlf") == "true"
    kept, given = (
        {name: file for name, file in each.items() if not name.startswith(b"ignored/")}
        for each in (files(dirty.root), out(dirty, tmp_path / "out"))
    )
    if native:
        kept, given = (
            {
                name: (kind, text.replace(b"\r\n", b"\n") if b"\0" not in text else text)
                for name, (kind, text) in each.items()
            }
            for each in (kept, given)
        )
    assert given == kept


def test_a_filter_stores_what_it_stores_in_a_commit(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "filter.upper.clean", "tr a-z A-Z")
    repo.git("config", "filter.upper.smudge", "tr A-Z a-z")
    repo.write(".gitattributes", "*.txt filter=upper\n").write("a.txt", "one\n").stage().commit()
    repo.write("a.txt", "two\n")

    assert run(repo).code == 0
    assert repo.git("show", f"{REF}:a.txt") == "TWO"
    assert out(repo, tmp_path / "out") == files(repo.root)


def test_lfs_keeps_its_files(repo: Repo, tmp_path: Path) -> None:
    tool("git-lfs")
    repo.git("lfs", "install", "--local", "--skip-repo")
    repo.write(".gitattributes", "*.pt filter=lfs diff=lfs merge=lfs -text\n").write(
        "a.pt", b"1" * 100
    ).stage().commit()
    repo.write("a.pt", b"2" * 2_000_000)

    assert run(repo).code == 0
    assert repo.git("show", f"{REF}:a.pt").startswith("version https://git-lfs")
    assert out(repo, tmp_path / "out") == files(repo.root)


def test_no_hook_runs(dirty: Repo, tmp_path: Path) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in (
        "pre-commit",
        "post-commit",
        "commit-msg",
        "post-index-change",
        "reference-transaction",
        "post-checkout",
    ):
        (hooks / name).write_text(f"#!/bin/sh\necho {name} >> {tmp_path}/ran\nexit 1\n")
        (hooks / name).chmod(0o755)
    dirty.git("config", "core.hooksPath", str(hooks))

    assert run(dirty).code == 0
    assert not (tmp_path / "ran").exists()


def test_a_secret_keeps_the_run_from_starting(repo: Repo) -> None:
    repo.write("train.py", "1").stage().commit()
    _, secret, _, _ = planted("config.py", "«hf_{letters:34}»")
    repo.write("config.py", f'token = "{secret}"\n')
    before = sorted((repo.root / ".git").rglob("*"))

    ran = run(repo, command=("touch", "started"))

    assert (ran.code, ran.out) == (1, "")
    assert "config.py:1:" in ran.err
    assert "MLH2" in ran.err
    assert secret not in ran.err
    assert not (repo.root / "started").exists()
    assert sorted((repo.root / ".git").rglob("*")) == before


def test_a_large_file_keeps_the_run_from_starting(repo: Repo) -> None:
    repo.write("train.py", "1").stage().commit()
    repo.write("model.pt", size=6_000_000)

    ran = run(repo, command=("touch", "started"))

    assert ran.code == 1
    assert "model.pt: MLH101" in ran.err
    assert not (repo.root / "started").exists()


def test_what_the_config_sets_aside_is_kept(repo: Repo) -> None:
    table = '[per-path]\n"model.pt" = { MLH101 = "a fixture" }\n'
    repo.write("mlhygiene.toml", table).stage().commit()
    repo.write("model.pt", size=6_000_000)

    assert run(repo).code == 0
    assert repo.git("cat-file", "-s", f"{REF}:model.pt") == "6000000"


def test_what_may_differ_is_left_out(repo: Repo) -> None:
    table = '[provenance]\nignore = ["outputs/", "*.log"]\n'
    repo.write("mlhygiene.toml", table).write("a.log", "1").write(".gitignore", "ignored/\n").stage().commit()
    repo.write("outputs/x", "x").write("a.log", "2").write("new.py", "n").write("ignored/x", "x")

    assert run(repo).code == 0
    assert repo.git("diff", "--name-only", "HEAD", REF) == "new.py"


def test_of_clean_files_there_is_none(repo: Repo) -> None:
    repo.write("train.py", "1").stage().commit()

    ran = run(repo)

    assert ran.code == 0
    assert "snapshot" not in ran.err
    assert repo.git("for-each-ref", "refs/mlhygiene") == ""


def test_a_name_is_taken_once(dirty: Repo) -> None:
    assert run(dirty).code == 0
    kept = dirty.git("rev-parse", REF)

    ran = run(dirty, command=("touch", "started"))

    assert ran.code == 2
    assert "a run of this ID has a snapshot already" in ran.err
    assert dirty.git("rev-parse", REF) == kept
    assert not (dirty.root / "started").exists()


def test_before_the_first_commit(repo: Repo, tmp_path: Path) -> None:
    repo.write("train.py", "1").write("staged.py", "2").stage("staged.py")

    ran = run(repo)

    assert ran.code == 0, ran.err
    assert out(repo, tmp_path / "out") == files(repo.root)
    assert repo.git("rev-list", "--count", REF) == "1"


def test_where_nobody_has_a_name(dirty: Repo) -> None:
    nobody = {name: "" for name in dirty.environment if name.startswith(("GIT_AUTHOR_", "GIT_COMMITTER_"))}
    dirty.git("config", "user.useConfigOnly", "true")

    ran = run(dirty, env=nobody)

    assert ran.code == 0, ran.err
    assert dirty.git("log", "-1", "--format=%an <%ae>", REF) == "mlhygiene <mlhygiene@localhost>"


def test_a_commit_of_a_submodule_is_kept_and_changes_in_it_are_told(repo: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "other", repo.environment)
    other.root.mkdir()
    other.git("init", "--quiet")
    other.write("lib.py", "1").stage().commit()
    repo.git("submodule", "--quiet", "add", str(other.root), "lib")
    repo.stage().commit()
    inner = Repo(repo.root / "lib", repo.environment)
    new = inner.write("lib.py", "2").stage().commit()
    inner.write("lib.py", "3")

    ran = run(repo)
    strict = repo.mlhygiene("run", "--snapshot", "--strict", "--", "true")

    assert ran.code == 0
    assert "lib: changes within a submodule are in no snapshot" in ran.err
    assert repo.git("rev-parse", f"{REF}:lib") == new
    assert strict.code == 2


@pytest.mark.parametrize("flags", [["--depth=1"], ["--filter=blob:none"], ["--filter=tree:0"]], ids=" ".join)
def test_a_clone_that_lacks_something(repo: Repo, tmp_path: Path, flags: Sequence[str]) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.write("a/changed.py", "1").write("b/c/same.py", "1").stage().commit()
    repo.write("a/changed.py", "2").stage().commit()
    repo.git("clone", "--quiet", *flags, repo.root.as_uri(), str(tmp_path / "clone"))
    clone = Repo(tmp_path / "clone", repo.environment)
    clone.write("a/changed.py", "here").write("new.py", "n")

    ran = run(clone)

    assert ran.code == 0, ran.err
    assert out(clone, tmp_path / "out") == files(clone.root)


def test_a_sparse_checkout_keeps_what_it_leaves_out(repo: Repo) -> None:
    repo.write("in/a.py", "1").write("out/b.py", "2").stage().commit()
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
    repo.write("in/a.py", "3")

    ran = run(repo)

    assert ran.code == 0, ran.err
    assert repo.git("diff", "--name-only", "HEAD", REF) == "in/a.py"


def test_a_worktree_of_its_own(dirty: Repo, tmp_path: Path) -> None:
    dirty.git("worktree", "add", "--quiet", str(tmp_path / "beside"))
    beside = Repo(tmp_path / "beside", dirty.environment)
    beside.write("new.py", "n")

    assert run(beside).code == 0
    assert dirty.git("diff", "--name-only", "HEAD", REF) == "new.py"
    assert (dirty.root / ".git" / "mlhygiene" / "runs" / "a.json").exists()


def test_a_lock_of_the_index_is_in_nobody_s_way(dirty: Repo) -> None:
    (dirty.root / ".git" / "index.lock").write_text("")

    assert run(dirty).code == 0


def test_a_merge_that_stands_still_is_kept_as_it_stands(repo: Repo, tmp_path: Path) -> None:
    repo.write("a.py", "1\n").stage().commit()
    repo.git("checkout", "--quiet", "-b", "other")
    repo.write("a.py", "2\n").stage().commit()
    repo.git("checkout", "--quiet", "main")
    repo.write("a.py", "3\n").stage().commit()
    repo.git("merge", "other", check=False)

    ran = run(repo)

    assert ran.code == 0, ran.err
    assert out(repo, tmp_path / "out") == files(repo.root)


def test_what_git_cannot_add_is_told(dirty: Repo) -> None:
    inner = Repo(dirty.root / "inner", dirty.environment)
    inner.root.mkdir()
    inner.git("init", "--quiet")

    ran = run(dirty, command=("touch", "started"))

    assert (ran.code, ran.err) == (2, "mlhygiene: --snapshot: git add: 'inner/' does not have a commit checked out\n")
    assert not (dirty.root / "started").exists()
