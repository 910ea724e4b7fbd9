"""What a commit has of those that were made on it: dates, and the branch that it is of.

History streams by, children first, and only what its next commits need is held: one entry for each
line of development that is open, not one for each commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.experiments.ownership import LOCAL, OTHER, default, owner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git.tips import Tip

# How the default branch reaches a commit: not at all, over a merge, on its own line of first parents.
ALOOF, REACHED, TRUNK = range(3)
# Later than any date.
NEVER = 1 << 70
# How near a branch is, in one number: merges between, then first parents between, then its place by name.
STEP, MERGE = 1 << 24, 1 << 64
FAR = 1 << 100
DEFAULT, NOBODY = (None, 1), (None, OTHER + 2)
UNSEEN = (NEVER, ALOOF, FAR, FAR)


class Place(NamedTuple):
    """Where a commit stands.

    `date` is its author's, or of the oldest commit made on it where that is older: clocks go wrong,
    and a second holds many commits. `kind` is ALOOF, REACHED or TRUNK. `near` is below FAR where a
    branch owns it.
    """

    date: int
    kind: int
    near: int


class Descent:
    """Give every commit to the nearest branch.

    The default branch keeps its own line of first parents. What else it reaches belongs to the
    branches that were merged into it, on their own lines, as a branch is left standing, or goes
    on; all else to those that reach it.
    """

    def __init__(self, tips: Sequence[Tip], *, bare: bool = False) -> None:
        main = default(tips, bare=bare)
        named = sorted((name, tip.commit) for tip in tips if tip.ref not in main and (name := owner(tip)))
        self._owners = [(name.name, 0 if name.kind == LOCAL else name.kind + 1) for name, _ in named]
        # Commits that were spoken of and are still to come.
        self._above: dict[str, tuple[int, int, int, int]] = {}
        for place, (_, commit) in enumerate(named):
            self._add(commit, (NEVER, ALOOF, place, FAR))
        for tip in tips:
            if tip.ref in main:
                self._add(tip.commit, (NEVER, TRUNK, FAR, FAR))

    def follow(self, oids: Sequence[str], parents: Sequence[str], dates: Sequence[int]) -> list[tuple[int, int, int]]:
        """The `Place` of each of the next commits, as a plain tuple. Parents are parted by blanks."""
        above, told = self._above, list[tuple[int, int, int]]()
        for oid, line, date in zip(oids, parents, dates, strict=True):
            first, kind, near, merged = above.pop(oid, UNSEEN)
            first = min(first, date)
            if kind == TRUNK:
                near = FAR
            elif kind == ALOOF and merged < near:
                near = merged
            told.append((first, kind, near))
            if not line:
                continue
            parent, _, others = line.partition(" ")
            if others:
                self._merge(others.split(" "), first, kind, near)
            if parent in above:
                self._add(parent, (first, kind, near + STEP, FAR))
            else:
                above[parent] = (first, kind, near + STEP, FAR)
        return told

    def _merge(self, others: Sequence[str], date: int, kind: int, near: int) -> None:
        further = FAR if near >= FAR else (near // MERGE + 1) * MERGE + near % STEP
        # What the default branch has is no branch's by having merged it, if that branch is not merged itself.
        entry = (date, REACHED, further, FAR) if kind else (date, ALOOF, FAR, further)
        for other in others:
            self._add(other, entry)

    def _add(self, commit: str, entry: tuple[int, int, int, int]) -> None:
        date, kind, near, merged = self._above.get(commit, UNSEEN)
        self._above[commit] = (min(date, entry[0]), max(kind, entry[1]), min(near, entry[2]), min(merged, entry[3]))

    def owner(self, kind: int, near: int) -> tuple[str | None, int]:
        """The branch that owns a commit of such a place, and its rank among equal commits.

        Of those the lowest is kept: that on a local branch, on the default one, elsewhere.
        """
        if near >= FAR:
            return NOBODY if kind == ALOOF else DEFAULT
        return self._owners[near % STEP]

    @property
    def overtaken(self) -> bool:
        """Whether a commit came before one that was made on it, as the dates of git's own order allow."""
        return any(entry[0] < NEVER for entry in self._above.values())
