"""Which values differ between two flat configs: pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlhygiene.experiments.configs import Leaf

ELEMENT = re.compile(r"(.*)\[\d+\]", re.DOTALL)
# Aligning takes the product of two lengths in time.
LONGEST_LIST = 500


class Pair(NamedTuple):
    """A key, and its values as the files have them; None where the key is not."""

    key: str
    old: Leaf | None
    new: Leaf | None


def changed(old: Mapping[str, Leaf], new: Mapping[str, Leaf]) -> tuple[list[Pair], int]:
    """The keys whose values differ, in the order of the newer file, then those that are gone.

    Also how many are only written in another way. A plain list that has grown or shrunk is
    aligned, so that one more element does not change all that follow; then a key that is gone
    counts in the older list, any other in the newer.
    """
    pairs, respelled = list[Pair](), 0
    before, after = _lists(old), _lists(new)
    resized = {name for name in before.keys() & after.keys() if _resized(before[name], after[name])}
    done = set[str]()
    for key, leaf in new.items():
        name = _list(key)
        was = old.get(key)
        if name in resized:
            pairs += () if name in done else _aligned(before[name], after[name], old, new)
            done.add(name)
        elif was is None or was.meaning != leaf.meaning:
            pairs.append(Pair(key, was, leaf))
        else:
            respelled += was.text != leaf.text
    gone = (key for key in old if key not in new and _list(key) not in resized)
    return [*pairs, *(Pair(key, old[key], None) for key in gone)], respelled


def _list(key: str) -> str:
    """The list that a key is a plain element of; empty where it is of none."""
    match = ELEMENT.fullmatch(key)
    return match[1] if match else ""


def _lists(leaves: Mapping[str, Leaf]) -> dict[str, list[str]]:
    """The lists of plain values, each with the keys of its elements."""
    lists = dict[str, "list[str]"]()
    for key in leaves:
        if name := _list(key):
            lists.setdefault(name, []).append(key)
    # One that holds more than plain values has gaps.
    return {name: keys for name, keys in lists.items() if keys[-1] == f"{name}[{len(keys) - 1}]"}


def _resized(before: Sequence[str], after: Sequence[str]) -> bool:
    return len(before) != len(after) and max(len(before), len(after)) <= LONGEST_LIST


def _aligned(
    before: Sequence[str], after: Sequence[str], old: Mapping[str, Leaf], new: Mapping[str, Leaf]
) -> Iterator[Pair]:
    from difflib import SequenceMatcher  # few configs need it

    sides = ([old[key].meaning for key in before], [new[key].meaning for key in after])
    for what, start, end, begin, stop in SequenceMatcher(None, *sides, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        both = min(end - start, stop - begin)
        for then, now in zip(before[start : start + both], after[begin : begin + both], strict=True):
            yield Pair(now, old[then], new[now])
        yield from (Pair(key, old[key], None) for key in before[start + both : end])
        yield from (Pair(key, None, new[key]) for key in after[begin + both : stop])
