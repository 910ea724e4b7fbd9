"""What attributes git gives to files, for every choice: git itself is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import EVERY, FACTS, attributes, ignored, named, prepared
from mlhygiene.scaffold.attributes import gitattributes, lfs_patterns

if TYPE_CHECKING:
    from conftest import Repo
    from mlhygiene.scaffold.piece import Choices


@pytest.fixture(params=EVERY, ids=named)
def choices(request: pytest.FixtureRequest) -> Choices:
    chosen: Choices = request.param
    return chosen


def test_a_pattern_has_one_owner(repo: Repo, choices: Choices) -> None:
    paths = [path.decode() for path in lfs_patterns(gitattributes(choices, FACTS).lines).values()]
    prepared(repo, choices)

    assert ignored(repo, paths) == {}
    assert {path for path, (value,) in attributes(repo, paths, "filter").items() if value != "lfs"} == set()
