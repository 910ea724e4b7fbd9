"""MLH403: a type of change is one of the team's."""

from __future__ import annotations

import pytest

from builders import found
from mlhygiene.rules.message_type import MessageType
from saying import saying

CLEAN = (
    "feat: flash attention",
    "feat(nlp)!: flash attention",
    "exp: lr=3e-4 -> val_loss=0.42",
    "EXP-12: fix the login",
    "Initialize DVC",
    "Add dropout regularization to CNN model",
    "train.py: seed",
    "README: how to train",
    "text: a tokenizer",
    "date: parse it",
    "cli: add a flag",
    "https://example.org moved",
    'Revert "feta: flash attention"',
)
FOUND = {
    "feta: flash attention": "feat: flash attention",
    "Feat: flash attention": "feat: flash attention",
    "feature(nlp)!: attention": "feat(nlp)!: attention",
    "bugfix: mask the padding": "fix: mask the padding",
    "doc: how to train": "docs: how to train",
    "tests: Thai": "test: Thai",
    "refacotr: loop": "refactor: loop",
    "experiments: -> running": "exp: -> running",
    "Exp: wider": "exp: wider",
    "exp15: wider": "exp: wider",
}


@pytest.mark.parametrize("message", CLEAN)
def test_passes(message: str) -> None:
    assert found(MessageType(), saying(message)) == []


@pytest.mark.parametrize(("message", "instead"), FOUND.items())
def test_finds(message: str, instead: str) -> None:
    (finding,) = MessageType().check(saying(message))

    assert finding.fix == f"write: {instead}"
    assert finding.message.startswith(f"`{finding.data['type']}` is none of the types: did you mean `")


REQUIRED = {
    "feat: flash attention": [],
    "Initialize DVC": ["no type: write one of feat, fix"],
    "train: seed": ["`train` is none of the types: write one of feat, fix"],
    "Merge branch 'x'": ["no type: write one of feat, fix"],
}


@pytest.mark.parametrize(("message", "messages"), REQUIRED.items())
def test_a_team_may_require_a_type(message: str, messages: list[str]) -> None:
    assert found(MessageType(types=("feat", "fix"), require=True), saying(message)) == messages


def test_a_merge_needs_none() -> None:
    merge = saying("Merge branch 'x'", parents=("a" * 40, "b" * 40))

    assert found(MessageType(require=True), merge) == []
