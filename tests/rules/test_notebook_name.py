"""MLH313: a notebook has a name."""

from __future__ import annotations

import pytest

from builders import blob, found
from mlhygiene.rules.notebook_name import NotebookName

CLEAN = (
    "train.ipynb",
    "untitled-goose-game.ipynb",
    "Untitled.md",
    "notebooks/untitled/a.ipynb",
    "a.ipynb_checkpoints/b",
)
FOUND = {
    "Untitled.ipynb": "nobody has named it",
    "notebooks/Untitled12.ipynb": "nobody has named it",
    "Untitled-1.ipynb": "nobody has named it",
    "Untitled0 (1).ipynb": "nobody has named it",
    "Untitled-Copy1.ipynb": "nobody has named it",
    "untitled.IPYNB": "nobody has named it",
    ".ipynb_checkpoints/a-checkpoint.ipynb": "a checkpoint that Jupyter keeps for itself",
    "src/.ipynb_checkpoints/train-checkpoint.py": "a checkpoint that Jupyter keeps for itself",
}


@pytest.mark.parametrize("path", CLEAN)
def test_passes(path: str) -> None:
    assert found(NotebookName(), blob(path, size=1)) == []


@pytest.mark.parametrize("path", FOUND)
def test_finds(path: str) -> None:
    assert found(NotebookName(), blob(path, size=1)) == [FOUND[path]]


def test_git_is_told_to_ignore_the_folder_of_checkpoints() -> None:
    (finding,) = NotebookName().check(blob("src/.ipynb_checkpoints/train-checkpoint.py", size=1))

    assert finding.fix == (
        "git rm -r --cached -- src/.ipynb_checkpoints"
        " && printf '\\n%s\\n' /src/.ipynb_checkpoints >> .gitignore && git add -- .gitignore"
    )
