"""Secrets in history: every content once, and what commits and tags say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.audit.elsewhere import paths_of
from mlhygiene.audit.held import Origin
from mlhygiene.audit.leaking import Leaks
from mlhygiene.audit.tracing import History
from mlhygiene.coverage import Coverage
from mlhygiene.engine import judge
from mlhygiene.git import history
from mlhygiene.git.log import log
from mlhygiene.git.process import GitError
from mlhygiene.git.tags import tags
from mlhygiene.model import LINK_MODE, Blob, Commit
from mlhygiene.record import Record
from mlhygiene.snapshot.history import HistorySnapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.audit.audit import Leak
    from mlhygiene.cli.auditing.collecting import Collected
    from mlhygiene.cli.auditing.progress import Progress
    from mlhygiene.git import Repository
    from mlhygiene.ignores import Ignores
    from mlhygiene.rule import AnyRule

FILE = "100644"


def leaks(
    repository: Repository, found: Collected, progress: Progress, rules: Sequence[AnyRule], ignores: Ignores
) -> list[Leak]:
    """What the rules find in everything that a ref reaches, and nobody has set aside."""
    coverage = Coverage()
    snapshot = HistorySnapshot(repository, coverage)
    gathered = Leaks()
    blobs = progress.over(_blobs(found, snapshot), "searching for secrets", len(found.stock.blobs))
    for finding in ignores.keep(judge(blobs, [rule for rule in rules if Blob in rule.subjects])):
        gathered.add(finding)
    speaking = [rule for rule in rules if Commit in rule.subjects]
    try:
        for finding in ignores.keep(judge(_messages(repository, found, progress), speaking)) if speaking else ():
            gathered.add(finding)
    except GitError:
        found.gaps.append("commits or tags are missing: their messages were not searched for secrets")
    if snapshot.broken:
        number = len(snapshot.broken)
        found.gaps.append(f"{number:,} contents cannot be read, and were not searched for secrets: run `git fsck`")
    return _told(repository, found, progress, gathered)


def _blobs(found: Collected, snapshot: HistorySnapshot) -> Iterator[Blob]:
    """Every content that a ref reaches, in the order in which they are stored; under each of its paths in turn.

    Its name decides how a content is read, and its path whether it is set aside.
    """
    places, links = found.history.places, found.history.links
    for oid, (size, _) in found.stock.blobs.items():
        if oid in places:
            name, mode = oid.decode(), LINK_MODE if oid in links else FILE
            for path in sorted(paths_of(places[oid])) or [b""]:
                yield Blob(path, name, size, mode, snapshot)


def _messages(repository: Repository, found: Collected, progress: Progress) -> Iterator[Commit]:
    # Not `--all` by its name, which leaves stashes and notes aside there: they are written by people, too.
    range_ = ["--glob=refs/*", *([repository.head] if repository.head else []), *found.range_[1:]]
    for commit in progress.over(log(repository.place, range_), "searching messages for secrets"):
        yield Commit(commit.oid, record=Record(commit.message))
    for tag in tags(repository.place, repository.objects):
        yield Commit(tag.oid, record=Record(tag.message))


def _told(repository: Repository, found: Collected, progress: Progress, gathered: Leaks) -> list[Leak]:
    """Where something was found, history is walked once more: who brought it."""
    if not gathered.oids:
        return []
    traced = History(gathered.oids, found.pointing.commits)
    try:
        with history.history(repository.place, found.range_) as arriving:
            for commit in progress.over(history.commits(arriving), "looking who brought them", found.history.commits):
                traced.add(commit)
    except GitError:  # told already
        traced = History(gathered.oids, {})
    names = found.pointing.names
    current = 1 << names.index(found.pointing.head) if found.pointing.head in names else 0
    tagged = {tag.oid: tag for tag in tags(repository.place, repository.objects) if tag.oid.encode() in gathered.oids}
    for oid, tag in tagged.items():
        traced.traces[oid.encode()].first[b""] = Origin(oid, tag.tagger, tag.date)
    spoken = {oid for oid, trace in traced.traces.items() if b"" in trace.first and trace.reach & current}
    refs = {oid: tag.ref for oid, tag in tagged.items()}
    return gathered.told(traced.traces, found.head.keys() | spoken, refs)
