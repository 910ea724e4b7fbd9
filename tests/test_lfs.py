"""Pointers: git-lfs's specification, and what git-lfs itself reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import POINTER
from mlhygiene import lfs

OID = "sha256:" + "4d" * 32
HEAD = f"version {lfs.LATEST}\n"
EXT = "sha256:" + "ab" * 32

CANONICAL = {
    "the plain form": f"{HEAD}oid {OID}\nsize 12345\n",
    "one extension": f"{HEAD}ext-0-foo {EXT}\noid {OID}\nsize 12345\n",
    "extensions in order": f"{HEAD}ext-0-foo {EXT}\next-1-bar {EXT}\noid {OID}\nsize 12345\n",
    "the largest size": f"{HEAD}oid {OID}\nsize {2**63 - 1}\n",
}
ODD = {
    "CRLF": (f"{HEAD}oid {OID}\nsize 1\n".replace("\n", "\r\n"), "it has CRLF line endings"),
    "no final newline": (f"{HEAD}oid {OID}\nsize 1", "its line breaks or spaces are not exact"),
    "a blank line at the end": (f"{HEAD}oid {OID}\nsize 1\n\n", "its line breaks or spaces are not exact"),
    "a blank line at the start": (f"\n{HEAD}oid {OID}\nsize 1\n", "its line breaks or spaces are not exact"),
    "a blank line in the middle": (f"{HEAD}\noid {OID}\nsize 1\n", "its line breaks or spaces are not exact"),
    "spaces at the end": (f"{HEAD}oid {OID}\nsize 1\n  ", "its line breaks or spaces are not exact"),
    "leading zeros": (f"{HEAD}oid {OID}\nsize 05\n", "its size has a sign or leading zeros"),
    "a sign": (f"{HEAD}oid {OID}\nsize +5\n", "its size has a sign or leading zeros"),
    "an empty object": (f"{HEAD}oid {OID}\nsize 0\n", "an empty object has an empty pointer"),
    "hawser": (
        f"version https://hawser.github.com/spec/v1\noid {OID}\nsize 1\n",
        "its version is the old https://hawser.github.com/spec/v1",
    ),
    "git-media": (
        f"version http://git-media.io/v/2\noid {OID}\nsize 1\n",
        "its version is the old http://git-media.io/v/2",
    ),
    "extensions out of order": (
        f"{HEAD}ext-1-bar {EXT}\next-0-foo {EXT}\noid {OID}\nsize 1\n",
        "its extensions are not in order",
    ),
}
INVALID = {
    "nothing": ("", "it names no version of the pointer format"),
    "any text": ("hello\n", "it names no version of the pointer format"),
    "an unknown version": (f"version git-lfs/9\noid {OID}\nsize 1\n", "its version is unknown"),
    "no oid": (f"{HEAD}size 1\n", "line 2 should be `oid …`"),
    "no size": (f"{HEAD}oid {OID}\n", "its size is not a number of bytes"),
    "an empty size": (f"{HEAD}oid {OID}\nsize \n", "line 3 is not `key value`"),
    "a negative size": (f"{HEAD}oid {OID}\nsize -1\n", "its size is not a number of bytes"),
    "a fraction": (f"{HEAD}oid {OID}\nsize 1.5\n", "its size is not a number of bytes"),
    "a size that no file has": (f"{HEAD}oid {OID}\nsize {2**63}\n", "its size is not a number of bytes"),
    "another hash": (
        f"{HEAD}oid sha1:{'a' * 40}\nsize 1\n",
        "its oid is not `sha256:` and 64 lower-case hexadecimal digits",
    ),
    "an upper-case oid": (
        f"{HEAD}oid {OID.upper()}\nsize 1\n",
        "its oid is not `sha256:` and 64 lower-case hexadecimal digits",
    ),
    "size before oid": (f"{HEAD}size 1\noid {OID}\n", "line 2 should be `oid …`"),
    "a line too many": (f"{HEAD}oid {OID}\nsize 1\nwat wat\n", "line 4 is one too many"),
    "a line of one word": (f"{HEAD}oid {OID}\nwat\n", "line 3 is not `key value`"),
    "an extension of two digits": (f"{HEAD}ext-10-a {EXT}\noid {OID}\nsize 1\n", "line 2 should be `oid …`"),
    "an extension without a hash": (f"{HEAD}ext-0-a x\noid {OID}\nsize 1\n", "line 2 should be `oid …`"),
    "two extensions of one priority": (
        f"{HEAD}ext-0-a {EXT}\next-0-b {EXT}\noid {OID}\nsize 1\n",
        "line 3 should be `oid …`",
    ),
    "1024 bytes": (f"{HEAD}oid {OID}\nsize 1\n".ljust(1024), "it is not smaller than 1024 bytes"),
}


@pytest.mark.parametrize("text", CANONICAL.values(), ids=CANONICAL)
def test_canonical_pointers_have_no_oddity(text: str) -> None:
    assert lfs.oddity(text.encode(), lfs.parse(text.encode())) == ""


@pytest.mark.parametrize(("text", "words"), ODD.values(), ids=ODD)
def test_readable_pointers_tell_what_is_odd(text: str, words: str) -> None:
    assert lfs.oddity(text.encode(), lfs.parse(text.encode())) == words


@pytest.mark.parametrize(("text", "words"), INVALID.values(), ids=INVALID)
def test_unreadable_pointers_tell_why(text: str, words: str) -> None:
    with pytest.raises(lfs.NotAPointer, match=f"^{words.replace('.', '[.]')}$"):
        lfs.parse(text.encode())


def test_a_pointer_that_is_not_utf_8_is_none() -> None:
    with pytest.raises(lfs.NotAPointer, match="it is not UTF-8"):
        lfs.parse(HEAD.encode() + b"oid \xff\nsize 1\n")


extensions = st.lists(st.integers(0, 9), unique=True).map(lambda ps: tuple((f"ext-{p}-x", EXT) for p in sorted(ps)))
pointers = st.builds(
    lfs.Pointer,
    version=st.just(lfs.LATEST),
    oid=st.binary(min_size=32, max_size=32).map(lambda digest: f"sha256:{digest.hex()}"),
    size=st.integers(1, 2**63 - 1),
    extensions=extensions,
).filter(lambda pointer: len(pointer.canonical()) < lfs.CUTOFF)


@given(pointers)
def test_what_is_written_is_read_back(pointer: lfs.Pointer) -> None:
    assert lfs.parse(pointer.canonical()) == pointer
    assert lfs.oddity(pointer.canonical(), pointer) == ""


@given(pointers)
def test_the_shortest_pointer_is_not_passed_by(pointer: lfs.Pointer) -> None:
    assert len(pointer.canonical()) in lfs.SIZES
    assert pointer.extensions or len(pointer.canonical()) < lfs.PLAIN


@given(st.binary(max_size=1100))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        pointer = lfs.parse(content)
    except lfs.NotAPointer:
        return
    assert pointer.version in lfs.VERSIONS


@given(st.integers(0, len(POINTER) - 1), st.binary(min_size=1, max_size=1))
def test_one_byte_changed_is_still_a_pointer_to_something_or_none(place: int, byte: bytes) -> None:
    content = POINTER[:place] + byte + POINTER[place + 1 :]
    try:
        pointer = lfs.parse(content)
    except lfs.NotAPointer:
        return
    assert (lfs.oddity(content, pointer) == "") is (content == pointer.canonical())
