"""The two versions of each file in which two commits differ."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from look import standing
from mlhygiene.git import Repository
from mlhygiene.git.versions import versions

if TYPE_CHECKING:
    from conftest import Repo


def told(repo: Repo, old: str, new: str) -> dict[bytes, tuple[bool, bool]]:
    """Of each path, whether it has a version before and after."""
    with standing(repo.root, repo.environment), Repository.find() as found:
        names = (found.commit(name) for name in (old, new))
        return {each.path: (each.old is not None, each.new is not None) for each in versions(found.at_top, *names)}


def test_files_come_go_and_change(repo: Repo) -> None:
    repo.write("same", "1").write("gone", "1").write("other", "1").stage().commit()
    (repo.root / "gone").unlink()
    repo.write("new\nline", "2").write("other", "2").stage().commit()
    assert told(repo, "HEAD~", "HEAD") == {b"gone": (True, False), b"new\nline": (False, True), b"other": (True, True)}


def test_a_moved_file_is_two(repo: Repo) -> None:
    repo.write("a/one", "1").stage().commit()
    repo.git("config", "diff.renames", "copies")
    repo.git("mv", "a", "b")
    repo.commit()
    assert told(repo, "HEAD~", "HEAD") == {b"a/one": (True, False), b"b/one": (False, True)}


def test_a_link_is_no_file_and_a_mode_is_a_change(repo: Repo) -> None:
    os.symlink("there", repo.root / "link")
    repo.write("tool", "1").stage().commit()
    (repo.root / "link").unlink()
    repo.write("link", "1").stage()
    repo.git("update-index", "--chmod=+x", "tool")
    repo.commit()
    assert told(repo, "HEAD~", "HEAD") == {b"link": (False, True), b"tool": (True, True)}


def test_a_merge_is_compared_as_it_is(repo: Repo) -> None:
    repo.write("a", "1").stage().commit()
    repo.git("checkout", "--quiet", "-b", "side")
    repo.write("b", "1").stage().commit()
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-ff", "--no-edit", "side")
    assert told(repo, "main~", "main") == {b"b": (False, True)}


@pytest.mark.parametrize("key", ["diff.orderFile", "core.quotePath", "diff.noprefix"])
def test_no_config_of_the_user_bends_it(key: str, repo: Repo) -> None:
    repo.write("\u00e9", "1").stage().commit()
    repo.write("\u00e9", "2").stage().commit()
    repo.git("config", key, "true" if key != "diff.orderFile" else "/dev/null")
    assert told(repo, "HEAD~", "HEAD") == {"\u00e9".encode(): (True, True)}
