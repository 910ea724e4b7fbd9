"""Scopes over one state: what is staged, the files named, the whole tree."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.git import entries
from mlhygiene.model import Blob, Commit, Refusal, Unsized, shown
from mlhygiene.scope.blobs import blobs
from mlhygiene.snapshot.index import IndexSnapshot
from mlhygiene.snapshot.markers import SPECS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Subject


def staged(repository: Repository, coverage: Coverage, pathspecs: Sequence[bytes] = ()) -> Iterator[Subject]:
    """What `git commit` is about to record: the index against HEAD.

    In a merge, what one of the other sides brings as it is has been judged there.
    """
    _top(repository)
    _all_named(repository, pathspecs)
    snapshot = IndexSnapshot(
        repository, lambda: entries.index(repository.at_top, SPECS), coverage, base=repository.head
    )
    brought = _brought(repository)
    listing = [e for e in _staged(repository, pathspecs) if e.path not in brought]
    judged = list[Blob]()
    for blob in blobs(repository, _merged(listing, coverage), snapshot, coverage):
        judged.append(blob)
        yield blob
    yield _commit(None, judged, {entry.path for entry in listing if entry.status == "A"})


def paths(repository: Repository, coverage: Coverage, given: Sequence[str]) -> Iterator[Subject]:
    """The named files as the index holds them: what pre-commit hands to a hook."""
    _top(repository)
    wanted = dict.fromkeys(path for name in given if (path := from_top(repository, name, coverage)) is not None)
    listing = list(_listed(repository, wanted))
    held = {entry.path for entry in listing}
    named = held.intersection(wanted)
    snapshot = IndexSnapshot(repository, lambda: listing, coverage, base=repository.head, named=named)
    brought = _brought(repository)
    chosen = [entry for entry in listing if entry.path in wanted and entry.path not in brought]
    for path in wanted:
        if path not in held:
            coverage.unlist(path, "not in the index")
    judged = dict[bytes, Blob]()
    for blob in blobs(repository, _merged(chosen, coverage), snapshot, coverage):
        judged[blob.path] = blob
        yield blob
    if len(wanted) < entries.FEW_NAMES:
        # Which of them are new, nobody has asked: that is worth no process of git's.
        yield Commit(None, (), tuple(judged.values()))
        return
    # pre-commit splits long lists of names over processes: a commit is judged whole.
    staged = [entry for entry in _staged(repository) if entry.status != "U" and entry.path not in brought]

    def listed(*, new: bool) -> Unsized:
        part = [entry for entry in staged if (entry.status == "A") is new]

        def load() -> list[Blob]:
            others = blobs(repository, [entry for entry in part if entry.path not in judged], snapshot)
            known = judged | {blob.path: blob for blob in others}
            return [known[entry.path] for entry in part if entry.path in known]

        return Unsized([entry.path for entry in part], load)

    yield Commit(None, listed(new=True), listed(new=False), estimate=_estimated(staged, judged))


def tree(
    repository: Repository, coverage: Coverage, pathspecs: Sequence[bytes] = (), revision: str | None = None
) -> Iterator[Subject]:
    """Every tracked file as the index holds it, or as a revision does."""
    if revision is None and repository.top is None:
        revision = "HEAD"
    if revision is None:
        _all_named(repository, pathspecs)
        listing = list(entries.index(repository.place if pathspecs else repository.at_top, pathspecs))
        markers = listing if not pathspecs else None
        snapshot = IndexSnapshot(repository, lambda: markers or entries.index(repository.at_top, SPECS), coverage)
    else:
        commit = repository.commit(revision)
        everything = list(entries.tree(repository.place, commit))
        listing = list(entries.tree(repository.place, commit, pathspecs)) if pathspecs else everything
        snapshot = IndexSnapshot(repository, lambda: everything, coverage, revision=commit)
    if pathspecs and not listing:
        raise Refusal(f"{', '.join(shown(spec) for spec in pathspecs)}: no such tracked file")
    yield from blobs(repository, _merged(listing, coverage), snapshot, coverage)


def _estimated(staged: Sequence[Entry], named: Mapping[bytes, Blob]) -> int:
    """The bytes of a commit, from the files of it that one of several processes was handed.

    The files of all the processes together are the commit, so one of them at least holds no less
    than its share, and what it takes for the whole is no less than the whole.
    """
    sizes = [named[entry.path].size for entry in staged if entry.path in named]
    return -(-sum(sizes) * len(staged) // len(sizes)) if sizes else 0


def _commit(oid: str | None, changed: Iterable[Blob], added: set[bytes]) -> Commit:
    both = tuple(changed)
    return Commit(oid, tuple(b for b in both if b.path in added), tuple(b for b in both if b.path not in added))


def _staged(repository: Repository, pathspecs: Sequence[bytes] = ()) -> Iterator[Entry]:
    return entries.staged(repository.place, repository.head or repository.empty_tree, pathspecs)


def _brought(repository: Repository) -> set[bytes]:
    """Paths that a merge in progress changes only as one of its other sides has them."""
    if not repository.merged:
        return set()
    ours = {entry.path for entry in _staged(repository)}
    sides = [{e.path for e in entries.staged(repository.place, side)} for side in repository.merged]
    return ours - set[bytes].intersection(*sides)


def _merged(listing: Iterable[Entry], coverage: Coverage) -> Iterator[Entry]:
    """Entries that stand in the index once; the others are told."""
    for entry in listing:
        if entry.status == "U":
            coverage.note(f"{shown(entry.path)}: unmerged, not judged")
        else:
            yield entry


def _listed(repository: Repository, wanted: Iterable[bytes]) -> Iterator[Entry]:
    """Index entries of the wanted paths and of the files that say how they are kept."""
    specs = [b":(top,literal)" + path for path in wanted]
    if len(specs) > entries.FEW_NAMES or sum(map(len, specs)) > entries.SHORT_LINE:
        return entries.index(repository.at_top)
    return entries.index(repository.at_top, [*specs, *SPECS])


def _all_named(repository: Repository, pathspecs: Sequence[bytes]) -> None:
    """Refuse a name that stands for nothing: a typing mistake must not look clean."""
    if missing := entries.unmatched(repository.place, pathspecs):
        raise Refusal(f"{', '.join(map(shown, missing))}: no such tracked file")


def _top(repository: Repository) -> str:
    """The root of the worktree whose index is judged."""
    if repository.top is None:
        raise Refusal("a bare repository has no index: use --rev, --from-ref or --history")
    return repository.top


def from_top(repository: Repository, name: str, coverage: Coverage) -> bytes | None:
    """A name that the caller gave, as git has it; None outside the repository."""
    _top(repository)
    path = repository.names.from_top(name)
    if path is None:
        coverage.unlist(os.fsencode(name), "outside the repository")
    return path
