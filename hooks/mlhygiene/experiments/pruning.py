"""Which branches of experiments have done their work, and what becomes of them. No I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.branches.naming import clash

if TYPE_CHECKING:
    from collections.abc import Collection

    from mlhygiene.branches.scheme import Scheme

BASELINE = "baseline"
ARCHIVE = "archive/"
MERGED = "merged"
# So many names are tried for a tag: where none is free then, a folder of them is taken.
NAMES = 100


class Facts(NamedTuple):
    """What git knows of a branch. `how` it came into the target; `remote` is None of one of this clone.

    `worktree` is where it is checked out, `busy` is true where a rebase or a bisect will go back
    to it; `begun` is true of one that has no commit of its own
    yet, `alone` counts the commits that no remote has.
    """

    name: str
    tip: str
    how: str | None
    remote: str | None = None
    worktree: str = ""
    current: bool = False
    busy: bool = False
    begun: bool = False
    alone: int = 0

    @property
    def short(self) -> str:
        return f"{self.remote}/{self.name}" if self.remote else self.name


class Verdict(NamedTuple):
    """A branch, why it may go or has to stay, and the tag that holds it then (None: it needs none)."""

    facts: Facts
    why: str
    goes: bool
    tag: str | None = None
    tagged: bool = False


def judge(facts: Facts, scheme: Scheme, target: str, *, archiving: bool) -> Verdict | None:
    """Whether a branch may go; None of one whose work is not done, or that is no experiment."""
    if not scheme.is_experiment(facts.name) or facts.how is None or facts.name == target:
        return None
    reason = _reason_to_stay(facts, scheme, archiving=archiving)
    if reason:
        return Verdict(facts, f"{facts.how} into {target}; stays: {reason}", goes=False)
    return Verdict(facts, f"{facts.how} into {target}", goes=True)


def _reason_to_stay(facts: Facts, scheme: Scheme, *, archiving: bool) -> str | None:
    reasons = {
        "it is protected": scheme.protects(facts.name),
        "others are compared with it": facts.name.rpartition("/")[2] == BASELINE,
        "it is checked out": facts.current,
        f"it is checked out in {facts.worktree}": facts.worktree,
        "a rebase or a bisect is at work on it": facts.busy,
        "it has no commit of its own yet": facts.begun,
        f"{facts.alone:,} commit{'s' * (facts.alone != 1)} of it only here: push it first": facts.alone,
        "without an archive its commits would be lost": facts.how != MERGED and not archiving,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def archived(verdicts: Collection[Verdict], tags: dict[str, str]) -> list[Verdict]:
    """The same, with a tag for each that goes: one that is there and holds the commit, or a free name.

    `tags` are those that there are, each with its commit.
    """
    taken, done = dict(tags), list[Verdict]()
    for verdict in verdicts:
        if not verdict.goes:
            done.append(verdict)
            continue
        name = _tag(verdict.facts, taken)
        if name is None:
            other = (clash(ARCHIVE + verdict.facts.name, taken) or "").partition(" exists")[0]
            done.append(verdict._replace(why=f"{verdict.why}; stays: the tag {other} is in its tag's way", goes=False))
            continue
        done.append(verdict._replace(tag=name, tagged=taken.get(name) == verdict.facts.tip))
        taken[name] = verdict.facts.tip
    return done


def _tag(facts: Facts, taken: dict[str, str]) -> str | None:
    """A name that is free or holds the commit already; None where a tag such as `archive` leaves no room."""
    stem = ARCHIVE + facts.name
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, NAMES + 1))
    free = (n for n in names if taken.get(n) == facts.tip or (n not in taken and clash(n, taken) is None))
    return next(free, None)
