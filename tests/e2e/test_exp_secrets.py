"""No command of the logbook tells a secret that somebody has written into it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from story import Story
from tokens import make

if TYPE_CHECKING:
    from conftest import Repo

CHANCE = Random(8)
TOKENS = {
    where: make("hf_{letters:34}", CHANCE)[0]
    for where in (
        "what",
        "note",
        "detail",
        "trailer",
        "claim",
        "parameter",
        "metric",
        "branch",
        "author",
        "tag",
        "running",
    )
}
COMMANDS = (
    *(["log", "--format", each] for each in ("table", "json", "jsonl", "csv", "tsv", "markdown")),
    ["log", "--cols", "commit,author,branch,what,params,metrics,state,status,detail,notes,tags,subject"],
    ["best"],
    ["best", "--per-branch"],
    ["best", "--format", "json"],
    ["best", "--per-branch", "--format", "json"],
    *(["show", rev, "--format", each] for rev in ("HEAD~2", "HEAD~3", "HEAD~4") for each in ("text", "json")),
    *(["compare", "HEAD~2", "HEAD~4", "--format", each] for each in ("text", "json", "markdown")),
    *(["pareto", "val_loss", "acc", "--format", each] for each in ("text", "json", "csv")),
    ["plot", "val_loss"],
    ["report", "--output", "-"],
    ["report", "--format", "markdown", "--base", "main~1"],
    ["best", "--metric", "val_lsos"],
    ["log", "--where", "nothing=1"],
    ["log", "--cols", "nothing"],
    ["record", "--dry-run", "val_loss=1"],
    ["record", "--dry-run", "--what", "plain", "val_loss=1"],
    ["record", "val_loss=1"],
    ["best", "--tag", "v1-best"],
)


@pytest.fixture
def told(repo: Repo) -> Repo:
    """A history that holds a token at every place where there can be one."""
    story = Story(repo)
    story.commit("a beginning")
    story.commit("exp: baseline -> val_loss=0.45, acc=0.7")
    story.on(f"exp/{TOKENS['branch']}")
    repo.environment["GIT_AUTHOR_NAME"] = f"Ada {TOKENS['author']}"
    story.commit(
        f"exp: try {TOKENS['what']}, hub={TOKENS['parameter']} -> val_loss=0.44, acc=0.8 (with {TOKENS['note']})"
        f"\n\nRun: https://runs.example.org/?token={TOKENS['trailer']}"
    )
    repo.git("tag", f"t-{TOKENS['tag']}")
    story.commit(f"exp: other -> val_loss=0.43, acc=0.9, {TOKENS['metric']}=0.4")
    story.commit(f"exp: quick -> val_loss=0.40, acc=0.9, 40% less {TOKENS['claim']}")
    story.commit(f"exp: wide -> failed: {TOKENS['detail']}")
    story.commit(f"exp: with {TOKENS['running']} -> running")
    return repo


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_token_is_told_by(command: list[str], told: Repo) -> None:
    ran = told.mlhygiene("exp", *command)

    assert "Traceback" not in ran.err
    assert {where for where, token in TOKENS.items() if token in ran.out + ran.err} == set()
