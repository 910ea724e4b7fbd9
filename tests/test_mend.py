"""`mlhygiene mend`: what it puts aside, what it writes, and what it cannot do."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from notebooks import code, notebook
from tokens import make

if TYPE_CHECKING:
    from conftest import Repo

TOKEN = make("hf_{letters:34}", Random(11))[1]
STREAM = {"output_type": "stream", "name": "stdout", "text": ["done\n"]}
OLD, NEW = notebook(code("x = 1", 1, STREAM)), notebook(code("x = 2", 2, STREAM))


def listed(repo: Repo, *lines: str) -> None:
    repo.write("../erase.txt", "".join(f"{line}\n" for line in lines))


def test_what_tags_and_stashes_say_is_put_aside(repo: Repo) -> None:
    repo.write("a.py", "1").stage().commit("feat: x")
    repo.git("tag", "-a", "v1", "-m", f"run with {TOKEN}")
    repo.git("tag", "-a", "v2", "-m", f"again {TOKEN}", "v1")
    repo.write("a.py", "2")
    repo.git("stash", "push", "--quiet", "-m", f"try {TOKEN}")

    ran = repo.mlhygiene("mend", "--messages", "--output", "../clean.zip")

    assert (ran.code, ran.err) == (0, "mlhygiene: 3 versions mended\n")
    with ZipFile(repo.root.parent / "clean.zip") as archive:
        told = sorted(archive.read(name) for name in archive.namelist())
    assert told == [b"On main: try REMOVED\n", b"again REMOVED\n", b"run with REMOVED\n"]


def test_clean_versions_of_every_commit_are_put_aside_and_nothing_else_changes(repo: Repo) -> None:
    repo.write("a.py", f't = "{TOKEN}"\n').write("n/a.ipynb", OLD).stage().commit(f"feat: x\n\nby {TOKEN}")
    blob, book = repo.git("rev-parse", "HEAD:a.py"), repo.git("rev-parse", "HEAD:n/a.ipynb")
    repo.write("a.py", "t = 1\n").write("n/a.ipynb", NEW).stage().commit("feat: y")
    listed(repo, f"{blob} MLH202 a.py")
    before = repo.git("count-objects", "-v"), repo.git("status", "--porcelain")

    ran = repo.mlhygiene("mend", "--list", "../erase.txt", "--notebooks", "--messages", "--output", "../clean.zip")

    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "mlhygiene: 4 versions mended\n"
    with ZipFile(repo.root.parent / "clean.zip") as archive:
        names = archive.namelist()
        assert archive.read(blob) == b't = "REMOVED"\n'
        assert b"done" not in archive.read(book)
        assert [archive.read(name) for name in names if name.startswith("message-")] == [b"feat: x\n\nby REMOVED\n"]
    assert TOKEN.encode() not in (repo.root.parent / "clean.zip").read_bytes()
    assert (repo.git("count-objects", "-v"), repo.git("status", "--porcelain")) == before


def test_the_same_history_makes_the_same_file(repo: Repo) -> None:
    repo.write("a.ipynb", OLD).stage().commit()

    for name in ("../a.zip", "../b.zip"):
        assert repo.mlhygiene("mend", "--notebooks", "--output", name).code == 0

    assert (repo.root.parent / "a.zip").read_bytes() == (repo.root.parent / "b.zip").read_bytes()


def test_in_a_worktree_files_are_mended_where_they_lie(repo: Repo) -> None:
    repo.write("a.py", f't = "{TOKEN}"\n').write("a.ipynb", OLD).write("b.py", f't = "{TOKEN}"\n')
    repo.stage().commit()
    blob = repo.git("rev-parse", "HEAD:a.py")
    listed(repo, f"{blob} MLH202 a.py", "", "# a remark")

    ran = repo.mlhygiene("mend", "-C", str(repo.root), "--worktree", "--list", "../erase.txt", "--notebooks")

    assert (ran.code, ran.out) == (0, "")
    assert (repo.root / "a.py").read_text() == 't = "REMOVED"\n'
    assert b"done" not in (repo.root / "a.ipynb").read_bytes()
    assert TOKEN in (repo.root / "b.py").read_text()
    assert TOKEN not in ran.err


def test_other_kinds_of_secrets_stay(repo: Repo) -> None:
    repo.write("a.py", f't = "{TOKEN}"\n').stage().commit()
    listed(repo, f"{repo.git('rev-parse', 'HEAD:a.py')} MLH205 a.py")

    assert repo.mlhygiene("mend", "--list", "../erase.txt", "--worktree").code == 0
    assert TOKEN in (repo.root / "a.py").read_text()


def test_a_binary_is_named_and_the_code_is_two(repo: Repo) -> None:
    repo.write("a.pkl", b"\x80\x04\0\0\x01\x02" * 40 + TOKEN.encode() + b"\0.").stage().commit()
    blob = repo.git("rev-parse", "HEAD:a.pkl")
    listed(repo, f"{blob} MLH202 a.pkl")

    ran = repo.mlhygiene("mend", "--list", "../erase.txt", "--output", "../clean.zip")

    assert ran.code == 2
    assert f"{blob} a.pkl: its secrets cannot be taken out" in ran.err
    assert TOKEN not in ran.err


def test_a_broken_notebook_is_told_and_the_others_go_on(repo: Repo) -> None:
    repo.write("a.ipynb", b'{"cells": [').write("b.ipynb", OLD).stage().commit()

    ran = repo.mlhygiene("mend", "--notebooks", "--output", "../clean.zip")

    assert ran.code == 0
    assert "a.ipynb:1:" in ran.err
    assert "left as it is" in ran.err
    assert ran.err.endswith("mlhygiene: 1 version mended\n")


REFUSED = {
    "nothing is asked": (("--output", "../x.zip"), "nothing to mend"),
    "the list is missing": (("--list", "../no.txt", "--worktree"), "no.txt"),
    "the list says something else": (("--list", "../bad.txt", "--worktree"), "bad.txt:1: write `OID CODE PATH`"),
    "the folder is missing": (("-C", "nowhere", "--notebooks", "--worktree"), "-C nowhere: No such file"),
    "the file cannot be written": (("--notebooks", "--output", "no/x.zip"), "no/x.zip: cannot write"),
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_said_in_one_line(repo: Repo, arguments: tuple[str, ...], said: str) -> None:
    repo.write("a.py", "x = 1\n").write("../bad.txt", "what is this\n").stage().commit()

    ran = repo.mlhygiene("mend", *arguments)

    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_bare_repository_has_no_worktree(repo: Repo) -> None:
    repo.write("a.ipynb", OLD).stage().commit()
    repo.git("clone", "--quiet", "--bare", ".", "../bare.git")

    ran = repo.mlhygiene("mend", "-C", "../bare.git", "--notebooks", "--worktree")

    assert (ran.code, ran.out) == (2, "")
    assert "--worktree: there is none here" in ran.err
