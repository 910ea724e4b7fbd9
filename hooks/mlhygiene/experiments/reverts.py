"""What was taken back: commits that git, GitHub or a person says are reverts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mlhygiene.experiments.history import Kept

# `This reverts commit <sha>.`, `This reverts commits <sha>, <sha> and <sha>.`
SAYS = "reverts commit"
REVERTS = re.compile(r"everts commits?[:\s]\s*")
COMMIT = re.compile(r"([0-9a-f]{7,64})\b[,;\s]*(?:and\s+)?")
# What GitHub adds to a pull request's title when it squashes.
NUMBER = re.compile(r" \(#\d+\)\Z")
TAKEN_BACK = ('Revert "', 'Reapply "')
# So many commits are looked for in one message.
MOST = 1000


def named(message: str) -> list[str]:
    """The commits that a message says it reverts, as written."""
    found = list[str]()
    for says in REVERTS.finditer(message):
        at = says.end()
        while len(found) < MOST and (commit := COMMIT.match(message, at)):
            found.append(commit[1])
            at = commit.end()
    return found


def quoted(subject: str) -> str | None:
    """The subject of the commit that is taken back: a revert of `Revert "…"` is `Reapply "…"`."""
    for start in TAKEN_BACK:
        if subject.startswith(start) and '"' in subject[len(start) :]:
            inner = subject[len(start) : subject.rindex('"')]
            return f'Revert "{inner}"' if start == 'Reapply "' else inner
    return None


class Found:
    """The experiments and reverts of a history, newest first, by commit and by subject."""

    def __init__(self, kept: Sequence[Kept], same: Mapping[str, str]) -> None:
        self._kept, self._same = kept, same
        self._oids = sorted(each.oid for each in kept)
        self._places: dict[str, list[int]] = {}
        for place, each in enumerate(kept):
            self._places.setdefault(each.subject, []).append(place)
            if each.subject.endswith(")") and (plain := NUMBER.sub("", each.subject)) != each.subject:
                self._places.setdefault(plain, []).append(place)

    def commit(self, name: str) -> str | None:
        """The one commit of a whole or abbreviated hash, twins taken for one; None where there is none."""
        at = bisect_left(self._oids, name)
        same = {self._same.get(oid, oid) for oid in self._oids[at : bisect_right(self._oids, name + "g")][:MOST]}
        return same.pop() if len(same) == 1 else None

    def before(self, place: int, subject: str) -> str | None:
        """The newest commit of a subject that is older than another."""
        places = self._places.get(subject) or self._places.get(NUMBER.sub("", subject), [])
        at = bisect_right(places, place)
        if at == len(places):
            return None
        oid = self._kept[places[at]].oid
        return self._same.get(oid, oid)


def reverted(
    kept: Sequence[Kept], same: Mapping[str, str], known: Callable[[str], bool], merged: Callable[[str], list[str]]
) -> dict[str, str]:
    """Which commits are taken back, and by which commit.

    `same` maps a commit to the twin that is kept for it. A revert that was itself taken back takes
    nothing back; as what undoes comes after what is undone, newest first is the order to look in.
    `known` says whether a commit is in this history, `merged` what a merge brought in.
    """
    reverts = [(place, each) for place, each in enumerate(kept) if each.reverts]
    if not reverts:
        return {}
    found, undone = Found(kept, same), dict[str, str]()
    for place, each in reverts:
        if same.get(each.oid, each.oid) in undone:
            continue
        names = named(each.reverts)
        for name in names:
            one = found.commit(name)
            for target in merged(name) or ([] if one is None or one == each.oid else [one]):
                undone.setdefault(same.get(target, target), each.oid)
        # A rebase leaves the old hash in the message: then the quoted subject is all there is.
        inner = None if any(map(known, names)) else quoted(each.subject)
        older = None if inner is None else found.before(place, inner)
        if older is not None:
            undone.setdefault(older, each.oid)
    return undone
