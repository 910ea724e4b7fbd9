"""A repository in which time passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from story import Story

if TYPE_CHECKING:
    from conftest import Repo


@pytest.fixture
def story(repo: Repo) -> Story:
    told = Story(repo)
    told.commit("a beginning")
    return told
