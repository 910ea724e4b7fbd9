"""What annotated tags say: a push takes their messages along, whatever commits are there already."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

import tokens
from guarded import around, guard

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Repo

TEXT, SECRET = tokens.make("hf_{letters:34}", Random(7))
TOLD = "tag v1.0.0: MLH206 message-secret: Hugging Face access token hf_… ("
AGAIN = "git tag --force --annotate v1.0.0 'v1.0.0^{}'"


def tag(repo: Repo, message: str, name: str = "v1.0.0", what: str = "main") -> None:
    repo.git("tag", "--annotate", "-m", message, name, what)


@pytest.mark.slow
@pytest.mark.parametrize("by", ["install", "hook pre-push", "pre-receive"])
def test_a_push_with_a_token_in_a_tag_is_refused_and_the_token_is_not_told(repo: Repo, tmp_path: Path, by: str) -> None:
    remote = around(repo, tmp_path / "remote.git")
    tag(repo, f"Release\n\nfetched with {TEXT}")
    tag(repo, "Release notes", "v0.9.0")
    tag(repo, "of a tag", "outer", "v1.0.0")
    guard(repo, remote, by)
    before = remote.files()

    refused = [remote.push(*names) for names in (["v1.0.0"], ["v0.9.0", "v1.0.0"], ["outer"], ["outer:refs/kept/x"])]

    assert [(ran.code, "MLH206" in ran.err, SECRET in ran.err) for ran in refused] == [(1, True, False)] * 4
    assert TOLD in refused[0].err
    assert "in line 3 of the message" in refused[0].err
    assert AGAIN in refused[0].err
    assert remote.files() == before
    assert remote.push("v0.9.0").code == 0


@pytest.mark.slow
def test_a_message_sets_it_aside_with_a_reason(repo: Repo, tmp_path: Path) -> None:
    remote = around(repo, tmp_path / "remote.git")
    guard(repo, remote, "pre-receive")
    tag(repo, f"Release\n\n{TEXT}\nmlhygiene: ignore[MLH206] revoked years ago")

    ran = remote.push("v1.0.0")

    assert ran.code == 0, ran.err


def test_history_is_searched_with_the_messages_of_its_tags(repo: Repo) -> None:
    repo.write("a.py", "1\n").stage().commit("feat: a")
    tag(repo, f"Release with {TEXT}", what="HEAD")

    found = repo.mlhygiene("lint", "--history")
    repo.mlhygiene("lint", "--history", "--write-baseline", "../known.json")

    assert (found.code, TOLD in found.out, SECRET in found.out) == (1, True, False)
    assert repo.mlhygiene("lint", "--history", "--ignore", "MLH206").code == 0
    assert repo.mlhygiene("lint", "--history", "--baseline", "../known.json").code == 0
    assert SECRET not in (repo.root / "../known.json").read_text()


def test_a_build_of_a_tag_judges_what_the_tag_says(repo: Repo) -> None:
    repo.write("a.py", "1\n").stage().commit("feat: a")
    head = repo.git("rev-parse", "HEAD")
    tag(repo, f"Release with {TEXT}", what="HEAD")
    said = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "push",
        "GITHUB_REF": "refs/tags/v1.0.0",
        "GITHUB_SHA": head,
    }

    ran = repo.mlhygiene("lint", "--ci", "--format", "text", env=said)

    assert (ran.code, TOLD in ran.out) == (1, True), ran.out + ran.err
