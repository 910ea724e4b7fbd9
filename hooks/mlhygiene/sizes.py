"""Sizes as people write them, and as they read them."""

from __future__ import annotations

import re

UNLIMITED = 2**63 - 1
UNITS = {"b": 1} | {
    f"{letter}{suffix}": base**power
    for power, letter in enumerate("kmgt", 1)
    for suffix, base in (("b", 1000), ("ib", 1024))
}
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)", re.ASCII | re.IGNORECASE)
SCHEMA = {"type": ["integer", "string"], "minimum": 0, "examples": ["500 KiB", "5 MB", "none", 500000]}


def parse_size(value: object) -> int:
    """Bytes out of `500 KiB`, `5 MB`, `none` or a plain number; ValueError says how.

    Units are of IEC 80000-13: kB is 1000 bytes, KiB is 1024.
    """
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str):
        if value.strip().lower() == "none":
            return UNLIMITED
        match = SIZE.fullmatch(value.strip())
        if match and (match[2].lower() in UNITS or not match[2]):
            return int(float(match[1]) * UNITS.get(match[2].lower(), 1) + 0.5)
    raise ValueError(f"{value!r} is not a size: write `500 KiB`, `5 MB`, `1.5 GiB`, a number of bytes, or `none`")


def shown_size(size: int) -> str:
    """Decimal units, one decimal: `48.1 MB`."""
    from humanize import naturalsize  # 7 ms that a clean run never needs

    text: str = naturalsize(size)
    return text


def over(size: int, limit: int) -> str:
    """`48.1 MB, over the limit of 512.0 kB`; exact bytes where the two would look alike."""
    if shown_size(size) == shown_size(limit):
        return f"{size:,} bytes, over the limit of {limit:,} bytes"
    return f"{shown_size(size)}, over the limit of {shown_size(limit)}"
