"""Texts that patterns could spend hours on; shared with `tests/benchmarks/secrets_hostile.py`."""

from __future__ import annotations

from base64 import b64encode
from random import Random

WORD = b"PRIVATE " + b"KEY"
LABEL = b"-----BEGIN " + WORD + b"-----"
BASE64 = b64encode(Random(1).randbytes(3000))
KEY_ID = b"AK" + b"IAQ3EGRI4KNZ5P6TUV "

CLASSES = {
    "spaces": b" ",
    "newlines": b"\n",
    "tabs": b"\t",
    "one letter": b"a",
    "three kinds of letters": b"aB3",
    "zeros": b"0",
    "words": b"key token secret pass ",
    "equals signs": b"=",
    "double quotes": b'"',
    "quotes of each kind": b"\"'`",
    "backslashes": b"\\",
    "escaped quotes": b'\\"',
    "escapes by number": b"\\u0022",
    "colours of a terminal": b"\x1b[0;",
    "dashes": b"-",
    "underscores": b"_",
    "dots": b".",
    "slashes": b"/",
    "at signs": b"@",
    "colons": b":",
    "commas": b",",
    "percent signs": b"%",
    "percent escapes": b"%41",
    "percent escapes of percent signs": b"%25",
    "percent escapes and words": b"aaaa%41 ",
    "brackets": b"[",
    "braces": b"{",
    "brackets that nest": b'{"a":[',
    "angles": b"<",
    "two bytes of UTF-8": "é".encode(),
    "schemes": b"://",
    "schemes and letters": b"://" + b"a" * 300,
    "schemes and users": b"://u:p@",
    "schemes, users and colons": b"a" * 32 + b"://" + b"b" * 32 + b":" + b"c" * 100,
    "labels of keys": LABEL,
    "labels of keys in lines": LABEL + b"\n",
    "labels of keys and a header": LABEL + b"\nComment: x\n",
    "labels of keys and one line": LABEL + b"\n" + BASE64[:60] + b"\n",
    "labels without dashes": b"BEGIN private key ",
    "base64": BASE64,
    "base64 of words": b64encode(b"password = 'abc' " * 4) + b" ",
    "base64 of keywords": b64encode(b"hf_" * 30),
    "manifests of Kubernetes": b"kind: Secret\ndata:\n  a: YWJj\n",
    "kinds of Kubernetes in a line": b"kind: secret ",
    "data of Kubernetes": b"data:\n  a: b\n",
    "logins of Docker": b'"auth": "' + b"a" * 40 + b'"',
    "machines of netrc": b"machine a login b ",
    "keys of JSON": b'"kty":"RSA",',
    "keys of JSON in braces": b'{"kty":"RSA","n":"d"',
    "headers of PuTTY": b"PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 1\n",
    "key ids of AWS": KEY_ID,
    "key ids of AWS and secrets": KEY_ID + BASE64[:40].replace(b"+", b"a") + b" ",
    "headers": b"bearer aaaaaaaaaaaaaaaaaaaaaaaa basic ",
    "a name and blanks": b"password =" + b" " * 5000 + b"x 'y\n",
    "options": b"'key', type=str, type=str, type=str, type=str,",
    "variables of HCL": b'"key" {\n type = string\n',
    "calls": b"password((((",
    "names and gaps": b"wandb = key = key = key : ",
    "names of words": b"wandb_key-wandb.key.secret_",
}


def filled(unit: bytes, size: int) -> bytes:
    """As many of a unit as fill a size."""
    return (unit * (size // len(unit) + 1))[:size]


def of_keyword(keyword: str) -> bytes:
    """A keyword in the ways that a pattern begins to read on."""
    word = keyword.encode()
    return b"%b %b=%b_key: '%b\"" % (word, word, word, word)
