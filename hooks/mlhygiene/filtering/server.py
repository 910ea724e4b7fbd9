"""The server's side of a long-running filter process: gitattributes(5), protocol version 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from mlhygiene.filtering import pktline
from mlhygiene.filtering.pktline import Malformed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    # A path from the root and a content; what becomes of it.
    Conversion = Callable[[bytes, bytes], bytes]

WELCOME = [b"git-filter-client", b"version=2"]
ANSWER = (b"git-filter-server", b"version=2")
COMMAND, PATH, CAPABILITY = b"command", b"pathname", b"capability="


class Declined(Exception):  # noqa: N818 - it is an answer, and reads as one
    """One file cannot be converted; whoever raises this has said why."""


def serve(source: BinaryIO, sink: BinaryIO, conversions: Mapping[bytes, Conversion]) -> None:
    """Answer git until it closes the stream. A file that fails is an answer, not an end."""
    if not greeted(source, sink, conversions):
        return
    while (asked := request(source)) is not None:
        # git writes all of a content before it reads: so must all be read, wanted or not.
        given = b"".join(pktline.packets(source))
        _answer(sink, conversions, asked, given)


def greeted(source: BinaryIO, sink: BinaryIO, conversions: Iterable[bytes]) -> bool:
    """Agree with git on what there is; False where it asks nothing."""
    try:
        first = pktline.packet(source)
    except EOFError:
        return False
    welcome = [] if first is None else [first.removesuffix(b"\n"), *pktline.lines(source)]
    if welcome[:1] != WELCOME[:1] or WELCOME[1] not in welcome:
        raise Malformed("git alone speaks to this, in version 2 of its filter protocol (see `mlhygiene filter --help`)")
    send(sink, pktline.listing(*ANSWER))
    offered = pktline.lines(source)
    ours = [CAPABILITY + name for name in conversions if CAPABILITY + name in offered]
    send(sink, pktline.listing(*ours))
    return True


def request(source: BinaryIO) -> dict[bytes, bytes] | None:
    """What git asks: `command`, `pathname`, and what else it knows; None where it asks no more."""
    try:
        first = pktline.packet(source)
    except EOFError:
        return None
    if first is None:
        raise Malformed("an empty request")
    entries = [first.removesuffix(b"\n"), *pktline.lines(source)]
    return {key: value for key, _, value in (entry.partition(b"=") for entry in entries)}


def _answer(
    sink: BinaryIO, conversions: Mapping[bytes, Conversion], asked: Mapping[bytes, bytes], given: bytes
) -> None:
    try:
        made = conversions.get(asked.get(COMMAND, b""), _declined)(asked.get(PATH, b""), given)
    except Declined:
        send(sink, pktline.listing(b"status=error"))
        return
    sink.write(pktline.listing(b"status=success"))
    sink.writelines(pktline.content(made))
    # An empty list: the status stands.
    send(sink, pktline.FLUSH)


def _declined(_path: bytes, _content: bytes) -> bytes:
    raise Declined


def send(sink: BinaryIO, message: bytes) -> None:
    """Say something at once: git waits for it."""
    sink.write(message)
    sink.flush()
