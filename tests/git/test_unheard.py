"""git does not hear the lines that MLH605 finds, and hears what it says to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unheard import UNHEARD

if TYPE_CHECKING:
    from conftest import Repo
    from unheard import Unheard


def heard(repo: Repo, path: str, content: str, file: str) -> bool:
    """Whether git, asked of a fresh index, gives the file to LFS."""
    repo.put(path, content.encode()).put(file, b"raw")
    return repo.git("check-attr", "--cached", "filter", "--", file).endswith(": lfs")


@pytest.mark.parametrize("case", UNHEARD.values(), ids=UNHEARD)
def test_git_does_not_hear(repo: Repo, case: Unheard) -> None:
    assert not heard(repo, case.path, f"{case.line}\n", case.file)


INSTEAD = {name: case for name, case in UNHEARD.items() if case.instead}


@pytest.mark.parametrize("case", INSTEAD.values(), ids=INSTEAD)
def test_git_hears_what_is_to_be_written_instead(repo: Repo, case: Unheard) -> None:
    lines = str(case.instead).replace("`, and below it `", "\n")
    macro = "\n*.pt big" if "[attr]" in lines else ""

    assert heard(repo, case.path, f"{lines}{macro}\n", case.file)


def test_git_hears_a_line_one_byte_shorter(repo: Repo) -> None:
    assert heard(repo, ".gitattributes", "*.pt filter=lfs".ljust(2047) + "\n", "a.pt")


def test_git_follows_no_link(repo: Repo) -> None:
    repo.write("attributes", "*.pt filter=lfs\n").write("a.pt", "raw")
    (repo.root / ".gitattributes").symlink_to("attributes")

    assert repo.git("check-attr", "filter", "a.pt").endswith(": unspecified")
    repo.stage()
    assert repo.git("check-attr", "--cached", "filter", "a.pt").endswith(": unspecified")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_git_hears_nothing_of_utf_16(repo: Repo, encoding: str) -> None:
    repo.put(".gitattributes", "*.pt filter=lfs\n".encode(encoding)).put("a.pt", b"raw")

    assert repo.git("check-attr", "--cached", "filter", "a.pt").endswith(": unspecified")


def test_git_archive_asks_of_a_folder_what_no_file_is_asked(repo: Repo) -> None:
    repo.write(".gitattributes", "docs/ export-ignore\n").write("docs/a.md", "1\n").write(
        "a.py", "1\n"
    ).stage().commit()

    listing = repo.run("sh", "-c", "git archive HEAD | tar -t").out.split()

    assert listing == [".gitattributes", "a.py"]
    assert repo.git("check-attr", "export-ignore", "docs/a.md").endswith(": unspecified")
