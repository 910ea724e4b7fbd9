"""What takes the place of a secret where a history is rewritten: no byte of it stays, and a file stays what it is."""

from __future__ import annotations

import base64
import json
from random import Random

import pytest

from mlhygiene.secrets import find
from mlhygiene.secrets.erasing import erased
from mlhygiene.secrets.providers import FORMATS
from notebooks import code, notebook
from tokens import make

HUB, KEY = "hf_{letters:34}", "-----BEGIN RSA PRIVATE KEY-----"
FIRST = {form.id: form.samples[0] for form in FORMATS}


def some(template: str, seed: object = 0) -> str:
    return make(template, Random(f"{template} {seed}"))[1]


def key(end: str = "\n") -> str:
    body = base64.b64encode(b"\x30\x82\x04\xa4\x02\x01\x00\x02\x82\x01\x01\x00" + Random(7).randbytes(600)).decode()
    return end.join([KEY, *(body[at : at + 64] for at in range(0, len(body), 64)), KEY.replace("BEGIN", "END")])


def gone(path: str, raw: bytes, *secrets: str) -> bytes:
    """What is left of a content, of which nothing may tell any of the secrets."""
    left = erased(path.encode(), raw)
    assert left is not None
    assert not list(find.secrets(path.encode(), [left]))
    for secret in secrets:
        assert secret.encode() not in left
        assert secret.encode()[8:20] not in left
    return left


@pytest.mark.parametrize("name", sorted(FIRST))
@pytest.mark.parametrize("path", ["notes.md", "train.py", "a.json", "a.ipynb"])
def test_the_secret_of_every_provider_goes(name: str, path: str) -> None:
    text, secret = make(FIRST[name], Random(f"{name} {path}"))
    raw = text.encode()
    if path.endswith("json"):
        raw = json.dumps({"text": text}, indent=1).encode()
    elif path.endswith(".ipynb"):
        raw = notebook(code(text.splitlines(keepends=True)))
    if not list(find.secrets(path.encode(), [raw])):
        return  # it is told by the place that it stands in

    left = gone(path, raw, *secret.split("\n"))

    if path.endswith(("json", "ipynb")):
        json.loads(left)


TOKEN = some(HUB)
WRITTEN = {
    "nothing but the secret changes": (
        "a.py",
        f'# ä\nTOKEN = "{TOKEN}"  # mine\nx = 1\n'.encode(),
        '# ä\nTOKEN = "REMOVED"  # mine\nx = 1\n'.encode(),
    ),
    "line ends stay": ("a.py", f'a = 1\r\nt = "{TOKEN}"\r\n'.encode(), b'a = 1\r\nt = "REMOVED"\r\n'),
    "there need be no last line end": ("a.py", f't = "{TOKEN}"'.encode(), b't = "REMOVED"'),
    "bytes that are no UTF-8 stay": ("a.txt", b"\xfa\xfe x\n" + TOKEN.encode() + b"\n", b"\xfa\xfe x\nREMOVED\n"),
    "so does UTF-16": ("a.txt", f"\ufeffkey {TOKEN}\n".encode("utf-16-le"), "\ufeffkey REMOVED\n".encode("utf-16-le")),
    "it goes as often as it stands in a line": (
        "a.sh",
        f"curl -u {TOKEN} # {TOKEN}\n".encode(),
        b"curl -u REMOVED # REMOVED\n",
    ),
    "of a URL the password goes": (
        "a.py",
        f'uri = "postgresql://ada:{some("{alnum:32}")}@db.mlhygiene.net:5432/runs"\n'.encode(),
        b'uri = "postgresql://ada:REMOVED@db.mlhygiene.net:5432/runs"\n',
    ),
    "a line that sets its secret aside keeps it": (
        "a.py",
        f't = "{TOKEN}"  # mlhygiene: ignore[MLH202] revoked\n'.encode(),
        f't = "{TOKEN}"  # mlhygiene: ignore[MLH202] revoked\n'.encode(),
    ),
}


@pytest.mark.parametrize(("path", "raw", "left"), WRITTEN.values(), ids=WRITTEN)
def test_the_rest_of_a_file_stays_as_it_is_written(path: str, raw: bytes, left: bytes) -> None:
    assert erased(path.encode(), raw) == left


def test_a_content_without_secrets_is_the_same() -> None:
    for raw in (b"", b"x = 1\n", bytes(range(256)) * 40, "\ufeffä\n".encode("utf-16")):
        assert erased(b"a.py", raw) == raw


@pytest.mark.parametrize("end", ["\n", "\r\n", "\\n"], ids=["lines", "crlf", "escaped"])
@pytest.mark.parametrize("path", ["deploy.sh", "settings.py", "config.yaml"])
def test_a_key_of_many_lines_goes_whole(path: str, end: str) -> None:
    raw = f"a: 1\nkey: '{key(end)}'\nb: 2\n".encode()

    left = gone(path, raw, *key().split("\n")[1:-1])

    assert left.startswith(b"a: 1\n")


def test_in_a_notebook_it_goes_from_sources_outputs_and_metadata_and_the_notebook_stays_one() -> None:
    said = {"output_type": "stream", "name": "stdout", "text": [f"token: {TOKEN}\n", "done\n"]}
    cells = (code([f'login("{TOKEN}")\n', "x = 1"], 1, said), code([f"{line}\n" for line in key().split("\n")]))
    raw = notebook(*cells, papermill={"parameters": {"token": TOKEN}})

    left = json.loads(gone("a.ipynb", raw, TOKEN, *key().split("\n")[1:-1]))

    assert left["cells"][0]["source"] == ['login("REMOVED")\n', "x = 1"]
    assert left["cells"][0]["outputs"][0]["text"] == ["token: REMOVED\n", "done\n"]
    assert len(left["cells"][1]["source"]) == len(key().split("\n"))


def test_what_is_encoded_goes_too() -> None:
    packed = base64.b64encode(f"machine huggingface.co password {TOKEN}\n".encode()).decode()

    gone("secret.yaml", f"data:\n  netrc: {packed}\nkind: Secret\n".encode(), packed)


def test_a_secret_split_over_the_strings_of_a_notebook_goes() -> None:
    raw = notebook(code(['t = "' + TOKEN[:16], TOKEN[16:] + '"\n', "x = 1"]))

    left = json.loads(gone("a.ipynb", raw, TOKEN[:16], TOKEN[16:]))

    assert left["cells"][0]["source"][-1] == "x = 1"


def test_a_binary_that_holds_one_cannot_be_mended() -> None:
    assert erased(b"a.pkl", b"\x80\x04\x95\0\0\0" * 40 + TOKEN.encode() + b"\0\x94.") is None
