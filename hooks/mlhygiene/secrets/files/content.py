"""What the content of a suspect file says: secret, hollow, encrypted or public. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.secrets.files.table import Judge
from mlhygiene.secrets.files.values import discloses, literal, looks_random, pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlhygiene.secrets.files.table import Sign

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEALED = re.compile(
    rb"\0GITCRYPT\0|\$ANSIBLE_VAULT;|age-encryption\.org/v1|-----BEGIN AGE ENCRYPTED FILE-----"
    rb"|-----BEGIN PGP MESSAGE-----|Salted__|U2FsdGVkX1|-----BEGIN PKCS7-----"
)
# The first octets of an OpenPGP message in binary (RFC 9580, section 4.2): a session key first.
OPENPGP = re.compile(rb"[\x84\x85\x8c\xc1\xc3]", re.DOTALL)
SOPS = re.compile(rb"ENC\[AES256_GCM,data:")
SOPS_METADATA = re.compile(rb"(?m)^[ \t\"\[]*sops(?:[\"\]:]|_)|\"sops\"\s*:")
SEALED_KIND = re.compile(
    rb"(?m)^[ \t-]{0,20}[\"']?kind[\"']?:[ \t]*[\"']?(?:Cluster)?(?:SealedSecret|ExternalSecret|SecretStore"
    rb"|SecretProviderClass|VaultStaticSecret|VaultDynamicSecret|OnePasswordItem|InfisicalSecret|DopplerSecret|PushSecret)\b"
)
PRIVATE = re.compile(rb"-----? ?BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)? ?-----?(?P<body>[^-]*)")
HEADERS = re.compile(rb"(?m)^[A-Za-z][A-Za-z-]*:[^\n]*$|\\[nr]|[^A-Za-z0-9+/=]")
OTHER_KEYS = re.compile(
    rb"(?m)^PuTTY-User-Key-File-\d|^AGE-SECRET-KEY-1|-----BEGIN OpenVPN Static key|\(private-key|^Key: \(private"
)
# A DER sequence that begins with version 0 or 1 and an integer, a sequence or an octet string:
# PKCS#1, PKCS#8 and SEC1. A certificate begins with a sequence.
DER = re.compile(rb"\x30(?:[\x00-\x7f]|\x81.|\x82..)\x02\x01[\x00\x01][\x02\x30\x04]", re.DOTALL)
BODY = 64
# How much of a file is judged.
HEAD = 64 * 1024
PUBLIC = re.compile(rb"\s*(?:-----BEGIN [A-Z0-9 ]{0,40}(?:PUBLIC KEY|CERTIFICATE)|(?:sk-)?(?:ssh|ecdsa)-\S{1,60} AAAA)")
COMMENTS = (b"#", b";", b"//", b"--")
HEADING = re.compile(rb"\[[^=]*\]|---|[{}\[\],()]+")
ASSIGNED = re.compile(
    rb"(?:export[ \t]+|set[ \t]+)?[\"']?(?P<key>[\w.-]{1,200})[\"']?[ \t]*[=:](?P<value>.*)", re.DOTALL
)
# A JSON object that has names at all.
NESTED = re.compile(rb"\"\s*:|\{\s*\}")


def is_secret(sign: Sign, head: bytes, *, path: bytes = b"") -> bool:
    """Whether a file of that kind, of which these are the first bytes, is a secret."""
    if head.startswith(UTF_16):
        head = head[2:].replace(b"\0", b"")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not head.strip() or sealed(head):
        return False
    if sign.judge is Judge.MARK:
        return re.search(sign.mark, head) is not None
    if sign.judge is Judge.STORE:
        return not _trusts(head, path)
    return JUDGES[sign.judge](head)


def sealed(head: bytes) -> bool:
    """Whether what is secret in a text is encrypted already, or lies somewhere else."""
    if SEALED.match(head.lstrip()) or (OPENPGP.match(head) and not _is_text(head)):
        return True
    if SOPS.search(head) and (SOPS_METADATA.search(head) or len(head) >= HEAD):
        return True
    return bool(SEALED_KIND.search(head)) and not re.search(rb"(?m)^[\"']?kind[\"']?:[ \t]*[\"']?Secret\b", head)


def private_key(head: bytes) -> bool:
    """Whether a private key stands in a file, not only its label."""
    for found in PRIVATE.finditer(head):
        if len(HEADERS.sub(b"", found["body"])) >= BODY:
            return True
    return OTHER_KEYS.search(head) is not None or DER.match(head) is not None


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
        return True
    if assigned["key"].upper().startswith(b"DOTENV_PUBLIC_KEY"):
        return False
    value = re.sub(rb"[ \t]#.*", b"", b" " + assigned["value"]).strip().rstrip(b",").strip(b"\"' ")
    return literal(value)


def _values(head: bytes) -> bool:
    return _is_text(head) and (private_key(head) or discloses(head))


def _token(head: bytes) -> bool:
    lines = head.split()
    return len(lines) == 1 and literal(lines[0]) and looks_random(lines[0])


def _trusts(head: bytes, path: bytes) -> bool:
    """Whether a key store holds nothing but certificates, or is the one of Android's debug builds."""
    name = path.rpartition(b"/")[2].lower()
    if re.search(rb"trust|cacerts|^debug\.", name):
        return True
    return head.startswith(b"\xfe\xed\xfe\xed") and head[12:16] == b"\0\0\0\2"


def _is_text(head: bytes) -> bool:
    return b"\0" not in head


JUDGES: dict[Judge, Callable[[bytes], bool]] = {
    Judge.NAME: _says,
    Judge.SETTINGS: _filled,
    Judge.KEY: private_key,
    Judge.VALUES: _values,
    Judge.TOKEN: _token,
}
