"""Does a name call its value a secret? Told by the words that it is made of."""

from __future__ import annotations

import re

# `dbPassword`, `DB_PASSWORD`, `db.password`, `db-password` -> db, password
WORD = re.compile(rb"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
SECRET = frozenset(
    b"""
    password passwords passwd passphrase passwort pwd passw pass pw passcode userpass dbpass dbpassword rootpassword
    adminpassword secret secrets apisecret clientsecret appsecret token authtoken accesstoken apitoken apikey secretkey
    accesskey authkey privatekey masterkey encryptionkey signingkey subscriptionkey credential credentials bearer
    """.split()
)
PASSWORD = frozenset(
    b"""
    password passwords passwd passphrase passwort pwd pass passcode userpass dbpass dbpassword rootpassword
    adminpassword
    """.split()
)
# What makes a secret of a `key`, beside it.
KEYS = frozenset(
    b"""
    api secret access private auth encryption signing master account app application consumer client service shared
    session crypto cipher aes hmac jwt license admin deploy server subscription sas storage ssh rsa user webhook write
    root oauth aws
    """.split()
)
# What makes another thing of a secret's name. First language models and their tokenizers, then
# what is said of a secret without telling it.
OTHER = frozenset(
    b"""
    pad eos bos unk sep cls mask max min num n new total per special padding stop start end begin vocab embedding
    embeddings attention query head heads proj norm layer loss prompt completion tokenizer image audio video text next
    last first class logits prob decoder encoder generation fim bpe

    id ids type types name names path paths file files filename dir folder url uri endpoint length len count size index
    idx field fields column label header headers format regex regexp pattern expires expiry expiration expire ttl
    timeout version placeholder hint error errors message msg title help description form input policy strength reset
    forgot confirm confirmation validator validation hasher ref selector manager provider store mode required enabled
    verify prefix suffix issuer audience scope arn rotation generator handler env var variable usage limit limits budget
    stream public primary foreign sort partition cache pub symbol bindings event property parent kind xpath css button
    link screen view template changed invalid missing wrong incorrect md5 sha sha1 sha256 digest checksum fingerprint
    locale i18n translation bucket dataset salt hash hashed encrypted algorithm algo cipher stdin
    """.split()
)


def words(name: bytes) -> list[bytes]:
    """The words of a name, in lower case."""
    return [word.lower() for word in WORD.findall(name)]


def is_password(name: bytes) -> bool:
    """Whether the value is what a person chose: then it need not look random."""
    return not PASSWORD.isdisjoint(words(name))


def is_key(name: bytes) -> bool:
    """Whether a name calls its value a key and no more: nothing but the value can tell."""
    parts = words(name)
    return parts[-1:] == [b"key"] and OTHER.isdisjoint(parts)


def is_secret(name: bytes) -> bool:
    """Whether a variable, an option or a field of this name holds a secret."""
    parts = words(name)
    if not OTHER.isdisjoint(parts):
        return False
    if not SECRET.isdisjoint(parts):
        return True
    return any(
        word in {b"key", b"keys"} and not KEYS.isdisjoint(parts[max(0, i - 2) : i + 2]) for i, word in enumerate(parts)
    )
