"""Scopes over commits: a range, a first push, all of history."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.git import entries
from mlhygiene.model import Commit
from mlhygiene.scope.blobs import WINDOW, sized
from mlhygiene.scope.messages import Telling, Wanted, messages
from mlhygiene.snapshot.commits import RangeSnapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Subject

# How git writes "no commit"; a branch may well be called `0`, and a variable be empty.
NOTHING = re.compile(r"0{40}(?:0{24})?")
FILES = Wanted()


def between(
    repository: Repository,
    coverage: Coverage,
    base: str,
    head: str,
    wanted: Wanted = FILES,
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
    range_ = [tip, *(f"^{each}" for each in ([known] if known else []) + list(wanted.known))]
    telling = Telling(repository, wanted, [known] if known else [])
    snapshot = RangeSnapshot(repository, tip, known, coverage)
    yield from _walk(repository, coverage, range_, snapshot, telling)


def is_zero(name: str) -> bool:
    """Whether git says so that there is no commit. A branch may be called 0."""
    return NOTHING.fullmatch(name) is not None


def unpushed(
    repository: Repository,
    coverage: Coverage,
    head: str,
    remote: str,
    wanted: Wanted = FILES,
) -> Iterator[Subject]:
    """What a push brings: all that neither a branch of the remote nor a known commit has."""
    yield from brought(repository, coverage, head, [f"--remotes={remote}"], wanted)


def brought(
    repository: Repository, coverage: Coverage, head: str, has: Sequence[str], wanted: Wanted = FILES
) -> Iterator[Subject]:
    """The same, where the other side has what git-rev-list(1) is told so: `--all`."""
    tip = repository.commit(head)
    there = [*wanted.known, *has]
    range_ = [tip, "--not", *there]
    telling = Telling(repository, wanted, there)
    snapshot = RangeSnapshot(repository, tip, None, coverage)
    yield from _walk(repository, coverage, range_, snapshot, telling)


def one(repository: Repository, coverage: Coverage, name: str, wanted: Wanted = FILES) -> Iterator[Subject]:
    """One commit, and what it brings."""
    tip = repository.commit(name)
    snapshot = RangeSnapshot(repository, tip, None, coverage)
    yield from _walk(repository, coverage, ["--no-walk", tip], snapshot, Telling(repository, wanted, []))


def history(repository: Repository, coverage: Coverage, wanted: Wanted = FILES) -> Iterator[Subject]:
    """Everything that any ref reaches."""
    tip = repository.head
    range_ = ["--all", *([tip] if tip else [])]
    telling = Telling(repository, wanted, [])
    snapshot = RangeSnapshot(repository, tip or repository.empty_tree, None, coverage, everything=True)
    yield from _walk(repository, coverage, range_, snapshot, telling)


def _walk(
    repository: Repository,
    coverage: Coverage,
    range_: Sequence[str],
    snapshot: RangeSnapshot,
    telling: Telling,
) -> Iterator[Subject]:
    """Blobs, then the commit that brings them, for each commit of a range."""
    if repository.shallow and _cut_short(repository, range_):
        coverage.gap("a shallow clone has cut this history short: run `git fetch --unshallow` (in CI: fetch-depth: 0)")
    wanted = telling.wanted
    if not wanted.files:
        yield from messages(repository, coverage, range_, telling)
        return
    # Who brings a result must come before the commit that it is the result of.
    order = ["--topo-order"] if wanted.messages else []
    walk = entries.changes(repository.place, [*order, *range_], repository.remedy)
    while window := list(_weighed(walk)):
        flat = [entry for _, changed in window for entry in changed if wanted.keep(entry.path)]
        blobs = dict(zip(map(id, flat), sized(repository, flat, snapshot, coverage), strict=True))
        said = telling.read(repository, [commit for commit, _ in window]) if wanted.messages else {}
        for commit, changed in window:
            coverage.commits += 1
            here = [(entry, blob) for entry in changed if (blob := blobs.get(id(entry)))]
            yield from (blob for _, blob in here)
            coverage.messages += wanted.messages
            yield Commit(
                commit,
                tuple(b for e, b in here if e.status == "A"),
                tuple(b for e, b in here if e.status != "A"),
                said.get(commit),
            )
    telling.end(coverage)


def _cut_short(repository: Repository, range_: Sequence[str]) -> bool:
    """Whether a shallow clone lacks history that the range needs.

    Where the known side is cut, too, it no longer hides what lies below: that shows as
    a range which goes down to a root.
    """
    roots = entries.roots(repository.place, range_)
    known = any(word.startswith(("^", "--no")) for word in range_)
    return bool(roots) if known else not roots.isdisjoint(repository.cut)


def _weighed(walk: Iterator[tuple[str, list[Entry]]]) -> Iterator[tuple[str, list[Entry]]]:
    """As many commits as fill a window with files."""
    files = 0
    for commit, changed in walk:
        yield commit, changed
        files += len(changed) + 1
        if files >= WINDOW:
            return
