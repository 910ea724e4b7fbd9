"""What may be told of a secret: its public prefix, its length, a fingerprint."""

from __future__ import annotations

# A value of fewer bits than this could be guessed from a whole digest.
STRONG = 80
# All that a fingerprint tells of a value that could be guessed: 255 of 256 changes are seen,
# and of a thousand likely passwords four fit each fingerprint.
WEAK_BITS = 8


def masked(value: bytes, shown: int) -> str:
    """The public prefix, and how long the rest is.

    >>> masked(b"hf_" + b"q" * 34, 3)
    'hf_… (37 characters)'
    """
    return f"{value[:shown].decode('ascii', 'replace')}… ({len(value)} characters)"


def fingerprint(identifier: str, value: bytes, bits: float, name: bytes = b"") -> str:
    """The same for the same secret, in whatever file, line or commit it stands.

    Holds a digest of a value that is too strong to guess (`bits`, as the format or the
    value's entropy has it). Of a weaker one it holds its kind, name and length, and a few
    bits, so that no baseline or report can be searched for a short password.
    """
    import hashlib  # 6 ms that only a finding needs
    import hmac

    key = b"mlhygiene.secret/1\0" + identifier.encode()
    if bits >= STRONG:
        return hmac.new(key, value, hashlib.sha256).hexdigest()[:24]
    few = hashlib.sha256(key + b"\0" + value).digest()[0] >> (8 - WEAK_BITS)
    told = b"%b\0%d\0%d" % (name.lower(), len(value), few)
    return hmac.new(key, told, hashlib.sha256).hexdigest()[:24]
