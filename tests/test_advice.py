"""Commands that work when pasted: names survive a real shell."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlhygiene import advice

if TYPE_CHECKING:
    from conftest import Repo

BASH = shutil.which("bash")
names = st.binary(min_size=1, max_size=40).filter(lambda name: b"\0" not in name)


@pytest.mark.skipif(BASH is None, reason="bash is what git's documentation writes commands for")
@settings(max_examples=200, deadline=None)
@given(names)
def test_a_quoted_name_is_the_same_name_in_a_shell(name: bytes) -> None:
    done = subprocess.run([str(BASH), "-c", f"printf %s {advice.quoted(name)}"], capture_output=True, check=True)

    assert done.stdout == name


WORDS = {
    "a plain name": (b"models/model.pt", "models/model.pt"),
    "a space": (b"my model.pt", "'my model.pt'"),
    "a quote": (b"it's.pt", "'it'\"'\"'s.pt'"),
    "an accent": ("modèle.pt".encode(), "'modèle.pt'"),
    "a byte that is not UTF-8": (b"a\xff", "$'a\\xff'"),
    "a line break": (b"a\nb", "$'a\\nb'"),
    "an escape sequence": (b"\x1b[31m", "$'\\x1b[31m'"),
    "nothing": (b"", "''"),
}


@pytest.mark.parametrize(("name", "word"), WORDS.values(), ids=WORDS)
def test_words(name: bytes, word: str) -> None:
    assert advice.quoted(name) == word


def test_a_leading_dash_is_no_option_of_dvc() -> None:
    assert "dvc add ./-odd.bin &&" in advice.add_to_dvc(b"-odd.bin")


def test_an_empty_pointer_is_staged_as_an_empty_file() -> None:
    assert "$(printf '' | git hash-object" in advice.stage_content(b"a", "100644", b"")


def test_a_folder_with_glob_characters_matches_itself_alone() -> None:
    assert advice.escaped(b"run[1]*") == b"run\\[1]\\*"


KEPT_OUT = [b"web/.env", b"it's [a] key*.pem", b"!odd", b"#odd", b" a ", b"a\\b", b"-odd", b"a\xff", b"a\nb", b":(odd"]


@pytest.mark.skipif(BASH is None, reason="bash is what git's documentation writes commands for")
@pytest.mark.parametrize("name", KEPT_OUT, ids=repr)
def test_what_is_kept_out_is_ignored_from_then_on_and_stays_on_disk(name: bytes, repo: Repo) -> None:
    repo.write(os.fsdecode(name), "secret").stage()

    done = repo.run(str(BASH), "-c", advice.keep_out(name))

    assert (done.code, done.err) == (0, "")
    assert repo.git("status", "--porcelain") == "A  .gitignore"
    assert (repo.root / os.fsdecode(name)).exists()
