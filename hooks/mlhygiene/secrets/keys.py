"""Private keys: a label is none, a body makes one."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING

from mlhygiene.secrets.format import Family, Format
from mlhygiene.secrets.match import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.secrets.text import Text

# Base64 over lines: of a file, of an indented block, of a string with `\n` in it, of a
# concatenation. Nothing in it is a dash, so a body ends where any next mark begins.
BLANK = rb"(?:[\s\\nr\"'`+,;#*>|.]{0,40})"
HEADER = rb"(?:(?:Proc-Type|DEK-Info|Comment|Version|Hash|Charset|Subject|x-[\w-]{1,30}): {0,4}[^\r\n\\]{0,200})"
KEY = (
    rb"-{4,5} ?BEGIN (?P<label>(?:[A-Z0-9]{2,10} ){0,3})PRIVATE KEY(?P<block> BLOCK)? ?-{4,5}"
    rb"(?P<headers>(?:%b%b){0,6})(?P<body>[A-Za-z0-9+/=\s\\\"'`+,;#*>|]{64,24000})" % (BLANK, HEADER)
)
# A plus between strings joins them; one at the start of every line is a patch's.
NOISE = re.compile(rb"\\[nrt]|(?<=[\s\"'`])\+(?=[\s\"'`])|[^A-Za-z0-9+/=]")
TYPE = rb"kty\\{0,2}[\"']?\s{0,4}:\s{0,4}\\{0,2}[\"'](?:RSA|EC|OKP)\\{0,2}[\"']"
MEMBER = rb"d(?<=[\s,{\"']d)\\{0,2}[\"']?\s{0,4}:\s{0,4}\\{0,2}[\"'](?P<secret>[A-Za-z0-9_-]{40,1200})(?![A-Za-z0-9_-])"
# How far from its type the members of a key stand.
MEMBERS = 4096
# Bytes before `private key` that a label can take.
LEAD = 48
# How far before `BEGIN` a block starts: dashes, and a blank.
DASHES = (6, 5, 4)
# A 256-bit key in any of these forms is longer than this.
SHORTEST = 64
LETTERS = 18
OPENSSH = b"openssh-key-v1\0\0\0\0\4none"


PEM = Format("pem-private-key", "private key", "https://www.rfc-editor.org/rfc/rfc7468", family=Family.KEY)
ENCRYPTED = PEM._replace(id="encrypted-private-key", what="encrypted private key", family=Family.GENERIC)
PGP = Format("pgp-private-key", "PGP private key", "https://www.rfc-editor.org/rfc/rfc9580", family=Family.KEY)
PUTTY = Format(
    "putty-private-key",
    "PuTTY private key",
    "https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html",
    keywords=("putty-user-key-file-",),
    pattern=r"PuTTY-User-Key-File-[23]: [\w-]{3,40}(?s:.{1,2000}?)Private-Lines: \d{1,4}(?:\s|\\[rn]){1,8}"
    r"(?P<secret>[A-Za-z0-9+/=\s\\]{40,8000})",
    bounded=False,
    family=Family.KEY,
)
AGE = Format(
    "age-secret-key",
    "age secret key",
    "https://github.com/C2SP/C2SP/blob/main/age.md",
    keywords=("age-secret-key-1",),
    pattern=r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}",
    shown=16,
    family=Family.KEY,
)
JWK = Format("json-web-key", "JSON Web Key", "https://www.rfc-editor.org/rfc/rfc7517", family=Family.KEY)
# What the shapes of `shapes.Firm` can say; the rest are `Blocks` and `JsonWebKeys`.
FORMATS = (PUTTY, AGE)


class Blocks:
    """PEM (RFC 7468, RFC 1421), OpenSSH, SSH2 and PGP blocks."""

    keywords = ("private key",)
    firm = True
    _pattern: re.Pattern[bytes] | None = None

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        # Compiled by the first label that is met.
        Blocks._pattern = pattern = Blocks._pattern or re.compile(KEY)
        begin = text.content.rfind(b"BEGIN", max(0, at - LEAD), at)
        if begin < 0:
            return
        starts = (pattern.match(text.content, begin - dashes) for dashes in DASHES if begin >= dashes)
        found = next(filter(None, starts), None)
        if found is None:
            return
        body = _body(found["body"])
        if len(body) >= SHORTEST and len(set(body)) >= LETTERS:
            yield Match(found.start(), found.end("body"), _kind(found, body), found.start(), value=body)


class JsonWebKeys:
    """RFC 7517, section 4: the private member `d` beside the type. `k` is a symmetric key."""

    keywords = ("kty",)
    firm = True
    _patterns: tuple[re.Pattern[bytes], re.Pattern[bytes]] | None = None

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        JsonWebKeys._patterns = kind, member = JsonWebKeys._patterns or (re.compile(TYPE), re.compile(MEMBER))
        content = text.content
        if not kind.match(content, at):
            return
        begin = content.rfind(b"{", max(0, at - MEMBERS), at)
        end = content.find(b"}", at, at + MEMBERS)
        found = member.search(content, begin if begin >= 0 else at, end if end >= 0 else at + MEMBERS)
        if found:
            yield Match(*found.span("secret"), JWK, min(at, found.start()))


def _body(raw: bytes) -> bytes:
    if 1 < raw.count(b"\n") == raw.count(b"\n+"):
        raw = raw.replace(b"\n+", b"\n")
    return NOISE.sub(b"", raw)


def _kind(found: re.Match[bytes], body: bytes) -> Format:
    if found["block"]:
        return PGP
    # Whatever stands behind padding, or is too little for a byte, is no part of the head.
    start = body[:BASE64_HEAD].partition(b"=")[0]
    head = b64decode(start[: len(start) // 4 * 4])
    locked = head.startswith(OPENSSH[:15]) and not head.startswith(OPENSSH)
    if locked or b"ENCRYPTED" in found["label"] + found["headers"]:
        return ENCRYPTED
    return PEM


BASE64_HEAD = 64
