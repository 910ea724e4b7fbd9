"""By how much a value went up or down: the numbers as they were before they were rounded, and in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.messages.experiment import Claim, Metric

# Who says 40 % may mean 38 %.
SLACK = 0.05
# Values that lie farther apart are of different things.
FARTHEST = 1e9
TIMES = frozenset({"x", "\N{MULTIPLICATION SIGN}"})
# How a claim of the key is told when it goes the other way.
OPPOSITE = {"better": "worse", "worse": "better", "less": "more", "more": "less"}


class Range(NamedTuple):
    """The values that a rounded one can be."""

    low: float
    high: float

    def meets(self, other: Range) -> bool:
        return self.low <= other.high and other.low <= self.high


def gains(claim: Claim, before: Metric, after: Metric, *, falls: bool) -> Iterator[Range]:
    """What the numbers say, in every way that the claim can be meant; nothing where they cannot."""
    old, new = rounded(before.value, before.raw), rounded(after.value, after.raw)
    if old.low <= 0 or new.low <= 0:
        return  # no ratio says anything
    ratio = Range(old.low / new.high, old.high / new.low) if falls else Range(new.low / old.high, new.high / old.low)
    if ratio.low < 1 / FARTHEST or ratio.high > FARTHEST:
        return
    if claim.unit in TIMES:
        yield ratio
        return
    difference = (
        Range(old.low - new.high, old.high - new.low) if falls else Range(new.low - old.high, new.high - old.low)
    )
    hundredths = "%" in (before.unit or "")
    if claim.unit == "%":
        yield Range((1 - 1 / ratio.low) * 100, (1 - 1 / ratio.high) * 100) if falls else _percent(ratio)
        if claim.relation in {"faster", "speedup"}:
            yield _percent(ratio)  # so much more in the same time
    if claim.unit != "%" or hundredths or not falls:
        part = 1 if hundredths or max(old.high, new.high) > 1 + 1e-9 else 100
        yield Range(difference.low * part, difference.high * part)


def _percent(ratio: Range) -> Range:
    return Range((ratio.low - 1) * 100, (ratio.high - 1) * 100)


def amount(claim: Claim, sense: str, before: Metric, after: Metric, *, falls: bool) -> str:
    """What a claim should have said."""
    ratio = before.value / after.value if falls else after.value / before.value
    if claim.unit in TIMES:
        return f"{ratio:.2g}x"
    percent = (1 - 1 / ratio if falls else ratio - 1) * 100
    return f"{abs(percent):.1f} %{'' if percent >= 0 else f' {OPPOSITE[sense]}'}"


def rounded(value: float, raw: str, slack: float = 0.0) -> Range:
    """What a value was before it was rounded to the digits that it is written with."""
    written = re.search(r"\d+(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?", raw)
    decimals, power = (len(written[1] or ""), int(written[2] or 0)) if written else (0, 0)
    half = max(0.5 * 10.0 ** (power - decimals), abs(value) * slack)
    return Range(value - half, value + half)
