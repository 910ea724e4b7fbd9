"""What the content of a suspect file says: secret, hollow, encrypted or public. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.secrets.files.sign import HEAD, Judge
from mlhygiene.secrets.files.values import ACTION, MANIFEST, credentialled, discloses, literal, looks_random, pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlhygiene.secrets.files.sign import Sign

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEALED = re.compile(
    rb"\0GITCRYPT\0|\$ANSIBLE_VAULT;|age-encryption\.org/v1|-----BEGIN AGE ENCRYPTED FILE-----"
    rb"|-----BEGIN PGP MESSAGE-----|Salted__|U2FsdGVkX1|-----BEGIN PKCS7-----"
)
# An OpenPGP message in binary begins with a session key (RFC 9580, section 4.2), a secret key with itself.
OPENPGP = re.compile(rb"[\x84\x85\x8c\xc1]")
OPENPGP_KEY = re.compile(rb"(?:\x94.|\x95..|\xc5.|\xc5[\xc0-\xdf].)[\x03\x04\x06]", re.DOTALL)
SOPS = re.compile(rb"ENC\[AES256_GCM,data:")
SOPS_METADATA = re.compile(rb"(?m)^[ \t\"\[]*sops(?:[\"\]:]|_)|\"sops\"\s*:")
SEALED_KIND = re.compile(
    rb"(?m)^[ \t-]{0,20}[\"']?kind[\"']?:[ \t]*[\"']?(?:Cluster)?(?:SealedSecret|ExternalSecret|SecretStore"
    rb"|SecretProviderClass|VaultStaticSecret|VaultDynamicSecret|OnePasswordItem|InfisicalSecret|DopplerSecret|PushSecret)\b"
)
PRIVATE = re.compile(rb"BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)? ?-----?")
HEADERS = re.compile(rb"(?m)^[ \t]*[A-Za-z][A-Za-z-]{1,40}:[^\n]*$|\\[nr]|[^A-Za-z0-9+/=]")
OTHER_KEYS = re.compile(
    rb"(?m)^PuTTY-User-Key-File-\d|^AGE-SECRET-KEY-1|-----BEGIN OpenVPN Static key|\(private-key|^Key: \(private"
)
# DER: version 0 or 1, then an integer, a sequence or an octet string (PKCS#1, PKCS#8, SEC1), or the
# encryption of PKCS#5. A certificate begins with two sequences.
DER = re.compile(
    rb"\x30(?:[\x00-\x7f]|\x81.|\x82..)(?:\x02\x01[\x00\x01][\x02\x30\x04]|\x30.\x06.\x2a\x86\x48\x86\xf7\x0d\x01\x05)",
    re.DOTALL,
)
# sun.security.provider.JavaKeyStore: a number of entries, each of which begins with its kind.
JAVA = b"\xfe\xed\xfe\xed"
PRIVATE_ENTRY, CERTIFICATE = b"\0\0\0\1", b"\0\0\0\2"
BODY = 64
DISTINCT = 12
PUBLIC = re.compile(rb"\s*(?:-----BEGIN [A-Z0-9 ]{0,40}(?:PUBLIC KEY|CERTIFICATE)|(?:sk-)?(?:ssh|ecdsa)-\S{1,60} AAAA)")
COMMENTS = (b"#", b";", b"//", b"--")
HEADING = re.compile(rb"\[[^=]*\]|---|[{}\[\],()]+")
ASSIGNED = re.compile(
    rb"(?:export[ \t]+|set[ \t]+)?[\"']?(?P<key>[\w.-]{1,200})[\"']?[ \t]*[=:](?P<value>.*)", re.DOTALL
)
# `docker run --env-file`: a name alone takes its value from outside.
PASSED_ON = re.compile(rb"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
# A JSON object that has names at all.
NESTED = re.compile(rb"\"\s*:|\{\s*\}")


def is_secret(sign: Sign, head: bytes) -> bool:
    """Whether a file of that kind, of which these are the first bytes, is a secret."""
    head = _plain(head)
    if not head.strip() or sealed(head):
        return False
    if sign.judge is Judge.MARK:
        return re.search(sign.mark, ACTION.sub(b"", head)) is not None
    return JUDGES[sign.judge](head)


def _plain(head: bytes) -> bytes:
    """The text without its byte order mark; UTF-16, which PowerShell writes, as ASCII."""
    if head.startswith(UTF_16):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def sealed(head: bytes) -> bool:
    """Whether what is secret in a text is encrypted already, or lies somewhere else."""
    if SEALED.match(head.lstrip()) or OPENPGP.match(head):
        return True
    if SOPS.search(head) and (SOPS_METADATA.search(head) or len(head) >= HEAD):
        return True
    return bool(SEALED_KIND.search(head)) and not MANIFEST.search(head)


def private_key(head: bytes) -> bool:
    """Whether a private key stands in a file, not only its label."""
    for label in PRIVATE.finditer(head):
        end = head.find(b"-----", label.end())
        body = HEADERS.sub(b"", head[label.end() : len(head) if end < 0 else end])
        if len(body) >= BODY and len(set(body)) >= DISTINCT:
            return True
    return any(mark(head) for mark in (OTHER_KEYS.search, DER.match, OPENPGP_KEY.match))


def _says(head: bytes) -> bool:
    """Whether anything but comments and public keys stands in a file."""
    if PUBLIC.match(head) and b"PRIVATE KEY" not in head:
        return False
    return any(line.strip() and not line.lstrip().startswith(b"#") for line in head.splitlines())


def _filled(head: bytes) -> bool:
    """Whether anything but names without values stands in a file."""
    if not _is_text(head):
        return True
    if head.lstrip().startswith(b"{"):
        return any(literal(value) for _, value in pairs(head)) or not NESTED.search(head)
    return any(_fills(line.strip()) for line in head.splitlines())


def _fills(line: bytes) -> bool:
    """Whether a line of settings says anything: it is no comment, no heading, no empty value."""
    if not line or line.startswith(COMMENTS) or HEADING.fullmatch(line):
        return False
    assigned = ASSIGNED.fullmatch(line)
    if not assigned:
        return not PASSED_ON.fullmatch(line)
    if assigned["key"].upper().startswith(b"DOTENV_PUBLIC_KEY"):
        return False
    value = re.sub(rb"[ \t]#.*", b"", b" " + assigned["value"]).strip().rstrip(b",").strip(b"\"' ")
    return literal(value) or credentialled(value)


def _values(head: bytes) -> bool:
    return _is_text(head) and (private_key(head) or discloses(head))


def _any_values(head: bytes) -> bool:
    return _is_text(head) and (private_key(head) or discloses(head, unnamed=True))


def _token(head: bytes) -> bool:
    lines = head.split()
    return len(lines) == 1 and literal(lines[0]) and looks_random(lines[0])


def _store(head: bytes) -> bool:
    """Whether a key store may hold more than certificates; of a Java one, its entries tell."""
    if not head.startswith(JAVA):
        return True
    at = 12
    while (tag := head[at : at + 4]) == CERTIFICATE:
        at += 14 + int.from_bytes(head[at + 4 : at + 6])  # the alias, and a date
        at += 2 + int.from_bytes(head[at : at + 2])  # X.509
        at += 4 + int.from_bytes(head[at : at + 4])
    return tag == PRIVATE_ENTRY


def _is_text(head: bytes) -> bool:
    return b"\0" not in head


JUDGES: dict[Judge, Callable[[bytes], bool]] = {
    Judge.NAME: _says,
    Judge.SETTINGS: _filled,
    Judge.STORE: _store,
    Judge.KEY: private_key,
    Judge.VALUES: _values,
    Judge.ANY_VALUES: _any_values,
    Judge.TOKEN: _token,
}
