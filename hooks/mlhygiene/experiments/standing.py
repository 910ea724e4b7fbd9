"""Which experiment a name stands for: a commit, a branch, a tag, or `best`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.log import log
from mlhygiene.messages.experiment import State

if TYPE_CHECKING:
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


def of_row(name: str, row: Row) -> Stand:
    return Stand(name, row.code or row.commit, row)


def stand(repository: Repository, logbook: Logbook, name: str) -> Stand:
    """A commit's own experiment; a branch's newest result; else the newest result before the commit."""
    commit = repository.commit(name)
    known = {oid: row for row in logbook.rows for oid in (row.commit, *row.twins)}
    known |= {row.code: row for row in logbook.rows if row.code is not None}
    branch = any(repository.objects.info(f"{prefix}{name}") for prefix in BRANCHES)
    if branch:
        own = next((row for row in logbook.rows if row.branch == name and _is_result(row)), None)
        if own is not None:
            return of_row(name, own)
    elif commit in known:
        return of_row(name, known[commit])
    for logged in log(repository.place, [commit]):
        row = known.get(logged.oid)
        if row is not None and _is_result(row):
            what = "has no result of its own" if branch else "is no experiment"
            note = "" if logged.oid == commit else f"{name} {what}: {row.commit[:SHORT]} is the newest result before it"
            return Stand(name, row.code or row.commit, row, note)
    return Stand(name, commit, None, f"{name}: no experiment at or before it")


def _is_result(row: Row) -> bool:
    return row.experiment.state is State.DONE and row.reverted is None
