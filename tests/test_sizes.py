"""Sizes as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.limits import Limits, parse_limits
from mlhygiene.sizes import UNLIMITED, over, parse_size, shown_size

GOOD = {
    "a number is bytes": (500, 500),
    "a number in a string is bytes": ("500", 500),
    "bytes": ("500 B", 500),
    "decimal units": ("5 MB", 5_000_000),
    "binary units": ("500 KiB", 512_000),
    "no space": ("5MB", 5_000_000),
    "any case": ("5 mib", 5_242_880),
    "a fraction": ("1.5 GiB", 1_610_612_736),
    "a fraction that binary numbers cannot hold": ("0.29 kB", 290),
    "terabytes": ("2 TB", 2 * 10**12),
    "no limit": ("none", UNLIMITED),
    "space around": ("  5 kB ", 5000),
}
BAD = ("", "five", "5 M", "5 MB/s", "-5", -5, "5 MBit", True, None, 1.5, "1e6", "5 5 MB", "\u0665 MB", [], "1_000")


@pytest.mark.parametrize(("written", "size"), GOOD.values(), ids=GOOD)
def test_reads(written: object, size: int) -> None:
    assert parse_size(written) == size


@pytest.mark.parametrize("written", BAD, ids=repr)
def test_refuses_and_says_how(written: object) -> None:
    with pytest.raises(ValueError, match="is not a size: write `500 KiB`, `5 MB`"):
        parse_size(written)


@given(st.text())
def test_any_text_is_a_size_or_refused(text: str) -> None:
    try:
        assert parse_size(text) >= 0
    except ValueError as error:
        assert "is not a size" in str(error)


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_size_over_its_limit_never_looks_equal_to_it(size: int, limit: int) -> None:
    size, limit = max(size, limit) + 1, min(size, limit)
    left, _, right = over(size, limit).partition(", over the limit of ")

    assert left != right


def test_sizes_are_shown_in_decimal_units() -> None:
    assert shown_size(48_100_000) == "48.1 MB"


def test_limits_need_a_table() -> None:
    with pytest.raises(ValueError, match="is not a table of pattern = size"):
        parse_limits(["*.ipynb"])


def test_limits_name_the_bad_size() -> None:
    with pytest.raises(ValueError, match="'much' is not a size"):
        parse_limits({"*.ipynb": "much"})


def test_no_limits_match_nothing() -> None:
    assert Limits().of("a") is None
