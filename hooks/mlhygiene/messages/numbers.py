"""How values are written: numbers, units, `±`, and what they were before."""

from __future__ import annotations

import re
from math import isinf
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from re import Match

DIGITS = r"[0-9]+(?:_[0-9]+)*"
# `[0-9]`, not `\d`: Python's float takes digits of every script, other tools do not.
NUMBER = rf"[-+−]?(?:{DIGITS}(?:\.(?:{DIGITS})?)?|\.{DIGITS})(?:[eE][-+−]?[0-9]+)?"
SPECIAL = r"[-+−]?(?:[iI][nN][fF](?:[iI][nN][iI][tT][yY])?|[nN][aA][nN])(?!\w)"
FRACTION = r"[0-9]+/[0-9]+(?![\w.])"
LETTERS = r"[^\W\d_]{1,12}[²³]?"
_RATES = "it tok token tokens samples sample img images steps step req frames GB MB KB TFLOPs FLOPs epoch"
# What may follow a number after a blank.
_APART = """
    % ‰ pp ns us µs ms s sec min h hours days KB MB GB TB KiB MiB GiB TiB GFLOPs TFLOPs PFLOPs FLOPs W kW Wh kWh J kJ dB
    bits nats bpb px °C °F Hz fps USD EUR ms/step s/step s/it tok/s/GPU
"""
APART = [*_APART.split(), *(f"{rate}/s" for rate in _RATES.split())]
# What may stand at it besides.
ATTACHED = ["x", "×", "k", "K", "M", "B", "G", "T", "m", "d", "hr", "hrs", "mins", "secs", "°", "€", "$", "pts", "p"]
KNOWN = frozenset((*APART, *ATTACHED))
_LONGEST_FIRST = "|".join(re.escape(unit) for unit in sorted(APART, key=len, reverse=True))
_SPACED = rf" (?:{_LONGEST_FIRST})(?![^\s,;()]|[ \t]*=)"
UNIT = rf"(?:(?:[%‰×$€]|°[CF]?|{LETTERS}(?:/{LETTERS}){{0,2}})(?:{_SPACED})?|{_SPACED})"
CHANGE = r"[ \t]*(?:->|→)[ \t]*"
DEVIATION = r"[ \t]*(?:±|\+/-|\+-)[ \t]*"
QUANTITY = rf"(?:{SPECIAL}|{FRACTION}|{NUMBER})"
VALUE = re.compile(
    rf"(?P<about>[~≈])?[ \t]*(?:(?P<before>{QUANTITY})(?:{UNIT})?{CHANGE}(?={QUANTITY}))?"
    rf"(?P<number>{QUANTITY})(?P<unit>{UNIT})?(?:{DEVIATION}(?P<deviation>{NUMBER})(?P<last>{UNIT})?)?"
)


class Value(NamedTuple):
    """One value, and where it ends in the text that it was read from."""

    value: float
    raw: str
    unit: str | None
    deviation: float | None
    previous: float | None
    approximate: bool
    end: int


def value(text: str, at: int = 0) -> Value | None:
    """The value that starts at a place; None where there is none, or where it runs on into something else."""
    match = VALUE.match(text, at)
    if match is None:
        return None
    rest = text[match.end() : match.end() + 1]
    if rest and rest not in " \t(":
        return None
    amount = number(match["number"])
    if amount is None:
        return None
    unit = match["unit"] or match["last"]
    return Value(
        amount,
        match["number"],
        unit.strip() if unit else None,
        _optional(match, "deviation"),
        _optional(match, "before"),
        match["about"] is not None,
        match.end(),
    )


def number(raw: str) -> float | None:
    """What a number, a fraction or `nan` is; None where no double holds it."""
    above, slash, below = raw.replace("−", "-").partition("/")
    if slash:
        below_is = float(below)
        return float(above) / below_is if below_is and not isinf(float(above)) else None
    found = float(above)
    return None if isinf(found) and "n" not in above.lower() else found


def _optional(match: Match[str], group: str) -> float | None:
    return number(match[group]) if match[group] else None


def known(unit: str) -> bool:
    """Whether a unit is one that people write."""
    return all(part in KNOWN for part in unit.split(" ")) or unit.partition("/")[0] in KNOWN


def shown(amount: float) -> str:
    """A number as this project writes it, so that reading it gives the same."""
    text = repr(amount)
    return text.removesuffix(".0")
