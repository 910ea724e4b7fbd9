"""The standard engine and the fast one say the same, whatever the text."""

from __future__ import annotations

import sys
from itertools import permutations
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.secrets import find, prefilter, scan
from mlhygiene.secrets.match import disjoint
from mlhygiene.secrets.prefilter import Fast, Plain
from mlhygiene.secrets.providers import FORMATS
from mlhygiene.secrets.text import Text, nowhere
from tokens import make

if TYPE_CHECKING:
    from mlhygiene.secrets.find import Secret
    from mlhygiene.secrets.format import Format

KEYWORDS = sorted({keyword for form in FORMATS for keyword in form.keywords})
NEEDLES = [b"ab", b"abc", b"b", b"://", b'"auth"', b"kind: secret", b"aa", b"hf_", b"key", b"a-b"]
PIECES = st.sampled_from(
    [
        b"ab",
        b"abc",
        b"AB",
        b"aa",
        b"://",
        b'"auth"',
        b"Kind: Secret",
        b"hf_",
        b"KEY",
        b"a-b",
        b" ",
        b"\n",
        b"-",
        b"_",
        b"\0",
    ]
)


def hits(engine: prefilter.Prefilter, content: bytes) -> list[tuple[int, int]]:
    return sorted(engine.hits(content))


TEXTS = {
    "nothing": b"",
    "a keyword and nothing else": b"abc",
    "keywords that overlap": b"abcabc",
    "a keyword that overlaps itself": b"aaaa",
    "capitals": b"ABC Ab HF_x",
    "a keyword at both ends": b"abc x abc",
    "marks": b'http://x "auth" kind: secret',
    "a keyword in a word": b"xabcx_hf_-a-b",
    "a keyword across two words": b"a b hf _ a- b",
    "capitals beyond ASCII": "ÀBC \u212aEY \u0130".encode() + b"\xc0\xe0abc",
    "bytes that are no text": bytes(range(256)) * 2,
    "more than a text that is searched by its words": b"abc def hf_ " * 400 + b"://",
}


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_every_keyword_is_hit_alike(content: bytes) -> None:
    wanted = sorted(
        (at, number)
        for number, needle in enumerate(NEEDLES)
        for at in range(len(content))
        if content[at : at + len(needle)].lower() == needle
    )

    assert hits(Plain(NEEDLES), content) == wanted
    assert hits(Fast(NEEDLES), content) == wanted


@given(st.lists(PIECES | st.binary(max_size=4), max_size=60).map(b"".join), st.booleans())
def test_every_keyword_is_hit_alike_in_any_text(content: bytes, long: bool) -> None:
    content = content * 200 if long else content

    assert hits(Plain(NEEDLES), content) == hits(Fast(NEEDLES), content)


def both(path: bytes, content: bytes) -> tuple[list[Secret], list[Secret]]:
    plain, fast = (list(find.secrets(path, [content], make)) for make in (Plain, Fast))
    return plain, fast


@pytest.mark.parametrize("form", FORMATS, ids=[form.id for form in FORMATS])
def test_every_format_is_found_alike(form: Format) -> None:
    samples = [make(sample, Random(7))[0] for sample in (*form.samples, *form.negatives)]
    plain, fast = both(b"a.env", "\n".join(samples).encode())

    assert plain == fast
    assert plain


SAMPLES = st.builds(
    lambda form, index, seed: make(form.samples[index % len(form.samples)], Random(seed))[0],
    st.sampled_from(FORMATS),
    st.integers(0, 3),
    st.integers(0, 5),
)
WORDS = st.sampled_from(
    [
        *KEYWORDS,
        "password=",
        "api_key: ",
        '"token": "',
        "https://me:",
        "@host/",
        "=",
        " ",
        "\n",
        '"',
        "\\n",
        "%3D",
        "key",
    ]
)


@given(st.lists(SAMPLES | WORDS, max_size=12).map("".join), st.sampled_from([b"a.env", b"a.py", b"a.json", b"a.bin"]))
def test_every_text_is_judged_alike(text: str, path: bytes) -> None:
    plain, fast = both(path, text.encode())

    assert plain == fast


def test_the_fast_engine_is_taken_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(prefilter.best([b"a"]), Fast)

    monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)

    assert isinstance(prefilter.best([b"a"]), Plain)


def test_a_table_is_made_once() -> None:
    assert scan.table(firm=False) is scan.table(firm=False)
    assert scan.table(firm=True) is not scan.table(firm=False)


def test_of_two_names_for_a_secret_one_is_always_told() -> None:
    text, _ = make("TELEGRAM_BOT_TOKEN=«{digits:9}:{b64url:35}»\nMY_API_SECRET_TOKEN_KEY=«{alnum:20}»\n", Random(1))
    matches = scan.found(Text(text.encode(), nowhere, loose=True))

    for order in permutations(matches):
        assert disjoint(order) == disjoint(matches)
    doubled = [match._replace(start=match.start + 4, name=match.name[4:]) for match in matches]
    assert disjoint([*doubled, *matches]) == disjoint([*matches, *doubled]) == matches
