"""`since` in a config: the same moment on every machine."""

from __future__ import annotations

import tomllib

import pytest

from mlhygiene.config import parse
from mlhygiene.dates import parse_moment
from mlhygiene.model import Refusal

MIDNIGHT = 1_767_225_600
MOMENTS = {
    "a date of TOML": ("2026-01-01", MIDNIGHT),
    "a date in a string": ('"2026-01-01"', MIDNIGHT),
    "a time in UTC": ("2026-01-01T09:00:00Z", MIDNIGHT + 9 * 3600),
    "a time with an offset": ("2026-01-01T09:00:00+09:00", MIDNIGHT),
    "a time in a string": ('"2026-01-01T00:00:00.5+00:00"', MIDNIGHT),
    "before the epoch": ("1969-12-31", -86_400),
}


@pytest.mark.parametrize(("written", "seconds"), MOMENTS.values(), ids=MOMENTS)
def test_a_moment(written: str, seconds: int) -> None:
    assert parse_moment(tomllib.loads(f"since = {written}")["since"]) == seconds


HINT = 'is no date: write one such as "2026-01-01", or "2026-01-01T09:00:00Z"'
WRONG = {
    "a time without an offset": (
        "2026-01-01T09:00:00",
        "2026-01-01T09:00:00 is another moment on every machine: add an offset, as Z or +02:00",
    ),
    "a year": ("2026", f"2026 {HINT}"),
    "a word": ('"yesterday"', f"'yesterday' {HINT}"),
    "a day that is not": ('"2026-02-30"', f"'2026-02-30' {HINT}"),
    "true": ("true", f"True {HINT}"),
}


@pytest.mark.parametrize(("written", "said"), WRONG.values(), ids=WRONG)
def test_no_moment(written: str, said: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse(f"since = {written}".encode(), "mlhygiene.toml")

    assert str(caught.value) == f"mlhygiene.toml: since: {said}"
