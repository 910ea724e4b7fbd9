"""What commits add up to, told as a walk tells them: children first."""

from __future__ import annotations

import pytest

from mlhygiene.audit.held import Name, Origin
from mlhygiene.audit.tracing import History, churn, named
from mlhygiene.git.history import Change, Told

NAMES = {
    "no ref": (0b0, ()),
    "the first": (0b1, ("a",)),
    "the last": (0b100, ("c",)),
    "all": (0b111, ("a", "b", "c")),
}


def told(oid: str, *changes: Change, parents: str = "", date: int = 0) -> Told:
    return Told(oid.encode(), parents.encode().split(), date, f"{oid} <{oid}@example.org>", changes)


def put(path: str, new: str | None, *old: str, link: bool = False) -> Change:
    return Change(path.encode(), new.encode() if new else None, [each.encode() for each in old], link)


def origin(oid: str, date: int = 0) -> Origin:
    return Origin(oid, f"{oid} <{oid}@example.org>", date)


def walked(*commits: Told, candidates: str = "B", tips: dict[bytes, int] | None = None) -> History:
    history = History([oid.encode() for oid in candidates], tips or {b"c3": 1})
    for commit in commits:
        history.add(commit)
    return history


@pytest.mark.parametrize(("reach", "expected"), NAMES.values(), ids=NAMES)
def test_bits_are_refs(reach: int, expected: tuple[str, ...]) -> None:
    assert named(reach, ["a", "b", "c"]) == expected


def test_the_oldest_commit_brought_it_and_the_newest_took_it_away() -> None:
    history = walked(
        told("c4", put("m", None, "B"), parents="c3"),
        told("c3", put("m", "B"), parents="c2"),
        told("c2", put("m", None, "B"), parents="c1"),
        told("c1", put("m", "B")),
    )

    assert history.traces[b"B"].names((), stands=False) == (Name(b"m", origin("c1"), origin("c4")),)


def test_what_another_version_replaces_is_taken_away() -> None:
    history = walked(told("c2", put("m", "C", "B"), parents="c1"), told("c1", put("m", "B")))

    assert history.traces[b"B"].names((), stands=False) == (Name(b"m", origin("c1"), origin("c2")),)


def test_what_only_changes_its_mode_stays() -> None:
    history = walked(told("c2", put("m", "B", "B"), parents="c1"), told("c1", put("m", "B")))

    assert history.traces[b"B"].gone == {}


def test_where_head_has_it_no_deletion_is_told() -> None:
    history = walked(
        told("c3", put("m", "B"), put("n", None, "B"), parents="c2"),
        told("c2", put("m", None, "B"), put("n", "B"), parents="c1"),
        told("c1", put("m", "B")),
    )
    trace = history.traces[b"B"]

    assert trace.names({b"m"}, stands=False) == (Name(b"m", origin("c1")), Name(b"n", origin("c2"), origin("c3")))
    assert [name.deleted for name in trace.names((), stands=True)] == [None, None]


def test_refs_reach_what_lies_below_them() -> None:
    history = walked(
        told("tip", put("other", "X"), parents="base"),
        told("side", put("m", "B"), parents="base"),
        told("base", put("n", "C")),
        candidates="BCX",
        tips={b"tip": 0b01, b"side": 0b10},
    )

    assert {oid: trace.reach for oid, trace in history.traces.items()} == {b"B": 0b10, b"C": 0b11, b"X": 0b01}


def test_a_merge_hands_its_refs_to_every_parent() -> None:
    history = walked(
        told("merge", parents="left right"),
        told("right", put("m", "B"), parents="base"),
        told("left", put("n", "C"), parents="base"),
        told("base", put("o", "D")),
        candidates="BCD",
        tips={b"merge": 0b01, b"left": 0b10},
    )

    assert {oid: trace.reach for oid, trace in history.traces.items()} == {b"B": 0b01, b"C": 0b11, b"D": 0b11}


def test_only_open_lines_of_development_are_held() -> None:
    history = walked(told("c2", parents="c1"), told("c1"), tips={b"c2": 1})

    assert history._above == {}


def test_one_commit_that_brings_two_copies_makes_a_duplicate() -> None:
    twice = walked(told("c1", put("m", "B"), put("n", "B")))
    later = walked(told("c2", put("n", "B"), parents="c1"), told("c1", put("m", "B")))

    assert (twice.traces[b"B"].at_once, later.traces[b"B"].at_once) == (True, False)


def test_a_link_is_one_until_a_file_has_its_content() -> None:
    links = walked(
        told("c2", put("l", "L", link=True), put("m", "M", link=True), parents="c1"), told("c1", put("f", "M"))
    )
    found_first = walked(told("c2", put("f", "M"), parents="c1"), told("c1", put("m", "M", link=True)))

    assert (links.links, found_first.links) == ({b"L"}, set())


def test_a_path_is_gone_whose_newest_commit_takes_it_away() -> None:
    history = walked(
        told("c3", put("a", None, "A"), put("b", "X"), parents="c2", date=30),
        told("c2", put("b", None, "B"), parents="c1", date=20),
        told("c1", put("a", "A"), put("b", "B"), date=10),
    )

    assert history.gone == {b"a": 30}


def test_a_path_has_as_many_versions_as_contents() -> None:
    assert churn({b"A": b"m", b"B": {b"m", b"n"}, b"C": set(), b"gone": b"m"}, {b"A", b"B", b"C"}) == {b"m": 2, b"n": 1}


def test_a_commit_may_be_looked_for_as_well() -> None:
    history = walked(told("c2", parents="c1"), told("c1"), candidates="", tips={b"c2": 1})
    asked = History([b"c1"], {b"c2": 1})
    for commit in (told("c2", parents="c1"), told("c1")):
        asked.add(commit)

    assert history.traces == {}
    assert (asked.traces[b"c1"].reach, asked.traces[b"c1"].first) == (1, {b"": origin("c1")})
