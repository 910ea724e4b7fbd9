"""Which part of a version the commits since the last one move.

A model's MAJOR is its interface and its outputs, MINOR what it can do, PATCH the rest. What a commit is, its first
word says, as Conventional Commits 1.0.0 has it (conventionalcommits.org).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.branches.semver import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhygiene.git.log import Logged

TYPE = re.compile(r"(?:(?:fixup|squash|amend)! )*(?P<type>[A-Za-z][\w-]*)(?:\([^()]*\))?(?P<mark>!)?: ")
FOOTER = re.compile(r"^BREAKING[ -]CHANGE: ", re.MULTILINE)
REVERTS = re.compile(r"^This reverts commit ([0-9a-f]{40,64})", re.MULTILINE)
# New data makes another model of the same code.
MINOR = {"feat": "feature", "feature": "feature", "exp": "experiment", "experiment": "experiment", "data": "data"}
WORDS = {"fix": "fix", "perf": "speed-up"}
PLURALS = {"feature": "features", "experiment": "experiments", "fix": "fixes", "speed-up": "speed-ups"}
OTHERS = {"refactor", "docs", "test", "chore", "ci", "build", "style", "revert"}
UNTYPED = "of no known type"
NOTHING = "no change"
SHORT, NAMED = 7, 3


class Suggestion(NamedTuple):
    """A part, None where there is no commit; why, for a person; and how many commits there are of each kind."""

    part: Part | None
    why: str
    kinds: tuple[tuple[str, int], ...]


def suggestion(commits: Iterable[Logged]) -> Suggestion:
    """Of commits, newest first. One that is reverted among them, and its revert, say nothing."""
    listed = list(commits)
    undone = _undone(listed)
    kept = [each for each in listed if each.oid not in undone]
    breaking = [each.oid[:SHORT] for each in kept if _is_breaking(each.message)]
    # What a merge brings tells itself.
    kinds = Counter(_kind(each.message) for each in kept if " " not in each.parents)
    part = Part.MINOR if not kinds.keys().isdisjoint(MINOR.values()) else Part.PATCH if kept else None
    told = [f"{kinds[kind]:,} {_plural(kind, kinds[kind])}" for kind in sorted(kinds, key=lambda kind: kind == UNTYPED)]
    if breaking:
        part, more = Part.MAJOR, ", …" * (len(breaking) > NAMED)
        told.insert(0, f"{len(breaking):,} breaking ({', '.join(breaking[:NAMED])}{more})")
    return Suggestion(part, ", ".join(told) or NOTHING, tuple(kinds.most_common()))


def _kind(message: str) -> str:
    found = TYPE.match(message)
    word = found["type"].lower() if found else UNTYPED
    return MINOR.get(word) or WORDS.get(word) or (word if word in OTHERS else UNTYPED)


def _is_breaking(message: str) -> bool:
    found = TYPE.match(message)
    return bool(found and found["mark"]) or FOOTER.search(message) is not None


def _undone(commits: Sequence[Logged]) -> set[str]:
    """Commits that one of the others reverts, with those reverts; a revert that is itself reverted undoes nothing."""
    there, gone = {each.oid for each in commits}, set[str]()
    for each in commits:
        targets = there.intersection(REVERTS.findall(each.message)) if each.oid not in gone else ()
        if targets:
            gone.update(targets, [each.oid])
    return gone


def _plural(kind: str, count: int) -> str:
    return kind if count == 1 else PLURALS.get(kind, kind)
