"""One owner a pattern: lines that would do harm in this repository are left out. git says which do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.cli.scaffolding.proposal import ATTRIBUTES, IGNORE, Proposal
from mlhygiene.git import entries
from mlhygiene.git.attributes import of_index
from mlhygiene.git.proposed import crlf_files
from mlhygiene.lfs import CUTOFF, looks_like_pointer
from mlhygiene.model import LINK_MODE, shown
from mlhygiene.scaffold.examples import CONVERTS, example, pattern, speaks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlhygiene.git import Repository
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.proposed import Proposed
    from mlhygiene.scaffold.piece import Piece

LFS = "lfs"


class Harm(NamedTuple):
    """A line of ours that is left out of a file, why, and the tracked files that it would change."""

    file: str
    line: bytes
    why: str
    paths: tuple[bytes, ...] = ()


class Raw(NamedTuple):
    """Tracked contents that new LFS patterns want to be pointers."""

    paths: tuple[bytes, ...]
    patterns: tuple[bytes, ...]


class Settled(NamedTuple):
    """The pieces as they can be in a repository, and what a person should know of that."""

    pieces: list[Piece]
    harms: list[Harm]
    raw: Raw


def settled(repository: Repository, pieces: Sequence[Piece], contents: Mapping[str, bytes], *, force: bool) -> Settled:
    """Leave out what does harm. What is left out may uncover another line, so git is asked again."""
    proposal = Proposal(repository, pieces, contents, force=force)
    if not proposal.fresh(IGNORE) and not proposal.fresh(ATTRIBUTES):
        return Settled(proposal.pieces, [], Raw((), ()))
    tracked = [each for each in entries.index(repository.at_top) if each.status == "H"]
    crlf = crlf_files(repository) if any(map(CONVERTS.search, proposal.fresh(ATTRIBUTES))) else []
    harms = list[Harm]()
    while found := list(_harms(proposal, tracked, crlf)):
        harms += found
        for file in (IGNORE, ATTRIBUTES):
            proposal.leave_out(file, {each.line for each in found if each.file == file})
    return Settled(proposal.pieces, harms, _raw(repository, proposal, tracked))


def _harms(proposal: Proposal, tracked: Sequence[Entry], crlf: Sequence[bytes]) -> Iterator[Harm]:
    git = proposal.git()
    yield from _ignored(proposal, git, [each.path for each in tracked])
    yield from _twice(proposal, git)
    yield from _converted(proposal, git, crlf)


def _ignored(proposal: Proposal, git: Proposed, tracked: Sequence[bytes]) -> Iterator[Harm]:
    """Patterns that tracked files match."""
    caught = dict[bytes, list[bytes]]()
    for path, line in proposal.by_fresh(git.ignored(tracked)).items():
        caught.setdefault(line, []).append(path)
    for line, paths in caught.items():
        yield Harm(IGNORE, line, "it would ignore what is tracked", tuple(paths))


def _twice(proposal: Proposal, git: Proposed) -> Iterator[Harm]:
    """What Git LFS tracks and git ignores: the line of ours goes, the one of a person stays."""
    lines = [line.rstrip(b"\r") for line in proposal.content(ATTRIBUTES).split(b"\n")]
    named = {example(line): line for line in lines if speaks(line)}
    held = [path for path, value in git.attribute("filter", list(named)).items() if value == LFS]
    ignored = git.ignored(held)
    ours = proposal.by_fresh(ignored)
    for line in dict.fromkeys(ours.values()):
        theirs = next(named[path] for path, each in ours.items() if each == line)
        yield Harm(IGNORE, line, f"Git LFS is to hold such files: `{shown(theirs)}` in {ATTRIBUTES}")
    for path in ignored.keys() - ours.keys():
        if named[path] in proposal.fresh(ATTRIBUTES):
            file, number, by = ignored[path].split(":", 2)
            yield Harm(ATTRIBUTES, named[path], f"git ignores such files: `{by}` in {file}:{number}")


def _converted(proposal: Proposal, git: Proposed, crlf: Sequence[bytes]) -> Iterator[Harm]:
    """Line ends that are not stored as they should be: what speaks of all files goes first, and may be enough."""
    lines = sorted(line for line in proposal.fresh(ATTRIBUTES) if CONVERTS.search(line))
    held = [path for path, value in git.attribute("text", crlf).items() if value in {"set", "auto"}]
    if held and lines:
        why = "files are stored with CRLF, and git would convert them all when it renormalizes"
        for line in [line for line in lines if pattern(line) == b"*"] or lines:
            yield Harm(ATTRIBUTES, line, why, tuple(held))


def _raw(repository: Repository, proposal: Proposal, tracked: Sequence[Entry]) -> Raw:
    """The tracked contents that the fresh LFS patterns want to be pointers."""
    fresh = sorted(pattern(line) for line in proposal.fresh(ATTRIBUTES) if b"filter=lfs" in line.split())
    files = [each for each in tracked if each.mode != LINK_MODE]
    if not fresh or not files:
        return Raw((), ())
    paths = [each.path for each in files]
    now, then = of_index(repository).filters(paths), proposal.git().attribute("filter", paths)
    turned = [each for each, is_now in zip(files, now, strict=True) if is_now != LFS and then[each.path] == LFS]
    infos = repository.objects.infos([each.oid for each in turned])
    sized = [(each, info.size) for each, info in zip(turned, infos, strict=True) if info and info.size]
    raw = [each.path for each, size in sized if size >= CUTOFF or not _is_pointer(repository, each)]
    # `git lfs migrate` would go through history once for all patterns: those that have a file are enough.
    ends = tuple(each for each in fresh if any(_ends_alike(each, path) for path in raw))
    return Raw(tuple(raw), (ends or tuple(fresh)) if raw else ())


def _ends_alike(pattern_: bytes, path: bytes) -> bool:
    return example(pattern_).rpartition(b".")[2].lower() == path.rpartition(b".")[2].lower()


def _is_pointer(repository: Repository, entry: Entry) -> bool:
    return looks_like_pointer(repository.objects.read(entry.oid) or b"")
