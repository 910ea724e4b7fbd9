"""Files in the form of git's config are read as git reads them: git is the oracle."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlhygiene.layout.config_file import Line, lines

if TYPE_CHECKING:
    from conftest import Repo

GIT = {
    "a key": "[lfs]\n\turl = https://h.org/m\n",
    "a section that has a name": '[submodule "data"]\n\turl = ../data.git\n',
    "a name with a quote and a backslash": '[submodule "a\\"b\\\\c"]\nurl = x\n',
    "a name with a bracket": '[submodule "a]b"]\nurl = x\n',
    "a name of the old kind": "[submodule.Data]\nurl = x\n",
    "all on one line": "[lfs] url = x\n",
    "capitals": "[LFS]\n\tURL = X\n",
    "no value": "[lfs]\n\tlocksverify\n",
    "an empty value": "[lfs]\n\turl =\n",
    "a comment": "[lfs] ; here\n# there\n\turl = x # and here\n;end",
    "a hash in quotes": '[lfs]\n\turl = "https://h.org/#x" ; y\n',
    "a hash in a word": "[lfs]\n\turl = https://h.org/#x\n",
    "blanks in quotes": '[lfs]\n\turl = " x " \n',
    "quotes within": '[lfs]\n\turl = ht"tps:"//h.org\n',
    "a line that goes on": "[lfs]\n\turl = https://\\\nh.org\n",
    "escapes": '[lfs]\n\turl = a\\tb\\"c\\\\d\\ne\n',
    "lines of Windows": "[lfs]\r\n\turl = x\r\n",
    "a mark of the byte order": "\ufeff[lfs]\nurl = x\n",
    "no line break at the end": "[lfs]\nurl = x",
    "several of a key": "[lfs]\nurl = x\nurl = y\n",
    "no equals sign, then another section": "[lfs]\nurl\n[core]\nx = 1\n",
    "nothing": "",
}


def by_git(repo: Repo, text: str) -> list[tuple[str, str]] | None:
    ran = repo.run("git", "config", "--file", "-", "--list", "-z", stdin=text.encode())
    pairs = (each.partition("\n") for each in ran.out.split("\0")[:-1])
    return None if ran.code else [(key, value if has else "true") for key, has, value in pairs]


def ours(text: str) -> list[tuple[str, str]]:
    return [(line.key, line.value) for line in lines(text.encode())]


@pytest.mark.parametrize("text", GIT.values(), ids=GIT)
def test_what_git_reads_is_read(repo: Repo, text: str) -> None:
    assert ours(text) == by_git(repo, text)


LINE = st.builds(
    "{}{} = {}{}".format,
    st.sampled_from(["", "\t", "  "]),
    st.from_regex(r"[a-zA-Z][a-zA-Z0-9-]{0,6}", fullmatch=True),
    st.text(string.ascii_letters + '@:/.?&=%\\"# ;', max_size=30),
    st.sampled_from(["", "", "\\\n x", " ; y", "\r"]),
)
HEAD = st.sampled_from(['[submodule "a b"]', "[lfs]", '[url "https://h.org/"]', "[a.B]", "[ lfs]", '["x"]', "[x"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(LINE, HEAD), max_size=6).map("\n".join))
def test_any_file_that_git_can_read_is_read_alike(repo: Repo, text: str) -> None:
    expected = by_git(repo, f"[lfs]\n{text}\n")

    assert expected is None or ours(f"[lfs]\n{text}\n") == expected


@given(st.binary(max_size=80))
def test_any_bytes_have_an_answer(content: bytes) -> None:
    assert all(isinstance(line, Line) for line in lines(content))


def test_each_line_is_told() -> None:
    content = b'# ours\n[submodule "data"]\n\tpath = data\n\n\turl = x\n'

    assert [(line.key, line.number) for line in lines(content)] == [
        ("submodule.data.path", 3),
        ("submodule.data.url", 5),
    ]


def test_behind_what_git_stumbles_over_the_rest_is_read() -> None:
    assert ours('[lfs\n!!\n[lfs]\nurl = x\\q\nurl = "y\nurl = z\n') == [
        ("lfs.url", "xq"),
        ("lfs.url", "y"),
        ("lfs.url", "z"),
    ]
