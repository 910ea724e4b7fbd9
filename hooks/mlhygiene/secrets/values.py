"""Does a value look random? Words, paths, references, numbers and digests' cousins do not."""

from __future__ import annotations

import re
from itertools import pairwise

from mlhygiene.secrets import names, placeholder

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
    rb"(?:[~.]{0,2}/|[A-Za-z]:\\|[\w-]+\.(?:py|js|ts|json|ya?ml|txt|pem|key|crt|md|csv|toml|cfg|png|html?)\Z)"
)
# `org/model`: base 64 has a slash as often.
SLASHED = re.compile(rb"[\w.-]+/[\w.-]+")
EMAIL = re.compile(rb"[\w.+-]+@[\w-]+\.[\w.]+")
# A part of an identifier: a word with a vowel, a short number, an initialism.
PART = re.compile(rb"(?:[A-Za-z]*[aeiouyAEIOUY][A-Za-z]*\d{0,2}|[A-Za-z]{1,3}\d{0,2}|v?\d{1,4})")
SPLIT = re.compile(rb"[_\-./:,+=@#]+|(?<=[a-z0-9])(?=[A-Z][a-z])")
# A hash of a password (crypt(3), RFC 2307) is not the password; `[x]` and `{x}` stand for one.
HASH = re.compile(rb"\{[A-Za-z0-9_-]+\}|\$\w+\$|\[|pbkdf2|bcrypt|argon2|sha\d|md5")
CONSTANT = re.compile(rb"[A-Z0-9]+(?:_[A-Z0-9]+)+")
SNAKE = re.compile(rb"[a-z]+(?:[_.-][a-z0-9]+)+")
# A class, a key of a config, an action of AWS IAM.
DOTTED = re.compile(rb"(?:[A-Za-z_]\w*\.){2,}\w+|[a-z0-9-]+:[A-Z]\w+")
HOST = re.compile(rb"(?:[\w-]{1,63}\.){2,8}[a-z]{2,12}(?::\d{2,5})?(?:/.*)?")
# A place in a document: `items[0].name`, `$..book[?(@.price)]`.
INDEXED = re.compile(rb"[\w.]\[(?:\d{1,4}|\*|[?'][^\]]*|\d{0,4}:\d{0,4})\]")
# What is filled in when it runs: `f"{token}-{i:09d}"`.
TEMPLATE = re.compile(rb"\{[^{}]{0,64}\}")
# Letters of both cases and digits, as base64 has them.
MIXED = re.compile(rb"(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)[A-Za-z0-9+/_=-]+")
GENERATED = 24
LONG = 16
SCATTERED = 0.45
ALNUM = re.compile(rb"[A-Za-z0-9]+")
# What is written where a password would be, and what a password field is called.
SAID = frozenset(
    b"""
    pass passwd password passwords pwd passphrase passw0rd passw secret username user text string hidden required
    none null true false undefined optional unknown default disabled enabled plain plaintext masked type name value
    input field form token login function number boolean integer secure protected private public basic oauth oauth2
    prompt keyring env file auto empty missing unused nothing varchar object byte bytes str my your the db new old
    admin root test some a an no enter invalid wrong bad current confirm is a of for in to data
    """.split()
)
COMPOUND = re.compile(
    rb"(?i)(?:my|your|the|db|new|old|user|admin|root|test|some|no|invalid|wrong|bad|current|confirm)"
    rb"(?:p[a@]ss?w(?:[o0]r)?d|pass|pwd|secret|user|name)\d{0,4}"
)
# Lower-case letters, capitals, digits, everything else.
KINDS = bytes(97 if 97 <= b <= 122 else 65 if 65 <= b <= 90 else 48 if 48 <= b <= 57 else 45 for b in range(256))  # noqa: PLR2004


def looks_random(value: bytes) -> bool:
    """Whether a value is likely a secret, given that its name says so."""
    if len(set(value)) < DISTINCT or placeholder.is_stand_in(value) or _is_something_else(value):
        return False
    return placeholder.entropy(value) >= ENTROPY and _changes(value) >= max(3, len(value) // 7)


def looks_chosen(value: bytes, *, quoted: bool) -> bool:
    """Whether a value is what somebody chose for a password, which may well be a word."""
    if len(set(value)) < DISTINCT or placeholder.is_stand_in(value) or not value.isascii() or b" " in value:
        return False
    if TEMPLATE.search(value) or any(said.match(value) for said in (REFERENCE, HASH, PATH)) or SLASHED.fullmatch(value):
        return False
    if any(said.fullmatch(value) for said in (COMPOUND, EMAIL, UUID, DOTTED, HOST, CONSTANT)):
        return False
    if all(word.isdigit() or word in SAID for word in names.words(value)):
        return False
    # `postgres.password`, `old_password` name one.
    if SNAKE.fullmatch(value) and (names.is_secret(value) or not names.PASSWORD.isdisjoint(names.words(value))):
        return False
    return quoted or (placeholder.has_digit(value) and not SNAKE.fullmatch(value))


def looks_generated(value: bytes) -> bool:
    """Whether nobody can have thought of a value: the name beside it says little."""
    return len(value) >= GENERATED and MIXED.fullmatch(value) is not None and looks_random(value)


def is_worded(value: bytes) -> bool:
    """Whether a value is made of words and small numbers, as identifiers are."""
    return not is_scattered(value) and all(PART.fullmatch(part) for part in SPLIT.split(value) if part)


def is_scattered(value: bytes) -> bool:
    """Whether letters, capitals and digits follow one another as no words have them.

    Of random ones more than half do, of `camelCaseNames2` a third at most.
    """
    return any(len(part) >= LONG and SCATTERED * len(part) <= _changes(part) for part in ALNUM.findall(value))


def _is_something_else(value: bytes) -> bool:
    return bool(
        b" " in value
        or REFERENCE.match(value)
        or HASH.match(value)
        or UUID.search(value)
        or NUMBER.fullmatch(value)
        or HOST.fullmatch(value)
        or TEMPLATE.search(value)
        or INDEXED.search(value)
        or CONSTANT.fullmatch(value)
        or PATH.match(value)
        or (SLASHED.fullmatch(value) and not _has_run(value))
        or EMAIL.fullmatch(value)
        or not (placeholder.has_digit(value) or is_scattered(value))
        or is_worded(value)
    )


def _has_run(value: bytes) -> bool:
    """Whether a part of a value is no word: long, of letters of both cases and digits, that change."""
    return any(
        len(part) >= LONG and MIXED.fullmatch(part) and 4 * _changes(part) >= len(part) for part in ALNUM.findall(value)
    )


def _changes(value: bytes) -> int:
    """How often a letter, a capital, a digit and a mark follow one another."""
    return sum(left != right for left, right in pairwise(value.translate(KINDS)))
