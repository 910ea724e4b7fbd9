"""What git hands to its pre-push and pre-receive hooks: githooks(5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.git.pushes import Push, received, told
from mlhygiene.model import Refusal

OIDS = st.sampled_from(("0", "1", "a")).flatmap(lambda digit: st.sampled_from((digit * 40, digit * 64)))
# Of git-check-ref-format(1), what matters to a reader of lines: no blank, no line break, any other byte.
LETTERS = st.binary(min_size=1).map(lambda name: bytes(byte for byte in name if byte > 0x20) or b"x")
REFS = LETTERS.map(lambda name: b"refs/heads/" + name)
# A person may push `HEAD@{1 day ago}`.
SOURCES = st.one_of(REFS, st.just(b"HEAD@{1 day ago}"), st.just(b"(delete)"))


def text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def known(oid: str) -> str | None:
    return oid if oid.strip("0") else None


@given(st.lists(st.tuples(SOURCES, OIDS, REFS, OIDS)), st.sampled_from((b"\n", b"\r\n")))
def test_every_line_of_a_push_is_read(pushed: list[tuple[bytes, str, bytes, str]], end: bytes) -> None:
    lines = [b" ".join((source, oid.encode(), ref, old.encode())) + end for source, oid, ref, old in pushed]

    assert told(b"".join(lines)) == [Push(text(s), oid, text(ref), known(old)) for s, oid, ref, old in pushed]


@given(st.lists(st.tuples(OIDS, OIDS, REFS)))
def test_every_line_of_what_a_server_receives_is_read(pushed: list[tuple[str, str, bytes]]) -> None:
    lines = [b" ".join((old.encode(), oid.encode(), ref)) + b"\n" for old, oid, ref in pushed]

    assert received(b"".join(lines)) == [Push("", oid, text(ref), known(old)) for old, oid, ref in pushed]


@given(st.text(st.characters(exclude_characters=" ", exclude_categories=("Cs",)), min_size=1).filter(str.strip))
def test_a_line_without_fields_is_refused(line: str) -> None:
    for read in (told, received):
        with pytest.raises(Refusal, match="standard input is not what git hands to its pre-"):
            read(line.encode())
