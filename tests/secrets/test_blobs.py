"""What a blob brings: secrets in lines that no version before it has."""

from __future__ import annotations

import json
from base64 import b64encode
from random import Random
from typing import TYPE_CHECKING

import pytest

from builders import Shelf, blob
from mlhygiene.rules.private_key import PrivateKey
from mlhygiene.rules.provider_token import ProviderToken
from mlhygiene.secrets import blobs
from mlhygiene.secrets.blobs import of_blob
from tokens import make

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Repo
    from mlhygiene.model import Blob

TOKEN, OTHER, THIRD = (make("hf_{letters:34}", Random(n))[0] for n in range(3))
WORD = "PRIVATE " + "KEY"


def key(seed: int = 1, changed: int | None = None) -> str:
    text = b64encode(Random(seed).randbytes(600)).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    if changed is not None:
        lines[changed] = lines[changed][::-1]
    return "\n".join([f"-----BEGIN {WORD}-----", *lines, f"-----END {WORD}-----", ""])


def brought(new: str | bytes, *old: str | bytes, path: str = "a.py") -> list[int]:
    """The lines of the secrets that a version brings over others."""
    raw = new if isinstance(new, bytes) else new.encode()
    subject = blob(path, raw, old=[each if isinstance(each, bytes) else each.encode() for each in old])
    return [secret.place.line for secret in blobs.added(of_blob(subject)[0], subject)]


LINE, SECOND = f"t = '{TOKEN}'\n", f"u = '{OTHER}'\n"
VERSIONS = {
    "a new file": (LINE, [], [1]),
    "a new line": ("x = 1\n" + LINE, ["x = 1\n"], [2]),
    "an old line": ("x = 1\n" + LINE + "y = 2\n", ["x = 1\n" + LINE], []),
    "a moved line": (LINE + "x = 1\n" * 9, ["x = 1\n" * 9 + LINE], []),
    "a changed line": (LINE.replace("t =", "token ="), [LINE], [1]),
    "a secret in the place of another": (SECOND, [LINE], [1]),
    "a line that is there once more": (LINE + LINE, [LINE], [1, 2]),
    "a line that is there once less": (LINE, [LINE + LINE], []),
    "a new line beside an old one": (LINE + SECOND, [LINE], [2]),
    "a line with another indentation": ("if x:\n    " + LINE, [LINE], [2]),
    "ends of lines that are Windows' now": ((LINE * 2).replace("\n", "\r\n"), [LINE * 2], []),
    "ends of lines that were Windows'": (LINE * 2, [(LINE * 2).replace("\n", "\r\n")], []),
    "blanks at the end of the line": (LINE.replace("\n", "  \n"), [LINE], []),
    "no newline at the end any more": (LINE.rstrip("\n"), [LINE], []),
    "another encoding": (LINE.encode("utf-16"), [LINE], []),
    "a merge that both parents have it from": (LINE + SECOND, [LINE + SECOND, LINE + SECOND], []),
    "a merge that takes it from one parent": (LINE + SECOND, [LINE, SECOND], []),
    "a merge that brings its own": (LINE + f"v = '{THIRD}'\n", [LINE, LINE + SECOND], [2]),
    "an empty version before": (LINE, [""], [1]),
}


@pytest.mark.parametrize(("new", "old", "lines"), VERSIONS.values(), ids=VERSIONS)
def test_added_lines(new: str | bytes, old: Sequence[str], lines: list[int]) -> None:
    assert brought(new, *old) == lines


KEYS = {
    "a key that was there": (key(), key(), []),
    "a key with one other line": (key(changed=4), key(), [1]),
    "a key with another last line": (key(changed=12), key(), [1]),
    "a key that has moved": ("# a\n" * 5 + key(), key() + "# a\n" * 5, []),
    "another key": (key(2), key(1), [1]),
    "a text around it": ("a\n" + key() + "b\n", key(), []),
}


@pytest.mark.parametrize(("new", "old", "lines"), KEYS.values(), ids=KEYS)
def test_a_key_is_new_if_any_line_of_it_is(new: str, old: str, lines: list[int]) -> None:
    assert brought(new, old, path="a.pem") == lines


def notebook(*sources: Sequence[str]) -> str:
    cells = [
        {"cell_type": "code", "execution_count": n, "metadata": {}, "outputs": [], "source": list(source)}
        for n, source in enumerate(sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def test_a_comma_that_a_line_of_a_notebook_gets_brings_nothing() -> None:
    # A last line of a source ends with a newline in JSON only where one follows: `nbformat` keeps it apart.
    before, after = notebook([f"t = '{TOKEN}'\n"]), notebook([f"t = '{TOKEN}'\n", "x = 1"])

    assert brought(after, before, path="a.ipynb") == []


def test_a_cell_before_it_brings_nothing() -> None:
    before, after = notebook([f"t = '{TOKEN}'"]), notebook(["x = 1"], [f"t = '{TOKEN}'"])

    assert brought(after, before, path="a.ipynb") == []


def test_a_line_of_a_notebook_that_is_new() -> None:
    before, after = notebook(["x = 1"]), notebook(["x = 1\n", f"t = '{TOKEN}'"])

    assert len(brought(after, before, path="a.ipynb")) == 1


SIZES = {"text": b"x = 1\n" * 100, "a notebook": notebook(["x"]).encode(), "zeros": bytes(500)}


@pytest.mark.parametrize("raw", SIZES.values(), ids=SIZES)
def test_what_was_searched_is_counted(raw: bytes) -> None:
    assert of_blob(blob("a.ipynb", raw))[1] == len(raw)


def test_a_content_that_was_searched_before_is_counted_again() -> None:
    for _ in range(2):
        subject = blob("a.py", b"x = 1\n" * 100)
        list(ProviderToken().check(subject))

        assert isinstance(subject.snapshot, Shelf)
        assert subject.snapshot.searched == [(b"a.py", 600)]


def test_of_a_binary_the_head_is_searched_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "BINARY", 1000)
    monkeypatch.setattr(blobs.find, "PIECE", 400)
    subject = blob("a.pkl", b"\0" * 900 + f" {TOKEN} ".encode() + bytes(3000) + OTHER.encode())

    found, searched = of_blob(subject)

    assert ([secret.value for secret in found], searched) == ([TOKEN.encode()], 1200)


def test_a_content_is_searched_once_for_every_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = list[bytes]()
    monkeypatch.setattr(blobs, "of_blob", lambda each: (searched.append(each.path), of_blob(each))[1])
    subject = blob("asked.py", LINE.encode() + key().encode())

    assert [len(list(rule.check(subject))) for rule in (ProviderToken(), PrivateKey())] == [1, 1]
    assert searched == [b"asked.py"]


def test_what_several_rules_search_is_counted_once(repo: Repo) -> None:
    repo.write("a.py", "x = 1\n").write("b.py", "x = 1\n").write("c.py", "").stage()

    ran = repo.mlhygiene("lint", "--staged")

    assert ran.out == "no findings in 3 files; 2 searched for secrets, 12 bytes\n"


def test_a_name_that_says_what_a_file_is_counts_with_its_folder() -> None:
    raw = make("[core]\n    remote = s\n['remote \"s\"']\n    password = {lower:9}{digits:2}\n", Random(8))[0].encode()

    assert [list(ProviderToken().check(named("deploy/config", raw)))] == [[]]
    assert len(list(ProviderToken().check(named(".dvc/config", raw)))) == 1


def named(path: str, raw: bytes) -> Blob:
    """The same bytes under another name, as git has them: one oid."""
    subject = blob(path, raw)
    return type(subject)(subject.path, "d" * 40, subject.size, subject.mode, subject.snapshot)


def test_a_link_is_no_content() -> None:
    assert list(ProviderToken().check(blob("a", TOKEN.encode(), mode="120000"))) == []


def told(repo: Repo, *arguments: str) -> list[tuple[str, int]]:
    ran = repo.mlhygiene("lint", "--select", "MLH202", "--format", "json", *arguments)
    assert ran.code in {0, 1}, ran.err
    return [(found["path"], found["line"]) for found in json.loads(ran.out)["findings"]]


def test_a_staged_file_brings_its_new_lines(repo: Repo) -> None:
    repo.write("a.py", LINE).stage().commit()
    repo.write("a.py", "x = 1\n" + LINE + SECOND).stage()

    assert told(repo, "--staged") == [("a.py", 3)]
    assert told(repo) == [("a.py", 2), ("a.py", 3)]


def test_a_staged_secret_that_the_worktree_has_removed(repo: Repo) -> None:
    repo.write("a.py", LINE).stage().write("a.py", "x = 1\n")

    assert told(repo, "--staged") == [("a.py", 1)]


def test_a_renamed_file_brings_nothing(repo: Repo) -> None:
    repo.write("a.py", LINE).stage().commit()
    repo.git("mv", "a.py", "b.py")

    assert told(repo, "--staged") == []


def test_a_range_brings_what_its_commits_do(repo: Repo) -> None:
    base = repo.write("a.py", LINE).stage().commit()
    repo.write("a.py", LINE + SECOND).stage().commit()
    repo.write("a.py", LINE).stage().commit()

    assert told(repo, "--from-ref", base, "--to-ref", "HEAD") == [("a.py", 2)]


def test_a_merge_brings_what_neither_parent_has(repo: Repo) -> None:
    base = repo.write("a.py", "x = 1\n" * 9).stage().commit()
    repo.git("checkout", "--quiet", "-b", "side")
    repo.write("a.py", LINE + "x = 1\n" * 9).stage().commit()
    repo.git("checkout", "--quiet", "main")
    repo.write("a.py", "x = 1\n" * 9 + SECOND).stage()
    tip = repo.commit()
    repo.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    repo.write("a.py", LINE + "x = 1\n" * 9 + SECOND + f"v = '{THIRD}'\n").stage().commit()

    assert told(repo, "--from-ref", tip, "--to-ref", "HEAD") == [("a.py", 1), ("a.py", 12)]
    assert told(repo, "--from-ref", base, "--to-ref", "HEAD") == [("a.py", 1), ("a.py", 10), ("a.py", 12)]
