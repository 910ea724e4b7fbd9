"""What commits say, read from the commit objects themselves: git-cat-file(1), gitformat-signature(5)."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from mlhygiene.git.process import GitError, Place, output, widen
from mlhygiene.messages.merges import merged
from mlhygiene.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlhygiene.git.objects import Objects

# So many commits are read in one round.
ROUND = 500
SIGNED = (b"\ngpgsig ", b"\ngpgsig-sha256 ")
WHO = re.compile(rb"(.*>) (-?\d+) [-+]\d+")


def walk(place: Place, range_: Sequence[str], remedy: str) -> Iterator[str]:
    """The commits of a range (git-rev-list(1)), none of them after one of its parents."""
    unflushed = Place(place.folder, {**place.environment, "GIT_FLUSH": "0"})
    process = unflushed.start("rev-list", "--topo-order", *range_, "--")
    arriving = output(process)
    widen(arriving)
    ended = False
    try:
        for line in arriving:
            yield line.decode().rstrip("\n")
        ended = True
    finally:
        arriving.close()
        if not ended:
            process.kill()
        code = process.wait()
    if code:
        raise GitError(f"git stopped while it walked the history: objects are missing: {remedy}")


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
    brought = merged(text.lstrip("\n").partition("\n")[0]) if len(parents) > 1 else None
    who = WHO.match(fields.get(b"author", b""))
    return Record(
        text,
        parents=tuple(parents),
        merged=brought.names if brought else (),
        author=_decoded(who[1], "utf-8") if who else "",
        authored=int(who[2]) if who else 0,
        signed=any(key in head for key in SIGNED),
        target=brought.target if brought else None,
    )


def _text(message: bytes, fields: Mapping[bytes, bytes]) -> str:
    return _decoded(message, fields.get(b"encoding", b"utf-8").decode("ascii", "replace"))


def _decoded(text: bytes, encoding: str) -> str:
    try:
        return text.decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return text.decode("utf-8", "surrogateescape")
