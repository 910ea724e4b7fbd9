"""What other scanners were told: each file read as its tool writes it, and nothing more set aside."""

from __future__ import annotations

import hashlib
import json
from random import Random
from typing import TYPE_CHECKING

import pytest

from builders import blob
from mlhygiene.adopted import Adopted, read
from mlhygiene.ignores import Ignores
from mlhygiene.model import Refusal
from mlhygiene.rules.provider_token import ProviderToken
from tokens import make

if TYPE_CHECKING:
    from conftest import Repo
    from mlhygiene.rule import Finding

TOKEN = make("hf_{letters:34}", Random(1))[0]
OTHER = make("hf_{letters:34}", Random(2))[0]
COMMIT = "c0ffee" * 6 + "c0ff"
DIGEST = hashlib.sha1(TOKEN.encode(), usedforsecurity=False).hexdigest()


def files(**contents: str | None) -> Adopted:
    names = {".gitleaksignore": contents.get("gitleaks"), ".secrets.baseline": contents.get("baseline")}
    return read(lambda name: None if (text := names[name]) is None else text.encode("utf-8", "surrogateescape"))


def finding(path: str | bytes = "a/b.py", text: str = f"x = 1\nt = '{TOKEN}'\n", commit: str | None = None) -> Finding:
    (found,) = ProviderToken().check(blob(path, text.encode(), commit=commit))
    return found


def baseline(path: str = "a/b.py", digest: str = DIGEST, **more: object) -> str:
    entry = {
        "type": "Secret Keyword",
        "filename": path,
        "hashed_secret": digest,
        "is_verified": False,
        "line_number": 2,
    }
    return json.dumps({"version": "1.5.0", "results": {path: [entry]}, **more})


PLACES = {
    "a place in a file": ("a/b.py:huggingface-access-token:2", True),
    "a place in a commit": (f"{COMMIT}:a/b.py:huggingface-access-token:2", True),
    "a place in another commit": (f"{'d' * 40}:a/b.py:huggingface-access-token:2", False),
    "whatever the rule is called": ("a/b.py:generic-api-key:2", True),
    "another line": ("a/b.py:huggingface-access-token:1", False),
    "another path": ("b.py:huggingface-access-token:2", False),
    "a comment": ("# a/b.py:huggingface-access-token:2", False),
    "blanks at the end": ("a/b.py:huggingface-access-token:2   ", True),
    "a carriage return": ("a/b.py:huggingface-access-token:2\r", True),
    "no line": ("a/b.py:huggingface-access-token", False),
    "a line that is no number": ("a/b.py:huggingface-access-token:two", False),
    "a line that is a digit and no number": ("a/b.py:huggingface-access-token:²", False),
    "a line that no file has": ("a/b.py:huggingface-access-token:" + "9" * 5000, False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("line", "covered"), PLACES.values(), ids=PLACES)
def test_gitleaksignore(line: str, *, covered: bool) -> None:
    adopted = files(gitleaks=f"# from gitleaks\n\n{line}\n")

    assert adopted.covers(finding(commit=COMMIT)) is covered


ODD = {
    "a colon in the path": (b"a:b.py", "a:b.py:rule:2"),
    "a path that begins like a commit": (b"abcdef0/b.py", "abcdef0/b.py:rule:2"),
    "a name like a commit, and a colon": (b"beaded:b.py", "beaded:b.py:rule:2"),
    "bytes that are no UTF-8": (b"\xff.py", b"\xff.py:rule:2".decode("utf-8", "surrogateescape")),
    "a blank in the path": (b"a b.py", "a b.py:rule:2"),
}


@pytest.mark.parametrize(("path", "line"), ODD.values(), ids=ODD)
def test_gitleaksignore_of_odd_paths(path: bytes, line: str) -> None:
    assert files(gitleaks=line).covers(finding(path))


DIGESTS = {
    "the secret at its path": (baseline(), True),
    "another secret at its path": (baseline(digest="0" * 40), False),
    "the secret at another path": (baseline("b.py"), False),
    "a path of Windows": (baseline("a\\b.py"), True),
    "no results": (json.dumps({"version": "1.5.0", "results": {}}), False),
}


@pytest.mark.parametrize(("text", "covered"), DIGESTS.values(), ids=DIGESTS)
def test_baseline_of_detect_secrets(text: str, *, covered: bool) -> None:
    assert files(baseline=text).covers(finding()) is covered


def test_a_baseline_knows_a_secret_wherever_its_line_has_moved() -> None:
    assert files(baseline=baseline()).covers(finding(text="\n" * 40 + f"t = '{TOKEN}'\n"))


def test_of_two_secrets_in_a_line_a_baseline_knows_its_own() -> None:
    adopted = files(baseline=baseline())
    both = list(ProviderToken().check(blob("a/b.py", f"a = '{TOKEN}', '{OTHER}'\n".encode())))

    assert [adopted.covers(each) for each in both] == [True, False]


def test_without_the_files_nothing_is_set_aside() -> None:
    assert files() == Adopted()
    assert not files().covers(finding())


def test_other_rules_are_not_set_aside() -> None:
    from mlhygiene.rules.large_file import LargeFile

    large = LargeFile().found(blob("a/b.py", b""), "large")
    ignores = Ignores(file=lambda name: b"a/b.py:rule:0\n" if name == ".gitleaksignore" else None)

    assert list(ignores.keep([large])) == [large]


def test_what_is_set_aside_is_counted() -> None:
    ignores = Ignores(file=lambda name: b"a/b.py:rule:2\n" if name == ".gitleaksignore" else None)

    assert list(ignores.keep([finding(), finding("c.py")])) == [finding("c.py")]
    assert (ignores.ignored, ignores.adopted) == (1, 1)


BROKEN = {
    "no JSON": "{",
    "a list": "[]",
    "no results in it": "{}",
    "results of another kind": '{"results": []}',
    "entries of another kind": '{"results": {"a.py": {"hashed_secret": "x"}}}',
    "an entry without a digest": '{"results": {"a.py": [{"type": "x"}]}}',
    "a depth that no reader stands": "[" * 100_000,
    "no UTF-8": "\udcff",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_baseline_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"\A\.secrets\.baseline: not a baseline of detect-secrets"):
        files(baseline=text)


def test_a_broken_baseline_ends_a_run_with_one_line(repo: Repo) -> None:
    repo.write("a.py", f"t = '{TOKEN}'\n").write(".secrets.baseline", "{").stage()

    ran = repo.mlhygiene("lint")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "mlhygiene: .secrets.baseline: not a baseline of detect-secrets 1.x: mend or remove it"
    ]


def test_what_the_index_holds_counts_not_the_worktree(repo: Repo) -> None:
    repo.write("a.py", f"t = '{TOKEN}'\n").write(".gitleaksignore", "a.py:rule:1\n").stage()
    repo.write(".gitleaksignore", "")

    assert repo.mlhygiene("lint", "--select", "MLH2").code == 0

    repo.stage()

    assert repo.mlhygiene("lint", "--select", "MLH2").code == 1
