"""A state as a whole: what its own `.gitignore` and `.gitattributes` say, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Repo
from look import ODD_NAMES
from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository, entries, ignored
from mlhygiene.git.process import GitError
from mlhygiene.scope import trees
from mlhygiene.tree import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlhygiene.tree import Tree


@pytest.fixture
def tree(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Tree]]:
    """The index, or a revision, as git has it where the story has come to."""
    opened = list[Repository]()
    for name, value in repo.environment.items():
        monkeypatch.setenv(name, value)

    def ask(revision: str | None = None, at: Repo = repo) -> Tree:
        monkeypatch.chdir(at.root)
        opened.append(Repository.find())
        if revision is None:
            return trees.index(opened[-1], Coverage())
        return trees.revision(opened[-1], opened[-1].commit(revision))

    yield ask
    for each in opened:
        with each:
            pass


def ignoring(tree: Tree, *paths: str | bytes) -> dict[bytes, str]:
    asked = [path.encode() if isinstance(path, str) else path for path in paths]
    lines = tree.state.ignored(asked)
    return {path: f"{line.path.decode()}:{line.number}:{line.pattern.decode()}" for path, line in lines.items()}


# What several files say of a path: the one line that ignores it, or none.
IGNORED = {
    "a pattern": ({".gitignore": "*.log\n*.pt\n"}, "a.pt", ".gitignore:2:*.pt"),
    "a pattern at any depth": ({".gitignore": "*.pt\n"}, "deep/er/a.pt", ".gitignore:1:*.pt"),
    "none": ({".gitignore": "*.pt\n"}, "a.py", None),
    "no file that says anything": ({}, "a.pt", None),
    "a folder above": ({".gitignore": "/data/\n"}, "data/raw/a.csv", ".gitignore:1:/data/"),
    "a folder's pattern, and a file of that name": ({".gitignore": "data/\n"}, "data", None),
    "an anchored pattern, and a deeper file": ({".gitignore": "/a.pt\n"}, "deep/a.pt", None),
    "taken out again": ({".gitignore": "*.pt\n!keep.pt\n"}, "keep.pt", None),
    "taken out again by a folder's own": ({".gitignore": "*.pt\n", "m/.gitignore": "!*.pt\n"}, "m/a.pt", None),
    "not taken out of an ignored folder": (
        {".gitignore": "/m/\n", "m/.gitignore": "!*.pt\n"},
        "m/a.pt",
        ".gitignore:1:/m/",
    ),
    "a folder's own": ({"m/.gitignore": "/a.pt\n"}, "m/a.pt", "m/.gitignore:1:/a.pt"),
    "the nearest one": ({".gitignore": "*\n", "m/.gitignore": "*.pt\n!.gitignore\n"}, "m/a.pt", ".gitignore:1:*"),
    "CRLF": ({".gitignore": "*.pt\r\n"}, "a.pt", ".gitignore:1:*.pt"),
    "another case": ({".gitignore": "*.PT\n"}, "a.pt", None),
    "a name like a pattern": ({".gitignore": "\\*.pt\n"}, "*.pt", ".gitignore:1:\\*.pt"),
}


@pytest.mark.parametrize(("files", "path", "line"), IGNORED.values(), ids=IGNORED)
def test_the_index_and_a_commit_of_it_ignore_the_same(
    repo: Repo, tree: Callable[..., Tree], files: dict[str, str], path: str, line: str | None
) -> None:
    for name, content in files.items():
        repo.put(name, content.encode())
    repo.commit()

    expected = {} if line is None else {path.encode(): line}
    assert ignoring(tree(), path) == expected
    assert ignoring(tree("HEAD"), path) == expected


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_a_name_is_a_name(repo: Repo, tree: Callable[..., Tree], name: bytes) -> None:
    repo.put(name, b"").put(".gitignore", b"*\n").put(".gitattributes", b"* filter=lfs\n")

    judged = tree()

    assert judged.state.ignored(judged.paths) == {
        path: Line(b".gitignore", 1, b"*") for path in (name, b".gitattributes")
    }
    assert judged.state.filters([name]) == {name: "lfs"}


def test_a_path_that_is_not_utf_8_is_ignored_by_its_bytes(repo: Repo, tree: Callable[..., Tree]) -> None:
    repo.put(b"d\xff/.gitignore", b"a\xfe*\n")

    (line,) = tree().state.ignored([b"d\xff/a\xfeb", b"d\xff/b"]).values()

    assert line == Line(b"d\xff/.gitignore", 1, b"a\xfe*")


def _linked(repo: Repo) -> None:
    (repo.root / ".gitignore").rename(repo.root / "other")
    (repo.root / ".gitignore").symlink_to("other")


SIDE_BY_SIDE = {
    "the same": (lambda _: None, True),
    "a nearer file that is not tracked takes it out again": (lambda repo: repo.write("m/.gitignore", "!*\n"), False),
    "one that is not staged yet": (lambda repo: repo.write(".gitignore", "*.ckpt\n"), False),
    "one that is gone": (lambda repo: (repo.root / ".gitignore").unlink(), False),
    "a link to the same": (_linked, False),
    "what a user ignores here": (lambda repo: repo.write(".git/info/exclude", "a.py\n"), False),
    "a folder where a file is tracked": (lambda repo: repo.write("m/a.pt/x", "1\n"), False),
    "another repository on the way": (lambda repo: repo.git("init", "--quiet", "m"), True),
}


@pytest.mark.parametrize(("bend", "alike"), SIDE_BY_SIDE.values(), ids=SIDE_BY_SIDE)
def test_the_worktree_answers_where_it_has_the_same_files_alone(
    repo: Repo, tree: Callable[..., Tree], bend: Callable[[Repo], None], *, alike: bool
) -> None:
    repo.write(".gitignore", "*.pt\nlog/\n").write("m/b.py", "1\n").stage()
    bend(repo)
    judged, paths = tree(), [b"m/a.pt", b"a.py", b"log"]
    with Repository.find() as found:
        speaking = list(entries.index(found.at_top, [b".gitignore"]))
        answer = ignored.by_worktree(found, speaking, paths)

    assert (answer is not None) is alike
    assert ignoring(judged, *paths) == {b"m/a.pt": ".gitignore:1:*.pt"}


def test_the_gitignore_files_are_read_whatever_ignores_them(repo: Repo, tree: Callable[..., Tree]) -> None:
    repo.put("venv/.gitignore", b"*\n")

    assert ignoring(tree(), "venv/.gitignore", "venv/a") == {b"venv/a": "venv/.gitignore:1:*"}


def test_a_link_says_nothing(repo: Repo, tree: Callable[..., Tree]) -> None:
    repo.put(".gitignore", b"*.pt", mode="120000").put(".gitattributes", b"*.pt filter=lfs", mode="120000")

    judged = tree()

    assert judged.state.is_link(b".gitignore")
    assert judged.state.read(b".gitignore") is None
    assert ignoring(judged, "a.pt") == {}
    assert judged.state.filters([b"a.pt"]) == {b"a.pt": None}


def _worktree(repo: Repo) -> None:
    repo.write(".gitignore", "*.py\n").write("src/.gitignore", "*\n").write(".gitattributes", "*.py filter=lfs\n")


def _exclude(repo: Repo) -> None:
    repo.write(".git/info/exclude", "*.py\n").write(".git/info/attributes", "*.py filter=lfs\n")


def _user(repo: Repo) -> None:
    repo.write("../mine", "*.py\n").write("../attributes", "*.py filter=lfs\n")
    repo.git("config", "--global", "core.excludesFile", str(repo.root / "../mine"))
    repo.git("config", "--global", "core.attributesFile", str(repo.root / "../attributes"))


def _xdg(repo: Repo) -> None:
    home = repo.environment["XDG_CONFIG_HOME"]
    repo.write(f"{home}/git/ignore", "*.py\n").write(f"{home}/git/attributes", "*.py filter=lfs\n")


def _ignore_case(repo: Repo) -> None:
    repo.git("config", "core.ignorecase", "true")
    repo.git("config", "--global", "core.ignorecase", "true")


def _sparse(repo: Repo) -> None:
    repo.git("sparse-checkout", "set", "--cone", "docs")


def _sparse_index(repo: Repo) -> None:
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "docs")


def _excluding_command(repo: Repo) -> None:
    repo.git("config", "--global", "core.sparseCheckout", "true")


BENDING = {
    "files of the worktree that are not staged": _worktree,
    "info/exclude and info/attributes": _exclude,
    "the user's files": _user,
    "the user's files in their usual place": _xdg,
    "a machine that ignores case": _ignore_case,
    "a sparse checkout": _sparse,
    "a sparse index": _sparse_index,
    "a user with sparse checkouts everywhere": _excluding_command,
}


@pytest.mark.parametrize("bend", BENDING.values(), ids=BENDING)
def test_nothing_but_the_tree_counts(repo: Repo, tree: Callable[..., Tree], bend: Callable[[Repo], None]) -> None:
    repo.write(".gitignore", "*.PY\n*.pt\n").write("src/.gitignore", "a.log\n").write("docs/a.md", "1\n")
    repo.write(".gitattributes", "*.PY filter=lfs\n*.bin filter=lfs\n").write("src/a.py", "1\n").stage().commit()
    bend(repo)

    for judged in (tree(), tree("HEAD")):
        assert ignoring(judged, "src/a.py", "src/a.pt", "src/a.log") == {
            b"src/a.pt": ".gitignore:2:*.pt",
            b"src/a.log": "src/.gitignore:1:a.log",
        }
        assert judged.state.filters([b"src/a.py", b"a.bin"]) == {b"src/a.py": None, b"a.bin": "lfs"}
        assert judged.paths == [b".gitattributes", b".gitignore", b"docs/a.md", b"src/.gitignore", b"src/a.py"]


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("bare", [False, True], ids=["with a worktree", "bare"])
def test_every_kind_of_repository_is_asked_the_same(
    repo: Repo, tree: Callable[..., Tree], object_format: str, *, bare: bool
) -> None:
    begun = Repo(repo.root / "begun", repo.environment)
    begun.root.mkdir()
    begun.git("init", "--quiet", f"--object-format={object_format}")
    begun.write(".gitignore", "*.pt\n").write(".gitattributes", "*.bin filter=lfs\n").write("a.py", "1\n").stage()
    begun.commit()
    if bare:
        begun.git("clone", "--quiet", "--bare", ".", "../bare.git")
        begun = Repo(repo.root / "bare.git", repo.environment)

    judged = tree("HEAD", begun)

    assert judged.paths == [b".gitattributes", b".gitignore", b"a.py"]
    assert ignoring(judged, "a.pt") == {b"a.pt": ".gitignore:1:*.pt"}
    assert judged.state.filters([b"a.bin"]) == {b"a.bin": "lfs"}
    assert (judged.state.read(b"a.py"), judged.state.read(b"b.py")) == (b"1\n", None)


def test_a_commit_of_one_file_is_judged_by_its_temporary_index(
    repo: Repo, tree: Callable[..., Tree], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write(".gitignore", "*.pt\n").stage().commit()
    repo.git("read-tree", "--empty", env={"GIT_INDEX_FILE": ".git/next-index-1.lock"})
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index-1.lock")

    assert tree().paths == []


def test_an_unmerged_file_is_told_and_not_among_the_paths(repo: Repo, tree: Callable[..., Tree]) -> None:
    repo.write("a.py", "1\n").write("b.py", "1\n").stage().commit()
    for branch, text in (("one", "2\n"), ("two", "3\n")):
        repo.git("switch", "--quiet", "--create", branch, "main")
        repo.write("a.py", text).stage().commit()
    repo.git("merge", "one", check=False)

    assert tree().paths == [b"b.py"]


def test_a_gitignore_that_a_partial_clone_lacks_is_no_empty_one(repo: Repo, tree: Callable[..., Tree]) -> None:
    repo.write(".gitignore", "*.pt\n").stage().commit()
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", repo.root.as_uri(), "../partial")

    judged = tree("HEAD", Repo(repo.root.parent / "partial", repo.environment))

    with pytest.raises(GitError, match=r"\.gitignore: its content is not in this clone"):
        judged.state.ignored([b"a.pt"])


def test_nothing_is_written_into_the_repository(repo: Repo, tree: Callable[..., Tree]) -> None:
    repo.write(".gitignore", "*.pt\n").write(".gitattributes", "*.bin filter=lfs\n").stage().commit()
    before = {path: path.stat().st_mtime_ns for path in repo.root.rglob("*")}

    judged = tree()
    judged.state.ignored([b"a.pt"])
    judged.state.filters([b"a.bin"])

    assert {path: path.stat().st_mtime_ns for path in repo.root.rglob("*")} == before
