"""Is a value a secret at all? Placeholders, references and words are not."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

# What stands where a secret would: told by its letters, whatever surrounds it.
STAND_IN = re.compile(
    rb"(?i)x{4,}|\*{3,}|\.{3,}|-{8,}|_{6,}|#{3,}|\?{3,}|0{8,}|1{8,}|123456789|987654321|abcdefg|<[^>]{0,60}>"
    rb"|[#$]\{|\{\$|\{\{|\[\[|%\(|\$\(|your[-_ ]?|my[-_](?:api|token|secret|key|pass)|example|placeholder"
    rb"|change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)|insert[-_ ]|redacted|removed|sample|dummy|foobar"
    rb"|foo[-_]?bar|todo|fixme|(?:token|key|secret|password|passwd|value)[-_]?here|deadbeef|cafebabe|lorem"
    rb"|not[-_]?(?:a[-_])?(?:real|secret)|fake|mock"
)
# A shape that a random text hardly has: only these make a firm format a placeholder.
FIRM_STAND_IN = re.compile(
    rb"(?i)x{6,}|\*{3,}|\.{3,}|0{10,}|1{10,}|123456789|abcdefghij|your[-_]|example|placeholder|changeme|redacted|deadbeef"
)
DIGITS = frozenset(b"0123456789")
FEW = 6
RUN = 5


def entropy(value: bytes) -> float:
    """Shannon's entropy of the bytes' frequencies, in bits a byte."""
    total = len(value)
    return -sum(n / total * math.log2(n / total) for n in Counter(value).values())


def has_digit(value: bytes) -> bool:
    return not DIGITS.isdisjoint(value)


def is_stand_in(value: bytes) -> bool:
    """Whether a value that nothing but its context makes a secret is a placeholder."""
    return bool(STAND_IN.search(value)) or monotonous(value)


def is_firm_stand_in(value: bytes) -> bool:
    """As `is_stand_in`, of a value whose shape says that it is a secret.

    A word inside a random text must not hide it: only shapes that chance does not make count.
    """
    return bool(FIRM_STAND_IN.search(value)) or monotonous(value)


def monotonous(value: bytes) -> bool:
    """Few different letters, or a long run of equal or consecutive ones."""
    if len(value) > FEW and len(set(value)) < FEW:
        return True
    same = rising = 1
    for left, right in pairwise(value):
        same = same + 1 if right == left else 1
        rising = rising + 1 if right == left + 1 else 1
        if same > RUN or rising > RUN:
            return True
    return False
