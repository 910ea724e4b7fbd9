"""Lines that would do harm in a repository are left out: judged by git itself, over pieces of these tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlhygiene.cli.scaffolding.owners import settled
from mlhygiene.git import Repository
from mlhygiene.model import Storage
from mlhygiene.scaffold.examples import example, speaks
from mlhygiene.scaffold.piece import Choices, Piece

if TYPE_CHECKING:
    from conftest import Repo

LFS = b" filter=lfs diff=lfs merge=lfs -text"


def left(repo: Repo, *, ignore: tuple[bytes, ...] = (), attributes: tuple[bytes, ...] = ()) -> list[str]:
    """What is left out when these lines come to what the files hold."""
    pieces = [
        Piece(".gitignore", "gitignore", ignore, Choices(Storage.NONE)),
        Piece(".gitattributes", "gitattributes", attributes, Choices(Storage.NONE)),
    ]
    names = [name for name in (".gitignore", ".gitattributes") if (repo.root / name).exists()]
    contents = {name: (repo.root / name).read_bytes() for name in names}
    with Repository.find(str(repo.root)) as repository:
        return [harm.line.decode() for harm in settled(repository, pieces, contents, force=False).harms]


def test_a_pattern_that_is_left_out_may_uncover_another(repo: Repo) -> None:
    repo.write("logs/a.log", "1\n").stage().commit()

    # git looks into no ignored folder, and so names the first alone.
    assert left(repo, ignore=(b"/logs/", b"*.log", b"*.tmp")) == ["/logs/", "*.log"]


def test_what_a_person_takes_back_below_does_no_harm(repo: Repo) -> None:
    repo.write(".gitignore", "!keep.log\n").write("keep.log", "1\n").stage().commit()

    assert left(repo, ignore=(b"*.log",)) == []


def test_neither_does_what_a_file_further_down_takes_back(repo: Repo) -> None:
    repo.write("src/.gitignore", "!*.log\n").write("src/a.log", "1\n").stage().commit()

    assert left(repo, ignore=(b"*.log",)) == []


def test_what_a_person_ignores_is_theirs(repo: Repo) -> None:
    repo.write(".gitignore", "*.log\n").write("a.log", "1\n").git("add", "--force", "a.log")

    assert left(repo, ignore=(b"*.tmp",)) == []


def test_a_pattern_of_lfs_whose_files_are_ignored_further_up(repo: Repo) -> None:
    repo.write(".gitignore", "/models/\n")

    assert left(repo, attributes=(b"/models/**" + LFS, b"*.pt" + LFS)) == [f"/models/**{LFS.decode()}"]


def test_a_macro_of_a_person_gives_to_lfs_as_well(repo: Repo) -> None:
    repo.write(".gitattributes", "[attr]weights filter=lfs -text\n*.pt weights\n")

    assert left(repo, ignore=(b"*.pt", b"*.log")) == ["*.pt"]


def test_lines_that_would_show_files_as_modified(repo: Repo) -> None:
    repo.put("b.sh", b"1\r\n").put("a.txt", b"1\r\n").put("c.bat", b"1\n").commit()

    assert left(repo, attributes=(b"* text=auto", b"*.sh text eol=lf", b"*.bat text eol=crlf")) == ["*.sh text eol=lf"]


def test_names_that_are_no_utf_8_are_judged(repo: Repo) -> None:
    repo.put(b"\xff\n.log", b"1\n").commit()

    assert left(repo, ignore=(b"*.log",)) == ["*.log"]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (b"*.pt filter=lfs", b"a.pt"),
        (b"/data/**/*.[cC]sv -text", b"data/a/b/a.csv"),
        (b"*.data-?????-of-* -text", b"a.data-aaaaa-of-a"),
        (b'"a b.pt" -text', b"a b.pt"),
        (b"\\#a -text", b"#a"),
        (b"saved_model/** -text", b"saved_model/a/b"),
    ],
)
def test_a_pattern_has_a_path_that_it_matches(line: bytes, path: bytes, repo: Repo) -> None:
    assert speaks(line)
    assert example(line) == path
    repo.write(".gitattributes", line + b"\n")
    assert repo.git("check-attr", "-a", "--", path) != ""
