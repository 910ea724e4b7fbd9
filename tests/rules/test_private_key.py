"""MLH203: a body makes a key, however it is wrapped; a label does not."""

from __future__ import annotations

import json
import subprocess
from base64 import b64encode, urlsafe_b64encode
from random import Random
from textwrap import indent
from typing import TYPE_CHECKING

import pytest

from builders import blob
from conftest import tool
from mlhygiene.rules.generic_secret import GenericSecret
from mlhygiene.rules.private_key import PrivateKey
from tokens import make

if TYPE_CHECKING:
    from pathlib import Path

    from mlhygiene.rule import BlobRule

DASHES = "-" * 5
WORD = "PRIVATE KEY"


def body(size: int = 600, width: int = 64, seed: int = 0) -> str:
    """Random base64 in lines, as long as a key's."""
    text = b64encode(Random(seed).randbytes(size)).decode()
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def block(label: str, inner: str | None = None, headers: str = "") -> str:
    """A block of PEM: RFC 7468, or RFC 1421 where it has headers."""
    return (
        f"{DASHES}BEGIN {label}{DASHES}\n{headers}{body() if inner is None else inner}\n{DASHES}END {label}{DASHES}\n"
    )


def openssh(cipher: bytes = b"none") -> str:
    """A key as OpenSSH writes it (PROTOCOL.key), its cipher by name."""
    head = b"openssh-key-v1\0" + len(cipher).to_bytes(4, "big") + cipher + b"\0\0\0\4none"
    text = b64encode(head + Random(3).randbytes(280)).decode()
    return block(f"OPENSSH {WORD}", "\n".join(text[at : at + 70] for at in range(0, len(text), 70)))


def putty(version: int, comment: str = "me@lab") -> str:
    """A key as PuTTY writes it."""
    kdf = "Key-Derivation: Argon2id\nArgon2-Memory: 8192\nArgon2-Salt: 00ff\n" if version == 3 else ""
    return (
        f"PuTTY-User-Key-File-{version}: ssh-rsa\nEncryption: none\nComment: {comment}\nPublic-Lines: 6\n"
        f"{body(280, seed=1)}\n{kdf}Private-Lines: 14\n{body(580, seed=2)}\nPrivate-MAC: {'0a1b' * 10}\n"
    )


def jwk(kind: str = "RSA", **members: str) -> dict[str, str]:
    """A key as RFC 7517 writes it."""
    random = Random(kind)
    private = {name: urlsafe_b64encode(random.randbytes(64)).decode().rstrip("=") for name in ("n", "d")}
    return {"kty": kind, "e": "AQAB", **private, **members}


PEM = block(f"RSA {WORD}")
PKCS8 = block(WORD)
PGP = block(f"PGP {WORD} BLOCK", body(900) + "\n=njUN", "\n")
PUBLIC = {name: value for name, value in jwk().items() if name != "d"}
ESCAPED = PKCS8.replace("\n", "\\n")
LOCKED = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF\n\n"

CLEAN = {
    "a label": blob("a.py", f'if line == "{DASHES}BEGIN RSA {WORD}{DASHES}":\n'.encode()),
    "two labels with nothing between": blob("a.md", block(f"RSA {WORD}", "").encode()),
    "two labels with an ellipsis between": blob("a.md", block(f"RSA {WORD}", "...").encode()),
    "two labels with a placeholder between": blob("a.md", block(f"RSA {WORD}", "<paste your key here>").encode()),
    "a body of one letter": blob("a.md", block(f"RSA {WORD}", "\n".join(["x" * 64] * 12)).encode()),
    "a body of two letters": blob("a.md", block(f"RSA {WORD}", "\n".join(["MIIE" * 16] * 12)).encode()),
    "prose about a label": blob(
        "a.md", f"The file begins with `BEGIN {WORD}`, then comes {'the key itself, ' * 20}\n".encode()
    ),
    "a pattern for keys": blob("a.py", f"re.compile(r'{DASHES}BEGIN [A-Z ]+{WORD}{DASHES}[A-Za-z0-9+/=]+')\n".encode()),
    "a certificate": blob("a.pem", block("CERTIFICATE").encode()),
    "a public key": blob("a.pem", block("PUBLIC KEY").encode()),
    "a public key of PGP": blob("a.asc", block("PGP PUBLIC KEY BLOCK").encode()),
    "a request for a certificate": blob("a.csr", block("CERTIFICATE REQUEST").encode()),
    "parameters": blob("dh.pem", block("DH PARAMETERS").encode()),
    "a public key of SSH": blob("a.pub", f"ssh-rsa {body(280, 4000)} me@lab\n".encode()),
    "a label before a certificate": blob(
        "a.pem", f"{DASHES}BEGIN {WORD}{DASHES}\n{DASHES}END {WORD}{DASHES}\n{block('CERTIFICATE')}".encode()
    ),
    "a public JSON Web Key": blob("jwks.json", json.dumps({"keys": [PUBLIC]}).encode()),
    "a public JSON Web Key beside another": blob("jwks.json", json.dumps({"keys": [PUBLIC, {"d": "x" * 64}]}).encode()),
    "a recipient of age": blob("a.txt", make("age1{lownum:58}\n", Random(1))[0].encode()),
    "a file that age encrypted": blob("a.age", block("AGE ENCRYPTED FILE").encode()),
    "a message of PGP": blob("a.asc", block("PGP MESSAGE").encode()),
    "a signature of SSH": blob("a.sig", block("SSH SIGNATURE").encode()),
    "the public half of a key of PuTTY": blob("a.ppk", putty(2).partition("Private-Lines")[0].encode()),
    "a key that is locked, by its label": blob("a.pem", block(f"ENCRYPTED {WORD}").encode()),
    "a key that is locked, by its headers": blob("a.pem", block(f"RSA {WORD}", headers=LOCKED).encode()),
    "a key of OpenSSH that is locked": blob("id_rsa", openssh(b"aes256-ctr").encode()),
}
FOUND = {
    "PKCS 1": ("a.pem", PEM, "pem-private-key", 1),
    "PKCS 8": ("a.pem", PKCS8, "pem-private-key", 1),
    "SEC 1": ("a.pem", block(f"EC {WORD}", body(121)), "pem-private-key", 1),
    "a short one, Ed25519": ("a.pem", block(WORD, body(48)), "pem-private-key", 1),
    "DSA": ("a.pem", block(f"DSA {WORD}"), "pem-private-key", 1),
    "OpenSSH": ("id_ed25519", openssh(), "pem-private-key", 1),
    "SSH2, with a comment": (
        "a.key",
        block(f"SSH2 ENCRYPTED {WORD}", headers='Comment: "rsa-key"\n')
        .replace(DASHES, "---- ")
        .replace("ENCRYPTED ", ""),
        "pem-private-key",
        1,
    ),
    "PGP": ("a.asc", PGP, "pgp-private-key", 1),
    "PGP with headers": (
        "a.asc",
        block(f"PGP {WORD} BLOCK", body(900), "Version: GnuPG v2\nComment: me\n\n"),
        "pgp-private-key",
        1,
    ),
    "PuTTY 2": ("a.ppk", putty(2), "putty-private-key", 1),
    "PuTTY 3": ("a.ppk", putty(3), "putty-private-key", 1),
    "a JSON Web Key": ("jwk.json", json.dumps(jwk()), "json-web-key", 1),
    "a JSON Web Key over lines": ("jwk.json", json.dumps(jwk("EC", crv="P-256"), indent=2), "json-web-key", 2),
    "a JSON Web Key, its type last": ("jwk.json", json.dumps(dict(reversed(jwk("OKP").items()))), "json-web-key", 1),
    "a JSON Web Key in JSON": ("env.json", json.dumps({"JWK": json.dumps(jwk())}), "json-web-key", 1),
    "after text in the same file": ("notes.md", f"# Keys\n\n{PEM}\ntext\n", "pem-private-key", 3),
    "behind a certificate": (
        "a.pem",
        block("CERTIFICATE") + PKCS8,
        "pem-private-key",
        block("CERTIFICATE").count("\n") + 1,
    ),
    "CRLF": ("a.pem", PEM.replace("\n", "\r\n"), "pem-private-key", 1),
    "CR": ("a.pem", PEM.replace("\n", "\r"), "pem-private-key", 1),
    "without an end": ("a.pem", PEM.partition(f"{DASHES}END")[0], "pem-private-key", 1),
    "one line, without escapes": ("a.env", f"KEY={PKCS8.replace(chr(10), '')}\n", "pem-private-key", 1),
    "one line, with blanks": ("a.env", f"KEY='{PKCS8.replace(chr(10), ' ')}'\n", "pem-private-key", 1),
    "one line, escaped": ("a.env", f'KEY="{ESCAPED}"\n', "pem-private-key", 1),
    "one line, escaped with CRLF": (
        "a.env",
        f'KEY="{PKCS8.replace(chr(10), chr(92) + "r" + chr(92) + "n")}"\n',
        "pem-private-key",
        1,
    ),
    "one line, escaped twice": ("a.json", json.dumps({"a": json.dumps({"key": PKCS8})}), "pem-private-key", 1),
    "a service account": (
        "sa.json",
        json.dumps({"type": "service_account", "private_key": PKCS8}, indent=2),
        "pem-private-key",
        3,
    ),
    "indented YAML": ("a.yaml", f"tls:\n  key: |\n{indent(PEM, '    ')}", "pem-private-key", 3),
    "a list of lines in JSON": ("a.json", json.dumps(PEM.splitlines(), indent=1), "pem-private-key", 2),
    "concatenated strings of Python": (
        "a.py",
        "KEY = (\n" + "".join(f'    "{x}\\n"\n' for x in PEM.splitlines()) + ")\n",
        "pem-private-key",
        2,
    ),
    "concatenated strings of Java": (
        "A.java",
        "String k =\n" + " +\n".join(f'  "{x}\\n"' for x in PEM.splitlines()) + ";\n",
        "pem-private-key",
        2,
    ),
    "a heredoc of a Dockerfile": (
        "Dockerfile",
        "RUN echo '" + PEM.replace("\n", "\\n\\\n") + "' > /k\n",
        "pem-private-key",
        1,
    ),
    "a comment": ("a.py", indent(PEM, "# "), "pem-private-key", 1),
    "a quotation": ("a.md", indent(PEM, "> "), "pem-private-key", 1),
    "a diff": ("a.patch", indent(PEM, "+"), "pem-private-key", 1),
    "base64 around it, as Kubernetes has it": (
        "a.yaml",
        f"data:\n  tls.key: {b64encode(PEM.encode()).decode()}\n",
        "pem-private-key",
        2,
    ),
    "XML": ("a.xml", f"<key>{PEM}</key>\n", "pem-private-key", 1),
}


def told(rule: BlobRule, path: str, text: str) -> list[tuple[object, int | None]]:
    return [(finding.data["format"], finding.location.line) for finding in rule.check(blob(path, text.encode()))]


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_stays_silent(subject: object) -> None:
    assert [finding.message for finding in PrivateKey().check(subject)] == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("path", "text", "form", "line"), FOUND.values(), ids=FOUND)
def test_finds(path: str, text: str, form: str, line: int) -> None:
    assert told(PrivateKey(), path, text) == [(form, line)]


SAME = body().splitlines()[5]
WRAPPED = [case for case, (_, text, form, _) in FOUND.items() if form == "pem-private-key" and SAME in text]


@pytest.mark.parametrize("case", WRAPPED)
def test_a_key_keeps_its_fingerprint_however_it_is_wrapped(case: str) -> None:
    (plain,) = PrivateKey().check(blob("a.pem", PEM.encode()))
    (wrapped,) = PrivateKey().check(blob(FOUND[case][0], FOUND[case][1].encode()))

    assert wrapped.fingerprint == plain.fingerprint


LOCKS = {
    "by its label": block(f"ENCRYPTED {WORD}"),
    "by its headers": block(f"RSA {WORD}", headers=LOCKED),
    "of OpenSSH": openssh(b"aes256-ctr"),
}


@pytest.mark.parametrize("text", LOCKS.values(), ids=LOCKS)
def test_a_locked_key_is_a_warning_of_another_rule(text: str) -> None:
    assert told(GenericSecret(), "a.pem", text) == [("encrypted-private-key", 1)]


@pytest.mark.parametrize("at", [1, 2, 3, 21, 57, 61, 63, 64, 65])
def test_padding_may_stand_anywhere(at: int) -> None:
    whole = body(150)
    text = block(WORD, f"{whole[:at]}={whole[at:]}")

    assert [found.data["format"] for found in PrivateKey().check(blob("a.pem", text.encode()))] == ["pem-private-key"]


def test_an_identity_of_age() -> None:
    text = "# created: 2026-01-02\nAGE-SECRET-KEY-1" + "".join(
        Random(1).choices("023456789ACDEFGHJKLMNPQRSTUVWXYZ", k=58)
    )

    assert told(PrivateKey(), "key.txt", text) == [("age-secret-key", 2)]


def test_keys_in_one_file_are_told_one_by_one() -> None:
    text = PEM + block(f"EC {WORD}", body(121, seed=5)) + PGP

    assert [form for form, _ in told(PrivateKey(), "a.pem", text)] == ["pem-private-key"] * 2 + ["pgp-private-key"]


KINDS = {"ed25519": (), "ecdsa": ("-b", "521"), "rsa": ("-b", "2048")}


@pytest.mark.parametrize("form", ["OpenSSH", "PEM", "PKCS8"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_key_that_ssh_keygen_makes(kind: str, form: str, tmp_path: Path) -> None:
    if kind == "ed25519" and form != "OpenSSH":
        return
    wanted = [] if form == "OpenSSH" else ["-m", form]
    command = [tool("ssh-keygen"), "-q", "-t", kind, *KINDS[kind], *wanted, "-N", "", "-C", "me@lab", "-f", "key"]
    subprocess.run(command, cwd=tmp_path, check=True)

    assert told(PrivateKey(), "key", (tmp_path / "key").read_text()) == [("pem-private-key", 1)]
    assert told(PrivateKey(), "key.pub", (tmp_path / "key.pub").read_text()) == []


def test_a_locked_key_that_ssh_keygen_makes(tmp_path: Path) -> None:
    command = [tool("ssh-keygen"), "-q", "-t", "ed25519", "-a", "1", "-N", "long enough", "-f", "key"]
    subprocess.run(command, cwd=tmp_path, check=True)
    text = (tmp_path / "key").read_text()

    assert told(PrivateKey(), "key", text) == []
    assert told(GenericSecret(), "key", text) == [("encrypted-private-key", 1)]


ALGORITHMS = {"Ed25519": (), "X25519": (), "EC": ("-pkeyopt", "ec_paramgen_curve:P-256")}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_key_that_openssl_makes(algorithm: str) -> None:
    command = [tool("openssl"), "genpkey", "-algorithm", algorithm, *ALGORITHMS[algorithm]]
    made = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    public = [tool("openssl"), "pkey", "-pubout"]

    assert told(PrivateKey(), "a.pem", made) == [("pem-private-key", 1)]
    assert (
        told(
            PrivateKey(), "a.pem", subprocess.run(public, input=made, capture_output=True, check=True, text=True).stdout
        )
        == []
    )
