"""Newest first, and no child after its parent, whatever clocks say."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.experiments.ordering import ordered


class Commit(NamedTuple):
    oid: str
    authored: int
    parents: tuple[str, ...] = ()


def order(*commits: Commit) -> list[str]:
    graph = {commit.oid: " ".join(commit.parents) for commit in commits}
    return [each.oid for each in ordered(list(commits), graph, [commit.authored for commit in commits])]


def test_what_stands_right_stays() -> None:
    assert order(Commit("c", 3, ("b",)), Commit("b", 2, ("a",)), Commit("a", 1)) == ["c", "b", "a"]


def test_a_rebased_commit_stands_where_its_author_made_it() -> None:
    assert order(Commit("rebased", 2, ("a",)), Commit("other", 3, ("a",)), Commit("a", 1)) == ["other", "rebased", "a"]


def test_of_one_second_the_child_comes_first() -> None:
    assert order(Commit("a", 1), Commit("b", 1, ("a",)), Commit("c", 1, ("b",))) == ["c", "b", "a"]


def test_a_parent_of_the_future_comes_right_after_its_child() -> None:
    told = order(Commit("child", 5, ("late",)), Commit("other", 4), Commit("late", 9, ("a",)), Commit("a", 1))

    assert told == ["child", "late", "other", "a"]


def test_a_parent_that_a_shallow_clone_left_behind_is_no_matter() -> None:
    assert order(Commit("a", 1, ("gone",)), Commit("b", 2, ("a", "gone"))) == ["b", "a"]


@st.composite
def histories(draw: st.DrawFn) -> list[Commit]:
    """Graphs of any shape with any dates, told in any order."""
    size = draw(st.integers(1, 12))
    commits = [
        Commit(str(n), draw(st.integers(0, 5)), tuple(str(p) for p in sorted(draw(st.sets(st.integers(0, n - 1))))))
        if n
        else Commit("0", draw(st.integers(0, 5)))
        for n in range(size)
    ]
    return draw(st.permutations(commits))


@given(histories())
def test_every_commit_is_there_once_and_before_its_parents(commits: list[Commit]) -> None:
    told = order(*commits)

    place = {oid: at for at, oid in enumerate(told)}
    assert sorted(told) == sorted(commit.oid for commit in commits)
    assert all(place[commit.oid] < place[parent] for commit in commits for parent in commit.parents)


@given(histories())
def test_without_such_a_reason_no_younger_one_comes_later(commits: list[Commit]) -> None:
    parentless = [commit._replace(parents=()) for commit in commits]
    dates = {commit.oid: commit.authored for commit in commits}

    told = [dates[oid] for oid in order(*parentless)]

    assert told == sorted(told, reverse=True)
