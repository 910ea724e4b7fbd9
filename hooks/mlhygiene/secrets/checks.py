"""Offline checks: is a secret well-formed to the last character? None of them ever filters."""

from __future__ import annotations

import re
from base64 import b32decode, b64decode, urlsafe_b64decode
from binascii import Error, crc_hqx
from zlib import crc32

BASE62 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SUM = 6
UUID = re.compile(rb"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z")
AWS_ID = 10
ACCOUNTS = 10**12
AZURE_KEY = 64
NKEY = 36
MACAROON = b"\x02\x01"
SITES = (b"pypi.org", b"test.pypi.org")


def crc(secret: bytes) -> bool:
    """After the prefix, base 62 and its CRC-32 in six more digits: GitHub's and npm's tokens."""
    body = secret.rpartition(b"_")[2]
    value = 0
    for byte in body[-SUM:]:
        value = value * len(BASE62) + BASE62.find(byte)
    return len(body) > SUM and value == crc32(body[:-SUM])


def jwt(secret: bytes) -> bool:
    """A JSON Web Token, whatever precedes it, whose header names its algorithm."""
    header = secret[secret.find(b"eyJ") :].partition(b".")[0]
    decoded = _decoded(header)
    return decoded.startswith(b'{"') and b'"alg"' in decoded and decoded.endswith(b"}")


def pypi(secret: bytes) -> bool:
    """A macaroon of version 2 whose location is an index of packages."""
    decoded = _decoded(secret.partition(b"-")[2])
    size = decoded[2] if decoded.startswith(MACAROON) and len(decoded) > len(MACAROON) else 0
    return decoded[3 : 3 + size] in SITES


def neptune(secret: bytes) -> bool:
    """JSON in base64 that holds a key for an address."""
    decoded = _decoded(secret)
    return decoded.startswith(b'{"api_address":') and b'"api_key":"' in decoded and decoded.endswith(b"}")


def weaviate(secret: bytes) -> bool:
    """Base64 whose text ends with the version of the key."""
    return _decoded(secret).endswith(b"_v200")


def ngc(secret: bytes) -> bool:
    """Base64 of a key and its UUID."""
    return bool(UUID.search(_decoded(secret)))


def aws_id(secret: bytes) -> bool:
    """Base32 whose first bytes hold the number of an account."""
    try:
        decoded = b32decode(secret[4:])
    except Error:
        return False
    # Issued since 2019: one bit aside, forty of the account.
    return len(decoded) == AWS_ID and (int.from_bytes(decoded[:6], "big") >> 7) & (2**40 - 1) < ACCOUNTS


def azure_key(secret: bytes) -> bool:
    """Base64 of the 64 bytes that a storage account's key has."""
    return len(_decoded(secret)) == AZURE_KEY


def uuid(secret: bytes) -> bool:
    """A UUID at the end."""
    return bool(UUID.search(secret))


def nkey(secret: bytes) -> bool:
    """Base32 of a seed's prefix, 32 bytes and their CRC-16 (XMODEM), the low byte first."""
    try:
        decoded = b32decode(secret + b"=" * (-len(secret) % 8))
    except Error:
        return False
    return len(decoded) == NKEY and crc_hqx(decoded[:-2], 0) == int.from_bytes(decoded[-2:], "little")


def _decoded(text: bytes) -> bytes:
    """The bytes that base64 of either alphabet stands for; none where it is none."""
    padded = text.rstrip(b"=") + b"=" * (-len(text.rstrip(b"=")) % 4)
    try:
        return urlsafe_b64decode(padded) if b"-" in text or b"_" in text else b64decode(padded, validate=True)
    except Error:
        return b""
