"""The pkt-line format: gitprotocol-common(5)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

FLUSH = b"0000"
# LARGE_PACKET_MAX of git without the four digits of the length.
LARGEST = 65516
HEAD = 4
DIGITS = re.compile(rb"[0-9a-fA-F]{4}")


class Malformed(Exception):  # noqa: N818 - it is a verdict, and reads as one
    """What arrives is no pkt-line, or ends in the middle of one."""


def packet(source: BinaryIO) -> bytes | None:
    """The payload of the next packet, None for a flush; EOFError where nothing comes any more."""
    head = source.read(HEAD)
    if not head:
        raise EOFError
    if head == FLUSH:
        return None
    # The digits alone: int() takes signs, blanks and underscores, too.
    size = int(head, 16) - HEAD if DIGITS.fullmatch(head) else -1
    if size < 0:
        raise Malformed(f"{head!r} is no length of a packet")
    payload = source.read(size)
    if len(payload) < size:
        raise Malformed("the stream ends in the middle of a packet")
    return payload


def packets(source: BinaryIO) -> Iterator[bytes]:
    """The payloads up to the next flush."""
    try:
        while (payload := packet(source)) is not None:
            yield payload
    except EOFError:
        raise Malformed("the stream ends in the middle of a list") from None


def lines(source: BinaryIO) -> list[bytes]:
    """A list of texts up to the next flush. One line end belongs to the packet; a name may hold more."""
    return [payload.removesuffix(b"\n") for payload in packets(source)]


def text(line: bytes) -> bytes:
    """One packet that holds a text."""
    return b"%04x%s\n" % (len(line) + HEAD + 1, line)


def listing(*entries: bytes) -> bytes:
    """A list of texts and the flush that ends it."""
    return b"".join(map(text, entries)) + FLUSH


def content(payload: bytes) -> Iterator[bytes | memoryview]:
    """A content in packets, and the flush that ends it."""
    view = memoryview(payload)
    for at in range(0, len(payload), LARGEST):
        chunk = view[at : at + LARGEST]
        yield b"%04x" % (len(chunk) + HEAD)
        yield chunk
    yield FLUSH
