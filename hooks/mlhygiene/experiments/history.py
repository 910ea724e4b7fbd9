"""The logbook out of history: one `git log` over all refs, and one list of where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.experiments.commits import Commits
from mlhygiene.experiments.descent import Descent
from mlhygiene.experiments.joining import joined, twins
from mlhygiene.experiments.logbook import Logbook, Row
from mlhygiene.experiments.noting import notes
from mlhygiene.experiments.reverts import SAYS, TAKEN_BACK, reverted
from mlhygiene.git.log import FIELDS, pieces, told
from mlhygiene.git.tips import tips
from mlhygiene.messages.experiment import Experiment
from mlhygiene.messages.metrics import Metrics
from mlhygiene.messages.reading import KEPT, NEAR
from mlhygiene.messages.reading import read as parse
from mlhygiene.messages.trailers import read as trailers
from mlhygiene.messages.usual import Usual

if TYPE_CHECKING:
    from io import BufferedReader

    from mlhygiene.git import Repository
    from mlhygiene.git.tips import Tip

ALL = ("--all",)
TAGS = "refs/tags/"
METRICS = "Metric"
# What git is asked for where its own order puts a commit before one that was made on it. It takes longer.
CHILDREN_FIRST = "--topo-order"
# What a revert of something else tells.
NOTHING = Experiment("")


class Kept(NamedTuple):
    """What is kept of an experiment, and of a revert: its whole message in `reverts`, else nothing.

    `since` orders them, newest first; of twins, the lowest `rank` stands for all.
    """

    since: int
    rank: int
    row: Row
    reverts: str = ""


class History:
    """The experiments and reverts of a history, newest first. Of all else nothing is held but names, in a few bytes."""

    def __init__(self, repository: Repository, stand: list[Tip], logged: BufferedReader) -> None:
        self._tags: dict[str, tuple[str, ...]] = {}
        for tip in stand:
            if tip.ref.startswith(TAGS):
                self._tags[tip.commit] = (*self._tags.get(tip.commit, ()), tip.ref[len(TAGS) :])
        self._usual = Usual()
        self._shared: dict[str, str] = {}
        self._walk(repository, stand, logged)
        if self._descent.overtaken:
            with told(repository.place, ALL, CHILDREN_FIRST) as again:
                self._walk(repository, stand, again)
        # No parent before its children, however many commits a second or a clock that went wrong has
        # made; else by the date that rows are told with, which a rebase keeps.
        self.kept.sort(key=lambda each: each.since)

    def _walk(self, repository: Repository, stand: list[Tip], logged: BufferedReader) -> None:
        self.commits = Commits(repository)
        self.kept: list[Kept] = []
        self._descent = Descent(stand, bare=repository.bare)
        for fields in pieces(logged):
            self._take(fields)

    def _take(self, fields: list[str]) -> None:
        """The next commits, as `git log` tells them."""
        oids, parents, messages = fields[0::FIELDS], fields[1::FIELDS], fields[FIELDS - 1 :: FIELDS]
        self.commits.add(oids)
        dates = [int(date or 0) for date in fields[2::FIELDS]]
        places = self._descent.follow(oids, parents, dates)
        for at, message in enumerate(messages):
            # A hundred thousand messages are asked: nine of ten are left with few looks.
            start = message[:NEAR]
            maybe = "exp" in start or "EXP" in start or "Exp" in start or not start.isascii() or start.startswith(KEPT)
            reverts = SAYS in message or start.startswith(TAKEN_BACK)
            if (maybe or reverts) and " " not in parents[at]:
                self._keep(fields[at * FIELDS : (at + 1) * FIELDS], dates[at], places[at], reverts=reverts)

    def _keep(self, fields: list[str], authored: int, place: tuple[int, int, int], *, reverts: bool) -> None:
        oid, _, _, author, email, message = fields
        subject, _, body = message.partition("\n")
        experiment = self._experiment(message, subject, body)
        if experiment is None:
            if not reverts:
                return
            experiment = NOTHING
        # A team's few names are held once.
        author, email = self._shared.setdefault(author, author), self._shared.setdefault(email, email)
        subject = subject or message.lstrip("\n").partition("\n")[0]
        since, kind, near = place
        branch, rank = self._descent.owner(kind, near)
        row = Row(oid, authored, author, email, subject, experiment, branch, self._tags.get(oid, ()))
        self.kept.append(Kept(-since, rank, row, message if reverts else ""))

    def _experiment(self, message: str, subject: str, body: str) -> Experiment | None:
        """What is as most people write it needs no grammar."""
        found = self._usual.read(subject) if not body or body[0] == "\n" else None
        if found is not None and ":" in body and (said := trailers(body)):
            # Metrics in trailers join those of the subject.
            found = None if any(name == METRICS for name, _ in said) else found._replace(trailers=said)
        return parse(message, liberal=True).experiment if found is None else found


def read(repository: Repository, metrics: Metrics | None = None) -> Logbook:
    """Every experiment that any ref reaches, newest first."""
    # git has read its first commits when it has told where the refs stand.
    with told(repository.place, ALL) as logged:
        history = History(repository, tips(repository.place), logged)
    rows = joined(_rows(history), history.commits)
    return Logbook(rows, metrics or Metrics(), notes(rows, shallow=repository.shallow))


def _rows(history: History) -> list[Row]:
    """One row of each experiment: with its twins, and what took it back."""
    same = twins(history.kept)
    undone = reverted(history.kept, same, history.commits)
    rows = [row for _, _, row, _ in history.kept if row.experiment is not NOTHING]
    if not same and not undone:
        return rows
    others: dict[str, tuple[str, ...]] = {}
    for twin, kept in same.items():
        others[kept] = (*others.get(kept, ()), twin)
    return [
        row._replace(reverted=undone.get(row.commit), twins=others.get(row.commit, ()))
        if row.commit in undone or row.commit in others
        else row
        for row in rows
        if row.commit not in same
    ]
