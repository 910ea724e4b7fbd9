"""pkt-line, as gitprotocol-common(5) has it."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.filtering import pktline
from mlhygiene.filtering.pktline import LARGEST, Malformed

# The examples of the manual, and what it says of texts.
READ = {
    "a text": (b"0006a\n0000", [b"a"]),
    "a text without its line end": (b"0005a0000", [b"a"]),
    "a text of one letter more": (b"000bfoobar\n0000", [b"foobar"]),
    "nothing in a packet": (b"00040000", [b""]),
    "nothing in a list": (b"0000", []),
    "a length in capitals": (b"000Bfoobar\n0000", [b"foobar"]),
    "a line end that belongs to a name": (b"0007a\n\n0000", [b"a\n"]),
    "bytes that are no text": (b"0007\xff\0\n0000", [b"\xff\0"]),
}
MALFORMED = {
    "no length": b"zzzz",
    "a length that is not whole": b"00",
    "a length below its own": b"0003",
    "a sign": b"-001",
    "a length that only Python reads": b"+00500000",
    "an underscore": b"0_05a0000",
    "a packet that is not whole": b"0009a",
    "a list that no flush ends": b"0006a\n",
}


@pytest.mark.parametrize(("stream", "texts"), READ.values(), ids=READ)
def test_reads(stream: bytes, texts: list[bytes]) -> None:
    assert pktline.lines(BytesIO(stream)) == texts


@pytest.mark.parametrize("stream", MALFORMED.values(), ids=MALFORMED)
def test_refuses(stream: bytes) -> None:
    with pytest.raises(Malformed):
        pktline.lines(BytesIO(stream))


def test_the_end_of_a_stream_between_packets_is_no_fault() -> None:
    with pytest.raises(EOFError):
        pktline.packet(BytesIO(b""))


@given(st.lists(st.binary(max_size=100)))
def test_a_list_is_read_as_it_was_written(texts: list[bytes]) -> None:
    assert pktline.lines(BytesIO(pktline.listing(*texts))) == texts


@pytest.mark.parametrize("size", [0, 1, LARGEST - 1, LARGEST, LARGEST + 1, 3 * LARGEST])
def test_a_content_is_cut_into_packets_that_git_takes(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    written = b"".join(pktline.content(content))
    read = list(pktline.packets(BytesIO(written)))

    assert b"".join(read) == content
    assert all(0 < len(packet) <= LARGEST for packet in read)
