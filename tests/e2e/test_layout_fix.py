"""`lint --fix` over managed blocks: what nobody has changed is refreshed, all else is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from blocks import MAKERS, OLD, block
from mlhygiene.model import Storage
from mlhygiene.scaffold.block import digest

if TYPE_CHECKING:
    from conftest import Ran, Repo


def fix(repo: Repo, *arguments: str) -> Ran:
    return repo.mlhygiene("lint", "--fix", "--select", "MLH6", *arguments)


@pytest.mark.parametrize("name", MAKERS)
def test_an_old_block_is_refreshed_and_told_until_it_is_staged(repo: Repo, name: str) -> None:
    path = f".{name}"
    repo.write(path, b"# mine\n\n" + OLD[name] + b"\n*.mine -text").stage()

    first, written = fix(repo), (repo.root / path).read_bytes()
    again = fix(repo)
    repo.run("sh", "-c", f"git add -- {path}")
    last = fix(repo)

    assert written == b"# mine\n\n" + block(name, Storage.LFS) + b"\n*.mine -text"
    assert (first.code, first.out.splitlines()[1]) == (1, f"    git add -- {path}")
    assert "mended in the worktree, not staged yet" in first.out
    assert (again.code, again.out, (repo.root / path).read_bytes()) == (1, first.out, written)
    assert (last.code, last.out, last.err) == (0, "no findings in 1 file\n", "")


FRESH = block("gitignore", Storage.DVC)
LEFT = {
    "a block that was edited": FRESH.replace(b"*.pth\n", b"*.mine\n"),
    "half of a block beside an old one": OLD["gitignore"] + b"# <<< mlhygiene gitignore\n",
    "half of a block": b"# >>> mlhygiene gitignore storage=lfs\n*.pt\n",
}


@pytest.mark.parametrize("content", LEFT.values(), ids=LEFT)
def test_what_a_person_did_is_left(repo: Repo, content: bytes) -> None:
    repo.write(".gitignore", content).stage()

    ran = fix(repo)

    assert (ran.code, (repo.root / ".gitignore").read_bytes()) == (0, content)
    assert "mended 0 of" in ran.err
    assert "mended in the worktree" not in ran.out


def test_line_ends_and_rights_stay(repo: Repo) -> None:
    repo.write(".gitattributes", b"\xef\xbb\xbf" + OLD["gitattributes"].replace(b"\n", b"\r\n")).stage()
    (repo.root / ".gitattributes").chmod(0o640)

    fix(repo)

    content = (repo.root / ".gitattributes").read_bytes()
    assert content == b"\xef\xbb\xbf" + block("gitattributes", Storage.LFS).replace(b"\n", b"\r\n")
    assert (repo.root / ".gitattributes").stat().st_mode & 0o777 == 0o640


def test_a_copy_goes(repo: Repo) -> None:
    repo.write(".gitignore", FRESH + b"*.mine\n" + FRESH).stage()

    assert fix(repo).code == 1
    assert (repo.root / ".gitignore").read_bytes() == FRESH + b"*.mine\n"


def test_lines_that_were_left_out_stay_out(repo: Repo) -> None:
    old = OLD["gitignore"].replace(b"*.old -text\n", b"*.old -text\n# left out: *.log\n")
    told = digest([b"*.old -text", b"# left out: *.log"]).encode()
    start = old.index(b"sha256=") + 7
    repo.write(".gitignore", old[:start] + told + old[start + 16 :]).stage()

    assert fix(repo).code == 1
    assert b"\n# left out: *.log\n" in (repo.root / ".gitignore").read_bytes()
    assert b"\n*.log\n" not in (repo.root / ".gitignore").read_bytes()


def test_a_file_that_cannot_be_written_could_not_be_mended(repo: Repo) -> None:
    repo.write(".gitignore", OLD["gitignore"]).stage()
    (repo.root / ".gitignore").chmod(0o444)

    ran = fix(repo)

    assert (ran.code, (repo.root / ".gitignore").read_bytes()) == (2, OLD["gitignore"])
    assert ".gitignore: it is write-protected" in ran.err


def test_nothing_is_untracked_and_no_line_given_a_meaning(repo: Repo) -> None:
    repo.write(".gitignore", "*.pt\n").write(".gitattributes", "models/ filter=lfs\n").put("a.pt", b"1").stage(
        ".gitignore", ".gitattributes"
    )
    index = repo.git("ls-files", "--stage")

    ran = fix(repo)

    assert ran.code == 1
    assert (repo.git("ls-files", "--stage"), (repo.root / ".gitattributes").read_text()) == (
        index,
        "models/ filter=lfs\n",
    )


@pytest.mark.parametrize("name", MAKERS)
def test_lines_that_wait_beside_a_block_are_not_staged_by_what_is_told(repo: Repo, name: str) -> None:
    repo.write(f".{name}", OLD[name]).stage().write(f".{name}", OLD[name] + b"*.draft -text\n")

    ran = fix(repo)

    assert (repo.root / f".{name}").read_bytes().endswith(b"*.draft -text\n")
    assert ran.out.splitlines()[1] == f"    git add --patch -- .{name}"
