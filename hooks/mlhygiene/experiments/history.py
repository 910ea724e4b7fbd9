"""The logbook out of history: one `git log` over all refs, and one list of where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.experiments.joining import joined, twins
from mlhygiene.experiments.logbook import Logbook, Row
from mlhygiene.experiments.noting import notes
from mlhygiene.experiments.ordering import ordered
from mlhygiene.experiments.ownership import Ownership, line, ownership
from mlhygiene.experiments.reverts import SAYS, TAKEN_BACK, reverted
from mlhygiene.git.log import FIELDS, told
from mlhygiene.git.tips import tips
from mlhygiene.messages.metrics import Metrics
from mlhygiene.messages.reading import KEPT, NEAR
from mlhygiene.messages.reading import read as parse
from mlhygiene.messages.trailers import read as trailers
from mlhygiene.messages.usual import Usual

if TYPE_CHECKING:
    from mlhygiene.git import Repository
    from mlhygiene.git.tips import Tip
    from mlhygiene.messages.experiment import Experiment

TAGS = "refs/tags/"
METRICS = "Metric"
AUTHORED = 2


class Kept(NamedTuple):
    """What is kept of an experiment, and of a revert: its whole message in `reverts`, else nothing."""

    oid: str
    authored: int
    author: str
    email: str
    subject: str
    reverts: str = ""


class History:
    """What is kept of a history: its graph, and its experiments and reverts, newest first."""

    def __init__(self, repository: Repository) -> None:
        self.graph: dict[str, str] = {}
        self.kept: list[Kept] = []
        self.experiments: dict[str, Experiment] = {}
        self._usual = Usual()
        self._shared: dict[str, str] = {}
        authored = list[int]()
        for fields in told(repository.place):
            authored += [int(date or 0) for date in fields[AUTHORED::FIELDS]]
            self.take(fields)
        # No parent before its children, however many commits a second or a clock that went wrong has
        # made; else by the date that rows are told with, which a rebase keeps.
        self.kept = ordered(self.kept, self.graph, authored)

    def take(self, fields: list[str]) -> None:
        """The next commits, as `git log` tells them."""
        oids, parents, messages = fields[0::FIELDS], fields[1::FIELDS], fields[FIELDS - 1 :: FIELDS]
        self.graph.update(zip(oids, parents, strict=True))
        for at, message in enumerate(messages):
            # A hundred thousand messages are asked: nine of ten are left with few looks.
            start = message[:NEAR]
            maybe = "exp" in start or "EXP" in start or "Exp" in start or not start.isascii() or start.startswith(KEPT)
            reverts = SAYS in message or start.startswith(TAKEN_BACK)
            if (maybe or reverts) and " " not in parents[at]:
                self._keep(fields[at * FIELDS : (at + 1) * FIELDS], reverts=reverts)

    def _keep(self, fields: list[str], *, reverts: bool) -> None:
        oid, _, authored, author, email, message = fields
        subject, _, body = message.partition("\n")
        # What is as most people write it needs no grammar.
        experiment = self._usual.read(subject) if not body or body[0] == "\n" else None
        if experiment is not None and ":" in body and (said := trailers(body)):
            # Metrics in trailers join those of the subject.
            experiment = None if any(name == METRICS for name, _ in said) else experiment._replace(trailers=said)
        if experiment is None:
            experiment = parse(message, liberal=True).experiment
        if experiment is not None:
            self.experiments[oid] = experiment
        elif not reverts:
            return
        # A team's few names are held once.
        author, email = self._shared.setdefault(author, author), self._shared.setdefault(email, email)
        subject = subject or message.lstrip("\n").partition("\n")[0]
        self.kept.append(Kept(oid, int(authored or 0), author, email, subject, message if reverts else ""))

    def merged(self, name: str) -> list[str]:
        """The experiments that a merge brought in; none of any other commit."""
        first, *others = self.graph.get(name, "").split(" ")
        if not others:
            return []
        before, brought, seen = set(line(self.graph, first)), list[str](), set[str]()
        while others:
            commit = others.pop()
            if commit not in seen and commit not in before and commit in self.graph:
                seen.add(commit)
                others += self.graph[commit].split()
                brought += [commit] if commit in self.experiments else []
        return brought


def read(repository: Repository, metrics: Metrics | None = None) -> Logbook:
    """Every experiment that any ref reaches, newest first."""
    if not (stand := tips(repository.place)) and repository.head is None:
        return Logbook([], metrics or Metrics())
    history = History(repository)
    owned = ownership(history.graph, stand, bare=repository.bare)
    rows = joined(_rows(history, owned, stand), history.graph)
    return Logbook(rows, metrics or Metrics(), notes(rows, shallow=repository.shallow))


def _rows(history: History, owned: Ownership, stand: list[Tip]) -> list[Row]:
    same = twins(history.kept, owned.rank)
    others: dict[str, list[str]] = {}
    for twin, kept in same.items():
        others.setdefault(kept, []).append(twin)
    undone = reverted(history.kept, same, history.graph.__contains__, history.merged)
    tags: dict[str, tuple[str, ...]] = {}
    for tip in stand:
        if tip.ref.startswith(TAGS):
            tags[tip.commit] = (*tags.get(tip.commit, ()), tip.ref[len(TAGS) :])
    rows = list[Row]()
    experiments, owners = history.experiments, owned.owners
    for oid, authored, author, email, subject, _ in history.kept:
        experiment = experiments.get(oid)
        if experiment is None or oid in same:
            continue
        owner, copies = owners.get(oid), others.get(oid)
        rows.append(
            Row(
                oid,
                authored,
                author,
                email,
                subject,
                experiment,
                owner.name if owner else None,
                tags.get(oid, ()),
                None,
                undone.get(oid),
                tuple(copies) if copies else (),
            )
        )
    return rows
