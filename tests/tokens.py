"""Secrets made at run time from the templates of the provider table: none is ever written down."""

from __future__ import annotations

import re
import string
from base64 import b32encode, b64encode, urlsafe_b64encode
from binascii import crc_hqx
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
CLASSES = {
    "letters": string.ascii_letters,
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase,
    "digits": string.digits,
    "alnum": string.ascii_letters + string.digits,
    "lownum": string.ascii_lowercase + string.digits,
    "upnum": string.ascii_uppercase + string.digits,
    "hex": "0123456789abcdef",
    "HEX": "0123456789ABCDEF",
    "base32": string.ascii_uppercase + "234567",
    "base32low": string.ascii_lowercase + "234567",
    "b64": string.ascii_letters + string.digits + "+/",
    "b64url": string.ascii_letters + string.digits + "-_",
    "word": string.ascii_letters + string.digits + "_",
}
# Too short to hold two of every kind of character.
SHORT = 12
# A digit that no word ends with.
WITHIN = re.compile("[0-9][a-z]")
HOLE = re.compile(r"\{([A-Za-z0-9]+)(?::(\d+))?\}")
MARKED = re.compile("«(.*?)»", re.DOTALL)


def make(template: str, random: Random) -> tuple[str, str]:
    """A template's text, and the secret in it: what «…» marks, or all of it.

    `{class:length}` is that many characters of a class, `{bytes:length}` that many bytes in
    base64, `{checked:length}` base 62 and the checksum that GitHub and npm put after it.
    """
    text = HOLE.sub(lambda hole: _filled(hole[1], int(hole[2] or 0), random), template)
    marked = MARKED.search(text)
    return text.replace("«", "").replace("»", ""), marked[1] if marked else text


def _filled(name: str, length: int, random: Random) -> str:
    if name in CLASSES:
        return _characters(CLASSES[name], length, random)
    return MAKERS[name](length, random)


def _characters(letters: str, length: int, random: Random) -> str:
    """Random characters that no placeholder looks like: no runs, a digit and a letter where there may be."""
    while True:
        made = ""
        while len(made) < length:
            each = random.choice(letters)
            # The ends are no marks: what stands around them would not see them end.
            if each in made[-1:] or ("-" in letters and each in "-_" and len(made) in {0, length - 1}):
                continue
            made += each
        kinds = ("0123456789", string.ascii_lowercase, string.ascii_uppercase)
        wanted = [kind for kind in kinds if not set(kind).isdisjoint(letters)]
        several = all(sum(each in kind for each in made) > 1 for kind in wanted)
        if length < SHORT or (several and (len(wanted) < len(kinds) or WITHIN.search(made))):
            return made


def _uuid(_length: int, random: Random) -> str:
    eight, four, twelve = (_characters(CLASSES["hex"], size, random) for size in (8, 4, 12))
    return (
        f"{eight}-{four}-4{_characters(CLASSES['hex'], 3, random)}-a{_characters(CLASSES['hex'], 3, random)}-{twelve}"
    )


def _bytes(length: int, random: Random) -> str:
    return b64encode(random.randbytes(length)).decode()


def _checked(length: int, random: Random) -> str:
    body = _characters(BASE62, length, random)
    rest, sum_ = crc32(body.encode()), ""
    while rest:
        rest, digit = divmod(rest, 62)
        sum_ = BASE62[digit] + sum_
    return body + sum_.rjust(6, "0")


def _base64url(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _jwt(_length: int, random: Random) -> str:
    header, payload = '{"alg":"HS256","typ":"JWT"}', f'{{"sub":"{_characters(CLASSES["digits"], 12, random)}"}}'
    return f"{_base64url(header)}.{_base64url(payload)}.{_characters(CLASSES['b64url'], 43, random)}"


def _neptune(_length: int, random: Random) -> str:
    address = '"api_address":"https://app.neptune.ai","api_url":"https://app.neptune.ai"'
    return b64encode(f'{{{address},"api_key":"{_uuid(0, random)}"}}'.encode()).decode()


def _weaviate(_length: int, random: Random) -> str:
    return b64encode(f"{_bytes(12, random)}_{_bytes(32, random)}_v200".encode()).decode()


def _awsid(_length: int, random: Random) -> str:
    account = random.randrange(10**11, 10**12)
    while True:
        made = b32encode((account << 7 | 1 << 47).to_bytes(6, "big") + random.randbytes(4)).decode()
        if any(each.isdigit() for each in made):
            return made


def _ngc(_length: int, random: Random) -> str:
    return b64encode(f"{_characters(CLASSES['lownum'], 26, random)}:{_uuid(0, random)}".encode()).decode()


def _nkey(_length: int, random: Random) -> str:
    while True:
        seed = b"\x95\0" + random.randbytes(32)
        made = b32encode(seed + crc_hqx(seed, 0).to_bytes(2, "little")).decode().rstrip("=")
        if any(each.isdigit() for each in made):
            return made


MAKERS: dict[str, Callable[[int, Random], str]] = {
    "uuid": _uuid,
    "bytes": _bytes,
    "checked": _checked,
    "jwt": _jwt,
    "neptune": _neptune,
    "weaviate": _weaviate,
    "awsid": _awsid,
    "ngc": _ngc,
    "nkey": _nkey,
}
