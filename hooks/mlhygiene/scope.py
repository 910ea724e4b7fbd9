"""Which part of a repository is judged. Every scope is a stream of subjects."""

from __future__ import annotations

import os
import re
from itertools import islice
from typing import TYPE_CHECKING

from mlhygiene.git import entries
from mlhygiene.model import Blob, Commit, Refusal, shown
from mlhygiene.snapshot import SPECS, IndexSnapshot, RangeSnapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Coverage, Snapshot, Subject

# How git writes "no commit"; a branch may well be called `0`, and a variable be empty.
NOTHING = re.compile(r"0{40}(?:0{24})?")
# How many files are sized, read ahead and asked after at once.
WINDOW = 2048


def staged(repository: Repository, coverage: Coverage, pathspecs: Sequence[bytes] = ()) -> Iterator[Subject]:
    """What `git commit` is about to record: the index against HEAD.

    In a merge, what one of the other sides brings as it is has been judged there.
    """
    _top(repository)
    snapshot = IndexSnapshot(repository, lambda: entries.index(repository.at_top, SPECS), base=repository.head)
    brought = _brought(repository)
    listing = [e for e in _staged(repository, pathspecs) if e.path not in brought]
    blobs = list(_blobs(repository, _merged(listing, coverage), snapshot, coverage))
    yield from blobs
    yield _commit(None, blobs, {entry.path for entry in listing if entry.status == "A"})


def paths(repository: Repository, coverage: Coverage, given: Sequence[str]) -> Iterator[Subject]:
    """The named files as the index holds them: what pre-commit hands to a hook."""
    _top(repository)
    wanted = dict.fromkeys(path for name in given if (path := from_top(repository, name, coverage)) is not None)
    listing = list(_listed(repository, wanted))
    snapshot = IndexSnapshot(repository, lambda: listing, base=repository.head)
    brought = _brought(repository)
    chosen = [entry for entry in listing if entry.path in wanted and entry.path not in brought]
    held = {entry.path for entry in listing}
    for path in wanted:
        if path not in held:
            coverage.note(f"{shown(path)}: not in the index, not judged")
    yield from _blobs(repository, _merged(chosen, coverage), snapshot, coverage)
    if len(wanted) >= entries.FEW_NAMES:
        # pre-commit splits long lists of names over processes: a commit is judged whole.
        added = [entry for entry in _staged(repository) if entry.status == "A" and entry.path not in brought]
        blobs = list(_blobs(repository, added, snapshot, coverage, counted=False))
        yield _commit(None, blobs, {blob.path for blob in blobs})


def tree(
    repository: Repository, coverage: Coverage, pathspecs: Sequence[bytes] = (), revision: str | None = None
) -> Iterator[Subject]:
    """Every tracked file as the index holds it, or as a revision does."""
    if revision is None and repository.top is None:
        revision = "HEAD"
    if revision is None:
        listing = list(entries.index(repository.place if pathspecs else repository.at_top, pathspecs))
        markers = listing if not pathspecs else None
        snapshot = IndexSnapshot(repository, lambda: markers or entries.index(repository.at_top, SPECS))
    else:
        commit = repository.commit(revision)
        everything = list(entries.tree(repository.place, commit))
        listing = list(entries.tree(repository.place, commit, pathspecs)) if pathspecs else everything
        snapshot = IndexSnapshot(repository, lambda: everything, revision=commit)
    if pathspecs and not listing:
        raise Refusal(f"{', '.join(shown(spec) for spec in pathspecs)}: no such tracked file")
    yield from _blobs(repository, _merged(listing, coverage), snapshot, coverage)


def between(
    repository: Repository,
    coverage: Coverage,
    base: str,
    head: str,
    keep: Callable[[bytes], bool] = lambda _path: True,
) -> Iterator[Subject]:
    """Every file version and commit that `head` adds over `base`.

    A file that is added and deleted again inside the range is in it. An all-zero
    `base` is how git says that there was nothing before (githooks(5), pre-push).
    """
    if is_zero(head):
        coverage.note("the ref is deleted: nothing to judge")
        return
    tip = repository.commit(head)
    known = None if is_zero(base) else repository.commit(base)
    snapshot = RangeSnapshot(repository, tip, known)
    yield from _walk(repository, coverage, [tip, *([f"^{known}"] if known else [])], snapshot, keep)


def is_zero(name: str) -> bool:
    """Whether git says so that there is no commit. A branch may be called 0."""
    return NOTHING.fullmatch(name) is not None


def unpushed(
    repository: Repository,
    coverage: Coverage,
    head: str,
    remote: str,
    keep: Callable[[bytes], bool] = lambda _path: True,
) -> Iterator[Subject]:
    """What a first push of a branch brings: all that no branch of the remote has."""
    tip = repository.commit(head)
    snapshot = RangeSnapshot(repository, tip, None)
    yield from _walk(repository, coverage, [tip, "--not", f"--remotes={remote}"], snapshot, keep)


def history(repository: Repository, coverage: Coverage) -> Iterator[Subject]:
    """Everything that any ref reaches."""
    tip = repository.head
    snapshot = RangeSnapshot(repository, tip or repository.empty_tree, None)
    yield from _walk(repository, coverage, ["--all", *([tip] if tip else [])], snapshot)


def _walk(
    repository: Repository,
    coverage: Coverage,
    range_: Sequence[str],
    snapshot: RangeSnapshot,
    keep: Callable[[bytes], bool] = lambda _path: True,
) -> Iterator[Subject]:
    """Blobs, then the commit that brings them, for each commit of a range."""
    if repository.shallow and _cut_short(repository, range_):
        coverage.gap("a shallow clone has cut this history short: run `git fetch --unshallow` (in CI: fetch-depth: 0)")
    walk = entries.changes(repository.place, range_, repository.remedy)
    while window := list(_weighed(walk)):
        flat = [entry for _, changed in window for entry in changed if keep(entry.path)]
        blobs = dict(zip(map(id, flat), _sized(repository, flat, snapshot, coverage), strict=True))
        for commit, changed in window:
            coverage.commits += 1
            here = [(entry, blob) for entry in changed if (blob := blobs.get(id(entry)))]
            yield from (blob for _, blob in here)
            yield Commit(
                commit, tuple(b for e, b in here if e.status == "A"), tuple(b for e, b in here if e.status != "A")
            )


def _cut_short(repository: Repository, range_: Sequence[str]) -> bool:
    """Whether a shallow clone lacks history that the range needs.

    Where the known side is cut, too, it no longer hides what lies below: that shows as
    a range which goes down to a root.
    """
    roots = entries.roots(repository.place, range_)
    known = any(word.startswith(("^", "--not")) for word in range_)
    return bool(roots) if known else not roots.isdisjoint(repository.cut)


def _weighed(walk: Iterator[tuple[str, list[Entry]]]) -> Iterator[tuple[str, list[Entry]]]:
    """As many commits as fill a window with files."""
    files = 0
    for commit, changed in walk:
        yield commit, changed
        files += len(changed) + 1
        if files >= WINDOW:
            return


def _blobs(
    repository: Repository, listing: Iterable[Entry], snapshot: Snapshot, coverage: Coverage, *, counted: bool = True
) -> Iterator[Blob]:
    """Entries with their sizes, a window at a time."""
    rest = iter(listing)
    while window := list(islice(rest, WINDOW)):
        yield from (blob for blob in _sized(repository, window, snapshot, coverage, counted=counted) if blob)


def _sized(
    repository: Repository, window: Sequence[Entry], snapshot: Snapshot, coverage: Coverage, *, counted: bool = True
) -> list[Blob | None]:
    """A blob for each entry; None, and a gap told, where the object is not here."""
    sized = list[Blob | None]()
    infos = repository.objects.infos([entry.oid for entry in window])
    for entry, info in zip(window, infos, strict=True):
        if info is None:
            coverage.missing(entry.path, repository.remedy)
            sized.append(None)
        else:
            sized.append(Blob(entry.path, entry.oid, info.size, entry.mode, snapshot, entry.commit))
    if counted:
        coverage.blobs += len(sized)
    return sized


def _commit(oid: str | None, blobs: Iterable[Blob], added: set[bytes]) -> Commit:
    both = tuple(blobs)
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
        coverage.note(f"{shown(os.fsencode(name))}: outside the repository, not judged")
    return path
