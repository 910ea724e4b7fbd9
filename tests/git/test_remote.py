"""The other side: which remote is meant, and what happens where it does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlhygiene.git import GitError, Repository, remote
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from conftest import Repo

MEANT = {
    "origin": (["origin", "fork"], {}, "origin"),
    "the only one": (["hub"], {}, "hub"),
    "where the branch comes from": (["origin", "hub"], {"branch.main.remote": "hub"}, "hub"),
    "where everything is pushed": (
        ["origin", "hub"],
        {"branch.main.remote": "origin", "remote.pushDefault": "hub"},
        "hub",
    ),
    "where the branch is pushed": (
        ["origin", "hub", "fork"],
        {"remote.pushDefault": "hub", "branch.main.pushRemote": "fork"},
        "fork",
    ),
    "not this repository itself": (["origin", "hub"], {"branch.main.remote": "."}, "origin"),
    "not one that is gone": (["origin"], {"branch.main.remote": "gone"}, "origin"),
}


@pytest.mark.parametrize(("remotes", "config", "meant"), MEANT.values(), ids=MEANT)
def test_the_remote_is(repo: Repo, remotes: list[str], config: dict[str, str], meant: str) -> None:
    _with(repo, remotes, config)
    with Repository.find(str(repo.root)) as repository:
        assert remote.chosen(repository, "main") == meant
        assert remote.chosen(repository, "main", remotes[-1]) == remotes[-1]
        assert remote.names(repository) == sorted(remotes)


UNCLEAR = {
    "none": ([], None, "git remote add origin"),
    "several": (["a", "b"], None, "name one with --remote: a, b"),
    "another name": (["a"], "--upload-pack=x", "no remote is called '--upload-pack=x': there is a"),
}


@pytest.mark.parametrize(("remotes", "named", "told"), UNCLEAR.values(), ids=UNCLEAR)
def test_no_remote_is_guessed(repo: Repo, remotes: list[str], named: str | None, told: str) -> None:
    _with(repo, remotes, {})
    with Repository.find(str(repo.root)) as repository, pytest.raises(Refusal, match=told):
        remote.chosen(repository, "main", named)


def test_nobody_waits_for_ever(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("remote", "add", "origin", "ext::sleep 60")
    repo.git("config", "protocol.ext.allow", "always")
    monkeypatch.setattr(remote, "ASKING", 0.2)
    with (
        Repository.find(str(repo.root)) as repository,
        pytest.raises(GitError, match=r"git ls-remote: no answer within 0\.2 s"),
    ):
        remote.there(repository, "origin", "refs/tags/v1.0.0")


def _with(repo: Repo, remotes: list[str], config: dict[str, str]) -> None:
    for name in remotes:
        repo.git("remote", "add", name, f"../{name}.git")
    for key, value in config.items():
        repo.git("config", key, value)
