"""Dates and owners of commits, as history streams by: beside what the whole graph says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.experiments.descent import ALOOF, TRUNK, Descent
from mlhygiene.git.tips import Tip

if TYPE_CHECKING:
    from collections.abc import Iterable


class Commit(NamedTuple):
    oid: str
    authored: int
    parents: tuple[str, ...] = ()


def descent(*tips: tuple[str, str]) -> Descent:
    return Descent([Tip(ref, oid) for ref, oid in tips])


def follow(walk: Descent, commits: Iterable[Commit]) -> dict[str, tuple[int, int, str | None]]:
    """Each commit's date, how the default branch reaches it, and its owner; taken one by one."""
    found: dict[str, tuple[int, int, str | None]] = {}
    for commit in commits:
        [(date, kind, near)] = walk.follow([commit.oid], [" ".join(commit.parents)], [commit.authored])
        found[commit.oid] = (date, kind, walk.owner(kind, near)[0])
    return found


def dates(*commits: Commit) -> dict[str, int]:
    return {oid: date for oid, (date, _, _) in follow(descent(), commits).items()}


def test_a_commit_has_its_own_date() -> None:
    assert dates(Commit("b", 2, ("a",)), Commit("a", 1)) == {"b": 2, "a": 1}


def test_a_parent_of_the_future_is_as_old_as_its_child() -> None:
    assert dates(Commit("child", 5, ("late",)), Commit("late", 9, ("a",)), Commit("a", 7)) == {
        "child": 5,
        "late": 5,
        "a": 5,
    }


def test_a_commit_that_comes_before_its_child_is_told() -> None:
    walk = descent(("refs/heads/main", "child"))

    follow(walk, [Commit("parent", 9), Commit("child", 5, ("parent",))])

    assert walk.overtaken


def test_a_ref_of_another_history_is_no_commit_that_came_too_soon() -> None:
    walk = descent(("refs/heads/main", "a"), ("refs/notes/commits", "n"))

    follow(walk, [Commit("a", 1)])

    assert not walk.overtaken


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Commit], list[tuple[str, str]]]:
    """Graphs of any shape with any dates, children first, and the refs that stand in them."""
    size = draw(st.integers(1, 12))
    commits = [
        Commit(
            str(n),
            draw(st.integers(0, 5)),
            tuple(map(str, draw(st.lists(st.integers(0, n - 1), unique=True, max_size=3)))) if n else (),
        )
        for n in range(size)
    ]
    branches = draw(st.dictionaries(st.sampled_from("pqrs"), st.integers(0, size - 1), min_size=1))
    refs = [(f"refs/heads/{name}", str(at)) for name, at in branches.items()]
    return commits[::-1], [("refs/heads/main", str(draw(st.integers(0, size - 1)))), *refs]


@given(histories())
def test_dates_and_trunk_are_those_of_the_graph(drawn: tuple[list[Commit], list[tuple[str, str]]]) -> None:
    commits, refs = drawn
    told = follow(descent(*refs), commits)

    graph = {commit.oid: commit for commit in commits}
    for commit in commits:
        for parent in commit.parents:
            assert told[parent][0] <= told[commit.oid][0]
        above = [child.oid for child in commits if commit.oid in _reached(graph, child.oid)]
        assert told[commit.oid][0] == min(graph[oid].authored for oid in above)
    line, reached = list(_line(graph, refs[0][1])), _reached(graph, refs[0][1])
    assert [oid for oid, (_, kind, _) in told.items() if kind == TRUNK] == line
    assert {oid for oid, (_, kind, _) in told.items() if kind != ALOOF} == reached


@given(histories())
def test_owners_are_those_that_a_search_from_all_branches_finds(
    drawn: tuple[list[Commit], list[tuple[str, str]]],
) -> None:
    commits, (main, *refs) = drawn
    told = follow(descent(main, *refs), commits)

    assert {oid: owner for oid, (_, _, owner) in told.items()} == _owners(commits, main[1], refs)


def _owners(commits: list[Commit], main: str, refs: list[tuple[str, str]]) -> dict[str, str | None]:
    """The nearest branch over the fewest merges, then over the fewest first parents, then by name."""
    graph = {commit.oid: commit for commit in commits}
    trunk, reached = set(_line(graph, main)), _reached(graph, main)
    best: dict[str, tuple[int, int, str]] = {}
    edge = [(commit, (0, 0, ref.removeprefix("refs/heads/"))) for ref, commit in refs]
    while edge:
        edge.sort(key=lambda each: each[1])
        commit, way = edge.pop(0)
        if commit in trunk or commit in best:
            continue
        best[commit] = way
        merges, steps, name = way
        for at, parent in enumerate(graph[commit].parents):
            if at == 0:
                edge.append((parent, (merges, steps + 1, name)))
            elif commit in reached or parent not in reached:
                edge.append((parent, (merges + 1, 0, name)))
    return {commit.oid: best[commit.oid][2] if commit.oid in best else None for commit in commits}


def _line(graph: dict[str, Commit], start: str) -> Iterable[str]:
    commit: str | None = start
    while commit is not None:
        yield commit
        commit = next(iter(graph[commit].parents), None)


def _reached(graph: dict[str, Commit], start: str) -> set[str]:
    reached, todo = set[str](), [start]
    while todo:
        commit = todo.pop()
        if commit not in reached:
            reached.add(commit)
            todo += graph[commit].parents
    return reached
