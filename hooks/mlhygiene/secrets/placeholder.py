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
# Of a value whose shape says that it is a secret, these have to make a good part.
FIRM_STAND_IN = re.compile(rb"(?i)x{6,}|\*{3,}|\.{3,}|your[-_]|example|placeholder|changeme|redacted|deadbeef")
PART = 0.15
# How much of a value may follow from the letter before: of random ones a tenth does, of
# `1234567890abcdef` nearly all.
STEPS = 0.45
# SHA-256, cut short, of values that are public by design: the keys of the Azurite and Cosmos DB
# emulators (learn.microsoft.com/azure/storage/common/storage-use-azurite), the token of jwt.io.
PUBLIC = frozenset(
    (
        "0011cc25eb4320717494d2703e8cba85",
        "aa6547439583c3a275d4542a0df6c1ad",
        "7f75367e7881255134e1375e723d1dea",
    )
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


def is_public(value: bytes) -> bool:
    """Whether everybody has this value from a vendor's own documentation."""
    import hashlib  # 6 ms that only a find needs

    return hashlib.sha256(value).hexdigest()[:32] in PUBLIC


def is_firm_stand_in(value: bytes) -> bool:
    """As `is_stand_in`, of a value whose shape says that it is a secret.

    A word or a run of letters inside a random text must not hide it: what somebody typed
    counts only where it makes a good part of the value.
    """
    found = FIRM_STAND_IN.search(value)
    if found and len(found[0]) >= PART * len(value):
        return True
    steps = sum(-1 <= right - left <= 1 for left, right in pairwise(value))
    return len(set(value)) < FEW or steps >= STEPS * len(value)


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
