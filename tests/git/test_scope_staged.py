"""Staged: what the next commit records, and nothing else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from conftest import MB
from look import ODD_NAMES, SETTINGS, Look, begin, child, install, told
from mlhygiene.scope import index as scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Repo

FILE, EXECUTABLE, LINK = "100644", "100755", "120000"
EMPTY_BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


def _mode(repo: Repo) -> Repo:
    return repo.put("old.pt", b"old", EXECUTABLE)


def _removed(repo: Repo) -> Repo:
    repo.git("rm", "--quiet", "--cached", "old.pt")
    return repo


def _renamed(repo: Repo) -> Repo:
    repo.git("mv", "old.pt", "new.pt")
    return repo


CHANGES: dict[str, tuple[Callable[[Repo], Repo], set[tuple[bytes, int, str]]]] = {
    "nothing": (lambda repo: repo, set()),
    "an added file": (lambda repo: repo.put("new.pt", b"12345"), {(b"new.pt", 5, FILE)}),
    "an added empty file": (lambda repo: repo.put("new.pt", b""), {(b"new.pt", 0, FILE)}),
    "a modified file": (lambda repo: repo.put("old.pt", b"12345"), {(b"old.pt", 5, FILE)}),
    "a file of another mode": (_mode, {(b"old.pt", 3, EXECUTABLE)}),
    "a removed file": (_removed, set()),
    "a renamed file, under its new name": (_renamed, {(b"new.pt", 3, FILE)}),
    "a copied file": (lambda repo: repo.put("new.pt", b"old"), {(b"new.pt", 3, FILE)}),
    "a file in the place of a link": (lambda repo: repo.put("link", b"12345"), {(b"link", 5, FILE)}),
    "a link in the place of a file": (lambda repo: repo.put("old.pt", b"/x", LINK), {(b"old.pt", 2, LINK)}),
    "a new link, by the length of its target": (lambda repo: repo.put("l2", b"/x", LINK), {(b"l2", 2, LINK)}),
}


@pytest.fixture
def begun(repo: Repo) -> Repo:
    repo.put("old.pt", b"old").put("link", b"/mnt/data", LINK).commit()
    repo.git("checkout", "--quiet", "--", "old.pt")
    return repo


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_sees(begun: Repo, look: Look, change: Callable[[Repo], Repo], expected: set[tuple[bytes, int, str]]) -> None:
    change(begun)

    assert look(scope.staged).files == expected


def test_judges_the_index_not_the_worktree(begun: Repo, look: Look) -> None:
    begun.write("new.pt", size=5).stage().write("new.pt", size=7)

    assert look(scope.staged).files == {(b"new.pt", 5, FILE)}


def test_sees_what_is_staged_and_gone_from_the_worktree(begun: Repo, look: Look) -> None:
    begun.write("new.pt", size=5).stage()
    (begun.root / "new.pt").unlink()

    assert look(scope.staged).files == {(b"new.pt", 5, FILE)}


def test_sees_everything_on_an_unborn_branch(repo: Repo, look: Look) -> None:
    repo.put("a.pt", b"1").put("b/c.pt", b"22")

    assert look(scope.staged).files == {(b"a.pt", 1, FILE), (b"b/c.pt", 2, FILE)}


def test_sees_nothing_in_an_empty_repository(look: Look) -> None:
    seen = look(scope.staged)

    assert (seen.blobs, seen.notes, seen.gaps) == ([], [], [])


def test_sees_everything_again_on_an_orphan_branch(begun: Repo, look: Look) -> None:
    begun.git("checkout", "--quiet", "--orphan", "fresh")

    assert look(scope.staged).paths == {b"old.pt", b"link"}


def test_the_commit_tells_what_is_added_from_what_is_changed(begun: Repo, look: Look) -> None:
    begun.put("old.pt", b"12345").put("new.pt", b"1")

    (commit,) = look(scope.staged).commits

    assert [blob.path for blob in commit.added] == [b"new.pt"]
    assert [blob.path for blob in commit.changed] == [b"old.pt"]


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_sees_any_name(begun: Repo, look: Look, name: bytes) -> None:
    begun.put(name, b"12345")

    assert look(scope.staged).files == {(name, 5, FILE)}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_finds_a_large_file_of_any_name(repo: Repo, name: bytes) -> None:
    repo.put(name, bytes(6 * MB))

    ran = told(repo, "lint", "--staged")

    assert (ran.code, ran.err) == (1, "")


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_bends_it(begun: Repo, look: Look, setting: str) -> None:
    begun.git("config", setting, SETTINGS[setting])
    begun.git("mv", "old.pt", "new.pt")
    begun.put("a/b.pt", b"12345")
    (begun.root / "a").mkdir()

    assert look(scope.staged, cwd=begun.root / "a").files == {(b"new.pt", 3, FILE), (b"a/b.pt", 5, FILE)}


def test_sizes_are_of_what_git_stores_not_of_the_worktree_where_line_ends_are_converted(
    begun: Repo, look: Look
) -> None:
    begun.git("config", "core.autocrlf", "true")
    begun.write("a.csv", b"1\r\n2\r\n").stage("a.csv")

    assert (b"a.csv", 4, FILE) in look(scope.staged).files


def test_sees_the_whole_index_from_a_subdirectory(begun: Repo, look: Look) -> None:
    begun.put("new.pt", b"12345").put("a/b.pt", b"1")
    (begun.root / "a").mkdir()

    assert look(scope.staged, cwd=begun.root / "a").paths == {b"new.pt", b"a/b.pt"}


def test_pathspecs_count_from_where_the_caller_stands(begun: Repo, look: Look) -> None:
    begun.put("b.pt", b"12345").put("a/b.pt", b"1")
    (begun.root / "a").mkdir()

    assert look(scope.staged, [b"b.pt"], cwd=begun.root / "a").paths == {b"a/b.pt"}
    assert look(scope.staged, [b"b.pt"]).paths == {b"b.pt"}


def test_another_folder_is_not_mistaken_for_the_repository_of_the_environment(begun: Repo, look: Look) -> None:
    other = begin(begun, "other").put("other.pt", b"1")
    begun.put("new.pt", b"12345")
    hook = {"GIT_DIR": str(other.root / ".git"), "GIT_INDEX_FILE": str(other.root / ".git/index"), "GIT_PREFIX": ""}

    assert look(scope.staged, folder=str(begun.root), cwd=other.root, env=hook).paths == {b"new.pt"}
    assert look(scope.staged, cwd=other.root, env=hook).paths == {b"other.pt"}


def test_the_command_drops_the_environment_of_another_repository(begun: Repo) -> None:
    other = begin(begun, "other")
    begun.put("new.pt", bytes(6 * MB))
    hook = {"GIT_DIR": str(other.root / ".git"), "GIT_INDEX_FILE": ".git/index"}

    assert told(begun, "lint", "--staged", "-C", str(begun.root), cwd=other.root, env=hook).code == 1
    assert told(begun, "lint", "--staged", cwd=other.root, env=hook).code == 0


def test_a_folder_that_is_not_there_is_one_line(repo: Repo) -> None:
    ran = told(repo, "lint", "--staged", "-C", "nowhere")

    assert (ran.code, ran.lines) == (2, ["mlhygiene: nowhere: no such folder"])


def test_no_repository_is_one_line(repo: Repo) -> None:
    ran = told(repo, "lint", "--staged", cwd=repo.root.parent)

    assert ran.code == 2
    assert ran.lines == ["mlhygiene: git rev-parse: not a git repository (or any of the parent directories): .git"]


def test_a_linked_worktree_has_its_own_index(begun: Repo, look: Look) -> None:
    begun.put("main.pt", b"1").git("worktree", "add", "--quiet", "../linked")
    linked = child(begun, begun.root.parent / "linked").put("linked.pt", b"12345")

    assert look(scope.staged, cwd=linked.root).files == {(b"linked.pt", 5, FILE)}
    assert look(scope.staged).files == {(b"main.pt", 1, FILE)}


@pytest.fixture
def super_project(begun: Repo) -> Repo:
    part = begin(begun, "part").put("part.pt", b"1")
    part.commit()
    begun.git("submodule", "--quiet", "add", str(part.root), "sub")
    return begun


def test_a_submodule_is_not_a_file_of_its_superproject(super_project: Repo, look: Look) -> None:
    seen = look(scope.staged)

    assert (seen.paths, seen.gaps) == ({b".gitmodules"}, [])


def test_a_submodule_is_a_repository_of_its_own(super_project: Repo, look: Look) -> None:
    sub = child(super_project, super_project.root / "sub").put("new.pt", b"12345")

    assert look(scope.staged, cwd=sub.root).files == {(b"new.pt", 5, FILE)}
    assert look(scope.staged, cwd=super_project.root, folder="sub").files == {(b"new.pt", 5, FILE)}


def test_a_submodule_in_the_place_of_a_file_is_not_judged(super_project: Repo, look: Look) -> None:
    super_project.commit()
    super_project.git("rm", "--quiet", "--cached", "old.pt")
    head = super_project.git("rev-parse", "HEAD")
    super_project.git("update-index", "--add", "--cacheinfo", f"160000,{head},old.pt")

    assert look(scope.staged).paths == set()


@pytest.mark.parametrize("command", [("lint", "--staged"), ("hook", "large-files")], ids=" ".join)
def test_a_bare_repository_has_nothing_staged(begun: Repo, command: tuple[str, ...]) -> None:
    begun.git("clone", "--quiet", "--bare", str(begun.root), "../bare")

    ran = told(begun, *command, cwd=begun.root.parent / "bare")

    assert ran.code == 2
    assert ran.lines == ["mlhygiene: a bare repository has no index: use --rev, --from-ref or --history"]


@pytest.mark.parametrize("born", [False, True], ids=["unborn", "born"])
def test_sha256_is_as_good(repo: Repo, *, born: bool) -> None:
    other = begin(repo, "other", "--object-format=sha256")
    if born:
        other.put("old.pt", b"old").commit()
    other.put("new.pt", b"12345")

    (new,) = Look(other)(scope.staged).blobs

    assert (new.path, new.size, len(new.oid)) == (b"new.pt", 5, 64)


def test_commit_of_one_file_judges_that_file_alone(begun: Repo) -> None:
    install(begun)
    begun.write("big.pt", size=6 * MB).write("small.txt", "1").stage()

    assert begun.run("git", "commit", "-m", "x", "small.txt").code == 0
    assert begun.run("git", "commit", "-m", "x", "big.pt").code == 1
    assert begun.git("log", "-1", "--name-only", "--format=") == "small.txt"


def test_commit_of_one_file_judges_it_though_the_index_holds_another_version(begun: Repo) -> None:
    install(begun)
    begun.write("model.pt", size=5).stage().write("model.pt", size=6 * MB)

    assert begun.run("git", "commit", "-m", "x", "model.pt").code == 1
    assert begun.run("git", "commit", "-m", "x").code == 0


def test_commit_all_judges_what_it_is_about_to_stage(begun: Repo) -> None:
    install(begun)
    begun.write("old.pt", size=6 * MB)

    ran = begun.run("git", "commit", "-am", "x")

    assert ran.code == 1
    assert "old.pt: MLH101 large-file" in ran.out + ran.err


def test_commit_from_a_subdirectory_judges_the_same(begun: Repo) -> None:
    install(begun)
    begun.write("a/old.pt", size=5).stage("a").commit()
    begun.write("a/old.pt", size=6 * MB)

    assert begun.run("git", "commit", "-m", "x", "old.pt", cwd=begun.root / "a").code == 1


@pytest.mark.parametrize("where", ["linked", "sub"])
def test_commit_is_judged_in(super_project: Repo, where: str) -> None:
    super_project.commit()
    super_project.git("worktree", "add", "--quiet", "../linked")
    inner = child(super_project, super_project.root / where if where == "sub" else super_project.root.parent / where)
    install(inner)
    inner.write("big.pt", size=6 * MB).write("small.txt", "1").stage()

    assert inner.run("git", "commit", "-m", "x", "big.pt").code == 1
    assert inner.run("git", "commit", "-m", "x", "small.txt").code == 0
    assert inner.run("git", "commit", "-am", "x").code == 1


def test_a_relative_git_dir_holds_from_a_subdirectory(begun: Repo) -> None:
    begun.put(".gitattributes", b"*.pt filter=lfs\n").put("a/new.pt", b"12345")
    (begun.root / "a").mkdir()

    ran = told(begun, "lint", "--staged", cwd=begun.root / "a", env={"GIT_DIR": "../.git", "GIT_WORK_TREE": ".."})

    assert (ran.code, "a/new.pt: MLH102" in ran.out) == (1, True)


@pytest.fixture
def forked(begun: Repo) -> Repo:
    """`side` adds a big file and changes a shared one; `main` changes the shared one as well."""
    begun.git("checkout", "--quiet", "-b", "side")
    begun.put("side.pt", bytes(6 * MB)).put("shared.txt", b"side\n").commit()
    begun.git("checkout", "--quiet", "--force", "main")
    return begun


def test_a_merge_in_progress_does_not_blame_for_the_other_side(forked: Repo, look: Look) -> None:
    forked.put("main.txt", b"main").commit()
    forked.git("reset", "--quiet", "--hard")
    forked.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    forked.put("mine.pt", b"12345")

    assert look(scope.staged).files == {(b"mine.pt", 5, FILE)}


def test_a_conflict_that_was_resolved_to_new_content_is_judged(forked: Repo, look: Look) -> None:
    forked.put("shared.txt", b"main\n").commit()
    forked.git("reset", "--quiet", "--hard")
    forked.git("merge", "side", check=False)
    forked.write("shared.txt", size=7).stage("shared.txt")

    assert look(scope.staged).files == {(b"shared.txt", 7, FILE)}


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
def test_a_conflict_that_was_resolved_to_one_side_is_not_judged(forked: Repo, look: Look, side: str) -> None:
    forked.put("shared.txt", b"main\n").commit()
    forked.git("reset", "--quiet", "--hard")
    forked.git("merge", "side", check=False)
    forked.git("checkout", side, "shared.txt")
    forked.stage("shared.txt")

    assert look(scope.staged).files == set()


def test_what_is_unmerged_is_told_and_the_rest_is_judged(forked: Repo, look: Look) -> None:
    forked.put("shared.txt", b"main\n").commit()
    forked.git("reset", "--quiet", "--hard")
    forked.git("merge", "side", check=False)
    forked.put("mine.pt", b"12345")

    seen = look(scope.staged)

    assert (seen.files, seen.notes) == ({(b"mine.pt", 5, FILE)}, ["shared.txt: unmerged, not judged"])
    assert told(forked, "lint", "--staged").code == 0
    forked.put("mine.pt", bytes(6 * MB))
    assert told(forked, "lint", "--staged").code == 1


def test_an_octopus_blames_for_none_of_its_arms(begun: Repo, look: Look) -> None:
    for arm in ("one", "two"):
        begun.git("checkout", "--quiet", "-b", arm, "main")
        begun.write(f"{arm}.pt", arm).stage(f"{arm}.pt").commit()
    begun.git("checkout", "--quiet", "main")
    begun.write("main.pt", "main").stage("main.pt").commit()
    begun.git("merge", "--no-commit", "--no-ff", "one", "two")
    begun.put("mine.pt", b"12345")

    assert look(scope.staged).files == {(b"mine.pt", 5, FILE)}


def test_a_squashed_merge_is_a_commit_of_ones_own(forked: Repo, look: Look) -> None:
    forked.git("reset", "--quiet", "--hard")
    forked.git("merge", "--quiet", "--squash", "side")

    assert look(scope.staged).paths == {b"side.pt", b"shared.txt"}


def test_an_intention_to_add_records_nothing(begun: Repo, look: Look) -> None:
    begun.write("new.pt", size=6 * MB).git("add", "--intent-to-add", "new.pt")

    assert look(scope.staged).files == set()


def test_no_flag_of_the_index_hides_a_file(begun: Repo, look: Look) -> None:
    begun.put("assumed.pt", b"1").put("skipped.pt", b"22")
    begun.git("update-index", "--assume-unchanged", "assumed.pt")
    begun.git("update-index", "--skip-worktree", "skipped.pt")

    assert look(scope.staged).paths == {b"assumed.pt", b"skipped.pt"}


@pytest.mark.parametrize("form", [("--index-version", "4"), ("--split-index",), ("--untracked-cache",)], ids=" ".join)
def test_no_form_of_the_index_hides_a_file(begun: Repo, look: Look, form: tuple[str, ...]) -> None:
    begun.put("a.pt", b"1").git("update-index", *form)
    begun.put("b.pt", b"22")

    assert look(scope.staged).paths == {b"a.pt", b"b.pt"}


@pytest.mark.parametrize("form", ["--no-cone", "--cone", "--sparse-index"])
def test_a_sparse_checkout_hides_no_file(begun: Repo, look: Look, form: str) -> None:
    begun.write("in/a.pt", "1").write("out/b.pt", "1").stage().commit()
    begun.git("sparse-checkout", "set", *(["--cone", form] if form == "--sparse-index" else [form]), "in")
    begun.put("out/b.pt", b"22").put("out/c.pt", b"333")

    assert look(scope.staged).files == {(b"out/b.pt", 2, FILE), (b"out/c.pt", 3, FILE)}


def test_a_replaced_object_is_judged_as_it_is_stored(begun: Repo, look: Look) -> None:
    begun.put("new.pt", b"12345")
    begun.git("replace", begun.git("rev-parse", ":new.pt"), begun.git("rev-parse", ":old.pt"))

    assert look(scope.staged).files == {(b"new.pt", 5, FILE)}
    assert look(scope.staged, folder=str(begun.root)).files == {(b"new.pt", 5, FILE)}


def test_a_repository_in_a_folder_of_an_odd_name(repo: Repo, look: Look) -> None:
    odd = begin(repo, os.fsdecode("a\x85\u2028\x0c b".encode()))
    odd.put(".gitattributes", b"*.pt filter=lfs\n").put("new.pt", b"12345")

    assert look(scope.staged, cwd=odd.root).paths == {b".gitattributes", b"new.pt"}
    assert "new.pt: MLH102" in told(odd, "lint", "--staged").out


def test_a_repository_in_a_folder_with_a_line_break_is_one_line(repo: Repo) -> None:
    odd = begin(repo, "a\nb").put("new.pt", b"12345")

    ran = told(odd, "lint", "--staged")

    assert (ran.code, len(ran.lines)) == (2, 1)
