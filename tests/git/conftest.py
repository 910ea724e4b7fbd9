"""The look at a repository, and the path that a child process finds us by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from look import HOOKS, Look

if TYPE_CHECKING:
    from conftest import Repo


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    return {**environment, "PYTHONPATH": str(HOOKS), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture
def look(repo: Repo) -> Look:
    return Look(repo)
