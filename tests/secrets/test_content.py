"""A file as texts: whatever its encoding, and in pieces, a secret is found where an editor shows it."""

from __future__ import annotations

import codecs
from base64 import b64encode
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.secrets import content, find
from mlhygiene.secrets.providers import FORMATS
from mlhygiene.secrets.windows import windows
from tokens import make

if TYPE_CHECKING:
    from collections.abc import Iterable

TOKEN = make("hf_{letters:34}", Random(1))[0]
WANDB = make("{hex:40}", Random(1))[0]
TEXT = f"# Größe\nx = 1\n  t = '{TOKEN}'\nWANDB_API_KEY = '{WANDB}'\n"
PLACES = [(3, 8), (4, 18)]


def told(pieces: Iterable[bytes], path: bytes = b"a.py") -> list[tuple[int, int]]:
    return [secret.place[:2] for secret in find.secrets(path, pieces)]


ENCODED = {
    "UTF-8": TEXT.encode(),
    "UTF-8 with a mark": codecs.BOM_UTF8 + TEXT.encode(),
    "Latin-1": TEXT.encode("latin-1"),
    "UTF-16, little end first": TEXT.encode("utf-16-le"),
    "UTF-16, big end first": TEXT.encode("utf-16-be"),
    "UTF-16, little end first, with a mark": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "UTF-16, big end first, with a mark": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "UTF-32, little end first, with a mark": codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    "UTF-32, big end first, with a mark": codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
    "carriage returns and newlines": TEXT.replace("\n", "\r\n").encode(),
    "carriage returns": TEXT.replace("\n", "\r").encode(),
    "no newline at the end": TEXT.rstrip("\n").encode(),
    "a form feed": TEXT.replace("x = 1", "x = 1\f").encode(),
    "a line separator that str.splitlines knows": TEXT.replace("x = 1", "x = '\u2028\x85'").encode(),
    "bytes that are no text": TEXT.encode().replace(b"x = 1", b"x = '\xff\xfe\x80'"),
}


@pytest.mark.parametrize("raw", ENCODED.values(), ids=ENCODED)
def test_every_secret_is_told_where_an_editor_shows_it(raw: bytes) -> None:
    assert told([raw]) == PLACES


CUT = {
    "UTF-16 that ends in half a character": TEXT.encode("utf-16-le") + b"x",
    "UTF-16 with half a pair": TEXT.encode("utf-16-le") + b"\x00\xd8",
    "UTF-16 with a low byte of zero": ("\u4e00\u3000" + TEXT).encode("utf-16-le"),
    "UTF-16 with other scripts": ("日本語" + TEXT).encode("utf-16-le"),
}


@pytest.mark.parametrize("raw", CUT.values(), ids=CUT)
def test_odd_text_in_utf_16(raw: bytes) -> None:
    assert [line for line, _ in told([raw])] == [3, 4]


BINARY = {
    "a pickle": b"\x80\x04\x95\0\0\0\x8c\tapi_token\x94\x8c%"
    + TOKEN.encode()
    + b"\x94\x8c\x05wandb\x8c("
    + WANDB.encode(),
    "a head of safetensors": b'\x90\0\0\0\0\0\0\0{"__metadata__":{"hub_token":"' + TOKEN.encode() + b'"}}' + bytes(99),
    "zeros": bytes(5000) + b" " + TOKEN.encode() + b"\0WANDB_API_KEY=" + WANDB.encode(),
    "a password": b"\0\1\2 password='" + make("{alnum:20}", Random(5))[0].encode() + b"' " + TOKEN.encode(),
    "a URL": b"\0\1\2 postgres://me:" + make("{alnum:20}", Random(5))[0].encode() + b"@db.lab.org/a " + TOKEN.encode(),
}


@pytest.mark.parametrize("raw", BINARY.values(), ids=BINARY)
def test_of_a_binary_firm_secrets_are_told_alone(raw: bytes) -> None:
    assert [secret.value for secret in find.secrets(b"a.pkl", [raw])] == [TOKEN.encode()]


LETTERS = {"zeros": b"\0", "the middle of characters": b"\x80", "one letter": b"a", "characters": "é".encode()}


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_a_window_does_not_grow_with_the_file(letter: bytes) -> None:
    pieces = [letter * 1000] * 50

    sizes = [len(window.content) for window in windows(pieces, 100)]

    assert len(sizes) == 50
    assert max(sizes) <= len(pieces[0]) + 2 * 100 + 3


def test_a_stray_nul_hides_no_secret_of_a_text() -> None:
    text = b"# settings\n\0\n" * 3 + b"x = 1\n" * 100 + b"WANDB_API_KEY=" + WANDB.encode() + b"\n"

    assert [secret.value for secret in find.secrets(b"a.env", [text])] == [WANDB.encode()]


COLOURED = {
    "a colour before it": (f"INFO\x1b[0m{TOKEN}\n", 9),
    "a colour inside it": (f"key \x1b[1m{TOKEN[:9]}\x1b[31m{TOKEN[9:]}\x1b[0m\n", 9),
    "colours in the lines above": (f"\x1b[1mep\x1b[0moch\n\x1b[32mok\x1b[0m\nkey {TOKEN}\n", 5),
}


@pytest.mark.parametrize(("text", "column"), COLOURED.values(), ids=COLOURED)
def test_the_colours_of_a_log_hide_nothing(text: str, column: int) -> None:
    (secret,) = find.secrets(b"train.log", [text.encode()])

    assert (secret.value, secret.place) == (TOKEN.encode(), (text.count("\n"), column, ""))


def test_the_length_before_a_string_is_no_letter_of_it() -> None:
    lettered = 0
    for form in FORMATS:
        token = make(form.samples[0], Random(form.id))[0].encode() if form.samples else b""
        plain = [secret.value for secret in find.secrets(b"a.pkl", [b"\0\0 " + token + b"\0"])]
        if plain != [token] or len(token) > 255:
            continue
        pickle = b"\x80\x04\x95\0\0\x8c" + bytes([len(token)]) + token + b"\x94."
        lettered += bytes([len(token)]).isalnum()

        assert [secret.value for secret in find.secrets(b"a.pkl", [pickle])] == [token], form.id

    assert lettered > 5


@pytest.mark.parametrize("before", [0, 1, 2, 3, 60_000, 65_500, 200_001])
def test_every_secret_in_a_long_run_of_base64_is_told(before: int) -> None:
    tokens = [make("hf_{letters:34}", Random(n))[0] for n in range(3)]
    run = b64encode(("x" * before + "".join(f"\nA={token}\n" for token in tokens)).encode())
    found = list(find.secrets(b"a.txt", [b"env: " + run + b"\n"]))

    assert [secret.value.decode() for secret in found] == tokens
    assert [secret.place.column for secret in found] == sorted(secret.place.column for secret in found)


def test_a_value_does_not_set_itself_aside() -> None:
    (secret,) = find.secrets(b"a.py", [f'password = "{make("{alnum:20}", Random(8))[0]}ggignore"\n'.encode()])

    assert not secret.remark


NOT_UTF_16 = {
    "two bytes": b"\0a",
    "numbers of two bytes": bytes(range(1, 256)) * 8 + bytes(4000),
    "zeros": bytes(64),
    "zeros among letters of two bytes": b"a\0b\0c\0d\0\0\0" * 9,
    "every third byte": b"ab\0" * 100,
}


@pytest.mark.parametrize("raw", NOT_UTF_16.values(), ids=NOT_UTF_16)
def test_another_binary_stays_as_it_is(raw: bytes) -> None:
    assert content.decoded(raw) == raw


@given(st.binary(max_size=300))
def test_no_bytes_make_an_exception(raw: bytes) -> None:
    for path in (b"a.py", b"a.json", b"a.ipynb", b".dvc/config", b".netrc", b"a.yaml"):
        list(find.secrets(path, [raw]))
        list(find.secrets(path, [codecs.BOM_UTF16_LE + raw]))


QUOTES = {
    "Python": (b"a.py", False),
    "YAML": (b"a.yaml", True),
    "an environment file": (b".env", True),
    "an environment of a stage": (b".env.production", True),
    "a Dockerfile": (b"docker/Dockerfile", True),
    "a Dockerfile of a kind": (b"docker/Dockerfile.gpu", True),
    "a script in a folder with a dot": (b"v1.2/Makefile", True),
    "TypeScript": (b"a.ts", False),
    "JSON": (b"a.json", False),
    "Terraform": (b"A.TF", True),
}


@pytest.mark.parametrize(("path", "loose"), QUOTES.values(), ids=QUOTES)
def test_values_without_quotes_count_where_they_are_values(path: bytes, *, loose: bool) -> None:
    text = make("DB_PASSWORD={alnum:24}\n", Random(4))[0].encode()

    assert bool(told([text], path)) is loose


BORDERS = range(-60, 120, 7)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> int:
    """Pieces so small that a test can look at their borders."""
    monkeypatch.setattr(find, "PIECE", 2000)
    monkeypatch.setattr(find, "OVERLAP", 200)
    return 2000


def cut(raw: bytes, size: int) -> list[bytes]:
    return [raw[at : at + size] for at in range(0, len(raw), size)]


@pytest.mark.parametrize("offset", BORDERS)
def test_a_secret_across_a_border_is_told_once(small: int, offset: int) -> None:
    before = ("x = 1\n" * 1000).encode()[: small + offset - 10] + b"\n"
    raw = before + f"t = '{TOKEN}'\n".encode() + b"y = 2\n" * 500

    assert told(cut(raw, small)) == told([raw]) == [(before.count(b"\n") + 1, 6)]


@pytest.mark.parametrize("offset", BORDERS)
def test_a_name_and_its_value_across_a_border(small: int, offset: int) -> None:
    before = b"# " + b"x" * (small + offset - 40) + b"\n"
    raw = before + f"WANDB_API_KEY = '{WANDB}'\n".encode() + b"y = 2\n" * 500

    assert told(cut(raw, small)) == [(2, 18)]


def test_the_numbers_of_lines_go_on_in_every_piece(small: int) -> None:
    raw = b"".join(make(f"x = {n}\nt{n} = 'hf_{{letters:34}}'\n", Random(n))[0].encode() for n in range(400))

    assert [line for line, _ in told(cut(raw, small))] == [2 * n + 2 for n in range(400)]


def test_a_line_without_end_is_read_to_its_end(small: int) -> None:
    raw = b"x" * 9_000 + f" t='{TOKEN}' ".encode() + b"x" * 9_000

    assert [line for line, _ in told(cut(raw, small))] == [1]


def test_pieces_in_utf_16_are_read_like_the_first(small: int) -> None:
    text = "x = 1\n" * 900 + f"t = '{TOKEN}'\n" + "x = 1\n" * 900

    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        assert told(cut(text.encode(encoding), small)) == [(901, 6)]


@pytest.mark.parametrize("end", range(0, 400, 19))
def test_a_long_line_that_ends_near_a_border(small: int, end: int) -> None:
    row = b'{"t": "' + b"lorem ipsum " * 60 + f" {TOKEN} ".encode()
    raw = b"x = 1\n" * 100 + row.ljust(small - 600 - end) + b'"}\n' + b"y = 2\n" * 500

    assert told(cut(raw, small)) == told([raw]) == [(101, 729)]


@pytest.mark.parametrize("extension", ["py", "json", "txt"])
@pytest.mark.parametrize("before", ["x\n", "x\r", "x\r\n", "step\rstep\r\n", "a\\n b\n", "é x", "x" * 51], ids=repr)
def test_every_piece_knows_where_it_begins(small: int, before: str, extension: str) -> None:
    raw = (before * (5000 // len(before)) + f" t = '{TOKEN}'\n" + before * 999).encode()
    path = f"a.{extension}".encode()

    assert told(cut(raw, small), path) == told([raw], path) != []


def test_pieces_in_utf_16_have_the_encoding_of_the_first(small: int) -> None:
    raw = ("注意" * 3000 + f" t = '{TOKEN}'\n" + "注意" * 999).encode("utf-16")

    assert told(cut(raw, small)) == told([raw]) == [(1, 6007)]


@given(st.integers(1, 7000), st.integers(1, 3000), st.integers(1, 3))
def test_no_cut_hides_a_secret(before: int, after: int, width: int) -> None:
    raw = (b"x" * width + b"\n") * before + f"t = '{TOKEN}'\n".encode() + b"y\n" * after
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find, "OVERLAP", 200)

        assert told(cut(raw, 2000)) == [(before + 1, 6)]


def test_nothing_is_found_in_nothing() -> None:
    assert told([]) == told([b""]) == []
