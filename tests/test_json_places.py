"""Places in JSON, held to the parser of the standard library."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.json_places import Origins, Places, unescaped
from mlhygiene.lines import BOM, Lines

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=12)  # lone surrogates too
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4), max_leaves=12
)
LAYOUTS = st.fixed_dictionaries(
    {
        "indent": st.sampled_from([None, 0, 1, 2, "\t"]),
        "ensure_ascii": st.booleans(),
        "separators": st.sampled_from([None, (",", ":"), (", ", ": "), (" ,\r\n", " : ")]),
    }
)
ESCAPED = {
    "a quote": (rb"\"", b'"'),
    "a backslash": (rb"\\", b"\\"),
    "a slash": (rb"\/", b"/"),
    "a backslash before an n": (rb"\\n", b"\\n"),
    "control characters": (rb"\b\f\n\r\t", b"\b\f\n\r\t"),
    "a character by its number": (rb"\u0041\u00e9\u20AC", "Aé€".encode()),
    "a surrogate pair": (rb"\ud83d\ude00", "\U0001f600".encode()),
    "a lone high surrogate": (rb"\ud83dx", b"\xed\xa0\xbdx"),
    "a lone low surrogate": (rb"\ude00\ud83d", b"\xed\xb8\x80\xed\xa0\xbd"),
    "a high surrogate before a character": (rb"\ud83d\u0041", b"\xed\xa0\xbdA"),
    "a character beyond ASCII as it is": ("é".encode(), "é".encode()),
    "no escape": (rb"C:\x\u12", rb"C:\x\u12"),
    "a byte that is not UTF-8": (b"\xe9\\n", b"\xe9\n"),
}
ABSENT: dict[str, tuple[bytes, tuple[str | int, ...]]] = {
    "a key that is not there": (b'{"a": 1}', ("b",)),
    "a place after the last": (b"[1]", (1,)),
    "a key in a list": (b"[1]", ("a",)),
    "a number in an object": (b'{"0": 1}', (0,)),
    "something in a scalar": (b'{"a": "b"}', ("a", 0)),
    "something in an empty object": (b"{}", ("a",)),
    "nothing at all": (b"", ()),
    "nothing but blanks": (b" \n", ("a",)),
    "a document cut in a list": (b'{"a": [1, 2', ("a", 0)),
    "a document cut in a string": (b'{"a": "b', ("a",)),
    "a key without a value": (b'{"a": }', ("a",)),
    "a document cut after a key": (b'{"a"', ("a",)),
}
POSITIONS = {
    "the first byte": (b"ab", 0, (1, 1)),
    "after LF": (b"a\nbc", 3, (2, 2)),
    "after CRLF": (b"a\r\nbc", 4, (2, 2)),
    "after CR": (b"a\rbc", 3, (2, 2)),
    "after an empty line": (b"\n\nb", 2, (3, 1)),
    "a byte order mark has no column": (BOM + b"ab", 4, (1, 2)),
    "characters, not bytes": ("éa".encode(), 2, (1, 2)),
    "a byte that is not UTF-8 is one column": (b"\xe9a", 1, (1, 2)),
    "the end of the file": (b"a\n", 2, (2, 1)),
}


def walk(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(path, value)] + [found for step, item in inner for found in walk(item, (*path, step))]


def same(one: Any, other: Any) -> bool:
    return json.dumps(one) == json.dumps(other)  # NaN is NaN


@given(VALUES, LAYOUTS, st.booleans())
def test_every_value_and_every_key_stands_where_its_span_says(value: Any, layout: dict[str, Any], marked: bool) -> None:
    content = BOM * marked + json.dumps(value, **layout).encode("utf-8", "surrogatepass")
    places = Places(content)
    for path, inner in walk(json.loads(json.dumps(value))):
        start, end = places.value(path)
        assert same(json.loads(content[start:end].decode("utf-8", "surrogatepass")), inner)
        if path and isinstance(path[-1], str):
            start, end = places.key(path)
            assert json.loads(content[start:end].decode("utf-8", "surrogatepass")) == path[-1]


@given(ANY_TEXT, st.booleans())
def test_every_byte_of_a_string_was_written_where_its_place_says(text: str, plain: bool) -> None:
    content = json.dumps(["before", text], ensure_ascii=plain).encode("utf-8", "surrogatepass")
    text = json.loads(content.decode("utf-8", "surrogatepass"))[1]  # two surrogates may have become one character
    places = Places(content)
    literal = places.value((1,))
    offset = 0
    for character in text:
        encoded = character.encode("utf-8", "surrogatepass")
        start = places.inside(literal, offset)
        written = content[start : places.inside(literal, offset + len(encoded))]
        assert unescaped(written) == encoded
        offset += len(encoded)
    assert places.inside(literal, offset) == literal.end - 1


@given(st.text(st.sampled_from('\\"nu/d83de00 é\U0001f600\n'), max_size=40))
def test_escapes_are_undone_as_the_parser_undoes_them(text: str) -> None:
    raw = json.dumps(text)[1:-1].replace("/", r"\/").encode()

    assert unescaped(raw) == text.encode()


@pytest.mark.parametrize("case", ESCAPED)
def test_an_escape_stands_for(case: str) -> None:
    raw, expected = ESCAPED[case]

    assert unescaped(raw) == expected


def test_a_byte_inside_a_character_stands_where_its_escape_begins() -> None:
    origins = Origins(rb"a\u20ACb\ud83d\ude00c")

    assert [origins.at(offset) for offset in range(10)] == [0, 1, 1, 1, 7, 8, 8, 8, 8, 20]


@pytest.mark.parametrize("case", ABSENT)
def test_nothing_stands_at(case: str) -> None:
    content, path = ABSENT[case]

    with pytest.raises(LookupError):
        Places(content).value(path)


@pytest.mark.parametrize("case", POSITIONS)
def test_position_of(case: str) -> None:
    content, offset, expected = POSITIONS[case]

    assert Lines(content).position(offset) == expected


def test_of_a_key_told_twice_the_last_counts() -> None:
    content = rb'{"a": [1], "\u0061": [2, 3], "b": 4}'
    start, end = Places(content).value(("a", 1))

    assert content[start:end] == b"3"


def test_what_looks_like_structure_in_a_string_is_none() -> None:
    content = rb'{"a": "]}{[\",:\\", "b": {"c": "}"}, "d": 1}'
    start, end = Places(content).value(("d",))

    assert content[start:end] == b"1"


def test_a_hundred_thousand_brackets_are_no_recursion() -> None:
    depth = 100_000
    content = b'{"deep": ' + b"[" * depth + b"]" * depth + b', "after": "here"}'
    places = Places(content)

    assert content[slice(*places.value(("after",)))] == b'"here"'
    assert places.value(("deep",)).end - places.value(("deep",)).start == 2 * depth
