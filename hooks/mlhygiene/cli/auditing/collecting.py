"""One look at a history: sizes first, then names, commits and refs in one stream."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from heapq import nlargest
from typing import TYPE_CHECKING

from mlhygiene.audit.audit import Audit, Stored
from mlhygiene.audit.elsewhere import cached, paths_of
from mlhygiene.audit.held import Held, Standing, Weight
from mlhygiene.audit.tracing import History, Trace, churn
from mlhygiene.audit.weighing import weighed
from mlhygiene.cli.auditing.pointing import Pointing, pointing
from mlhygiene.git import entries, history, lacking
from mlhygiene.git.history import EVERYTHING
from mlhygiene.git.present import present
from mlhygiene.git.process import GitError
from mlhygiene.git.stored import Stock, stock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.cli.auditing.progress import Progress
    from mlhygiene.git import Repository

SHALLOW = "a shallow clone has cut this history short: run `git fetch --unshallow` (in CI: fetch-depth: 0)"
UNWALKED = (
    "trees or commits are missing, so that no commit, author, date or deletion is told, "
    "nor which refs reach what, and of every content one path alone"
)


@dataclass
class Collected:
    """What is known of a history before any content is read. Oids are hexadecimal bytes.

    `candidates` are reached by a ref, `loose` are the large ones that none reaches. `tips` are all that the refs' own
    commits hold, `head` the paths of HEAD by oid, `range_` what was walked through (git-rev-list(1)).
    """

    stock: Stock
    pointing: Pointing
    candidates: set[bytes]
    history: History
    loose: set[bytes] = field(default_factory=set[bytes])
    tips: set[bytes] = field(default_factory=set[bytes])
    head: dict[bytes, set[bytes]] = field(default_factory=dict[bytes, set[bytes]])
    range_: Sequence[str] = EVERYTHING
    missing: int = 0
    gaps: list[str] = field(default_factory=list[str])


def collected(repository: Repository, progress: Progress, *, limit: int, top: int, reflog: bool = False) -> Collected:
    """Sizes, names, commits and refs; with `reflog` also what refs have led to before."""
    range_ = (*EVERYTHING, *(["--reflog"] if reflog else []))
    with ExitStack() as underway:
        # git sorts all commits before it tells the first: it does so while we look at the sizes.
        arriving = underway.enter_context(history.history(repository.place, range_))
        progress.say("sizes of all objects")
        found = _sized(repository, limit, top)
        found.range_ = range_
        try:
            for commit in progress.over(
                history.commits(arriving), "commits", found.stock.totals.get("commit", (0,))[0]
            ):
                found.history.add(commit)
            underway.close()
        except GitError:
            _unwalked(repository, found)
    _pointed(found)
    _only_reached(repository, found, progress, limit, top)
    progress.say("what the tips of all refs hold")
    found.tips = present(repository.place)
    if repository.head:
        _head(repository, found)
    _missing(repository, found)
    return found


def _sized(repository: Repository, limit: int, top: int) -> Collected:
    """All objects and refs. Candidates are the blobs over the limit, and the largest where these are few."""
    stored, refs = stock(repository.place), pointing(repository)
    candidates = {oid for oid, (size, _) in stored.blobs.items() if size > limit}
    if len(candidates) < top:
        candidates.update(nlargest(top, stored.blobs, key=lambda oid: (stored.blobs[oid][0], oid)))
    return Collected(stored, refs, candidates, History(candidates, refs.commits))


def _pointed(found: Collected) -> None:
    for oid, (reach, paths) in found.pointing.blobs.items():
        found.history.point(oid, reach, paths)


def _only_reached(repository: Repository, found: Collected, progress: Progress, limit: int, top: int) -> None:
    """Set candidates aside that nothing reaches. Where they were in others' places, history is walked once more."""
    sizes, places = found.stock.blobs, found.history.places
    loose = found.candidates - places.keys()
    found.loose = {oid for oid in loose if sizes[oid][0] > limit}
    found.candidates -= loose
    if not loose or len(found.candidates) >= top:
        return
    found.candidates.update(nlargest(top, places.keys() & sizes.keys(), key=lambda oid: (sizes[oid][0], oid)))
    if UNWALKED in found.gaps:
        found.history.traces.update({oid: Trace() for oid in found.candidates - found.history.traces.keys()})
        return
    again = History(found.candidates, found.pointing.commits)
    with history.history(repository.place, found.range_) as arriving:
        for commit in progress.over(history.commits(arriving), "commits, once more", found.history.commits):
            again.add(commit)
    found.history = again
    _pointed(found)


def _unwalked(repository: Repository, found: Collected) -> None:
    """What can be said without the trees or commits that are missing."""
    reached = lacking.reached(repository.place, found.range_)
    found.history = History(found.candidates, {})
    found.history.commits = found.stock.totals.get("commit", (0,))[0]
    for oid, path in reached.paths.items():
        if oid in found.stock.blobs:
            found.history.point(oid, 0, {path})
    if not reached.whole:
        # git gives up at a commit that is missing: who could tell what lies below it?
        for oid in found.stock.blobs.keys() - found.history.places.keys():
            found.history.point(oid, 0, ())
    found.missing = max(reached.missing, 1)
    found.gaps.append(UNWALKED)


def _missing(repository: Repository, found: Collected) -> None:
    found.missing = found.missing or sum(oid not in found.stock.blobs for oid in found.history.places)
    if number := found.missing + found.stock.broken:
        objects = "object is" if number == 1 else "objects are"
        least = "at least " if UNWALKED in found.gaps else ""
        found.gaps.append(f"{least}{number:,} {objects} not in this clone, and not weighed: {repository.remedy}")
    if repository.shallow:
        found.gaps.append(SHALLOW)


def _head(repository: Repository, found: Collected) -> None:
    try:
        for entry in entries.tree(repository.place, repository.head or ""):
            found.head.setdefault(entry.oid.encode(), set()).add(entry.path)
    except GitError:
        found.gaps.append("a tree of HEAD is missing: what stands in HEAD is not known")


def weights(repository: Repository, found: Collected, limit: int) -> Audit:
    """The audit, as far as it can be told without contents."""
    sizes, places = found.stock.blobs, found.history.places
    sums = weighed(places, sizes, found.head, found.tips)
    held = sorted((_held(found, oid) for oid in found.candidates), key=lambda blob: (-blob.size, blob.path, blob.oid))
    loose = [sizes[oid] for oid in sizes.keys() - places.keys()]
    kept = {path for paths in found.head.values() for path in paths}
    versions = sorted(churn(places, sizes).items(), key=lambda pair: (-pair[1], pair[0]))
    return Audit(
        head=repository.head,
        branch=found.pointing.branch,
        commits=found.history.commits,
        refs=found.pointing.refs,
        limit=limit,
        stored={kind: Stored(*total) for kind, total in found.stock.totals.items()},
        reachable=sums.reachable,
        loose=Weight(len(loose), sum(size for size, _ in loose), sum(disk for _, disk in loose)),
        blobs=held,
        unreachable=sorted(
            (Held(oid.decode(), *sizes[oid], (), Standing.UNREACHABLE) for oid in found.loose),
            key=lambda blob: (-blob.size, blob.oid),
        ),
        paths=sums.paths,
        folders=sums.folders,
        extensions=sums.extensions,
        churn=[(path, number) for path, number in versions if number > 1],
        duplicates=[blob for blob in held if _is_duplicate(found, blob.oid.encode())],
        caches=weighed(cached(places), sizes, found.head, found.tips).reachable,
        gone={path: date for path, date in found.history.gone.items() if path not in kept},
        missing=found.missing + found.stock.broken,
        shallow=repository.shallow,
        partial=repository.partial,
        gaps=found.gaps,
    )


def _held(found: Collected, oid: bytes) -> Held:
    size, disk = found.stock.blobs[oid]
    trace, standing = found.history.traces[oid], _standing(found, oid)
    names = trace.names(found.head.get(oid, ()), stands=standing is Standing.TIP)
    refs = found.pointing.reaching(trace.reach)
    place = min(paths_of(found.history.places.get(oid)), default=b"")
    return Held(oid.decode(), size, disk, names, standing, refs, _kind(names[0].path if names else place), place)


def _is_duplicate(found: Collected, oid: bytes) -> bool:
    return found.history.traces[oid].at_once or len(found.head.get(oid, ())) > 1


def _standing(found: Collected, oid: bytes) -> Standing:
    if oid in found.head:
        return Standing.HEAD
    if oid not in found.history.places:
        return Standing.UNREACHABLE
    return Standing.TIP if oid in found.tips else Standing.DELETED


def _kind(path: bytes) -> str:
    from mlhygiene.kinds import by_name

    kind = by_name(path.decode("utf-8", "surrogateescape")) if path else None
    return kind.label if kind else ""
