"""The version tag nearest to a commit, as git-describe(1) finds it, in a walk that has an end.

git-describe walks on as long as it has seen no more than ten tags: to the root of most histories, for the name of
a commit that is a few steps away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlhygiene.git.process import Place

# So many commits are looked at, the newest first.
FAR = 2000
# As many tags as git-describe(1) compares (--candidates).
CANDIDATES = 10


class Nearest(NamedTuple):
    """A tag, and how many commits the one that was asked about has that the tag has not."""

    tag: str
    distance: int


class _Candidate:
    def __init__(self, tag: str, distance: int, bit: int) -> None:
        self.tag, self.distance, self.bit = tag, distance, bit


def nearest(place: Place, commit: str, tags: Mapping[str, str]) -> Nearest | None:
    """The nearest of `tags` (commit -> name) before a commit; None where the newest commits have none."""
    out = place.run("rev-list", "--parents", f"--max-count={FAR}", "--end-of-options", commit, "--")
    return walked((line.split(" ") for line in out.decode("ascii").split("\n")[:-1]), tags)


def walked(commits: Iterable[list[str]], tags: Mapping[str, str]) -> Nearest | None:
    """As above, over commits with their parents, the newest first."""
    found = list[_Candidate]()
    has, ahead = dict[str, int](), set[str]()  # which candidates have a commit; what was not come by yet
    for seen, (oid, *parents) in enumerate(commits):
        ahead.discard(oid)
        mask = has.pop(oid, 0)
        if oid in tags and len(found) < CANDIDATES:
            found.append(_Candidate(tags[oid], seen, 1 << len(found)))
            mask |= found[-1].bit
        for each in found:
            each.distance += not mask & each.bit
        for parent in parents:
            has[parent] = has.get(parent, 0) | mask
            ahead.add(parent)
    # The walk may have ended before it was known what a tag has.
    whole = [each for each in found if all(has[oid] & each.bit for oid in ahead)]
    best = min(whole, key=lambda each: each.distance, default=None)
    return Nearest(best.tag, best.distance) if best else None
