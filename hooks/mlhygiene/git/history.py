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
LINK = b"120000"
# `:100644 100644 `, then two oids with a blank behind each, then a letter.
MODES = 15
FIXED = MODES + 3


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
                change = _change(facts, token)
                if change:
                    changes.append(change)
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


def _change(facts: bytes, path: bytes) -> Change | None:
    """None where neither side is a file: a submodule that moves on."""
    if facts.startswith(b"::"):
        return _merged(facts, path)
    digits = (len(facts) - FIXED) // 2
    middle = MODES + digits
    old = [] if facts[1:7] in NO_FILE else [facts[MODES:middle]]
    mode = facts[8:14]
    if mode in NO_FILE:
        return Change(path, None, old) if old else None
    return Change(path, facts[middle + 1 : middle + 1 + digits], old, mode == LINK)


def _merged(facts: bytes, path: bytes) -> Change | None:
    """The same for a merge: a mode and an oid for each parent, before the result's."""
    parents = facts.count(b":")
    fields = facts[parents:].split(b" ")
    modes, oids = fields[: parents + 1], fields[parents + 1 : 2 * parents + 2]
    old = [oid for oid, mode in zip(oids, modes[:-1], strict=False) if mode not in NO_FILE]
    if modes[-1] in NO_FILE:
        return Change(path, None, old) if old else None
    return Change(path, oids[-1], old, modes[-1] == LINK)
