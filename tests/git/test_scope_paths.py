"""Paths: the named files as the index holds them, whoever names them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from conftest import MB
from look import ODD_NAMES, SETTINGS, Look, begin, child, told
from mlhygiene.scope import index as scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Repo

FILE, EXECUTABLE, LINK = "100644", "100755", "120000"


@pytest.fixture
def begun(repo: Repo) -> Repo:
    """Three files, all committed: a hook under `pre-commit run --all-files` meets them so."""
    repo.put("a.pt", b"1").put("sub/b.pt", b"22").put("run", b"333", EXECUTABLE).put("link", b"/x", LINK).commit()
    (repo.root / "sub").mkdir()
    return repo


def test_sees_the_named_files_alone(begun: Repo, look: Look) -> None:
    assert look(scope.paths, ["a.pt", "run"]).files == {(b"a.pt", 1, FILE), (b"run", 3, EXECUTABLE)}


def test_sees_a_file_once_however_often_it_is_named(begun: Repo, look: Look) -> None:
    assert [blob.path for blob in look(scope.paths, ["a.pt", "./a.pt", "sub/../a.pt"]).blobs] == [b"a.pt"]


def test_sees_a_link_as_a_link(begun: Repo, look: Look) -> None:
    assert look(scope.paths, ["link"]).files == {(b"link", 2, LINK)}


def test_judges_the_index_not_the_worktree(begun: Repo, look: Look) -> None:
    begun.write("a.pt", size=7)

    assert look(scope.paths, ["a.pt"]).files == {(b"a.pt", 1, FILE)}


def test_judges_what_is_gone_from_the_worktree(begun: Repo, look: Look) -> None:
    assert look(scope.paths, ["sub/b.pt"]).files == {(b"sub/b.pt", 2, FILE)}


def test_works_on_an_unborn_branch(repo: Repo, look: Look) -> None:
    repo.put("a.pt", b"1")

    assert look(scope.paths, ["a.pt"]).files == {(b"a.pt", 1, FILE)}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_sees_any_name(begun: Repo, look: Look, name: bytes) -> None:
    begun.put(name, b"4444")

    assert look(scope.paths, [os.fsdecode(name)]).files == {(name, 4, FILE)}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_the_hook_finds_a_large_file_of_any_name_and_no_other(repo: Repo, name: bytes) -> None:
    repo.put(name, bytes(6 * MB)).put("another.pt", bytes(6 * MB))

    ran = told(repo, "hook", "large-files", name)

    assert (ran.code, ran.err, ran.out.count("MLH101")) == (1, "", 1)


def test_a_glob_names_itself_and_matches_nothing_else(begun: Repo, look: Look) -> None:
    begun.put("*.pt", b"4444")

    assert look(scope.paths, ["*.pt"]).paths == {b"*.pt"}


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_bends_it(begun: Repo, look: Look, setting: str) -> None:
    begun.git("config", setting, SETTINGS[setting])

    assert look(scope.paths, ["b.pt", "../a.pt"], cwd=begun.root / "sub").paths == {b"a.pt", b"sub/b.pt"}


def test_no_name_is_matched_without_regard_to_case(begun: Repo, look: Look) -> None:
    begun.git("config", "core.ignoreCase", "true")

    assert look(scope.paths, ["A.PT"]).notes == ["A.PT: not in the index, not judged"]


def test_names_count_from_where_the_caller_stands(begun: Repo, look: Look) -> None:
    begun.put("b.pt", b"4444")

    assert look(scope.paths, ["b.pt"], cwd=begun.root / "sub").paths == {b"sub/b.pt"}
    assert look(scope.paths, ["b.pt"], folder="sub").paths == {b"sub/b.pt"}


@pytest.mark.parametrize("form", [str, lambda path: f"{path.parent}/./sub/../{path.name}"], ids=["plain", "winding"])
def test_an_absolute_name_is_as_good(begun: Repo, look: Look, form: Callable[[Path], str]) -> None:
    assert look(scope.paths, [form(begun.root / "a.pt")]).paths == {b"a.pt"}


def test_an_absolute_name_through_a_link_to_the_repository_is_as_good(begun: Repo, look: Look) -> None:
    linked = begun.root.parent / "linked"
    linked.symlink_to(begun.root)

    assert look(scope.paths, [str(linked / "sub/b.pt")]).paths == {b"sub/b.pt"}
    assert look(scope.paths, [str(linked / "link")], cwd=linked / "sub").paths == {b"link"}


NOT_JUDGED = {
    "outside the repository": ("../other.pt", "../other.pt: outside the repository, not judged"),
    "beside the repository, whose name it begins with": (
        "../repo-2/a.pt",
        "../repo-2/a.pt: outside the repository, not judged",
    ),
    "untracked": ("new.pt", "new.pt: not in the index, not judged"),
    "not there at all": ("none.pt", "none.pt: not in the index, not judged"),
    "the message of a commit": (".git/COMMIT_EDITMSG", ".git/COMMIT_EDITMSG: not in the index, not judged"),
    "a folder": ("sub", "sub: not in the index, not judged"),
    "the root": (".", ".: not in the index, not judged"),
    "nothing": ("", ".: not in the index, not judged"),
    "beyond a link": ("link/a.pt", "link/a.pt: not in the index, not judged"),
}


@pytest.mark.parametrize(("name", "note"), NOT_JUDGED.values(), ids=NOT_JUDGED)
def test_passes_over_and_tells(begun: Repo, look: Look, name: str, note: str) -> None:
    begun.write("new.pt", size=6 * MB)

    seen = look(scope.paths, [name, "a.pt"])

    assert (seen.paths, seen.notes, seen.gaps) == ({b"a.pt"}, [note], [])
    assert told(begun, "hook", "large-files", "a.pt", name).code == 0


def test_a_name_that_starts_with_two_dots_is_inside(begun: Repo, look: Look) -> None:
    begun.put("..a/b.pt", b"4444")

    assert look(scope.paths, ["..a/b.pt"]).paths == {b"..a/b.pt"}


def test_notes_come_in_the_order_of_the_names(begun: Repo, look: Look) -> None:
    names = [f"{number}.none" for number in range(30)]

    assert look(scope.paths, names).notes == [f"{name}: not in the index, not judged" for name in names]


@pytest.mark.parametrize("count", [39, 40, 41, 500])
def test_many_names_are_all_seen(begun: Repo, look: Look, count: int) -> None:
    names = [f"data/{number}.txt" for number in range(count)]
    for name in names[:3]:
        begun.put(name, b"4444")
    begun.put("other.pt", b"1")

    seen = look(scope.paths, names)

    assert seen.files == {(name.encode(), 4, FILE) for name in names[:3]}
    assert len(seen.notes) == count - 3


def test_more_names_than_a_command_line_takes_are_all_seen(repo: Repo, look: Look) -> None:
    names = [f"{'folder' * 30}/{number:05}.txt" for number in range(12_000)]
    oid = repo.git("hash-object", "-w", "--stdin")
    listing = "".join(f"100644 {oid}\t{name}\0" for name in names)
    assert repo.run("git", "update-index", "-z", "--index-info", stdin=listing.encode()).code == 0

    seen = look(scope.paths, names)

    assert len(seen.paths) == 12_000
    assert [len(commit.added) for commit in seen.commits] == [12_000]


def test_few_names_make_a_commit_of_which_nobody_asks_what_is_new(begun: Repo, look: Look) -> None:
    begun.put("new.pt", b"1")

    (commit,) = look(scope.paths, ["new.pt"]).commits

    assert (commit.added, [blob.path for blob in commit.changed]) == ((), [b"new.pt"])


def test_many_names_make_the_whole_commit_whatever_part_of_it_they_are(begun: Repo, look: Look) -> None:
    for number in range(50):
        begun.put(f"{number}.txt", b"1")

    (commit,) = look(scope.paths, [f"{number}.txt" for number in range(40)]).commits

    assert len(commit.added) == 50


def test_the_size_of_a_commit_all_of_which_is_named_asks_git_nothing_more(begun: Repo, look: Look) -> None:
    names = [f"{number}.txt" for number in range(50)]
    for name in names:
        begun.put(name, b"1")
    begun.put("a.pt", b"changed")

    (commit,) = look(scope.paths, [*names, "a.pt"]).commits

    # The repository is closed by now: nothing can be asked.
    assert [blob.path for blob in commit.changed] == [b"a.pt"]
    assert commit.size == 50 + len(b"changed")


def test_a_long_line_of_few_names_is_seen(begun: Repo, look: Look) -> None:
    names = [f"{'n' * 240}/{'m' * 240}/{'o' * 240}/{number}" for number in range(30)]
    for name in names:
        begun.put(name, b"1")

    assert look(scope.paths, names).paths == {name.encode() for name in names}


def test_attributes_count_though_nobody_names_them(begun: Repo) -> None:
    begun.put(".gitattributes", b"*.pt filter=lfs\n")

    assert told(begun, "hook", "large-files", "a.pt").code == 1
    assert told(begun, "hook", "large-files", "b.pt", cwd=begun.root / "sub").code == 1


def test_a_submodule_is_not_judged(begun: Repo, look: Look) -> None:
    begin(begun, "part").put("part.pt", b"1").commit()
    begun.git("submodule", "--quiet", "add", "../part", "module")

    seen = look(scope.paths, ["module", "a.pt"])

    assert (seen.paths, seen.gaps) == ({b"a.pt"}, [])
    assert look(scope.paths, ["module/part.pt"]).paths == set()
    assert look(scope.paths, ["part.pt"], cwd=begun.root / "module").paths == {b"part.pt"}


def test_a_linked_worktree_has_its_own_index(begun: Repo, look: Look) -> None:
    begun.git("worktree", "add", "--quiet", "../linked")
    linked = child(begun, begun.root.parent / "linked").put("a.pt", b"4444")

    assert look(scope.paths, ["a.pt"], cwd=linked.root).files == {(b"a.pt", 4, FILE)}
    assert look(scope.paths, ["a.pt"]).files == {(b"a.pt", 1, FILE)}


def test_another_folder_is_not_mistaken_for_the_repository_of_the_environment(begun: Repo, look: Look) -> None:
    other = begin(begun, "other").put("a.pt", b"4444")
    hook = {"GIT_DIR": str(other.root / ".git"), "GIT_INDEX_FILE": str(other.root / ".git/index")}

    assert look(scope.paths, ["a.pt"], folder=str(begun.root), cwd=other.root, env=hook).files == {(b"a.pt", 1, FILE)}


def test_a_temporary_index_is_kept(begun: Repo, look: Look) -> None:
    temporary = {"GIT_INDEX_FILE": ".git/next-index-1.lock"}
    begun.run("git", "read-tree", "HEAD", env=temporary)
    begun.put("a.pt", b"4444")

    assert look(scope.paths, ["a.pt"], env=temporary).files == {(b"a.pt", 1, FILE)}


def test_sha256_is_as_good(repo: Repo) -> None:
    other = begin(repo, "other", "--object-format=sha256").put("a.pt", b"4444")

    assert Look(other)(scope.paths, ["a.pt"]).files == {(b"a.pt", 4, FILE)}


def test_a_bare_repository_has_no_named_files(begun: Repo) -> None:
    begun.git("clone", "--quiet", "--bare", str(begun.root), "../bare")

    ran = told(begun, "hook", "large-files", "a.pt", cwd=begun.root.parent / "bare")

    assert ran.code == 2
    assert ran.lines == ["mlhygiene: a bare repository has no index: use --rev, --from-ref or --history"]


@pytest.fixture
def conflicted(begun: Repo) -> Repo:
    """A merge that stopped: `side.pt` comes from the other side, `shared.txt` is unmerged."""
    begun.git("checkout", "--quiet", "-b", "side")
    begun.put("side.pt", bytes(6 * MB)).put("shared.txt", b"side\n").commit()
    begun.git("checkout", "--quiet", "--force", "main")
    begun.put("shared.txt", b"main\n").commit()
    begun.git("reset", "--quiet", "--hard")
    begun.git("merge", "side", check=False)
    return begun


def test_a_merge_in_progress_does_not_blame_for_the_other_side(conflicted: Repo, look: Look) -> None:
    conflicted.write("shared.txt", size=7).stage("shared.txt")

    assert look(scope.paths, ["side.pt", "shared.txt", "a.pt"]).paths == {b"shared.txt", b"a.pt"}


def test_what_is_unmerged_is_told_and_the_rest_is_judged(conflicted: Repo, look: Look) -> None:
    seen = look(scope.paths, ["shared.txt", "a.pt"])

    assert (seen.paths, seen.notes) == ({b"a.pt"}, ["shared.txt: unmerged, not judged"])
    assert told(conflicted, "hook", "large-files", "shared.txt", "a.pt").code == 0


def test_an_intention_to_add_has_no_weight_yet(begun: Repo, look: Look) -> None:
    begun.write("new.pt", size=6 * MB).git("add", "--intent-to-add", "new.pt")

    assert {size for _, size, _ in look(scope.paths, ["new.pt"]).files} <= {0}
    assert told(begun, "hook", "large-files", "new.pt").code == 0


def test_no_flag_of_the_index_hides_a_file(begun: Repo, look: Look) -> None:
    begun.git("update-index", "--assume-unchanged", "a.pt")
    begun.git("update-index", "--skip-worktree", "sub/b.pt")

    assert look(scope.paths, ["a.pt", "sub/b.pt"]).paths == {b"a.pt", b"sub/b.pt"}


@pytest.mark.parametrize("form", [("--index-version", "4"), ("--split-index",), ("--untracked-cache",)], ids=" ".join)
def test_no_form_of_the_index_hides_a_file(begun: Repo, look: Look, form: tuple[str, ...]) -> None:
    begun.git("update-index", *form)
    begun.put("c.pt", b"4444")

    assert look(scope.paths, ["a.pt", "c.pt"]).paths == {b"a.pt", b"c.pt"}


@pytest.mark.parametrize("form", ["--no-cone", "--cone", "--sparse-index"])
def test_a_sparse_checkout_hides_no_file(begun: Repo, look: Look, form: str) -> None:
    begun.git("reset", "--quiet", "--hard")
    begun.git("sparse-checkout", "set", *(["--cone", form] if form == "--sparse-index" else [form]), "none")

    assert look(scope.paths, ["sub/b.pt"]).files == {(b"sub/b.pt", 2, FILE)}


def test_a_mistyped_option_is_no_file(begun: Repo) -> None:
    ran = told(begun, "hook", "large-files", "--max-kb=5", "a.pt")

    assert (ran.code, ran.lines) == (2, ["mlhygiene: --max-kb=5: no such option, and no such file in the index"])
