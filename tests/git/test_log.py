"""`git log`, read by one process, whatever a user's config would make of it."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

from mlhygiene.git import Repository
from mlhygiene.git.log import Logged, log
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from conftest import Repo


def logged(repo: Repo, *range_: str) -> list[Logged]:
    with Repository.find(os.fspath(repo.root)) as repository:
        return list(log(repository.place, range_ or ("--all",)))


def test_a_commit_is_told_whole(repo: Repo) -> None:
    first = repo.commit("exp: a -> b=1")
    second = repo.commit("exp: ü -> b=2\n\nSeed: 0\n")

    assert logged(repo) == [
        Logged(second, first, 1767323045, "Ada", "ada@example.org", "exp: ü -> b=2\n\nSeed: 0\n"),
        Logged(first, "", 1767323045, "Ada", "ada@example.org", "exp: a -> b=1\n"),
    ]


CONFIGS = {
    "signatures are shown": ("log.showSignature", "true"),
    "colour, always": ("color.ui", "always"),
    "a format of the user's own": ("format.pretty", "oneline"),
    "another encoding": ("i18n.logOutputEncoding", "latin1"),
    "decorations": ("log.decorate", "full"),
    "names mapped": ("log.mailmap", "true"),
    "dates of another form": ("log.date", "relative"),
    "following renames": ("log.follow", "true"),
    "differences of merges": ("log.diffMerges", "combined"),
}


@pytest.mark.parametrize(("key", "value"), CONFIGS.values(), ids=CONFIGS)
def test_no_config_changes_a_byte(key: str, value: str, repo: Repo) -> None:
    repo.write(".mailmap", "Grace <grace@example.org> <ada@example.org>\n").stage().commit("exp: ü -> b=1")
    before = logged(repo)
    repo.git("config", key, value)

    assert logged(repo) == before


def test_a_message_in_another_encoding_is_read(repo: Repo) -> None:
    repo.git("config", "i18n.commitEncoding", "latin1")
    repo.run("git", "commit", "--quiet", "--allow-empty", "-F", "-", stdin="exp: ü -> b=1".encode("latin1"))

    assert [each.message for each in logged(repo)] == ["exp: ü -> b=1\n"]


def test_every_ref_counts_but_what_is_put_aside(repo: Repo) -> None:
    repo.write("a", "1").stage().commit("first")
    for ref in ("refs/exps/aa/bb/name", "refs/remotes/origin/exp/x", "refs/tags/v1", "refs/notes/n"):
        tree = repo.git("write-tree")
        repo.git("update-ref", ref, repo.git("commit-tree", tree, "-m", ref))
    repo.write("a", "2")
    repo.git("stash")

    assert {each.message.strip() for each in logged(repo)} == {
        "first",
        "refs/exps/aa/bb/name",
        "refs/remotes/origin/exp/x",
        "refs/tags/v1",
    }


def test_an_empty_repository_has_no_log(repo: Repo) -> None:
    assert logged(repo) == []


def test_a_range_that_is_not_there_is_an_error(repo: Repo) -> None:
    repo.commit()

    with pytest.raises(Refusal, match="git log stopped"):
        logged(repo, "nowhere..HEAD")


def test_who_stops_reading_leaves_no_process_behind(repo: Repo) -> None:
    for _ in range(3):
        repo.commit()
    with Repository.find(os.fspath(repo.root)) as repository:
        commits = log(repository.place)
        assert next(commits).message == "a commit\n"
        assert isinstance(commits, Generator)
        commits.close()
