"""The long-running filter protocol of gitattributes(5), without git: streams of bytes in, streams of bytes out."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from mlhygiene.filtering import pktline
from mlhygiene.filtering.pktline import LARGEST, Malformed
from mlhygiene.filtering.server import Declined, serve

if TYPE_CHECKING:
    from collections.abc import Callable

HELLO = pktline.listing(b"git-filter-client", b"version=2")
OFFERS = pktline.listing(b"capability=clean", b"capability=smudge", b"capability=delay")
GREETED = pktline.listing(b"git-filter-server", b"version=2") + pktline.listing(b"capability=clean")
DONE = b"0000"
SUCCESS, ERROR = pktline.listing(b"status=success"), pktline.listing(b"status=error")


def lowered(path: bytes, content: bytes) -> bytes:
    """A conversion that will have nothing to do with `bad`."""
    if path == b"bad":
        raise Declined
    return content.lower()


def answers(*stream: bytes, convert: Callable[[bytes, bytes], bytes] = lowered) -> bytes:
    sink = BytesIO()
    serve(BytesIO(b"".join(stream)), sink, {b"clean": convert})
    return sink.getvalue()


def asked(path: bytes, content: bytes, command: bytes = b"clean", *more: bytes) -> bytes:
    return pktline.listing(b"command=" + command, b"pathname=" + path, *more) + b"".join(pktline.content(content))


def made(content: bytes) -> bytes:
    return SUCCESS + b"".join(pktline.content(content)) + DONE


ANSWERS = {
    "a content": (asked(b"a", b"ABC"), made(b"abc")),
    "an empty content": (asked(b"a", b""), made(b"")),
    "a content of several packets": (asked(b"a", b"A" * 3 * LARGEST), made(b"a" * 3 * LARGEST)),
    "what git says beside": (asked(b"a", b"A", b"clean", b"ref=refs/heads/main", b"new=x"), made(b"a")),
    "one file after the other": (asked(b"a", b"A") + asked(b"b", b"B"), made(b"a") + made(b"b")),
    "a file that cannot be converted, and the next one": (asked(b"bad", b"A") + asked(b"b", b"B"), ERROR + made(b"b")),
    "a large file that cannot be converted, read to its end": (
        asked(b"bad", b"A" * 2 * LARGEST) + asked(b"b", b"B"),
        ERROR + made(b"b"),
    ),
    "a command that was never offered": (asked(b"a", b"A", b"smudge") + asked(b"b", b"B"), ERROR + made(b"b")),
    "nothing": (b"", b""),
}
NAMES = {
    "blanks": b"my notebook .ipynb",
    "a line break": b"a\nb.ipynb",
    "a line break at the end": b"a.ipynb\n",
    "an equals sign": b"lr=0.1.ipynb",
    "bytes that are not UTF-8": b"mod\xe8le.ipynb",
}
MALFORMED = {
    "another client": (pktline.listing(b"git-lfs-client", b"version=2"),),
    "another version": (pktline.listing(b"git-filter-client", b"version=3"),),
    "a person's typing": (b"hello\n",),
    "an end in the middle of the greeting": (b"0016git-filter-client\n",),
    "an end in the middle of a request": (HELLO, OFFERS, pktline.text(b"command=clean")),
    "an end in the middle of a content": (HELLO, OFFERS, asked(b"a", b"A")[:-4]),
    "a request that says nothing": (HELLO, OFFERS, b"0000"),
}


@pytest.mark.parametrize(("requests", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_answers(requests: bytes, expected: bytes) -> None:
    assert answers(HELLO, OFFERS, requests) == GREETED + expected


@pytest.mark.parametrize("path", NAMES.values(), ids=NAMES)
def test_a_name_arrives_whole(path: bytes) -> None:
    assert answers(HELLO, OFFERS, asked(path, b"A"), convert=lambda name, _: name) == GREETED + made(path)


def test_a_git_that_asks_nothing_is_answered_nothing() -> None:
    assert answers() == b""


def test_only_what_git_knows_is_offered() -> None:
    reply = answers(HELLO, pktline.listing(b"capability=smudge"))

    assert reply == pktline.listing(b"git-filter-server", b"version=2") + DONE


@pytest.mark.parametrize("stream", MALFORMED.values(), ids=MALFORMED)
def test_refuses(stream: tuple[bytes, ...]) -> None:
    with pytest.raises(Malformed):
        answers(*stream)
