"""The logbook out of history: one `git log` over all refs, and one list of where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.experiments.joining import joined, twins
from mlhygiene.experiments.logbook import Logbook, Row
from mlhygiene.experiments.noting import notes
from mlhygiene.experiments.ownership import Ownership, line, ownership
from mlhygiene.experiments.reverts import is_revert, reverted, subject_of
from mlhygiene.git.log import FIELDS, Logged, told
from mlhygiene.git.tips import tips
from mlhygiene.messages.metrics import Metrics
from mlhygiene.messages.reading import read as parse

if TYPE_CHECKING:
    from mlhygiene.git import Repository
    from mlhygiene.git.tips import Tip
    from mlhygiene.messages.experiment import Experiment

# Every experiment of whatever form begins so; nine of ten commits are left with this one look.
BEGINNINGS = frozenset({"exp", "Exp", "EXP"})
TAGS = "refs/tags/"


class History:
    """What is kept of a history: its graph, and the messages of experiments and reverts, newest first."""

    def __init__(self, repository: Repository) -> None:
        self.graph: dict[str, str] = {}
        self.kept: list[Logged] = []
        self.experiments: dict[str, Experiment] = {}
        for fields in told(repository.place):
            self._take(fields)

    def _take(self, fields: list[str]) -> None:
        oids, parents, messages = fields[0::FIELDS], fields[1::FIELDS], fields[5::FIELDS]
        self.graph.update(zip(oids, parents, strict=True))
        for at, message in enumerate(messages):
            maybe = message[:3] in BEGINNINGS or message[:1].isspace()
            if (maybe or is_revert(message)) and " " not in parents[at]:
                self._keep(oids[at], fields[at * FIELDS : (at + 1) * FIELDS], maybe=maybe)

    def _keep(self, oid: str, fields: list[str], *, maybe: bool) -> None:
        _, parents, authored, author, email, message = fields
        experiment = parse(message, liberal=True).experiment if maybe else None
        if experiment is not None:
            self.experiments[oid] = experiment
        if experiment is not None or is_revert(message):
            self.kept.append(Logged(oid, parents, int(authored or 0), author, email, message))

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
    rows = _rows(history, owned, stand)
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
    rows = [
        Row(
            commit=logged.oid,
            authored=logged.authored,
            author=logged.author,
            email=logged.email,
            subject=subject_of(logged.message),
            experiment=history.experiments[logged.oid],
            branch=owned.name(logged.oid),
            tags=tags.get(logged.oid, ()),
            reverted=undone.get(logged.oid),
            twins=tuple(others.get(logged.oid, ())),
        )
        for logged in history.kept
        if logged.oid in history.experiments and logged.oid not in same
    ]
    return joined(rows, history.graph)
