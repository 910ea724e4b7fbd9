"""What commits say, read from the commit objects themselves: git-cat-file(1), gitformat-signature(5)."""

from __future__ import annotations

import os
import re
from itertools import islice
from typing import TYPE_CHECKING

from mlhygiene.git.process import MERGING, GitError, Place
from mlhygiene.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mlhygiene.branches.merges import Told
    from mlhygiene.git.objects import Objects
    from mlhygiene.git.repository import Repository

# So many commits are read in one round.
ROUND = 500
HEADS = "refs/heads/"
# Where refs lie in tables, this is all that the file HEAD says: gitformat-reftable(5).
ELSEWHERE = "refs/heads/.invalid"
SIGNED = (b"\ngpgsig ", b"\ngpgsig-sha256 ")
WHO = re.compile(rb"(.*>) (-?\d+) [-+]\d+")


def walk(place: Place, range_: Sequence[str], remedy: str) -> Iterator[str]:
    """The commits of a range (git-rev-list(1)), none of them after one of its parents."""
    failed = f"git stopped while it walked the history: objects are missing: {remedy}"
    with place.streaming("rev-list", "--topo-order", *range_, "--", failed=failed) as arriving:
        for line in arriving:
            yield line.decode().rstrip("\n")


def read(objects: Objects, oids: Sequence[str]) -> list[Record]:
    """What each commit says."""
    contents = objects.contents(oids)
    lacking = next((oid for oid, content in zip(oids, contents, strict=True) if content is None), None)
    if lacking:
        raise GitError(f"commit {lacking[:12]}: its content is not in this clone: run `git fsck` to see what is broken")
    return [parse(content) for content in contents if content is not None]


def records(objects: Objects, oids: Iterator[str]) -> Iterator[tuple[str, Record]]:
    """Commits and what they say, read in rounds."""
    while some := list(islice(oids, ROUND)):
        yield from zip(some, read(objects, some), strict=True)


def pending(repository: Repository, message: str, metrics: Callable[[], Mapping[str, int]]) -> Record:
    """The commit about to be made: by HEAD, by a merge or a rebase under way. No process.

    An `--amend` shows nowhere: it is taken for a commit over the one that it is going to replace.
    """
    brought = _told(_file(repository, "MERGE_MSG")).sources if repository.merged else ()
    heads = [repository.head] if repository.head else []
    return Record(
        message,
        parents=(*heads, *repository.merged),
        merged=brought or _typed(repository),
        pending=True,
        metrics=metrics,
        target=branch(repository),
    )


def _typed(repository: Repository) -> tuple[str, ...]:
    """What somebody asked `git merge` for, as git tells its hooks."""
    names = {name.lower(): value for name, value in repository.place.environment.items() if MERGING in name}
    typed = (names.get(f"{MERGING}{oid}".lower(), "") for oid in repository.merged)
    return tuple(name for name in typed if name)


def branch(repository: Repository) -> str | None:
    """The branch that is committed to, or that a rebase is going to move; None where HEAD is detached."""
    files = (_file(repository, name).strip() for name in ("HEAD", "rebase-merge/head-name", "rebase-apply/head-name"))
    refs = [text.removeprefix("ref: ") for text in files]
    if refs[0] == ELSEWHERE:
        refs.insert(0, os.fsdecode(repository.place.ask("symbolic-ref", "--quiet", "HEAD")[1]).strip())
    named = (ref.removeprefix(HEADS) for ref in refs if ref.startswith(HEADS) and ref != ELSEWHERE)
    return next(named, None)


def _file(repository: Repository, name: str) -> str:
    """A file of git's own; empty where there is none."""
    try:
        with open(os.path.join(repository.git_folder, name), encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def parse(content: bytes) -> Record:
    """One commit object. Bytes that are not of its encoding are surrogates."""
    head, _, message = content.partition(b"\n\n")
    parents, fields = list[str](), dict[bytes, bytes]()
    for line in head.split(b"\n"):
        key, _, value = line.partition(b" ")
        if key == b"parent":
            parents.append(value.decode())
        elif key:  # what a signature goes on with begins with a blank
            fields.setdefault(key, value)
    text = _text(message, fields)
    brought = _told(text) if len(parents) > 1 else None
    who, when = (WHO.match(fields.get(key, b"")) for key in (b"author", b"committer"))
    return Record(
        text,
        parents=tuple(parents),
        merged=brought.sources if brought else (),
        author=_decoded(who[1], "utf-8") if who else "",
        authored=int(who[2]) if who else 0,
        committed=int(when[2]) if when else None,
        signed=any(key in head for key in SIGNED),
        target=brought.target if brought else None,
    )


def _told(message: str) -> Told:
    from mlhygiene.branches.merges import told  # most commits are none, and do without its patterns

    return told(message)


def _text(message: bytes, fields: Mapping[bytes, bytes]) -> str:
    return _decoded(message, fields.get(b"encoding", b"utf-8").decode("ascii", "replace"))


def _decoded(text: bytes, encoding: str) -> str:
    try:
        return text.decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return text.decode("utf-8", "surrogateescape")
