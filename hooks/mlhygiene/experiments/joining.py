"""One experiment, one row: commits that a rebase copied, and runs whose result a later commit brings."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from mlhygiene.messages.experiment import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlhygiene.experiments.commits import Commits
    from mlhygiene.experiments.history import Kept
    from mlhygiene.experiments.logbook import Row

RUN_COMMIT = "Run-Commit"
HEX = frozenset("0123456789abcdef")
# git abbreviates to no fewer digits by itself.
SHORTEST = 4
RANK = attrgetter("rank")


def twins(kept: Sequence[Kept]) -> dict[str, str]:
    """Copies that `git rebase` and `git cherry-pick` made, each with the commit that stands for it.

    They have author, author's time and subject in common. The lowest rank is kept, and of equals
    the newest, which comes first.
    """
    words = [(row.subject, row.email, row.authored, row.author) for _, _, row, _ in kept]
    if len(set(words)) == len(words):
        return {}
    copies: dict[tuple[str, str, int, str], list[Kept]] = {}
    for key, each in zip(words, kept, strict=True):
        copies.setdefault(key, []).append(each)
    same: dict[str, str] = {}
    for alike in copies.values():
        best = min(alike, key=RANK).row.commit
        same.update((each.row.commit, best) for each in alike if each.row.commit != best)
    return same


def joined(rows: Sequence[Row], commits: Commits) -> list[Row]:
    """Give every result the commit that ran (`Run-Commit:`), and leave out the rows that waited for it."""
    ran = {row.commit: name for row in rows if row.experiment.trailers and (name := _run_commit(row))}
    if not ran:
        return list(rows)
    codes = _resolved(set(ran.values()), commits)
    stands = {oid: row for row in rows for oid in (row.commit, *row.twins)}
    moved = _moved(rows, ran, codes, commits)
    closed: set[str] = set()
    completed: list[Row] = []
    for row in rows:
        code = moved.get(row.commit) or codes.get(ran.get(row.commit, ""))
        begun = stands.get(code) if code is not None else None
        if begun is not None and begun is not row and _waits(begun) and not _waits(row):
            closed.add(begun.commit)
            completed.append(row._replace(code=code, branch=row.branch or begun.branch))
        else:
            completed.append(row if code is None else row._replace(code=code))
    return [row for row in completed if row.commit not in closed]


def _moved(rows: Sequence[Row], ran: Mapping[str, str], codes: Mapping[str, str], commits: Commits) -> dict[str, str]:
    """The run that a result belongs to, where the commit that it names is nowhere: a rebase has moved both.

    It is the nearest before it, on its branch, of the same scope and words. Each has one result.
    """
    lost = {commit for commit, name in ran.items() if codes[name] not in commits}
    if not lost:
        return {}
    closed = {codes[name] for commit, name in ran.items() if commit not in lost}
    moved: dict[str, str] = {}
    waiting: dict[tuple[str | None, str | None, str], list[str]] = {}
    for row in reversed(rows):
        before = waiting.setdefault((row.branch, row.experiment.scope, row.experiment.what), [])
        if _waits(row):
            before += [row.commit] if closed.isdisjoint((row.commit, *row.twins)) else []
        elif row.commit in lost and before:
            moved[row.commit] = before.pop()
    return moved


def _run_commit(row: Row) -> str | None:
    """The last word of the trailer, as git lets the last one count."""
    return next((value.strip().lower() for key, value in reversed(row.experiment.trailers) if key == RUN_COMMIT), None)


def _waits(row: Row) -> bool:
    return row.experiment.state is State.PENDING


def _resolved(names: set[str], commits: Commits) -> dict[str, str]:
    """Whole hashes of those that are written whole, or abbreviated so that one commit alone is meant.

    A hash that no commit here has is kept as written: it says what ran, all the same.
    """
    whole = {name: name for name in names}
    for name in names:
        if set(name) <= HEX and len(name) >= SHORTEST:
            found = commits.starting(name)
            whole[name] = found[0] if len(found) == 1 else name
    return whole
