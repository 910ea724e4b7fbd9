"""One owner a pattern: lines that would do harm in this repository are left out. git says which do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.cli.scaffolding.proposal import ATTRIBUTES, IGNORE, Proposal
from mlhygiene.git import entries
from mlhygiene.git.attributes import of_index
from mlhygiene.git.proposed import crlf_files
from mlhygiene.lfs import CUTOFF, looks_like_pointer
from mlhygiene.model import LINK_MODE, printable, shown
from mlhygiene.scaffold.examples import CONVERTS, example, pattern, speaks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlhygiene.git import Repository
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.proposed import Proposed
    from mlhygiene.scaffold.piece import Piece

LFS = "lfs"
# Why lines are left out.
TRACKED = "they would ignore what is tracked"
HELD = "Git LFS is to hold such files"
IGNORED = "git ignores such files"
CONVERTED = "git would show as modified what is stored with CRLF"


class Harm(NamedTuple):
    """A line of ours that is left out of a file, why, by which other line, or for which tracked files."""

    file: str
    line: bytes
    why: str
    by: str = ""
    paths: tuple[bytes, ...] = ()


class Turned(NamedTuple):
    """The tracked files that change hands: contents that LFS `takes`, by which patterns; pointers that it `leaves`.

    `crlf` are those whose line ends stay as they are until somebody renormalizes them.
    """

    takes: tuple[bytes, ...] = ()
    patterns: tuple[bytes, ...] = ()
    leaves: tuple[bytes, ...] = ()
    crlf: tuple[bytes, ...] = ()


class Settled(NamedTuple):
    """The pieces as they can be in a repository, and what a person should know of that.

    `kept` are lines that stay though they ignore what is tracked: no secret, no cache, belongs there.
    """

    pieces: list[Piece]
    harms: list[Harm]
    turned: Turned
    kept: Sequence[Harm] = ()


def settled(repository: Repository, pieces: Sequence[Piece], contents: Mapping[str, bytes], *, force: bool) -> Settled:
    """Leave out what does harm. What is left out may uncover another line, so git is asked again."""
    proposal = Proposal(repository, pieces, contents, force=force)
    if all(proposal.content(path) == contents.get(path, b"") for path in (IGNORE, ATTRIBUTES)):
        return Settled(proposal.pieces, [], Turned())
    tracked = [each for each in entries.index(repository.at_top) if each.status == "H"]
    crlf = crlf_files(repository) if any(map(CONVERTS.search, proposal.fresh(ATTRIBUTES))) else []
    harms, kept = list[Harm](), list[Harm]()
    while found := list(_harms(proposal, tracked, crlf)):
        kept = [each for each in found if each.why == TRACKED and each.line in proposal.stays]
        if len(kept) == len(found):
            break
        harms += (out := [each for each in found if each not in kept])
        for file in (IGNORE, ATTRIBUTES):
            proposal.leave_out(file, {each.line for each in out if each.file == file})
    turned = _turned(repository, proposal, tracked)
    return Settled(proposal.pieces, harms, turned._replace(crlf=_held(proposal.git(), crlf, "auto")), kept)


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
        yield Harm(IGNORE, line, TRACKED, paths=tuple(paths))


def _twice(proposal: Proposal, git: Proposed) -> Iterator[Harm]:
    """What Git LFS tracks and git ignores: the line of ours goes, the one of a person stays."""
    lines = [line.rstrip(b"\r") for line in proposal.content(ATTRIBUTES).split(b"\n")]
    named = {example(line): line for line in lines if speaks(line)}
    held = [path for path, value in git.attribute("filter", list(named)).items() if value == LFS]
    ignored = git.ignored(held)
    ours = proposal.by_fresh(ignored)
    for line in dict.fromkeys(ours.values()):
        theirs = next(named[path] for path, each in ours.items() if each == line)
        yield Harm(IGNORE, line, HELD, f"`{shown(theirs)}` in {ATTRIBUTES}")
    fresh = proposal.fresh(ATTRIBUTES)
    for path, by in ignored.items():
        if path not in ours and named[path] in fresh:
            file, number, what = by.split(":", 2)
            # Where the file is ours to write, its lines have other numbers still.
            place = file if file == IGNORE else f"{file}:{number}"
            same = what.encode("utf-8", "surrogateescape") == pattern(named[path])
            told = f"{place} names the same" if same else f"`{printable(what)}` in {place}"
            yield Harm(ATTRIBUTES, named[path], IGNORED, told)


def _converted(proposal: Proposal, git: Proposed, crlf: Sequence[bytes]) -> Iterator[Harm]:
    """Line ends that are stored as `text` would not have them: git shows such files as modified.

    With `text=auto` it lets them be.
    """
    held = _held(git, crlf, "set")
    for line in sorted(line for line in proposal.fresh(ATTRIBUTES) if CONVERTS.search(line)) if held else ():
        freed = set(held).difference(_held(proposal.without(ATTRIBUTES, line), crlf, "set"))
        if freed:
            yield Harm(ATTRIBUTES, line, CONVERTED, paths=tuple(sorted(freed)))


def _held(git: Proposed, paths: Sequence[bytes], value: str) -> tuple[bytes, ...]:
    return tuple(path for path, text in git.attribute("text", paths).items() if text == value)


def _turned(repository: Repository, proposal: Proposal, tracked: Sequence[Entry]) -> Turned:
    """The files whose `filter` attribute changes, and whose contents are not as it then says."""
    files = [each for each in tracked if each.mode != LINK_MODE]
    if not files:
        return Turned()
    paths = [each.path for each in files]
    now, then = of_index(repository).filters(paths), proposal.git().attribute("filter", paths)
    turned = [each for each, old in zip(files, now, strict=True) if (old == LFS) != (then[each.path] == LFS)]
    infos = repository.objects.infos([each.oid for each in turned])
    sized = [(each, info.size) for each, info in zip(turned, infos, strict=True) if info and info.size]
    pointers = {each.path for each, size in sized if size < CUTOFF and _is_pointer(repository, each)}
    takes = tuple(each.path for each, _ in sized if then[each.path] == LFS and each.path not in pointers)
    leaves = tuple(path for path in pointers if then[path] != LFS)
    fresh = sorted(pattern(line) for line in proposal.fresh(ATTRIBUTES) if b"filter=lfs" in line.split())
    # `git lfs migrate` is for the patterns that have a file.
    needed = tuple(each for each in fresh if any(_ends_alike(each, path) for path in takes))
    return Turned(takes, needed or tuple(fresh), tuple(sorted(leaves)))


def _ends_alike(pattern_: bytes, path: bytes) -> bool:
    return example(pattern_).rpartition(b".")[2].lower() == path.rpartition(b".")[2].lower()


def _is_pointer(repository: Repository, entry: Entry) -> bool:
    return looks_like_pointer(repository.objects.read(entry.oid) or b"")
