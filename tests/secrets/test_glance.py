"""A text that is passed over at a glance is one in which a scan finds nothing."""

from __future__ import annotations

import base64
import sys
from random import Random
from typing import TYPE_CHECKING

import pytest

from mlhygiene.secrets import glance, keys, layers, scan
from mlhygiene.secrets.keywords import KEYWORDS
from mlhygiene.secrets.providers import FORMATS
from tokens import make

if TYPE_CHECKING:
    from mlhygiene.secrets.format import Format

PLAIN = {
    "an experiment": b"exp: lr 1e-3 -> val_loss=0.42, val_acc=91%",
    "a fix": b"fix: the loader reads the last batch\n\nIt stopped one short.\n",
    "code": b"import torch\n\n\ndef run() -> None:\n    print(torch.ones(3))\n",
    "nothing": b"",
}
LOOKED_INTO = {
    "a name beside a value": b"TOKEN = 'x'",
    "an address": b"see https://example.org",
    "a run of base64": base64.b64encode(b"what a person would not write here"),
    "a letter that is escaped": b"a%20b",
    "a colour, which may stand inside a word": b"gh\x1b[0mp_x",
    "UTF-16": "ghp_x".encode("utf-16-le"),
    "a text that is long": b"a " * glance.SHORT,
}


@pytest.fixture(autouse=True)
def _first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything was scanned."""
    monkeypatch.setattr(glance, "SCAN", "mlhygiene.not_imported")


@pytest.mark.parametrize("case", PLAIN)
def test_most_texts_are_plain(case: str) -> None:
    assert glance.is_plain(PLAIN[case])


@pytest.mark.parametrize("case", LOOKED_INTO)
def test_what_could_hold_a_secret_is_looked_into(case: str) -> None:
    assert not glance.is_plain(LOOKED_INTO[case])


def test_every_keyword_of_the_scan_is_known() -> None:
    assert [word for word in scan.keywords() if not any(known in word.encode() for known in KEYWORDS)] == []


@pytest.mark.parametrize("form", [form for form in (*FORMATS, *keys.FORMATS) if form.samples], ids=lambda form: form.id)
def test_no_secret_is_passed_over(form: Format) -> None:
    texts = [make(sample, Random(form.id))[0].encode() for sample in form.samples]

    assert [text for text in texts if glance.is_plain(text)] == []
    assert [text for text in texts if glance.is_plain(base64.b64encode(text)) and len(text) > layers.SHORTEST] == []


def test_a_scan_that_is_there_is_not_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glance, "SCAN", scan.__name__)

    assert scan.__name__ in sys.modules
    assert not glance.is_plain(PLAIN["an experiment"])


def test_a_run_that_could_be_decoded_is_seen() -> None:
    assert layers.is_encoded(LOOKED_INTO["a run of base64"])
    assert not layers.is_encoded(PLAIN["code"])
