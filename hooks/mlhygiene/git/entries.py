"""What git lists: entries of the index, of a tree, of the changes a commit brings."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.process import GitError, Place, output, widen

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

GITLINK = "160000"
LINK = "120000"
NO_FILE = {GITLINK, "000000"}
EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
# Where a long list of names costs more than the whole index: git compares every name
# with every entry, and Windows ends a command line at 32,767 characters.
FEW_NAMES = 40
SHORT_LINE = 16_000
CHUNK = 1 << 20
# `rev-list | diff-tree --stdin` says the same and takes twice as long, since each commit and
# its trees are unpacked twice. `git log` listens to the user's config: every key that would
# change these lines is outvoted here.
LOG = (
    *("-c", f"diff.orderFile={os.devnull}", "log", "--format=%H", "--raw", "-z", "-c", "--root", "--no-abbrev"),
    *(
        "--no-renames",
        "--no-relative",
        "--no-color",
        "--no-decorate",
        "--no-notes",
        "--no-mailmap",
        "--no-show-signature",
    ),
)


class Entry(NamedTuple):
    """A file at a place. `status` is git's letter of change, or `H` where it just is.

    `old` is what stood at the path before: one oid for every state that it is compared with.
    A commit that moves a file has its content before, too.
    """

    mode: str
    oid: str
    path: bytes
    status: str = "H"
    commit: str | None = None
    old: tuple[str, ...] = ()


def index(place: Place, pathspecs: Sequence[bytes] = ()) -> Iterator[Entry]:
    r"""The entries of the index, and `U` once for a path that is unmerged.

    The format is git-ls-files(1), `mode oid stage\tpath`.
    """
    specs = [_argument(spec) for spec in pathspecs]
    out = place.run("ls-files", "--stage", "--full-name", "-z", "--", *specs)
    unmerged = None
    for line in out.split(b"\0")[:-1]:
        facts, _, path = line.partition(b"\t")
        mode, oid, stage = facts.decode().split(" ")
        if stage != "0":
            if path != unmerged:
                yield Entry(mode, oid, path, "U")
            unmerged = path
        elif mode != GITLINK:
            yield Entry(mode, oid, path)


def unmatched(place: Place, pathspecs: Sequence[bytes]) -> list[bytes]:
    """The pathspecs that name no file of the index."""
    # Exit code 1 says so; 128, that it cannot be named at all, is told by whoever asks next.
    return [spec for spec in pathspecs if place.ask("ls-files", "--error-unmatch", "--", _argument(spec))[0] == 1]


def tree(place: Place, revision: str, pathspecs: Sequence[bytes] = ()) -> Iterator[Entry]:
    r"""The files of a tree: git-ls-tree(1), `mode type oid\tpath`."""
    prefixes = [_argument(spec) for spec in pathspecs]
    # A name counts from where the caller stands; no name is the whole tree, wherever that is.
    whose = "--full-name" if prefixes else "--full-tree"
    for line in place.run("ls-tree", "-r", "-z", whose, revision, "--", *prefixes).split(b"\0")[:-1]:
        facts, _, path = line.partition(b"\t")
        mode, kind, oid = facts.decode().split(" ")
        if kind == "blob":
            yield Entry(mode, oid, path)


def staged(place: Place, against: str, pathspecs: Sequence[bytes] = ()) -> Iterator[Entry]:
    r"""What the index adds (`A`), modifies (`M`) or gives another type (`T`) since a tree.

    Unmerged paths come as `U`. Intent-to-add entries have no content yet, and no commit
    records them. The format is git-diff-index(1), `:mode mode oid oid status\0path\0`.
    """
    specs = [_argument(spec) for spec in pathspecs]
    out = place.run(
        "diff-index",
        "--cached",
        "--raw",
        "-z",
        "--no-renames",
        "--no-abbrev",
        "--ita-invisible-in-index",
        "--diff-filter=AMTU",
        against,
        "--",
        *specs,
    )
    tokens = iter(out.split(b"\0"))
    for facts in tokens:
        if not facts:
            return
        _, mode, old, oid, status = facts.decode().split(" ")
        path = next(tokens)
        if mode != GITLINK:
            yield Entry(mode, oid, path, status[0], old=() if status == "A" else (old,))


def is_as(place: Place, commit: str) -> bool:
    """Whether the index holds what a commit holds: nothing more, and nothing less."""
    return place.ask("diff-index", "--cached", "--quiet", "--ita-invisible-in-index", commit, "--")[0] == 0


def differing(place: Place, base: str, head: str) -> set[bytes]:
    """The paths that `git diff base...head` names and `head` still has."""
    code, out, _ = place.ask("merge-base", base, head)
    fork = out.decode().strip() if code == 0 else base
    flags = ("-r", "-z", "--name-only", "--no-renames", "--diff-filter=d")
    return set(place.run("diff-tree", *flags, fork, head).split(b"\0")[:-1])


def changes(place: Place, range_: Sequence[str], remedy: str) -> Iterator[tuple[str, list[Entry]]]:
    """Each commit of a range and what it adds over every one of its parents.

    `range_` is what git-rev-list(1) understands. A merge brings only what differs from
    all its parents (`-c`), so that nothing is told of a side that is known already.
    """
    # Else git writes each commit on its own.
    buffered = Place(place.folder, {**place.environment, "GIT_FLUSH": "0"})
    log = buffered.start(*LOG, *range_, "--")
    assert log.stdout is not None
    try:
        yield from _commits(_tokens(log))
    finally:
        log.stdout.close()
        code = log.wait()
    if code:
        raise GitError(f"git stopped while it walked the history: objects are missing: {remedy}")


def roots(place: Place, range_: Sequence[str]) -> set[str]:
    """The commits of a range that have no parent, or none left in a shallow clone."""
    return set(place.run("rev-list", "--max-parents=0", *range_).decode().split())


def _tokens(process: subprocess.Popen[bytes]) -> Iterator[list[bytes]]:
    """The NUL-separated output, in lists of what has arrived."""
    arriving = output(process)
    widen(arriving)
    rest = b""
    while chunk := arriving.read1(CHUNK):
        *tokens, rest = (rest + chunk).split(b"\0")
        yield tokens


def _commits(arrivals: Iterator[list[bytes]]) -> Iterator[tuple[str, list[Entry]]]:
    r"""Fold `commit\0(:facts\0path\0)*` into commits.

    Before the first facts of a commit git writes a line break, or one more NUL in a
    merge. A merge names the mode and the oid of every parent before the result's, then one
    letter a parent: git-diff-tree(1), "diff format for merges".
    """
    commit, entries, facts = "", list[Entry](), b""
    gone = set[str]()
    for tokens in arrivals:
        for token in tokens:
            if facts:
                fields = facts.decode().split(" ")
                mode = fields[len(fields) // 2 - 1]
                if mode not in NO_FILE:
                    added = not fields[-1].strip("A")
                    old = () if added else tuple(fields[len(fields) // 2 : -2])
                    entries.append(Entry(mode, fields[-2], token, "A" if added else "M", commit, old))
                elif fields[-1] == "D":
                    gone.add(fields[2])
                facts = b""
            elif token.startswith((b":", b"\n:")):
                facts = token
            elif token:
                if commit:
                    yield commit, _moved(entries, gone)
                commit, entries, gone = token.decode(), [], set[str]()
    if commit:
        yield commit, _moved(entries, gone)


def _moved(listed: list[Entry], gone: AbstractSet[str]) -> list[Entry]:
    """The entries of a commit: one that is added as another goes has stood there."""
    if not gone:
        return listed
    return [e._replace(old=(e.oid,)) if e.status == "A" and e.oid in gone else e for e in listed]


def _argument(path: bytes) -> str:
    """A path as an argument: the file system's own encoding gives the bytes back."""
    return path.decode(sys.getfilesystemencoding(), "surrogateescape")
