"""Numbers as other countries write them, in ours."""

from __future__ import annotations

import re

from mlhygiene.messages import numbers

GROUPS = re.compile(r"[-+−]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?$")


def without_comma(raw: str) -> list[str]:
    """What a number with commas can mean."""
    if raw.count(",") == 1 and "." in raw[: raw.index(",")]:
        return [raw.replace(".", "").replace(",", ".")]  # 1.000,5
    plain = raw.replace(",", "")
    if GROUPS.match(raw) is None:
        return [raw.replace(",", ".")] if raw.count(",") == 1 and "." not in raw else [plain]
    if raw.count(",") > 1 or "." in raw:
        return [plain]
    return [plain, raw.replace(",", ".")]


def in_ascii(raw: str) -> str | None:
    """A number in digits of another script, in ours."""
    if raw.isascii():
        return None
    from unicodedata import decimal, normalize  # only foreign digits need it

    folded = "".join(str(decimal(c)) if c.isdecimal() else c for c in normalize("NFKC", raw)).replace("٫", ".")
    return folded if re.fullmatch(numbers.NUMBER, folded) else None
