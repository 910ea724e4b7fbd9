"""MLH201 by example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import POINTER, blob, found
from mlhygiene.rules.secret_file import SecretFile
from mlhygiene.secrets.files.further import parse_names

if TYPE_CHECKING:
    from mlhygiene.model import Blob

BODY = b"\n".join([b"MIIEpAIBAAKCAQEAu7Xz" * 3] * 4)
WORD = b"PRIVATE " + b"KEY"
PEM = b"-----BEGIN RSA " + WORD + b"-----\n" + BODY + b"\n-----END RSA " + WORD + b"-----\n"
CERTIFICATE = b"-----BEGIN CERTIFICATE-----\n" + BODY + b"\n-----END CERTIFICATE-----\n"
SETTINGS = b"DATABASE_PASSWORD=hunter22\n"

CLEAN = {
    "an example of an environment file": blob(".env.example", SETTINGS),
    "an example by its first part": blob("example.env", SETTINGS),
    "an environment file with nothing filled in": blob(
        ".env", b"# ask me\nKEY=\nexport TOKEN=${OTHER}\nA='<your key>'\n"
    ),
    "an empty environment file": blob(".env", b""),
    "a source that is called for what it reads": blob("secrets.py", SETTINGS),
    "a certificate": blob("server.pem", CERTIFICATE),
    "a Keynote talk": blob("talk.key", b"PK\x03\x04\x14\0\0\0\x08\0"),
    "a public key": blob("id_rsa.pub", b"ssh-rsa AAAAB3"),
    "a public key under a private name": blob("known_ed25519", b"ssh-ed25519 AAAAC3 me\n"),
    "npm settings that refer to a variable": blob(".npmrc", b"//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n"),
    "a link to an environment file": blob(".env", b"../shared/.env", mode="120000"),
    "a pointer on a path that only content could convict": blob("server.pem", POINTER),
    "a pointer of DVC": blob(".env.dvc", b"outs:\n- md5: 11223344556677889900aabbccddeeff\n  path: .env\n"),
    "secrets that SOPS encrypted": blob(
        "secrets.yaml", b"password: ENC[AES256_GCM,data:Zm9v,iv:YmFy,type:str]\nsops:\n    version: 3.9.0\n"
    ),
    "a template of Helm": blob("templates/secrets.yaml", b"kind: Secret\ndata:\n  password: {{ .Values.password }}\n"),
}
OPEN = "whoever can read the repository can use what it holds; revoke what was ever pushed"
FOUND = {
    "an environment file": (
        blob("web/.env", SETTINGS),
        f"environment file by its name: {OPEN}",
        "git rm -r --cached -- web/.env && printf '\\n%s\\n' /web/.env >> .gitignore && git add -- .gitignore",
    ),
    "an environment file of a test, in capitals": (
        blob(".ENV.TEST", SETTINGS),
        f"environment file by its name: {OPEN}",
        "git rm -r --cached -- .ENV.TEST && printf '\\n%s\\n' /.ENV.TEST >> .gitignore && git add -- .gitignore",
    ),
    "a private key": (
        blob("certs/server.pem", PEM, commit="c" * 40),
        f"private key: {OPEN}",
        "git rebase --interactive --rebase-merges cccccccccccc~",
    ),
    "npm settings with a token, which stay when the token is gone": (
        blob(".npmrc", b"//registry.npmjs.org/:_authToken=%s\n" % (b"1a2b" * 9)),
        f"npm settings with a token: {OPEN}",
        "git rm -r --cached -- .npmrc",
    ),
    "a key that LFS holds": (
        blob("me.ppk", POINTER),
        f"PuTTY private key by its name: {OPEN}",
        "git rm -r --cached -- me.ppk && printf '\\n%s\\n' /me.ppk >> .gitignore && git add -- .gitignore",
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_stays_silent(subject: Blob) -> None:
    assert found(SecretFile(), subject) == []


@pytest.mark.parametrize(("subject", "message", "fix"), FOUND.values(), ids=FOUND)
def test_finds(subject: Blob, message: str, fix: str) -> None:
    (finding,) = SecretFile().check(subject)

    assert (finding.message, finding.fix) == (message, fix)
    assert SecretFile().reads(subject)


def test_names_of_ones_own_are_secret_files_too() -> None:
    rule = SecretFile(names=parse_names({"conf/local/**": "local settings"}))

    assert [text.partition(":")[0] for text in found(rule, blob("conf/local/db.yml", b"a: b"))] == [
        "local settings by its name"
    ]
    assert [text.partition(":")[0] for text in found(rule, blob(".netrc", b"machine a"))] == [
        "netrc file with logins by its name"
    ]
    assert found(rule, blob("conf/base/db.yml", b"a: b")) == []


def test_the_nearest_name_is_told() -> None:
    assert found(SecretFile(), blob("config/master.key", PEM))[0].startswith("private key")


BAD = {"no table": ["*.token"], "no words": {"*.token": " "}, "a number": {"*.token": 1}}


@pytest.mark.parametrize("value", BAD.values(), ids=BAD)
def test_a_name_needs_words(value: object) -> None:
    with pytest.raises(ValueError, match=r"is not a table|say what"):
        parse_names(value)


def test_other_files_are_not_read() -> None:
    assert not SecretFile().reads(blob("train.py", size=10))


def test_what_a_baseline_knows_a_file_by_tells_nothing_of_its_content() -> None:
    contents = [f"PASSWORD=blue{number:04}\n".encode() for number in range(1024)]
    prints = [next(SecretFile().check(blob(".env", content))).fingerprint for content in contents]

    assert 200 < len(set(prints)) <= 256
