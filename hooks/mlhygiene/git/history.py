"""All of history, in one stream: what each commit puts at which path, and what it takes away. git-log(1)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from io import BufferedReader

    from mlhygiene.git.process import Place

CHUNK = 1 << 20
# A header begins with a digit of an oid: no other token does at its place.
HEADER = "%H %P%x01%ct%x01%an <%ae>"
LOG = (
    *("-c", f"diff.orderFile={os.devnull}", "-c", "log.showSignature=false", "log", f"--format={HEADER}"),
    *("--raw", "-z", "-c", "--root", "--no-abbrev", "--topo-order", "--encoding=UTF-8"),
    *("--no-renames", "--no-relative", "--no-color", "--no-decorate", "--no-notes", "--no-mailmap"),
    *("--no-show-signature", "--ignore-submodules=none"),
)
EVERYTHING = ("--all",)
NO_FILE = {b"160000", b"000000"}
# Where the mode of the result stands in `:100644 100644 `, and how long that is.
RESULT, FACTS = slice(8, 14), 15


class Change(NamedTuple):
    """What a commit does at a path: the blob that it puts there, if any, and those that stood there before.

    `link` is true of a symbolic link.
    """

    path: bytes
    new: bytes | None
    old: Sequence[bytes]
    link: bool = False


class Told(NamedTuple):
    """A commit. `date` is its committer's, in seconds; bytes of names that are not UTF-8 are surrogates."""

    oid: bytes
    parents: Sequence[bytes]
    date: int
    author: str
    changes: Sequence[Change]


def history(place: Place, range_: Sequence[str] = EVERYTHING) -> AbstractContextManager[BufferedReader]:
    """What git writes about every commit, for `commits`. git starts when the context is entered.

    Contents are not read: a clone without them is walked as well. GitError where a tree or a commit is missing.
    """
    return place.streaming(*LOG, *range_, "--", failed="git log stopped: commits or trees are missing")


def commits(arriving: BufferedReader) -> Iterator[Told]:
    r"""Fold `header\0(:facts\0path\0)*` into commits, each before its parents.

    A merge tells what it has otherwise than all its parents. Before the first facts of a commit git writes
    a line break, or one more NUL in a merge: git-diff-tree(1).
    """
    told, facts, rest = None, b"", b""
    changes = list[Change]()
    while chunk := arriving.read(CHUNK):
        *tokens, rest = (rest + chunk).split(b"\0")
        for token in tokens:
            if facts:
                changes += _change(facts, token)
                facts = b""
            elif token.startswith((b":", b"\n:")):
                facts = token.lstrip(b"\n")
            elif token:
                if told:
                    yield told
                changes = list[Change]()
                told = _told(token, changes)
    if told:
        yield told


def _told(header: bytes, changes: list[Change]) -> Told:
    oids, date, author = header.split(b"\1", 2)
    oid, *parents = oids.split(b" ")
    return Told(
        oid, parents if parents != [b""] else (), int(date or 0), author.decode("utf-8", "surrogateescape"), changes
    )


def _change(facts: bytes, path: bytes) -> Iterator[Change]:
    """Nothing where neither side is a file: a submodule that moves on."""
    fields = facts.split(b" ")
    parents = facts.count(b":")
    fields[0] = fields[0][parents:]
    mode = fields[parents]
    modes, olds = fields[:parents], fields[parents + 1 : 2 * parents + 1]
    old = [oid for oid, before in zip(olds, modes, strict=True) if before not in NO_FILE]
    new = None if mode in NO_FILE else fields[2 * parents + 1]
    if new or old:
        yield Change(path, new, old, mode == b"120000")
