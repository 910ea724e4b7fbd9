"""A filter that gives the pointer of a content, as git-lfs would, and keeps nothing of the content."""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING, BinaryIO

from mlhygiene import lfs
from mlhygiene.filtering import pktline, server

if TYPE_CHECKING:
    from collections.abc import Iterable

CLEAN = b"clean"


def main() -> None:
    """Answer git over the standard streams until it asks no more."""
    point(sys.stdin.buffer, sys.stdout.buffer)


def point(source: BinaryIO, sink: BinaryIO) -> None:
    """As above, over any streams; memory does not grow with a content."""
    if not server.greeted(source, sink, [CLEAN]):
        return
    while server.request(source) is not None:
        made = pointer(pktline.packets(source))
        sink.write(pktline.listing(b"status=success"))
        sink.writelines(pktline.content(made))
        server.send(sink, pktline.FLUSH)


def pointer(pieces: Iterable[bytes]) -> bytes:
    """The pointer of a content; a pointer, and nothing, stay as they are."""
    digest, size, begin = hashlib.sha256(), 0, b""
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        begin += piece[: lfs.CUTOFF - len(begin)]
    if size < lfs.CUTOFF:
        try:
            lfs.parse(begin)
        except lfs.NotAPointer:
            pass
        else:
            return begin
    return lfs.Pointer(lfs.LATEST, f"sha256:{digest.hexdigest()}", size).canonical()
