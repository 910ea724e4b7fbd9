"""What may be told of a secret: its public prefix, its length, a fingerprint."""

from __future__ import annotations

# All that a fingerprint tells of a value that could be guessed: 255 of 256 changes are seen,
# and of a thousand likely passwords four fit each fingerprint.
WEAK_BITS = 8


def masked(value: bytes, shown: int, mark: str) -> str:
    """The public prefix, how long the whole is, and eight digits of its fingerprint.

    >>> masked(b"hf_" + b"q" * 34, 3, "5d0c7e1fa9")
    'hf_… (37 characters, #5d0c7e1f)'
    """
    return f"{value[:shown].decode('ascii', 'replace')}… ({len(value)} characters, #{mark[:8]})"


def fingerprint(identifier: str, value: bytes, name: bytes = b"", *, strong: bool) -> str:
    """The same for the same secret, in whatever file, line or commit it stands.

    Holds a digest of a value that is too strong to guess. Of a weaker one it holds its kind,
    name and length, and a few bits, so that no baseline or report can be searched for a
    short password.
    """
    import hashlib  # 6 ms that only a finding needs
    import hmac

    key = b"mlhygiene.secret/1\0" + identifier.encode()
    if strong:
        return hmac.new(key, value, hashlib.sha256).hexdigest()[:24]
    few = hashlib.sha256(key + b"\0" + value).digest()[0] >> (8 - WEAK_BITS)
    told = b"%b\0%d\0%d" % (name.lower(), len(value), few)
    return hmac.new(key, told, hashlib.sha256).hexdigest()[:24]
