"""How values are written: numbers, units, `±`, and what they were before."""

from __future__ import annotations

import re
from math import isinf
from typing import NamedTuple

from mlhygiene.messages.plain import DIGITS

# `[0-9]`, not `\d`: Python's float takes digits of every script, other tools do not.
NUMBER = rf"[-+−]?(?:{DIGITS}(?:\.(?:{DIGITS})?)?|\.{DIGITS})(?:[eE][-+−]?[0-9]+)?"
SPECIAL = r"[-+−]?(?:[iI][nN][fF](?:[iI][nN][iI][tT][yY])?|[nN][aA][nN])(?!\w)"
FRACTION = r"[0-9]+/[0-9]+(?![\w.])"
QUANTITY = rf"(?:{SPECIAL}|{FRACTION}|{NUMBER})"
LETTERS = r"[^\W\d_]{1,12}[²³]?"
# A unit that stands at its number: any word will do; what is unusual is told by a rule.
ATTACHED = rf"(?:[%‰×$€]|°[CF]?|{LETTERS}(?:/{LETTERS}){{0,2}})"
_RATES = "it tok token tokens samples sample img images steps step req frames GB MB KB TFLOPs FLOPs epoch"
# What may follow a number after a blank.
_APART = """
    % ‰ pp ns us µs ms s sec min h hours days KB MB GB TB KiB MiB GiB TiB GFLOPs TFLOPs PFLOPs FLOPs W kW Wh kWh J kJ dB
    bits nats bpb px °C °F Hz fps USD EUR ms/step s/step s/it tok/s/GPU
"""
APART = frozenset((*_APART.split(), *(f"{rate}/s" for rate in _RATES.split())))
_FURTHER = "x × k K M B G T m d hr hrs mins secs ° € $ pts p"
KNOWN = APART | frozenset(_FURTHER.split())
AMOUNT = re.compile(QUANTITY)
UNIT = re.compile(ATTACHED)
NEXT = re.compile(r" ([^\s,;()=±+-]++)(?![ \t]*=)")
ABOUT = re.compile(r"[~≈][ \t]*")
# What may stand right after a value.
ENDS = ("", " ", "\t", "(")
CHANGE = re.compile(r"[ \t]*(?:->|→)[ \t]*")
DEVIATION = re.compile(rf"[ \t]*(?:±|\+/-|\+-)[ \t]*({NUMBER})")


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
    about = ABOUT.match(text, at)
    match = AMOUNT.match(text, about.end() if about else at)
    if match is None:
        return None
    unit, end = _unit(text, match.end())
    before: float | None = None
    change = CHANGE.match(text, end)
    changed = AMOUNT.match(text, change.end()) if change else None
    if changed is not None:
        before, match = number(match[0]), changed
        unit, end = _unit(text, match.end())
    deviation = DEVIATION.match(text, end)
    if deviation is not None:
        last, end = _unit(text, deviation.end())
        unit = unit or last
    amount = number(match[0])
    if amount is None or text[end : end + 1] not in ENDS:
        return None
    spread = number(deviation[1]) if deviation else None
    return Value(amount, match[0], unit, spread, before, about is not None, end)


def _unit(text: str, at: int) -> tuple[str | None, int]:
    """A unit, and where it ends: one at the number (`12.5k`), one after a blank, or both (`12.5k tok/s`)."""
    attached = UNIT.match(text, at)
    end = attached.end() if attached else at
    following = NEXT.match(text, end) if text[end : end + 1] == " " else None
    if following is not None and following[1] in APART:
        end = following.end()
    return text[at:end].strip() or None, end


def number(raw: str) -> float | None:
    """What a number, a fraction or `nan` is; None where no double holds it."""
    above, slash, below = raw.replace("−", "-").partition("/")
    if slash:
        below_is = float(below)
        return float(above) / below_is if below_is and not isinf(float(above)) else None
    found = float(above)
    return None if isinf(found) and "n" not in above.lower() else found


def known(unit: str) -> bool:
    """Whether a unit is one that people write."""
    return all(part in KNOWN for part in unit.split(" ")) or unit.partition("/")[0] in KNOWN


def shown(amount: float) -> str:
    """A number as this project writes it, so that reading it gives the same."""
    text = repr(amount)
    return text.removesuffix(".0")
