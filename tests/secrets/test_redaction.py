"""No secret leaves: not in any report, log, file, name of an object, or word about a crash.

Secrets of every kind are planted in a real repository, then everything that can be told is searched for them: for the
whole value, and for any eight characters of what is not public in it.
"""

from __future__ import annotations

import json
import traceback
from base64 import b64encode
from random import Random
from typing import TYPE_CHECKING

import pytest

from builders import blob
from look import standing
from mlhygiene import cli, secret_rule
from mlhygiene.coverage import Coverage
from mlhygiene.engine import judge
from mlhygiene.ignores import Ignores
from mlhygiene.report import Report
from mlhygiene.rule import load, matching
from mlhygiene.secrets import blobs, find, scan
from mlhygiene.secrets.blobs import of_blob
from mlhygiene.secrets.providers import FORMATS
from tokens import make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conftest import Repo
    from mlhygiene.secrets.text import Text

# As many characters of a secret as nobody may be told.
WINDOW = 8
WORD = "PRIVATE " + "KEY"
OTHERS = {
    "generic": "password = '«{alnum:24}»'\n",
    "chosen": "password = '«{lower:8}{digits:4}»'\n",
    "bearer": "Authorization: Bearer «{alnum:40}»\n",
    "url": "url = 'postgres://app:«{alnum:16}»@db.lab.org/runs'\n",
    "url token": "git clone https://«{alnum:32}»@git.lab.org/a.git\n",
    "key": f"-----BEGIN {WORD}-----\n«{{b64:64}}»\n{{b64:64}}\n-----END {WORD}-----\n",
    "kubernetes": "kind: Secret\ndata:\n  password: «{bytes:18}»\n",
}


def planted(seed: int, step: int = 5) -> list[tuple[str, set[str]]]:
    """A text and what nobody may be told of the secret in it, for kinds of secrets: each fifth, by the seed."""
    templates = {form.id: (form.samples[0], form.shown) for form in FORMATS[seed % step :: step]} | {
        n: (t, 0) for n, t in OTHERS.items()
    }
    return [made(name, template, shown, seed) for name, (template, shown) in templates.items()]


def made(name: str, template: str, shown: int, seed: int) -> tuple[str, set[str]]:
    text, secret = make(template, Random(f"{name} {seed}"))
    # What two secrets of a kind have in common is public.
    return text, windows(secret[shown:]) - windows(make(template, Random(f"{name} {seed} again"))[0])


def windows(text: str) -> set[str]:
    return {text[at : at + WINDOW] for at in range(len(text) - WINDOW + 1)}


def leaks(told: str, secrets: Iterable[tuple[str, set[str]]]) -> list[str]:
    """The beginnings of texts of which something secret is told."""
    known = windows(told)
    return [text[:12] for text, parts in secrets if not parts.isdisjoint(known)]


def notebook(texts: Iterable[str]) -> bytes:
    cells = [
        {
            "cell_type": "code",
            "execution_count": 1,
            "metadata": {},
            "outputs": [{"name": "stdout", "output_type": "stream", "text": text}],
            "source": text,
        }
        for text in texts
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()


def write(repo: Repo, secrets: list[tuple[str, set[str]]]) -> Repo:
    """Every secret in a source, in an environment file, a notebook, UTF-16, base64, a binary, and in one line."""
    texts = [text for text, _ in secrets]
    whole = "\n".join(texts) + "\n"
    repo.write("a.py", whole).write("deploy/app.env", whole).write("a.ipynb", notebook(texts))
    repo.write("a.txt", whole.encode("utf-16")).write("a.pkl", b"\0" + whole.encode())
    repo.write("min.js", whole.replace("\n", " ")).write(".dvc/config", whole)
    return repo.write("a.md", "\n".join(b64encode(text.encode()).decode() for text in texts)).stage()


COMMANDS = {
    "text": ["lint"],
    "JSON": ["lint", "--format", "json"],
    "colours": ["lint", "--color", "always"],
    "what is staged": ["lint", "--staged"],
    "files by name": ["lint", "a.py", "a.ipynb"],
    "without a failure": ["lint", "--exit-zero"],
    "a hook": ["hook", "secrets"],
    "a hook for files": ["hook", "secrets", "a.py", "a.ipynb", "a.txt"],
    "the hook of all rules": ["hook", "mlhygiene"],
    "a file of text": ["lint", "--output", "report"],
    "a file of JSON": ["lint", "--format", "json", "--output", "report"],
    "a folder for a file": ["lint", "--output", ".dvc"],
    "a config that is none": ["lint", "--config", "a.py"],
    "a rule that is none": ["lint", "--select", "MLH9"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_command_tells_a_secret(repo: Repo, command: list[str]) -> None:
    secrets = planted(list(COMMANDS.values()).index(command))
    ran = write(repo, secrets).mlhygiene(*command)
    report = repo.root / "report"

    assert ran.code in {0, 1, 2}
    assert leaks(ran.out + ran.err + (report.read_text("utf-8") if report.exists() else ""), secrets) == []
    assert ran.code != 1 or "MLH202" in ran.out or report.exists()


@pytest.mark.parametrize("command", [["lint", "--history"], ["lint", "--rev", "HEAD"], ["lint", "--from-ref", "HEAD~"]])
def test_no_history_tells_a_secret(repo: Repo, command: list[str]) -> None:
    secrets = planted(5)
    repo.commit()
    write(repo, secrets).commit()
    for form in ("text", "json"):
        ran = repo.mlhygiene(*command, "--format", form)

        assert ran.code == 1
        assert leaks(ran.out + ran.err, secrets) == []


def test_a_broken_file_of_another_scanner_is_not_quoted(repo: Repo) -> None:
    secrets = planted(6)
    write(repo, secrets).write(".secrets.baseline", "\n".join(text for text, _ in secrets)).stage()
    ran = repo.mlhygiene("lint")

    assert ran.code == 2
    assert leaks(ran.out + ran.err, secrets) == []


def crash(*_arguments: object, **_more: object) -> object:
    raise RuntimeError("on purpose")


CRASHES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "where a text is scanned": lambda patch: patch.setattr(scan, "found", crash),
    "where matches are told apart": lambda patch: patch.setattr(find, "disjoint", crash),
    "where a secret is made": lambda patch: patch.setattr(find, "_secret", crash),
    "where lines are compared": lambda patch: patch.setattr(blobs, "added", crash),
    "where a secret is masked": lambda patch: patch.setattr(find.mask, "masked", crash),
    "where a fingerprint is taken": lambda patch: patch.setattr(find.mask, "fingerprint", crash),
    "where a place is told": lambda patch: patch.setattr(find.content.Lines, "position", crash),
    "where a finding is kept": lambda patch: patch.setattr(Ignores, "keep", crash),
    "where a user interrupts": lambda patch: patch.setattr(scan, "found", interrupted),
}


def interrupted(*_arguments: object) -> object:
    raise KeyboardInterrupt


@pytest.mark.parametrize("breaks", CRASHES.values(), ids=CRASHES)
@pytest.mark.parametrize("command", [["lint"], ["lint", "--format", "json"], ["hook", "secrets"]], ids=" ".join)
def test_no_crash_tells_a_secret(
    repo: Repo,
    command: list[str],
    breaks: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    secrets = planted(7)
    write(repo, secrets)
    breaks(monkeypatch)
    monkeypatch.setattr(secret_rule, "_recent", {})
    with standing(repo.root, repo.environment):
        code = cli.main(command)
    told = capfd.readouterr()

    assert code in {1, 3, 130}
    assert leaks(told.out + told.err, secrets) == []


@pytest.mark.parametrize("how", ["its own", "a cause", "a context", "a group"])
def test_no_message_of_an_exception_is_told(
    repo: Repo, how: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def quote(text: Text, *_arguments: object) -> object:
        try:
            return int(text.content)
        except ValueError as error:
            if how == "a cause":
                raise RuntimeError("x") from error
            if how == "a context":
                raise RuntimeError("x")  # noqa: B904
            if how == "a group":
                raise ExceptionGroup("x", [error]) from None
            raise

    secrets = planted(7)
    write(repo, secrets)
    monkeypatch.setattr(scan, "found", quote)
    monkeypatch.setattr(secret_rule, "_recent", {})
    with standing(repo.root, repo.environment):
        code = cli.main(["lint", "--select", "MLH2"])
    told = capfd.readouterr()

    assert code == 3
    assert "in quote" in told.err
    assert leaks(told.out + told.err, secrets) == []


def test_no_object_tells_a_secret() -> None:
    secrets = planted(8, 1)
    subject = blob("repr.env", "\n".join(text for text, _ in secrets).encode())
    rules = [load(code)() for code in matching("MLH2")]
    findings = list(judge([subject], rules))
    made, _ = of_blob(subject)
    texts = find.content.texts(subject.path, subject.read())
    report = Report("tree", findings, Coverage())

    assert len(made) >= len(secrets) // 2
    for each in (subject, findings, made, texts, report):
        assert leaks(f"{each!r} {each}", secrets) == []
    assert leaks(" ".join(f"{f.message} {f.fix} {f.data} {f.fingerprint} {f.remark}" for f in findings), secrets) == []


def test_no_note_of_an_exception_tells_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = planted(9, 1)
    subject = blob("note.env", "\n".join(text for text, _ in secrets).encode())
    monkeypatch.setattr(find.mask, "masked", crash)
    with pytest.raises(RuntimeError) as caught:
        list(judge([subject], [load(code)() for code in matching("MLH2")]))

    assert caught.value.__notes__
    assert leaks("".join(traceback.format_exception(caught.value)), secrets) == []
