"""MLH402: a message says what was changed."""

from __future__ import annotations

import pytest

from builders import found
from mlhygiene.rules.vague_message import VagueMessage
from saying import saying

CLEAN = (
    "Initialize DVC",
    "Initial commit",
    "Add trained model checkpoint",
    "Configure git-lfs tracking",
    "Fix model architecture",
    "fix: handle NaN in loss computation",
    "Update README.md",
    "fix typo",
    "test: tokenizer of Thai",
    "wip: new tokenizer",
    "exp: wip",
    'Revert "WIP"',
    "fixup! wip",
    "修复损失",
)
FOUND = (
    "WIP",
    "wip",
    "wip 2",
    "--wip-- [skip ci]",
    "fixes",
    "Fixes.",
    "update",
    "Update files",
    "fix: fixes",
    "chore(ci): update",
    ".",
    "...",
    "🔥",
    "test",
    "work in progress",
    "more fixes",
    "fix it",
    "amend! fixes\n\nfixes",
)


@pytest.mark.parametrize("message", CLEAN)
def test_passes(message: str) -> None:
    assert found(VagueMessage(), saying(message)) == []


@pytest.mark.parametrize("message", FOUND)
def test_finds(message: str) -> None:
    assert len(found(VagueMessage(), saying(message))) == 1


def test_says_so() -> None:
    assert found(VagueMessage(), saying("WIP\n\nmore of it")) == ["`WIP` says nothing of what was changed"]
    assert found(VagueMessage(), saying("...")) == ["the subject has no word"]
