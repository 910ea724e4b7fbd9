"""Contents put into the index: what changes there, and what must not."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from look import ODD_NAMES, child, standing
from mlhygiene.git import GitError, Repository, entries
from mlhygiene.git.staging import Staging
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conftest import Repo


def put(repo: Repo, contents: Mapping[str | bytes, bytes], env: Mapping[str, str] | None = None) -> None:
    """Have entries of the index hold other contents."""
    with standing(repo.root, {**repo.environment, **(env or {})}), Repository.find() as found:
        listed = {entry.path: entry for entry in entries.index(found.at_top)}
        staging = Staging(found)
        for path, content in contents.items():
            staging.add(listed[os.fsencode(path)], content)
        staging.write()


def held(repo: Repo, path: str | bytes) -> bytes:
    name = b":./" + os.fsencode(path)
    return repo.git("cat-file", "blob", name).encode("utf-8", "surrogateescape")


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_any_name_will_do(repo: Repo, name: bytes) -> None:
    repo.put(name, b"old").put("other", b"other")
    put(repo, {name: b"new"})

    listed = repo.git("ls-files", "-z", "--stage")
    assert len(listed.rstrip("\0").split("\0")) == 2
    entry = next(line for line in listed.split("\0") if not line.endswith("\tother"))
    assert repo.git("cat-file", "blob", entry.split(" ")[1]) == "new"
    assert os.fsencode(entry.partition("\t")[2]) == name


def test_the_mode_is_kept_and_no_filter_runs(repo: Repo) -> None:
    repo.put("a.ipynb", b"old\n", "100755").put(".gitattributes", b"*.ipynb text eol=crlf filter=none\n")
    repo.git("config", "filter.none.clean", "false")
    repo.git("config", "filter.none.required", "true")
    put(repo, {"a.ipynb": b"new\r\n"})

    assert repo.git("ls-files", "--stage", "a.ipynb").startswith("100755 ")
    assert repo.run("git", "cat-file", "blob", ":a.ipynb").out == "new\r\n"


def test_many_are_written_at_once(repo: Repo) -> None:
    for number in range(60):
        repo.write(f"{number}.ipynb", f"{number}")
    repo.stage()
    put(repo, {f"{number}.ipynb": b"new %d" % number for number in range(60)})

    assert [held(repo, f"{number}.ipynb") for number in range(60)] == [b"new %d" % number for number in range(60)]


def test_nothing_is_written_for_nothing(repo: Repo) -> None:
    repo.write("a", "a").stage()
    before = (repo.root / ".git/index").stat().st_mtime_ns
    put(repo, {})

    assert (repo.root / ".git/index").stat().st_mtime_ns == before


MARKS = {"--skip-worktree": "S", "--assume-unchanged": "h"}


@pytest.mark.parametrize("option", MARKS)
def test_a_mark_of_an_entry_is_kept(repo: Repo, option: str) -> None:
    repo.write("a.ipynb", "old").write("b.ipynb", "old").stage()
    repo.git("update-index", option, "a.ipynb")
    put(repo, {"a.ipynb": b"new", "b.ipynb": b"new"})

    assert repo.git("ls-files", "-v").splitlines() == [f"{MARKS[option]} a.ipynb", "H b.ipynb"]


@pytest.mark.parametrize("option", [(), ("--sparse-index",)], ids=["sparse checkout", "sparse index"])
def test_in_a_sparse_checkout_the_objects_stay(repo: Repo, option: tuple[str, ...]) -> None:
    repo.write("in/a.ipynb", "old").write("out/b.ipynb", "old").stage().commit()
    repo.git("sparse-checkout", "set", "--cone", *option, "in")
    put(repo, {"in/a.ipynb": b"new", "out/b.ipynb": b"new"})
    repo.commit()

    assert repo.git("show", "HEAD:in/a.ipynb") == repo.git("show", "HEAD:out/b.ipynb") == "new"
    assert repo.git("status", "--short", "out") == ""
    assert repo.git("fsck", "--strict") == ""


def test_a_lock_that_goes_is_waited_for(repo: Repo) -> None:
    repo.write("a.ipynb", "old").stage()
    lock = repo.root / ".git/index.lock"
    lock.touch()
    threading.Timer(0.3, lock.unlink).start()
    put(repo, {"a.ipynb": b"new"})

    assert held(repo, "a.ipynb") == b"new"


def test_a_lock_that_stays_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("a.ipynb", "old").stage()
    (repo.root / ".git/index.lock").touch()
    monkeypatch.setattr(time, "sleep", lambda _: None)

    with pytest.raises(GitError, match=r"git update-index: Unable to create '.*index\.lock': File exists"):
        put(repo, {"a.ipynb": b"new"})

    assert held(repo, "a.ipynb") == b"old"


def test_the_index_of_another_worktree_is_left_alone(repo: Repo) -> None:
    repo.write("a.ipynb", "old").stage().commit()
    repo.git("worktree", "add", "-q", "../second")
    second = child(repo, repo.root.parent / "second")
    put(second, {"a.ipynb": b"new"})

    assert (held(second, "a.ipynb"), held(repo, "a.ipynb")) == (b"new", b"old")


def test_an_index_that_is_named_is_the_one(repo: Repo) -> None:
    repo.write("a.ipynb", "old").stage()
    other = {"GIT_INDEX_FILE": str(repo.root / ".git/other")}
    repo.git("add", "a.ipynb", env=other)
    put(repo, {"a.ipynb": b"new"}, env=other)

    assert held(repo, "a.ipynb") == b"old"
    assert repo.git("cat-file", "blob", ":a.ipynb", env=other) == "new"


def test_what_git_refuses_is_told_in_its_words(repo: Repo) -> None:
    repo.write("a.ipynb", "old").stage()
    with standing(repo.root, repo.environment), Repository.find() as found:
        (entry,) = entries.index(found.at_top)
        staging = Staging(found)
        staging.add(entry._replace(mode="no mode"), b"new")

        with pytest.raises(GitError, match="git update-index: malformed index info"):
            staging.write()


def test_what_was_staged_meanwhile_is_not_lost(repo: Repo) -> None:
    repo.write("a.ipynb", "old").write("b.ipynb", "old").stage()
    with standing(repo.root, repo.environment), Repository.find() as found:
        staging = Staging(found)
        for entry in entries.index(found.at_top):
            staging.add(entry, b"new")
        repo.write("a.ipynb", "somebody else's").stage()

        with pytest.raises(Refusal, match=r"a\.ipynb: staged anew while it was read, and left so"):
            staging.write()

    assert (held(repo, "a.ipynb"), held(repo, "b.ipynb")) == (b"somebody else's", b"new")
