"""What annotated tags say: git-mktag(1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.git.objects import Objects
    from mlhygiene.git.process import Place

TAG = "tag"
FORMAT = "%(objecttype)%00%(objectname)%00%(refname)"
TAGGER = re.compile(rb"^tagger (.*) (-?\d+) [-+]\d+$", re.MULTILINE)
INNER = re.compile(rb"\Aobject ([0-9a-f]+)\ntype tag\n")


class Tag(NamedTuple):
    """A tag object. `ref` leads to it; `date` is the tagger's, in seconds, 0 where none is told.

    Bytes of names and of the message that are not UTF-8 are surrogates.
    """

    oid: str
    ref: str
    tagger: str
    date: int
    message: str


def tags(place: Place, objects: Objects) -> Iterator[Tag]:
    """Every tag object that a ref leads to, through other tags, too; one that is missing is left out."""
    out = place.run("for-each-ref", f"--format={FORMAT}").decode("utf-8", "surrogateescape")
    fields = (line.split("\0") for line in out.split("\n")[:-1])
    wanted = [(oid, ref) for kind, oid, ref in fields if kind == TAG]
    while wanted:
        contents = objects.contents([oid for oid, _ in wanted])
        told = [(oid, ref, content) for (oid, ref), content in zip(wanted, contents, strict=True) if content]
        yield from (_tag(*each) for each in told)
        wanted = [(inner[1].decode(), ref) for _, ref, content in told if (inner := INNER.match(content))]


def of(objects: Objects, name: str) -> Iterator[Tag]:
    """The tag that a name stands for, and the tag that it is of, and so on; of anything but a tag, nothing."""
    oid = name
    while (info := objects.info(oid)) is not None and info.kind == TAG:
        content = objects.read(info.oid) or b""
        yield _tag(info.oid, name, content)
        inner = INNER.match(content)
        if inner is None:
            return
        oid = inner[1].decode()


def _tag(oid: str, ref: str, content: bytes) -> Tag:
    head, _, message = content.partition(b"\n\n")
    tagger = TAGGER.search(head)
    name, date = (tagger[1], int(tagger[2])) if tagger else (b"", 0)
    return Tag(oid, ref, name.decode("utf-8", "surrogateescape"), date, message.decode("utf-8", "surrogateescape"))
