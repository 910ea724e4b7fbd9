"""One experiment, one row: commits that a rebase copied, and runs whose result a later commit brings."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from mlhygiene.messages.experiment import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mlhygiene.experiments.history import Kept
    from mlhygiene.experiments.logbook import Row

RUN_COMMIT = "Run-Commit"
HEX = frozenset("0123456789abcdef")
# git abbreviates to no fewer digits by itself.
SHORTEST = 4


def twins(kept: Sequence[Kept], rank: Callable[[str], int]) -> dict[str, str]:
    """Copies that `git rebase` and `git cherry-pick` made, each with the commit that stands for it.

    They have author, author's time and subject in common. The lowest rank is kept, and of equals
    the newest, which comes first.
    """
    first: dict[tuple[str, str, int, str], str] = {}
    more: dict[str, list[str]] = {}
    for oid, authored, author, email, subject, _ in kept:
        one = first.setdefault((subject, email, authored, author), oid)
        if one is not oid:
            more.setdefault(one, [one]).append(oid)
    same: dict[str, str] = {}
    for oids in more.values():
        best = min(oids, key=rank)
        same.update((oid, best) for oid in oids if oid != best)
    return same


def joined(rows: Sequence[Row], graph: Mapping[str, str]) -> list[Row]:
    """Give every result the commit that ran (`Run-Commit:`), and leave out the rows that waited for it."""
    ran = {row.commit: name for row in rows if (name := _run_commit(row))}
    if not ran:
        return list(rows)
    codes = _resolved(set(ran.values()), graph)
    stands = {oid: row for row in rows for oid in (row.commit, *row.twins)}
    moved = _moved(rows, ran, codes, graph)
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


def _moved(
    rows: Sequence[Row], ran: Mapping[str, str], codes: Mapping[str, str], graph: Mapping[str, str]
) -> dict[str, str]:
    """The run that a result belongs to, where the commit that it names is nowhere: a rebase has moved both.

    It is the nearest before it, on its branch, of the same scope and words. Each has one result.
    """
    lost = {commit for commit, name in ran.items() if codes[name] not in graph}
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


def _resolved(names: set[str], graph: Mapping[str, str]) -> dict[str, str]:
    """Whole hashes of those that are written whole, or abbreviated so that one commit alone is meant.

    A hash that no commit here has is kept as written: it says what ran, all the same.
    """
    short = {name for name in names if name not in graph and set(name) <= HEX and len(name) >= SHORTEST}
    whole = {name: name for name in names}
    oids = sorted(graph) if short else []
    for name in short:
        at = bisect_left(oids, name)
        matching = [oid for oid in oids[at : at + 2] if oid.startswith(name)]
        if len(matching) == 1:
            whole[name] = matching[0]
    return whole
