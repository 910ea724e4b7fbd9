"""Does a value look random? Words, paths, references, numbers and digests' cousins do not."""

from __future__ import annotations

import re
from itertools import pairwise

from mlhygiene.secrets import placeholder

DISTINCT = 5
# Bits a byte: eight different characters have three.
ENTROPY = 2.9
REFERENCE = re.compile(
    rb"(?i)\A(?:[$@%!&]|\{\{|<|os\.|process\.|env[.:]|self\.|this\.|args\.|config|settings|secrets?\.|vault[:.]|var\.|local\.|"
    rb"data\.|arn:|projects/|file:|ref\+|op:|ssm:|https?:|s3:|gs:|git@|urn:|sha\d*[:-]|encrypted:|enc\[|\\u|base64:|"
    rb"[a-z][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*\()"
)
UUID = re.compile(rb"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
NUMBER = re.compile(rb"[\d.,:_/+TZtz -]+")
PATH = re.compile(
    rb"(?:[~.]{0,2}/|[A-Za-z]:\\|[\w.-]+/[\w.-]+\Z|[\w-]+\.(?:py|js|ts|json|ya?ml|txt|pem|key|crt|md|csv|toml|cfg|png|html?)\Z)"
)
EMAIL = re.compile(rb"[\w.+-]+@[\w-]+\.[\w.]+")
# A part of an identifier: a word with a vowel, a short number, an initialism.
PART = re.compile(rb"(?:[A-Za-z]*[aeiouyAEIOUY][A-Za-z]*\d{0,2}|[A-Za-z]{1,3}\d{0,2}|v?\d{1,4})")
SPLIT = re.compile(rb"[_\-./:,+=@#]+|(?<=[a-z])(?=[A-Z][a-z])")
# Lower-case letters, capitals, digits, everything else.
KINDS = bytes(97 if 97 <= b <= 122 else 65 if 65 <= b <= 90 else 48 if 48 <= b <= 57 else 45 for b in range(256))  # noqa: PLR2004


def looks_random(value: bytes) -> bool:
    """Whether a value is likely a secret, given that its name says so."""
    if len(set(value)) < DISTINCT or placeholder.is_stand_in(value) or _is_something_else(value):
        return False
    return placeholder.entropy(value) >= ENTROPY and _changes(value) >= max(3, len(value) // 7)


def _is_something_else(value: bytes) -> bool:
    return bool(
        b" " in value
        or REFERENCE.match(value)
        or UUID.search(value)
        or NUMBER.fullmatch(value)
        or PATH.match(value)
        or EMAIL.fullmatch(value)
        or not placeholder.has_digit(value)
        or all(PART.fullmatch(part) for part in SPLIT.split(value) if part)
    )


def _changes(value: bytes) -> int:
    """How often a letter, a capital, a digit and a mark follow one another."""
    return sum(left != right for left, right in pairwise(value.translate(KINDS)))
