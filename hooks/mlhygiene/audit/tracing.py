"""What a walk through history adds up to: where contents lay, who brought them, which refs reach them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlhygiene.audit.held import Name, Origin

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping, Sequence

    from mlhygiene.audit.weighing import Place
    from mlhygiene.git.history import Told


@dataclass
class Trace:
    """The way of one candidate. `reach` has a bit for each ref; `first` and `gone` are by path.

    Commits come children first: of what brings it to a path the last one told is the oldest, of what takes it
    away the first one told is the newest. `first` has its paths in the order in which that was told last.
    `turns` count the commits until the oldest that brings it to a path, `turn` until the oldest of all; `at_once` is
    true where one brought it to several paths.
    """

    reach: int = 0
    turn: int = 0
    at_once: bool = False
    first: dict[bytes, Origin] = field(default_factory=dict[bytes, Origin])
    gone: dict[bytes, Origin] = field(default_factory=dict[bytes, Origin])
    turns: dict[bytes, int] = field(default_factory=dict[bytes, int])

    def names(self, kept: Collection[bytes], *, stands: bool) -> tuple[Name, ...]:
        """The paths, oldest first. `kept` are those where HEAD has it; `stands` says that another ref has it now."""
        oldest = reversed(self.first.items())
        return tuple(
            Name(path, origin, None if stands or path in kept else self.gone.get(path)) for path, origin in oldest
        )


class History:
    """Commits come in, children first. Only lines of development that are open are held, and what they add up to.

    `places` are the paths of every blob: one, or a set; `links` those that are symbolic links, and nothing else.
    Commits may be candidates, too: their path is empty. `gone` has the paths whose newest commit takes them away,
    and when it did.
    """

    def __init__(self, candidates: Iterable[bytes], tips: Mapping[bytes, int]) -> None:
        self.commits = 0
        self.places: dict[bytes, Place] = {}
        self.links: set[bytes] = set()
        self.gone: dict[bytes, int] = {}
        self.traces = {oid: Trace() for oid in candidates}
        self._above = dict(tips)
        self._paths: dict[bytes, bytes] = {}

    def add(self, commit: Told) -> None:
        """Take the next commit in."""
        self.commits += 1
        reach = self._above.pop(commit.oid, 0)
        for parent in commit.parents:
            self._above[parent] = self._above.get(parent, 0) | reach
        places, traces, paths = self.places, self.traces, self._paths
        if commit.oid in traces:
            self._brought(traces[commit.oid], commit, b"", reach)
        for path, new, old, link in commit.changes:
            name = paths.get(path) or self._meet(path, commit, taken=new is None)
            if new is not None:
                if places.get(new) != name or link or new in self.links:
                    self._place(new, name, link=link)
                if new in traces:
                    self._brought(traces[new], commit, name, reach)
            for oid in old:
                if oid in traces and oid != new:
                    traces[oid].gone.setdefault(name, _origin(commit))

    def _meet(self, path: bytes, commit: Told, *, taken: bool) -> bytes:
        """A path of which no later commit has spoken."""
        self._paths[path] = path
        if taken:
            self.gone[path] = commit.date
        return path

    def point(self, oid: bytes, reach: int, paths: Collection[bytes]) -> None:
        """Take in a blob that no commit brings: what a tag of it leads to, or what is known without commits."""
        self.places.setdefault(oid, set())
        for path in paths:
            self._place(oid, path, link=False)
        if oid in self.traces:
            self.traces[oid].reach |= reach

    def _place(self, oid: bytes, path: bytes, *, link: bool) -> None:
        known = self.places.get(oid)
        if link and known is None:
            self.links.add(oid)
        elif not link:
            self.links.discard(oid)
        if known is None:
            self.places[oid] = path
        elif isinstance(known, set):
            known.add(path)
        elif known != path:
            self.places[oid] = {known, path}

    def _brought(self, trace: Trace, commit: Told, path: bytes, reach: int) -> None:
        trace.reach |= reach
        trace.at_once = trace.at_once or trace.turn == self.commits
        trace.turn = trace.turns[path] = self.commits
        trace.first.pop(path, None)
        trace.first[path] = _origin(commit)


def _origin(commit: Told) -> Origin:
    return Origin(commit.oid.decode(), commit.author, commit.date)


def named(reach: int, names: Sequence[str]) -> tuple[str, ...]:
    """The refs whose bits are set, in the order of all names."""
    found = list[str]()
    while reach:
        low = reach & -reach
        found.append(names[low.bit_length() - 1])
        reach ^= low
    return tuple(found)


def churn(places: Mapping[bytes, Place], known: Container[bytes]) -> dict[bytes, int]:
    """How many contents each path has had, of those that are known."""
    counts = dict[bytes, int]()
    for oid, place in places.items():
        if oid not in known:
            continue
        for path in (place,) if isinstance(place, bytes) else place:
            counts[path] = counts.get(path, 0) + 1
    return counts
