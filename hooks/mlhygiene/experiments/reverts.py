"""What was taken back: commits that git, GitHub or a person says are reverts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlhygiene.experiments.commits import Commits
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
        self._oids = sorted(each.row.commit for each in kept)
        self._places: dict[str, list[int]] = {}
        for place, (_, _, row, _) in enumerate(kept):
            self._places.setdefault(row.subject, []).append(place)
            if row.subject.endswith(")") and (plain := NUMBER.sub("", row.subject)) != row.subject:
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
        oid = self._kept[places[at]].row.commit
        return self._same.get(oid, oid)


def reverted(kept: Sequence[Kept], same: Mapping[str, str], commits: Commits) -> dict[str, str]:
    """Which commits are taken back, and by which commit.

    `same` maps a commit to the twin that is kept for it. A revert that was itself taken back takes
    nothing back; as what undoes comes after what is undone, newest first is the order to look in.
    """
    reverts = [(place, each.row, each.reverts) for place, each in enumerate(kept) if each.reverts]
    if not reverts:
        return {}
    found, undone = Found(kept, same), dict[str, str]()
    for place, row, message in reverts:
        if same.get(row.commit, row.commit) in undone:
            continue
        names = named(message)
        for name in names:
            one = found.commit(name)
            own = [] if one is None or one == row.commit else [one]
            for target in own or commits.merged(name):
                undone.setdefault(same.get(target, target), row.commit)
        # A rebase leaves the old hash in the message: then the quoted subject is all there is.
        inner = None if any(name in commits for name in names) else quoted(row.subject)
        older = None if inner is None else found.before(place, inner)
        if older is not None:
            undone.setdefault(older, row.commit)
    return undone
