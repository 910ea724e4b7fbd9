"""SemVer 2.0.0: the grammar and the order against the examples of semver.org; which version comes next."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.branches import semver
from mlhygiene.branches.semver import Part, Version, parse, prerelease, release

# From the page of the suggested regular expression: regex101.com/r/vkijKf/1.
VALID = """
0.0.4 1.2.3 10.20.30 1.1.2-prerelease+meta 1.1.2+meta 1.1.2+meta-valid 1.0.0-alpha 1.0.0-beta 1.0.0-alpha.beta
1.0.0-alpha.beta.1 1.0.0-alpha.1 1.0.0-alpha0.valid 1.0.0-alpha.0valid
1.0.0-alpha-a.b-c-somethinglong+build.1-aef.1-its-okay 1.0.0-rc.1+build.1 2.0.0-rc.1+build.123 1.2.3-beta
10.2.3-DEV-SNAPSHOT 1.2.3-SNAPSHOT-123 1.0.0 2.0.0 1.1.7 2.0.0+build.1848 2.0.1-alpha.1227 1.0.0-alpha+beta
1.2.3----RC-SNAPSHOT.12.9.1--.12+788 1.2.3----R-S.12.9.1--.12+meta 1.2.3----RC-SNAPSHOT.12.9.1--.12
1.0.0+0.build.1-rc.10000aaa-kk-0.1 99999999999999999999999.999999999999999999.99999999999999999 1.0.0-0A.is.legal
"""
INVALID = """
1 1.2 1.2.3-0123 1.2.3-0123.0123 1.1.2+.123 +invalid -invalid -invalid+invalid -invalid.01 alpha alpha.beta
alpha.beta.1 alpha.1 alpha+beta alpha_beta alpha. alpha.. beta 1.0.0-alpha_beta -alpha. 1.0.0-alpha.. 1.0.0-alpha..1
1.0.0-alpha...1 01.1.1 1.01.1 1.1.01 1.2.3.DEV 1.2-SNAPSHOT 1.2.31.2.3----RC-SNAPSHOT.12.09.1--..12+788
1.2-RC-SNAPSHOT -1.0.3-gamma+b7718 +justmeta 9.8.7+meta+meta 9.8.7-whatever+meta+meta 1.0.0-best_ 1.0-best v1.2.3
1.2.3-é 1.2.٣
"""
# Item 11.
ORDERED = """
0.9.9 0.10.0 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.9.0
1.10.0 2.0.0 2.1.0 2.1.1
"""

words = st.from_regex(rf"\A{semver.WORD}\Z").map(str).filter(lambda word: len(word) < 40)
builds = st.from_regex(r"\A[0-9A-Za-z-]{1,8}\Z")
numbers = st.integers(0, 10**9)
versions = st.builds(
    Version, numbers, numbers, numbers, st.lists(words, max_size=3).map(tuple), st.lists(builds, max_size=2).map(tuple)
)
parts = st.sampled_from(list(Part))
labels = st.sampled_from(["alpha", "beta", "rc"])


def version(text: str) -> Version:
    found = parse(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize("text", VALID.split())
def test_what_the_specification_calls_valid_is_read_and_written_again(text: str) -> None:
    assert str(version(text)) == text


@pytest.mark.parametrize(
    "text", [*INVALID.split(), "1.2.3 ", "1.2.3\n", "", pytest.param("1" * 300 + ".0.0", id="too long")]
)
def test_what_it_calls_invalid_is_none(text: str) -> None:
    assert parse(text) is None


def test_versions_come_in_the_order_of_the_specification() -> None:
    assert all(version(lower).order < version(higher).order for lower, higher in pairwise(ORDERED.split()))


def test_a_build_decides_nothing() -> None:
    assert version("1.0.0+a").order == version("1.0.0+b").order


@given(versions)
def test_every_version_comes_back_as_it_was(each: Version) -> None:
    assert parse(str(each)) == each


@given(versions, versions, versions)
def test_the_order_is_total(one: Version, two: Version, three: Version) -> None:
    assert (one.order < two.order) + (one.order == two.order) + (one.order > two.order) == 1
    assert not (one.order <= two.order <= three.order) or one.order <= three.order
    assert (one.order == two.order) == (one[:4] == two[:4])


@given(versions, parts)
def test_the_next_release_is_higher_and_no_pre_release(each: Version, part: Part) -> None:
    following = release(each, part)
    assert following.order > each.order
    assert (following.pre, following.build) == ((), ())
    assert parse(str(following)) == following


@given(versions, parts, labels)
def test_the_next_pre_release_lies_between_a_version_and_the_release_that_it_announces(
    each: Version, part: Part, label: str
) -> None:
    try:
        following = prerelease(each, part, label)
    except ValueError as error:
        assert each.pre, error
        return
    assert each.order < following.order < release(each, part).order
    assert release(following, part) == release(each, part)


@given(versions, parts)
def test_a_weightier_part_never_makes_a_lower_version(each: Version, part: Part) -> None:
    made = [release(each, heavier) for heavier in Part]
    assert made == sorted(made, key=lambda one: one.order)


NEXT = {
    "a fix": ("1.2.3", "patch", None, "1.2.4"),
    "a feature": ("1.2.3", "minor", None, "1.3.0"),
    "a break": ("1.2.3", "major", None, "2.0.0"),
    "past nine": ("1.9.9", "patch", None, "1.9.10"),
    "a build is left behind": ("1.2.3+cu121", "patch", None, "1.2.4"),
    "a fix, as a candidate": ("1.2.3", "patch", "rc", "1.2.4-rc.1"),
    "a feature, as an alpha": ("1.2.3", "minor", "alpha", "1.3.0-alpha.1"),
    "the candidate is released": ("1.3.0-rc.1", "minor", None, "1.3.0"),
    "by a lighter part, too": ("2.0.0-rc.1", "patch", None, "2.0.0"),
    "a heavier one goes on": ("1.3.0-rc.1", "major", None, "2.0.0"),
    "a fix announced is no feature": ("1.2.4-rc.1", "minor", None, "1.3.0"),
    "the next candidate": ("1.3.0-rc.9", None, "rc", "1.3.0-rc.10"),
    "the next candidate of that part": ("1.3.0-rc.1", "minor", "rc", "1.3.0-rc.2"),
    "from alpha to beta": ("1.3.0-alpha.4", None, "beta", "1.3.0-beta.1"),
    "a label without a number": ("1.3.0-alpha", None, "alpha", "1.3.0-alpha.1"),
    "a candidate of something else": ("1.2.4-rc.1", "major", "rc", "2.0.0-rc.1"),
}


@pytest.mark.parametrize(("before", "part", "label", "after"), NEXT.values(), ids=NEXT)
def test_the_next_version_is(before: str, part: str | None, label: str | None, after: str) -> None:
    moved = Part(part) if part else None
    made = prerelease(version(before), moved, label) if label else release(version(before), Part(part))
    assert str(made) == after


@pytest.mark.parametrize(("before", "label"), [("1.3.0-rc.1", "beta"), ("1.3.0-beta.2", "alpha"), ("1.0.0-rc.x", "rc")])
def test_no_pre_release_goes_back(before: str, label: str) -> None:
    with pytest.raises(ValueError, match="comes before"):
        prerelease(version(before), None, label)
