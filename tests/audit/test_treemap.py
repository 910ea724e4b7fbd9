"""The map: rectangles as weights, small files together, nothing lost."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits import audit, held, typical, weight
from mlhygiene.audit.held import MIB, Standing, Weight
from mlhygiene.audit.picture import picture
from mlhygiene.audit.squarify import Box, squarified
from mlhygiene.audit.treemap import SLASH, Node, State, tree

BOX = Box(10, 20, 600, 400)
# Of the box's longer side: what floating point may leave.
NEAR = 1e-6

weights = st.lists(st.integers(1, 10**12), min_size=1, max_size=80).map(lambda found: sorted(found, reverse=True))
boxes = st.builds(Box, *[st.integers(0, 50)] * 2, *[st.integers(1, 2000)] * 2)


@given(weights, boxes)
def test_areas_are_as_weights(found: list[int], box: Box) -> None:
    placed = squarified(found, box)

    assert len(placed) == len(found)
    for one, weighs in zip(placed, found, strict=True):
        assert one.w * one.h == pytest.approx(box.w * box.h * weighs / sum(found), rel=1e-3, abs=1e-6)


@given(weights, boxes)
def test_no_two_overlap_and_none_sticks_out(found: list[int], box: Box) -> None:
    placed = squarified(found, box)
    near = NEAR * max(box.w, box.h)

    for one in placed:
        assert one.x >= box.x - near
        assert one.y >= box.y - near
        assert one.x + one.w <= box.x + box.w + near
        assert one.y + one.h <= box.y + box.h + near
    for n, one in enumerate(placed):
        for other in placed[n + 1 :]:
            wide = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
            high = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
            assert wide <= near or high <= near


@given(st.integers(1, 12))
def test_equal_weights_in_a_square_are_squares(side: int) -> None:
    for one in squarified([1] * (side * side), Box(0, 0, 300, 300)):
        assert one.w == pytest.approx(one.h)


@given(weights.filter(lambda found: len(found) > 1))
def test_they_are_no_further_from_square_than_slices_are(found: list[int]) -> None:
    def longest(boxes: list[Box]) -> float:
        return max(max(box.w / box.h, box.h / box.w) for box in boxes if box.w and box.h)

    slices = [Box(0, 0, BOX.w * each / sum(found), BOX.h) for each in found]
    assert longest(squarified(found, BOX)) <= longest(slices) * (1 + 1e-6)


def test_the_example_of_the_paper() -> None:
    """Figure 4 of Bruls, Huizing and van Wijk: 6, 6, 4, 3, 2, 2, 1 in a box of 6 by 4."""
    placed = squarified([6, 6, 4, 3, 2, 2, 1], Box(0, 0, 6, 4))

    assert [tuple(round(n, 2) for n in box) for box in placed] == [
        (0, 0, 3, 2),
        (0, 2, 3, 2),
        (3, 0, 1.71, 2.33),
        (4.71, 0, 1.29, 2.33),
        (3, 2.33, 1.2, 1.67),
        (4.2, 2.33, 1.2, 1.67),
        (5.4, 2.33, 0.6, 1.67),
    ]


def test_nothing_takes_no_room() -> None:
    assert squarified([], BOX) == []


def child(node: Node, *names: bytes) -> Node:
    for name in names:
        node = node.children[name]
    return node


def test_a_folder_weighs_what_is_in_it() -> None:
    root = tree(audit({b"a/b": weight(10, head=10), b"a/c/d": weight(20, 30, deleted=20), b"e": weight(5)}))

    assert root.weight == Weight(4, 65, 32, 10, 20)
    assert child(root, b"a/").weight.size == 60
    assert child(root, b"a/", b"c/", b"d").weight.size == 50
    assert (root.files, child(root, b"a/").files) == (3, 2)


def test_a_name_may_have_been_a_file_and_a_folder() -> None:
    root = tree(audit({b"a": weight(10), b"a/b": weight(20)}))

    assert child(root, b"a").weight.size == 10
    assert child(root, b"a/", b"b").weight.size == 20


STATES = {
    "in HEAD, with old versions": (weight(10, 20, head=10, deleted=20), State.HEAD),
    "in another ref's tree": (weight(10, 20, deleted=20), State.TIP),
    "deleted": (weight(10, 20, deleted=30), State.DELETED),
    "empty": (weight(0), State.HEAD),
}


@pytest.mark.parametrize("case", STATES)
def test_a_file_stands(case: str) -> None:
    weighed, state = STATES[case]

    assert child(tree(audit({b"x": weighed})), b"x").state is state


def test_the_largest_version_says_which_limits_are_broken() -> None:
    blobs = [held(20 * MIB, b"m.pt"), held(60 * MIB, b"m.pt", standing=Standing.DELETED)]
    root = tree(audit({b"m.pt": weight(80 * MIB)}, blobs))

    assert child(root, b"m.pt").largest == root.largest == 60 * MIB


MANY = {
    b"%s/%d.bin" % (folder, n): weight(n + 1, head=n % 2)
    for folder in (b"a", b"a/b", b"c/d/e", b"f")
    for n in range(100)
}


@pytest.mark.parametrize("alone", [0, 1, 7, 100, 1000])
def test_small_files_stand_together_and_the_sums_are_the_same(alone: int) -> None:
    whole, pruned = tree(audit(MANY), 10**9), tree(audit(MANY), alone)

    assert pruned.weight == whole.weight
    assert pruned.files == whole.files == 400
    assert len(leaves(pruned)) <= alone + 4 * bool(alone) + 1

    for name, node in pruned.children.items():
        if name != SLASH and node.children:
            assert node.weight.size <= whole.children[name].weight.size


def leaves(node: Node) -> list[Node]:
    below = [leaf for child in node.children.values() for leaf in leaves(child)]
    return below or [node]


paths = st.dictionaries(
    st.lists(st.sampled_from([b"a", b"b", b"\xff", b"long name"]), min_size=1, max_size=4).map(b"/".join),
    st.integers(0, 1000).map(weight),
    min_size=1,
    max_size=40,
)


@given(paths, st.integers(0, 10))
def test_whatever_is_pruned_nothing_is_lost(found: dict[bytes, Weight], alone: int) -> None:
    root = tree(audit(found), alone)
    sums: defaultdict[str, int] = defaultdict(int)
    for leaf in leaves(root):
        sums["size"] += leaf.weight.size
        sums["files"] += leaf.files

    assert sums == {"size": sum(each.size for each in found.values()), "files": len(found)}


def test_what_is_over_a_limit_stands_alone_however_little_it_weighs() -> None:
    sizes = {b"x%d" % n: weight(10**9) for n in range(50)} | {b"small.pt": weight(11 * MIB)}
    root = tree(audit(sizes, [held(11 * MIB, b"small.pt")]), 3)

    assert b"small.pt" in root.children


def test_the_heaviest_in_any_measure_stand_alone() -> None:
    sizes = {b"big": weight(10**9), b"gone": weight(1000, deleted=1000), b"here": weight(900, head=900)}
    sizes |= {b"x%d" % n: weight(10**6) for n in range(50)}

    assert {b"big", b"gone", b"here", SLASH} == set(tree(audit(sizes), 3).children)


def test_children_come_heaviest_first_in_the_picture() -> None:
    still, data = picture(typical())
    found = [each[0] for each in data["root"][1]]  # type: ignore[index]

    assert found == ["models", "data/raw", "notebooks", "données", "src", "README"]
    assert still.index("models/") < still.index("data/")
    assert all(a != b for a, b in pairwise(found))
