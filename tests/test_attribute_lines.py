"""Lines in somebody's file of attributes, put there and taken out again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.filtering.attribute_lines import added, removed

LINES = [b"*.ipynb filter=mlhygiene", b"*.zpln filter=mlhygiene"]
ADDED = {
    "nothing": (b"", b"*.ipynb filter=mlhygiene\n*.zpln filter=mlhygiene\n"),
    "lines": (b"*.pt filter=lfs\n", b"*.pt filter=lfs\n*.ipynb filter=mlhygiene\n*.zpln filter=mlhygiene\n"),
    "a last line without its end": (
        b"*.pt filter=lfs",
        b"*.pt filter=lfs\n*.ipynb filter=mlhygiene\n*.zpln filter=mlhygiene",
    ),
    "CRLF": (b"* text\r\n", b"* text\r\n*.ipynb filter=mlhygiene\r\n*.zpln filter=mlhygiene\r\n"),
    "a byte order mark": (
        b"\xef\xbb\xbf* text\n",
        b"\xef\xbb\xbf* text\n*.ipynb filter=mlhygiene\n*.zpln filter=mlhygiene\n",
    ),
}
REMOVED = {
    "in the middle": (b"a\n*.ipynb filter=mlhygiene\nb\n", b"a\nb\n"),
    "ended otherwise than its neighbours": (b"a\n*.ipynb filter=mlhygiene\r\nb\n", b"a\nb\n"),
    "before a last line without its end": (b"*.ipynb filter=mlhygiene\nb", b"b"),
    "not a line that says more": (b"*.ipynb filter=mlhygiene -text\n", b"*.ipynb filter=mlhygiene -text\n"),
    "not a comment": (b"# *.ipynb filter=mlhygiene\n", b"# *.ipynb filter=mlhygiene\n"),
}


@pytest.mark.parametrize(("content", "expected"), ADDED.values(), ids=ADDED)
def test_lines_are_added_to(content: bytes, expected: bytes) -> None:
    assert added(content, LINES) == expected


@pytest.mark.parametrize(("content", "expected"), REMOVED.values(), ids=REMOVED)
def test_a_line_is_removed(content: bytes, expected: bytes) -> None:
    assert removed(content, LINES) == expected


@given(st.lists(st.sampled_from([b"*.pt filter=lfs", b"\xff", b"\r", b"\n", b"\r\n", b" ", b"#"])).map(b"".join))
def test_what_is_added_is_removed_to_the_byte(content: bytes) -> None:
    assert removed(added(content, LINES), LINES) == content
