"""Which experiment a name stands for: a commit, a branch, a tag, or `best`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.log import log
from mlhygiene.messages.experiment import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.experiments.logbook import Logbook, Row
    from mlhygiene.git.repository import Repository

SHORT = 7
BRANCHES = ("refs/heads/", "refs/remotes/")


class Stand(NamedTuple):
    """What a name stands for. `code` is the commit that ran; `row` is None where no experiment is near.

    `note` says where it is not the named commit's own experiment.
    """

    name: str
    code: str
    row: Row | None
    note: str = ""


def of_row(repository: Repository, name: str, row: Row, note: str = "") -> Stand:
    """What a row stands for. The commit that ran may be gone: a rebase has left its copy alone."""
    code = row.code or row.commit
    if repository.objects.info(code) is None:
        gone = f"{code[:SHORT]}, which ran, is not in this clone: {row.commit[:SHORT]} stands for it"
        return Stand(name, row.commit, row, f"{note}; {gone}" if note else gone)
    return Stand(name, code, row, note)


def stand(repository: Repository, logbook: Logbook, name: str) -> Stand:
    """A commit's own experiment; a branch's newest result; else the newest result before the commit."""
    commit = repository.commit(name)
    known = {oid: row for row in logbook.rows for oid in (row.commit, *row.twins)}
    known |= {row.code: row for row in logbook.rows if row.code is not None}
    branch = any(repository.objects.info(f"{prefix}{name}") for prefix in BRANCHES)
    if branch:
        own = _newest(row for row in logbook.rows if row.branch == name)
        if own is not None:
            return of_row(repository, name, own)
    elif commit in known:
        return of_row(repository, name, known[commit])
    newest = _newest(known.get(logged.oid) for logged in log(repository.place, [commit]))
    if newest is None:
        return Stand(name, commit, None, f"{name}: no experiment at or before it")
    what = "is no experiment"
    if branch:
        if known.get(commit) is newest and newest.branch is None:
            return of_row(repository, name, newest)  # the default branch owns none by name
        what = "has no result of its own" if newest.branch else "ends with no result"
    note = f"{name} {what}: {newest.commit[:SHORT]} is the newest before it"
    return of_row(repository, name, newest, note)


def _newest(rows: Iterable[Row | None]) -> Row | None:
    """The first that was measured: one whose form was only guessed may have no number."""
    fallback = None
    for row in rows:
        if row is not None and _stands(row):
            if row.experiment.metrics:
                return row
            fallback = fallback or row
    return fallback


def _stands(row: Row) -> bool:
    return row.experiment.state is State.DONE and row.reverted is None
