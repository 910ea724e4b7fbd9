"""The order of experiments: newest first, and none before what was made on it.

`git log --author-date-order` is this order, but it reads all of history before it writes a word,
and so leaves nobody anything to do meanwhile.
"""

from __future__ import annotations

from itertools import count, pairwise
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Named(Protocol):
    """Something of one commit."""

    @property
    def oid(self) -> str: ...


N = TypeVar("N", bound=Named)


def ordered(kept: list[N], graph: Mapping[str, str], authored: Sequence[int]) -> list[N]:
    """What was kept of some commits, by the date of the author, and no child after its parent.

    `graph` has every commit, as `git log` tells them, with its parents parted by blanks, and
    `authored` their dates in the same order. Clocks go wrong, and a second holds many commits: a
    commit counts as no younger than any that was made on it.
    """
    sound = _is_sound(graph)
    if sound and all(above >= below for above, below in pairwise(authored)):
        return kept
    order = list(graph) if sound else _children_first(graph)
    date = dict(zip(graph, authored, strict=True))
    for oid in order:
        own = date[oid]
        for parent in graph[oid].split():
            if date.get(parent, own) > own:
                date[parent] = own
    rank = dict(zip(order, count(), strict=False))
    return sorted(kept, key=lambda each: (-date[each.oid], rank[each.oid]))


def _is_sound(graph: Mapping[str, str]) -> bool:
    """Whether every commit stands before its parents, as most histories do by themselves."""
    place = dict(zip(graph, count(), strict=False))
    return all(place.get(parent, at) >= at for at, parents in enumerate(graph.values()) for parent in parents.split())


def _children_first(graph: Mapping[str, str]) -> list[str]:
    """Every commit before its parents; else as they stand."""
    left = dict.fromkeys(graph, 0)
    for parents in graph.values():
        _count(left, parents.split(), 1)
    order, ready = list[str](), [tip for tip in reversed(list(graph)) if not left[tip]]
    while ready:
        oid = ready.pop()
        order.append(oid)
        known = [parent for parent in graph[oid].split() if parent in left]
        _count(left, known, -1)
        ready += [parent for parent in reversed(known) if not left[parent]]
    return order


def _count(left: dict[str, int], parents: Iterable[str], step: int) -> None:
    for parent in parents:
        if parent in left:
            left[parent] += step
