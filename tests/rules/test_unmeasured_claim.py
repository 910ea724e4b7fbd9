"""MLH405: a claim names its metric."""

from __future__ import annotations

import pytest

from builders import found
from mlhygiene.messages.reading import read
from mlhygiene.rules.unmeasured_claim import UnmeasuredClaim
from saying import saying

CLEAN = (
    "exp: lr -> val_loss=0.42, 1.8x faster",
    "exp: lr -> diverged",
    "exp: lr -> running",
    "feat: add flash attention -> 1.8x faster",
    "exp: lr -> same loss",
)
FOUND = {
    "exp: switch to BF16 training -> same loss, 1.8x faster, 40% less memory": (
        "exp: switch to BF16 training -> speedup=1.8x, mem=-40%, same loss"
    ),
    "exp: lr -> 3% improvement": "exp: lr -> improvement=3%",
    "exp: lr -> 2% higher accuracy": "exp: lr -> acc=+2%",
    "exp: lr -> 2x less memory": "exp: lr -> mem_reduction=2x",
    "exp: lr -> ~30% fewer parameters": "exp: lr -> params=~-30%",
    "exp: lr -> 1.3x slower": "exp: lr -> slowdown=1.3x",
    "exp: lr -> 5% reduction in wer": "exp: lr -> wer=-5%",
    "exp: lr -> 4% reduction": "exp: lr -> reduction=4%",
    "exp: lr -> 2x faster, 3x faster": None,
}


@pytest.mark.parametrize("message", CLEAN)
def test_passes(message: str) -> None:
    assert found(UnmeasuredClaim(), saying(message)) == []


@pytest.mark.parametrize(("message", "instead"), FOUND.items())
def test_finds(message: str, instead: str | None) -> None:
    (finding,) = UnmeasuredClaim().check(saying(message))

    assert finding.fix == (f"write: {instead}" if instead else None)
    assert instead is None or read(instead).experiment is not None


def test_says_what_is_claimed_and_shows_it() -> None:
    (finding,) = UnmeasuredClaim().check(saying("exp: BF16 -> same loss, 1.8x faster, 40% less memory"))

    assert finding.message == ("`1.8x faster` and `40% less memory`: without a metric, it is compared with nothing")
    assert finding.excerpt is not None
    place = slice(finding.excerpt.start, finding.excerpt.start + finding.excerpt.length)
    assert finding.excerpt.line[place] == "1.8x faster, 40% less memory"


def test_the_claim_is_marked_where_it_is_told_and_not_where_it_was_tried() -> None:
    (finding,) = UnmeasuredClaim().check(saying("exp: try 2x faster -> 2x faster"))

    assert finding.excerpt is not None
    assert finding.excerpt.start == len("exp: try 2x faster -> ")
