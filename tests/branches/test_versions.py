"""Which tags are versions, by the prefix that a team has."""

from __future__ import annotations

import pytest

from mlhygiene.branches.versions import Versions, checked, of, parse, unclear

TAGS = [
    "v1.9.0",
    "v1.10.0",
    "v1.10.0-rc.1",
    "1.8.0",
    "v1.0-best",
    "run/v9.9.9",
    "run/9.9.9",
    "v2",
    "v2.0",
    "ranker/v3.0.0",
    "v01.0.0",
]
HIGHEST = {
    "v or none": (None, "v1.10.0"),
    "v": ("v", "v1.10.0"),
    "none": ("", "1.8.0"),
    "a part of a monorepo": ("ranker/v", "ranker/v3.0.0"),
    "a part without any": ("loader/v", None),
}


@pytest.mark.parametrize(("prefix", "highest"), HIGHEST.values(), ids=HIGHEST)
def test_the_highest_version_is(prefix: str | None, highest: str | None) -> None:
    assert next((each.name for each in of(TAGS, prefix)), None) == highest


def test_versions_are_ordered_as_numbers() -> None:
    assert [each.name for each in of(TAGS, "v")] == ["v1.10.0", "v1.10.0-rc.1", "v1.9.0"]


UNCLEAR = {
    "two numbers": (["v1.2", "v1.1.0"], "v1.2"),
    "a candidate of packaging": (["v2.0.0rc1", "v1.9.0"], "v2.0.0rc1"),
    "with a post-release": (["v1.2.0.post1", "v1.0.0"], "v1.2.0.post1"),
    "lower than one that is clear": (["v1.0", "v1.1.0"], None),
    "one number, which moves": (["v2", "v1.1.0"], None),
    "a best run": (["v2.0-best", "v1.1.0"], None),
    "a run": (["run/2.0", "v1.1.0"], None),
    "a date without the v": (["20260101", "v1.1.0"], None),
}


@pytest.mark.parametrize(("names", "found"), UNCLEAR.values(), ids=UNCLEAR)
def test_what_may_be_a_higher_version_is_told(names: list[str], found: str | None) -> None:
    base = of(names, "v")[0].version if of(names, "v") else None
    assert unclear(names, "v", base) == found


@pytest.mark.parametrize("prefix", ["", "v", "ranker/v", "ranker-", "ranker@", "release/"])
def test_a_prefix_may_be(prefix: str) -> None:
    assert parse({"prefix": prefix}) == Versions(checked(prefix))


WRONG = {
    "no table": ("v", "write a table"),
    "another key": ({"suffix": "v"}, "unknown key 'suffix'"),
    "a number": ({"prefix": 1}, "write what stands before"),
    "an option": ({"prefix": "-v"}, "begins as an option"),
    "a digit": ({"prefix": "py3"}, "where the number begins"),
    "what a shell reads": ({"prefix": "$(x)/v"}, "begins no tag"),
    "a blank": ({"prefix": "a v"}, "a blank"),
}


@pytest.mark.parametrize(("value", "told"), WRONG.values(), ids=WRONG)
def test_a_wrong_table_says_what_is_wrong(value: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse(value)
