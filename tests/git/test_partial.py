"""A partial clone is judged as far as it goes, and nothing is ever fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import MB
from look import Look, child, clone, told
from mlhygiene.git import GitError
from mlhygiene.scope import commits as scope

if TYPE_CHECKING:
    from conftest import Repo

REMEDY = "run `git fetch --refetch --no-filter`"


@pytest.fixture
def origin(repo: Repo) -> Repo:
    """`old.bin` is in history alone, so that a clone without blobs never gets it."""
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    repo.put("old.bin", bytes(MB)).put("a.pt", b"1").commit()
    repo.git("tag", "start")
    repo.git("rm", "--quiet", "--cached", "old.bin")
    repo.commit()
    return repo


@pytest.fixture(params=["reachable", "unreachable"])
def partial(request: pytest.FixtureRequest, origin: Repo) -> Repo:
    """A clone without blobs, but for those of the checkout; its remote may be gone."""
    cloned = clone(origin, "partial", "--filter=blob:none")
    if request.param == "unreachable":
        origin.root.rename(origin.root.with_name("gone"))
    return cloned


def _held(repo: Repo) -> tuple[set[str], str]:
    """Every object and every pack that a repository has; asking does not fetch."""
    packs = {str(path.relative_to(repo.root)) for path in (repo.root / ".git/objects").rglob("*")}
    objects = repo.git("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    return packs, "\n".join(sorted(objects.split()))


CALLS = {
    "lint": (("lint",), 0),
    "lint of a name": (("lint", "a.pt"), 0),
    "lint --staged": (("lint", "--staged"), 0),
    "lint of the head": (("lint", "--rev", "HEAD"), 0),
    "lint of what is not here": (("lint", "--rev", "start"), 2),
    "lint of a range that is here": (("lint", "--from-ref", "start"), 0),
    "lint --history": (("lint", "--history"), 2),
    "the hook": (("hook", "large-files"), 0),
    "the hook with names": (("hook", "large-files", "a.pt"), 0),
    "the hook with an odd name": (("hook", "large-files", "a.pt", "--odd"), 2),
    "an unknown ref": (("lint", "--from-ref", "nope"), 2),
    "audit": (("audit",), 2),
    "a blob for a ref": (("lint", "--rev", "start:old.bin"), 2),
}


@pytest.mark.parametrize(("args", "code"), CALLS.values(), ids=CALLS)
def test_nothing_is_fetched(partial: Repo, args: tuple[str, ...], code: int) -> None:
    before = _held(partial)

    ran = told(partial, *args)

    assert _held(partial) == before
    assert (ran.code, "Traceback" in ran.err, "fatal" in ran.err) == (code, False, False)


def test_what_is_missing_is_told_once_and_counted(partial: Repo) -> None:
    ran = told(partial, "lint", "--history")

    assert ran.code == 2
    assert ran.lines == [f"mlhygiene: could not judge: old.bin: its content is not in this clone, not judged: {REMEDY}"]


def test_the_rest_is_judged(partial: Repo) -> None:
    seen = Look(partial)(scope.history)

    assert {path for path, _, _ in seen.files} == {b"a.pt"}
    assert len(seen.gaps) == 1


def test_a_new_large_file_is_found(partial: Repo) -> None:
    partial.write("big.pt", size=6 * MB).stage("big.pt")

    assert told(partial, "lint", "--staged").code == 1
    assert told(partial, "hook", "large-files", "big.pt").code == 1
    partial.commit()
    assert told(partial, "lint", "--from-ref", "HEAD~1").code == 1


def test_nothing_at_all_is_here_without_a_checkout(origin: Repo) -> None:
    bare = clone(origin, "bare", "--bare", "--filter=blob:none")

    ran = told(bare, "lint")

    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "a.pt: its content is not in this clone" in ran.err


MARKERS = {
    "attributes": (".gitattributes", b"*.pt filter=lfs\n"),
    "attributes of a folder": ("sub/.gitattributes", b"*.pt filter=lfs\n"),
    "the config": ("mlhygiene.toml", b"select = ['MLH1']\n"),
    "another config": ("pyproject.toml", b"[tool.mlhygiene]\n"),
}


@pytest.mark.parametrize(("name", "content"), MARKERS.values(), ids=MARKERS)
@pytest.mark.parametrize("args", [("lint", "sub/b.pt"), ("lint", "--rev", "HEAD", "sub/b.pt")], ids=["index", "rev"])
def test_files_that_decide_must_be_here(origin: Repo, name: str, content: bytes, args: tuple[str, ...]) -> None:
    origin.put(name, content).put("sub/b.pt", b"x" * 600_000).commit()
    cloned = clone(origin, "partial", "--no-checkout", "--filter=blob:none")
    cloned.git("read-tree", "HEAD")
    cloned.git("cat-file", "-e", "HEAD:sub/b.pt")

    ran = told(cloned, *args)

    assert (ran.code, ran.out.count("MLH"), "Traceback" in ran.err) == (2, 0, False)
    assert "its content is not in this clone" in ran.err


def test_attributes_of_a_commit_must_be_here(origin: Repo) -> None:
    origin.put("sub/.gitattributes", b"*.pt filter=lfs\n").commit()
    origin.git("tag", "before")
    cloned = clone(origin, "partial", "--no-checkout", "--filter=blob:none")
    cloned.git("read-tree", "HEAD")
    tree = cloned.put("sub/b.pt", b"raw").git("write-tree", "--missing-ok")
    cloned.git("update-ref", "HEAD", cloned.git("commit-tree", tree, "-m", "x", "-p", "HEAD"))

    with pytest.raises(GitError, match=r"sub/\.gitattributes: its content is not in this clone"):
        Look(cloned).filters(scope.between, "before", "HEAD")


def test_a_clone_without_trees_is_one_line(origin: Repo) -> None:
    cloned = clone(origin, "partial", "--bare", "--filter=tree:0")
    before = sorted((cloned.root / "objects/pack").iterdir())

    ran = told(cloned, "lint", "--history")

    assert (ran.code, len(ran.lines)) == (2, 1)
    assert REMEDY in ran.err
    assert sorted((cloned.root / "objects/pack").iterdir()) == before


def test_the_remedy_works(origin: Repo) -> None:
    cloned = clone(origin, "partial", "--filter=blob:none")
    cloned.git("fetch", "--quiet", "--refetch", "--no-filter")

    assert told(cloned, "lint", "--history").code == 1


def test_a_linked_worktree_of_a_partial_clone_is_partial(origin: Repo) -> None:
    cloned = clone(origin, "partial", "--filter=blob:none")
    cloned.git("worktree", "add", "--quiet", "../linked")
    linked = child(origin, origin.root.parent / "linked")

    assert told(linked, "lint").code == 0
    assert told(linked, "lint", "--history").code == 2
