"""The same secret, written down in another way: the same fingerprint."""

from __future__ import annotations

import codecs
import json
from base64 import b64encode
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlhygiene.secrets import find
from mlhygiene.secrets.format import Family, Tier
from mlhygiene.secrets.mask import fingerprint
from mlhygiene.secrets.providers import FORMATS
from tokens import make

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlhygiene.secrets.format import Format

WORD = "PRIVATE " + "KEY"
KEY = f"-----BEGIN {WORD}-----\n«{{b64:64}}\n{{b64:64}}\n{{b64:60}}»\n-----END {WORD}-----\n"
# One of each kind of detector, and one of each shape of a file.
TEMPLATES = {
    "a firm token": ("a.py", "t = '{firm}'\n"),
    "a token by its name": ("a.py", 'wandb.login(key="{hex:40}")\n'),
    "a token without quotes": ("a.env", "WANDB_API_KEY={hex:40}\n"),
    "a password": ("a.py", "password = '{lower:6}{digits:4}'\n"),
    "a secret": ("a.yaml", "client_secret: {alnum:32}\n"),
    "a password in a URL": ("a.py", "url = 'postgres://app:{lower:6}{digits:4}@db.lab.org/runs'\n"),
    "a key": ("a.pem", KEY.replace("«", "").replace("»", "")),
    "a name and a value over two lines": ("a.yaml", "- name: WANDB_API_KEY\n  value: {hex:40}\n"),
}
FIRM = [form for form in FORMATS if form.tier is Tier.FIRM and form.family is Family.TOKEN]


def text_of(template: str, seed: int) -> str:
    random = Random(seed)
    return make(template.replace("{firm}", FIRM[0].samples[0]), random)[0].replace("«", "").replace("»", "")


def prints(content: bytes, path: str = "a.py") -> set[str]:
    return {secret.fingerprint for secret in find.secrets(path.encode(), [content])}


WAYS: dict[str, Callable[[str], bytes]] = {
    "indented": lambda text: ("    " + text.replace("\n", "\n    ")).encode(),
    "indented by tabs": lambda text: ("\t" + text.replace("\n", "\n\t")).encode(),
    "lines that end as on Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "lines that end as they used to": lambda text: text.replace("\n", "\r").encode(),
    "no newline at the end": lambda text: text.rstrip("\n").encode(),
    "UTF-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "UTF-16, little end first": lambda text: text.encode("utf-16-le"),
    "UTF-16, big end first": lambda text: text.encode("utf-16-be"),
    "UTF-16, little end first, with a mark": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "UTF-16, big end first, with a mark": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "behind other lines": lambda text: ("# a line\n" * 40 + text).encode(),
    "before other lines": lambda text: (text + "# a line\n" * 40).encode(),
    "twice": lambda text: (text + "\n# again\n" + text).encode(),
    "behind text in Latin-1": lambda text: b"# \xe9\xff\n" + text.encode(),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(("path", "template"), TEMPLATES.values(), ids=TEMPLATES)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_written_in_another_way(path: str, template: str, way: Callable[[str], bytes], seed: int) -> None:
    text = text_of(template, seed)
    plain = prints(text.encode(), path)

    assert len(plain) == 1
    assert prints(way(text), path) == plain


@pytest.mark.parametrize(("path", "template"), TEMPLATES.values(), ids=TEMPLATES)
@pytest.mark.parametrize("name", ["{}", "deep/er/{}", "UPPER/{}", "a b/{}", "é/{}", "renamed-{}"])
def test_a_file_by_another_name(path: str, template: str, name: str) -> None:
    content = text_of(template, 1).encode()

    assert prints(content, name.format(path)) == prints(content, path) != set()


QUOTED = {name: case for name, case in TEMPLATES.items() if case[0] in {"a.py", "a.pem"}}


@pytest.mark.parametrize(("path", "template"), QUOTED.values(), ids=QUOTED)
@pytest.mark.parametrize("levels", [1, 2])
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_escaped_as_json(path: str, template: str, levels: int, seed: int) -> None:
    text = text_of(template, seed)
    content: object = text
    for _ in range(levels):
        content = json.dumps({"text": content})

    assert prints(str(content).encode(), "a.json") == prints(text.encode(), path)


def notebook(source: str | list[str]) -> bytes:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": source}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()


@pytest.mark.parametrize(("path", "template"), QUOTED.values(), ids=QUOTED)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), cuts=st.lists(st.integers(0, 100), max_size=4))
def test_in_a_cell_of_a_notebook_however_it_is_split(path: str, template: str, seed: int, cuts: list[int]) -> None:
    text = text_of(template, seed)
    pieces = [text[begin:end] for begin, end in pairwise([0, *sorted(cuts), len(text)])]
    plain = prints(text.encode(), path)

    assert prints(notebook(text), "a.ipynb") == plain
    assert prints(notebook(text.splitlines(keepends=True)), "a.ipynb") == plain
    assert prints(notebook(pieces), "a.ipynb") == plain
    assert prints(notebook(text)[:-3], "a.ipynb") == plain


@pytest.mark.parametrize("form", FIRM, ids=[form.id for form in FIRM])
def test_a_firm_token_in_base64_or_percent_encoded(form: Format) -> None:
    text, _ = make(form.samples[0], Random(3))
    plain, *encoded = (
        {secret.format.id for secret in find.secrets(b"a.py", [content])}
        for content in (
            text.encode(),
            b"data: " + b64encode(f"x = '{text}'".encode()) + b"\n",
            f"https://a.lab.org/?next={quote(text, safe='')}\n".encode(),
        )
    )

    assert all(form.id in each for each in (plain, *encoded))


@given(st.sampled_from(FIRM), st.integers(0, 1000), st.integers(0, 1000))
def test_another_strong_secret_has_another_fingerprint(form: Format, one: int, other: int) -> None:
    secrets = [make(form.samples[0], Random(seed))[1] for seed in (one, other)]
    both = [fingerprint(form.id, secret.encode(), strong=True) for secret in secrets]

    assert (both[0] == both[1]) is (secrets[0] == secrets[1])


def test_the_same_value_of_another_kind_has_another_fingerprint() -> None:
    assert len({fingerprint(kind, b"value", strong=strong) for kind in ("a", "b") for strong in (True, False)}) == 4


def test_a_short_password_cannot_be_found_by_trying() -> None:
    known = prints(b"password = 'blue4711'\n").pop()  # mlhygiene: ignore[MLH204] the password that is looked for
    candidates = [f"blue{number:04}" for number in range(4096)]
    matching = [each for each in candidates if known in prints(f"password = '{each}'\n".encode())]

    assert "blue4711" not in matching[:1] or len(matching) > 1
    assert (
        len(
            [
                each
                for each in candidates
                if fingerprint("named-secret", each.encode(), b"password", strong=False) == known
            ]
        )
        >= 8
    )


def test_another_short_password_is_seen_most_of_the_time() -> None:
    made = [
        fingerprint("named-secret", f"blue{number:04}".encode(), b"password", strong=False) for number in range(4096)
    ]

    assert len(set(made)) == 256


def test_a_fingerprint_holds_nothing_of_what_it_is_of() -> None:
    secret, *_ = find.secrets(b"a.py", [text_of(TEMPLATES["a firm token"][1], 1).encode()])

    assert len(secret.fingerprint) == 24
    assert set(secret.fingerprint) <= set("0123456789abcdef")
    assert secret.value.hex()[:12] not in secret.fingerprint
