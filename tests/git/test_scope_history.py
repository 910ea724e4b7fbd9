"""History: everything that any ref reaches, each version once, with the commit that brings it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import MB
from look import ODD_NAMES, SETTINGS, Look, begin, child, clone, told
from mlhygiene.scope import commits as scope

if TYPE_CHECKING:
    from conftest import Repo

FILE = "100644"


@pytest.fixture
def begun(repo: Repo) -> Repo:
    repo.put("a.pt", b"1").commit()
    return repo


def test_sees_each_version_with_the_commit_that_brings_it(begun: Repo, look: Look) -> None:
    one = begun.git("rev-parse", "HEAD")
    two = begun.put("a.pt", b"22").commit()

    assert look(scope.history).brought == {(b"a.pt", one), (b"a.pt", two)}
    assert look(scope.history).files == {(b"a.pt", 1, FILE), (b"a.pt", 2, FILE)}


def test_sees_what_was_deleted_long_ago(begun: Repo, look: Look) -> None:
    begun.put("big.pt", bytes(6 * MB)).commit()
    begun.git("rm", "--quiet", "--cached", "big.pt")
    begun.commit()

    assert (b"big.pt", 6 * MB, FILE) in look(scope.history).files
    assert told(begun, "lint", "--history").code == 1
    assert told(begun, "lint").code == 0


def test_passes_over_what_is_only_staged(begun: Repo, look: Look) -> None:
    begun.put("staged.pt", b"22")

    assert look(scope.history).paths == {b"a.pt"}


REFS = {
    "another branch": "refs/heads/other",
    "a branch of a remote": "refs/remotes/origin/other",
    "a tag": "refs/tags/other",
    "the notes": "refs/notes/commits",
    "the stash": "refs/stash",
    "an experiment of DVC": "refs/exps/ab/cdef/exp-1",
    "a pull request": "refs/pull/1/head",
}


@pytest.mark.parametrize("ref", REFS.values(), ids=REFS)
def test_sees_what_only_one_ref_reaches(begun: Repo, look: Look, ref: str) -> None:
    start = begun.git("rev-parse", "HEAD")
    other = begun.put("other.pt", b"22").commit()
    begun.git("update-ref", ref, other)
    begun.git("update-ref", "HEAD", start)

    assert (b"other.pt", other) in look(scope.history).brought


def test_sees_what_only_an_annotated_tag_reaches(begun: Repo, look: Look) -> None:
    start = begun.git("rev-parse", "HEAD")
    begun.put("other.pt", b"22").commit()
    begun.git("tag", "-a", "-m", "x", "v1")
    begun.git("update-ref", "HEAD", start)

    assert b"other.pt" in look(scope.history).paths


def test_sees_what_only_a_detached_head_reaches(begun: Repo, look: Look) -> None:
    begun.git("checkout", "--quiet", "--detach")
    begun.put("other.pt", b"22").commit()

    assert b"other.pt" in look(scope.history).paths


def test_sees_what_only_the_head_of_another_worktree_reaches(begun: Repo, look: Look) -> None:
    begun.git("worktree", "add", "--quiet", "--detach", "../linked")
    child(begun, begun.root.parent / "linked").put("other.pt", b"22").commit()

    assert b"other.pt" in look(scope.history).paths


def test_sees_nothing_in_an_empty_repository(repo: Repo, look: Look) -> None:
    seen = look(scope.history)

    assert (seen.blobs, seen.commits, seen.gaps) == ([], [], [])
    assert told(repo, "lint", "--history").code == 0


def test_an_unborn_branch_does_not_hide_the_others(begun: Repo, look: Look) -> None:
    begun.git("checkout", "--quiet", "--orphan", "fresh")

    assert look(scope.history).paths == {b"a.pt"}


def test_an_octopus_with_content_of_its_own_is_seen(begun: Repo, look: Look) -> None:
    arms = []
    for name in ("one", "two", "three"):
        begun.git("checkout", "--quiet", "--force", "-b", name, "main")
        arms.append(begun.put(f"{name}.pt", name.encode()).commit())
        begun.git("rm", "--quiet", "--cached", f"{name}.pt")
    begun.git("read-tree", "main")
    for name in ("one", "two", "three"):
        begun.put(f"{name}.pt", name.encode())
    tree = begun.put("evil.pt", b"4444").git("write-tree")
    merge = begun.git("commit-tree", tree, "-m", "x", *[word for arm in arms for word in ("-p", arm)])
    begun.git("update-ref", "refs/heads/main", merge)

    seen = look(scope.history)

    assert {path for path, commit in seen.brought if commit == merge} == {b"evil.pt"}
    assert len(seen.commits) == 5


def test_every_root_is_seen(begun: Repo, look: Look) -> None:
    begun.git("checkout", "--quiet", "--orphan", "fresh")
    begun.git("rm", "--quiet", "-r", "--cached", ".")
    begun.put("fresh.pt", b"22").commit()

    assert look(scope.history).paths == {b"a.pt", b"fresh.pt"}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_sees_any_name(begun: Repo, look: Look, name: bytes) -> None:
    commit = begun.put(name, b"4444").commit()

    assert (name, commit) in look(scope.history).brought


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_bends_it(begun: Repo, look: Look, setting: str) -> None:
    begun.git("config", setting, SETTINGS[setting])
    begun.git("rm", "--quiet", "--cached", "a.pt")
    begun.put("sub/b.pt", b"1").commit()
    (begun.root / "sub").mkdir()

    assert look(scope.history, cwd=begun.root / "sub").paths == {b"a.pt", b"sub/b.pt"}


def test_a_bare_repository_is_judged(begun: Repo, look: Look) -> None:
    begun.put("b.pt", b"22").put(".gitattributes", b"*.pt filter=lfs\n").commit()
    begun.git("clone", "--quiet", "--bare", str(begun.root), "../bare")
    bare = begun.root.parent / "bare"

    assert look(scope.history, cwd=bare).paths == {b"a.pt", b"b.pt", b".gitattributes"}
    assert told(begun, "lint", "--history", cwd=bare).out.count("MLH102") == 2


def test_a_bare_repository_without_a_head_is_judged(begun: Repo, look: Look) -> None:
    bare = begin(begun, "bare", "--bare")
    begun.git("push", "--quiet", str(bare.root), "main:other")

    assert look(scope.history, cwd=bare.root).paths == {b"a.pt"}
    assert told(begun, "lint", "--history", cwd=bare.root).code == 0


def test_sha256_is_as_good(repo: Repo) -> None:
    other = begin(repo, "other", "--object-format=sha256").put("a.pt", b"1")
    other.commit()

    assert Look(other)(scope.history).files == {(b"a.pt", 1, FILE)}


def test_another_folder_is_not_mistaken_for_the_repository_of_the_environment(begun: Repo, look: Look) -> None:
    other = begin(begun, "other").put("other.pt", b"1")
    other.commit()
    hook = {"GIT_DIR": str(other.root / ".git"), "GIT_INDEX_FILE": str(other.root / ".git/index")}

    assert look(scope.history, folder=str(begun.root), cwd=other.root, env=hook).paths == {b"a.pt"}
    assert look(scope.history, cwd=other.root, env=hook).paths == {b"other.pt"}


def test_a_submodule_is_a_repository_of_its_own(begun: Repo, look: Look) -> None:
    begin(begun, "part").put("part.pt", b"1").commit()
    begun.git("submodule", "--quiet", "add", "../part", "module")
    begun.commit()

    seen = look(scope.history)

    assert (seen.paths, seen.gaps) == ({b"a.pt", b".gitmodules"}, [])
    assert look(scope.history, cwd=begun.root / "module").paths == {b"part.pt"}


def test_a_replaced_commit_is_judged_as_it_is_stored_and_its_stand_in_as_well(begun: Repo, look: Look) -> None:
    bad = begun.put("bad.pt", b"22").commit()
    begun.git("replace", bad, "HEAD~1")

    assert (b"bad.pt", bad) in look(scope.history).brought


def test_a_graft_hides_no_history(begun: Repo, look: Look) -> None:
    begun.put("bad.pt", b"22").commit()
    begun.git("rm", "--quiet", "--cached", "bad.pt")
    tip = begun.commit()
    (begun.root / ".git/info").mkdir(exist_ok=True)
    (begun.root / ".git/info/grafts").write_text(f"{tip}\n")

    assert look(scope.history).paths == {b"a.pt", b"bad.pt"}


def test_a_shallow_clone_is_not_clean(begun: Repo) -> None:
    begun.put("b.pt", b"22").commit()
    shallow = clone(begun, "shallow", "--depth=1")

    ran = told(shallow, "lint", "--history")

    assert ran.code == 2
    assert ran.lines == [
        (
            "mlhygiene: could not judge: a shallow clone has cut this history short:"
            " run `git fetch --unshallow` (in CI: fetch-depth: 0)"
        )
    ]


def test_a_shallow_clone_tells_what_it_found_before_it_was_cut_short(begun: Repo) -> None:
    begun.put("big.pt", bytes(6 * MB)).commit()
    shallow = clone(begun, "shallow", "--depth=1")

    ran = told(shallow, "lint", "--history")

    assert (ran.code, ran.out.count("MLH101")) == (2, 1)


def test_a_shallow_clone_that_is_whole_again_is_clean(begun: Repo) -> None:
    begun.put("b.pt", b"22").commit()
    shallow = clone(begun, "shallow", "--depth=1")
    shallow.git("fetch", "--quiet", "--unshallow")

    assert told(shallow, "lint", "--history").code == 0


def test_what_two_branches_bring_in_alike_is_told_once_of_the_first(repo: Repo) -> None:
    repo.write("train.py", "1\n").stage().commit()
    repo.git("switch", "-qc", "first")
    first = repo.write("model.pt", size=6_000_000).stage().commit("feat: wider")
    repo.git("switch", "-qc", "second", "main")
    repo.write("model.pt", size=6_000_000).stage()
    repo.git("commit", "-qm", "feat: wider, again", env={"GIT_COMMITTER_DATE": "2026-02-02T00:00:00+00:00"})

    rows = json.loads(repo.mlhygiene("lint", "--history", "--select", "MLH1", "--format", "json").out)["findings"]

    assert [(row["path"], row["commit"]) for row in rows] == [("model.pt", first)]
