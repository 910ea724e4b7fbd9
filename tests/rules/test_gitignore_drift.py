"""MLH601 by example."""

from __future__ import annotations

import pytest

from blocks import OLD, block
from builders import grove
from drifting import clean, drifted
from mlhygiene.model import Severity, Storage
from mlhygiene.rules.gitignore_drift import GitignoreDrift
from mlhygiene.scaffold.piece import LEFT_OUT

NAME, PATH = "gitignore", ".gitignore"
CLEAN, FOUND = clean(NAME), drifted(NAME)


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_stays_silent(content: bytes | None) -> None:
    assert list(GitignoreDrift().check(grove({} if content is None else {PATH: content}))) == []


@pytest.mark.parametrize(("content", "places"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, places: list[tuple[int, str, str]]) -> None:
    found = list(GitignoreDrift().check(grove({PATH: content})))

    told = [(finding.location.line, finding.message, finding.fix) for finding in found]
    if places:
        assert told == places
    assert found
    assert {finding.location.path for finding in found} == {PATH.encode()}
    assert {finding.severity for finding in found} == {Severity.WARNING}


def test_a_file_below_the_root_is_somebodys_own() -> None:
    assert list(GitignoreDrift().check(grove({f"sub/{PATH}": OLD[NAME]}))) == []


def test_what_was_left_out_is_no_line_that_is_missing() -> None:
    assert LEFT_OUT in block(NAME, Storage.NONE, left_out=True)
