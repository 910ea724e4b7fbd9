"""Tree: every tracked file as the index holds it, or as a revision does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import MB
from look import ODD_NAMES, SETTINGS, Look, begin, child, told
from mlhygiene.model import Refusal
from mlhygiene.scope import index as scope

if TYPE_CHECKING:
    from conftest import Repo

FILE, EXECUTABLE, LINK = "100644", "100755", "120000"
BEGUN = {(b"a.pt", 1, FILE), (b"sub/b.pt", 2, FILE), (b"run", 3, EXECUTABLE), (b"link", 2, LINK)}
# The index, and the same files as a commit has them: both must see alike.
REVISIONS = {"the index": None, "a revision": "HEAD"}


@pytest.fixture
def begun(repo: Repo) -> Repo:
    repo.put("a.pt", b"1").put("sub/b.pt", b"22").put("run", b"333", EXECUTABLE).put("link", b"/x", LINK).commit()
    (repo.root / "sub").mkdir()
    return repo


@pytest.fixture(params=REVISIONS.values(), ids=REVISIONS)
def revision(request: pytest.FixtureRequest) -> str | None:
    chosen: str | None = request.param
    return chosen


def test_sees_every_tracked_file(begun: Repo, look: Look, revision: str | None) -> None:
    begun.write("untracked.pt", size=5)

    assert look(scope.tree, (), revision).files == BEGUN


def test_the_index_counts_not_the_worktree_and_not_the_commit(begun: Repo, look: Look) -> None:
    begun.put("a.pt", b"4444").write("a.pt", size=7)

    assert (b"a.pt", 4, FILE) in look(scope.tree).files
    assert (b"a.pt", 1, FILE) in look(scope.tree, (), "HEAD").files


def test_sees_what_is_staged_on_an_unborn_branch(repo: Repo, look: Look) -> None:
    repo.put("a.pt", b"1")

    assert look(scope.tree).files == {(b"a.pt", 1, FILE)}


def test_sees_nothing_in_an_empty_repository(repo: Repo, look: Look) -> None:
    assert look(scope.tree).blobs == []
    assert told(repo, "lint").code == 0


def test_an_unborn_branch_is_no_revision(repo: Repo) -> None:
    ran = told(repo, "lint", "--rev", "HEAD")

    assert (ran.code, ran.lines) == (2, ["mlhygiene: HEAD: no such commit here: check the name, or fetch it first"])


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_sees_any_name(begun: Repo, look: Look, name: bytes, revision: str | None) -> None:
    begun.put(name, b"4444").commit()

    assert look(scope.tree, (), revision).files == BEGUN | {(name, 4, FILE)}


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_bends_it(begun: Repo, look: Look, setting: str, revision: str | None) -> None:
    begun.git("config", setting, SETTINGS[setting])

    assert look(scope.tree, (), revision).files == BEGUN


def test_sees_the_whole_tree_from_a_subdirectory(begun: Repo, look: Look, revision: str | None) -> None:
    assert look(scope.tree, (), revision, cwd=begun.root / "sub").files == BEGUN
    assert look(scope.tree, (), revision, folder="sub").files == BEGUN


def test_attributes_of_the_root_count_in_a_subdirectory(begun: Repo) -> None:
    begun.put(".gitattributes", b"*.pt filter=lfs\n").commit()

    assert "sub/b.pt: MLH102" in told(begun, "lint", cwd=begun.root / "sub").out
    assert "sub/b.pt: MLH102" in told(begun, "lint", "b.pt", cwd=begun.root / "sub").out
    assert "sub/b.pt: MLH102" in told(begun, "lint", "--rev", "HEAD", "b.pt", cwd=begun.root / "sub").out


def test_pathspecs_count_from_where_the_caller_stands(begun: Repo, look: Look, revision: str | None) -> None:
    begun.put("b.pt", b"4444").commit()

    assert look(scope.tree, [b"b.pt"], revision).paths == {b"b.pt"}
    assert look(scope.tree, [b"b.pt"], revision, cwd=begun.root / "sub").paths == {b"sub/b.pt"}
    assert look(scope.tree, [b"../b.pt"], revision, cwd=begun.root / "sub").paths == {b"b.pt"}


def test_a_folder_names_all_that_lies_in_it(begun: Repo, look: Look, revision: str | None) -> None:
    assert look(scope.tree, [b"sub"], revision).paths == {b"sub/b.pt"}
    assert look(scope.tree, [b"sub/"], revision).paths == {b"sub/b.pt"}
    assert look(scope.tree, [b"."], revision).files == BEGUN


def test_a_pathspec_may_be_a_glob_over_the_index(begun: Repo, look: Look) -> None:
    assert look(scope.tree, [b"*.pt"]).paths == {b"a.pt", b"sub/b.pt"}


@pytest.mark.parametrize("name", ["none.pt", ".git/COMMIT_EDITMSG", "NONE*"])
def test_a_name_that_matches_nothing_is_refused(begun: Repo, look: Look, name: str, revision: str | None) -> None:
    with pytest.raises(Refusal, match="no such tracked file"):
        look(scope.tree, [name.encode()], revision)


def test_a_name_outside_the_repository_is_one_line(begun: Repo) -> None:
    for which in ([], ["--rev", "HEAD"]):
        ran = told(begun, "lint", *which, "../other.pt")

        assert (ran.code, len(ran.lines)) == (2, 1)
        assert "outside repository" in ran.err


def test_a_commit_is_none_of_a_tree(begun: Repo, look: Look, revision: str | None) -> None:
    assert look(scope.tree, (), revision).commits == []


REFUSED = {
    "an unknown ref": "nope",
    "an empty one": "",
    "an option": "--all",
    "a blob": "HEAD:a.pt",
    "a range": "HEAD..HEAD",
    "a name with a newline": "HEAD\nHEAD",
    "an unknown object": "0123456789" * 4,
    "all zeros": "0" * 40,
}


@pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)
def test_no_commit_is_one_line(begun: Repo, name: str) -> None:
    ran = told(begun, "lint", f"--rev={name}")

    assert (ran.code, ran.out) == (2, "")
    assert "no such commit here: check the name, or fetch it first" in ran.err
    assert ran.err.count("mlhygiene:") == 1


NAMES = ["HEAD", "main", "refs/heads/main", "light", "heavy", "heavy^{}", "heavy~0", ":/one", "@", "HEAD@{0}"]


@pytest.mark.parametrize("name", NAMES)
def test_a_revision_has_many_names(repo: Repo, look: Look, name: str) -> None:
    repo.put("a.pt", b"1").commit("one")
    repo.git("tag", "light")
    repo.git("tag", "-a", "-m", "x", "heavy")

    assert look(scope.tree, (), name).files == {(b"a.pt", 1, FILE)}


def test_a_bare_repository_has_the_tree_of_its_head(begun: Repo, look: Look) -> None:
    begun.put(".gitattributes", b"*.pt filter=lfs\n").commit()
    begun.git("clone", "--quiet", "--bare", str(begun.root), "../bare")
    bare = begun.root.parent / "bare"

    assert look(scope.tree, cwd=bare).files == BEGUN | {(b".gitattributes", 16, FILE)}
    assert look(scope.tree, [b"sub"], cwd=bare).paths == {b"sub/b.pt"}
    assert look(scope.tree, (), "HEAD~1", cwd=bare).files == BEGUN
    assert look(scope.tree, (), "HEAD~1", folder=str(bare)).files == BEGUN
    assert told(begun, "lint", cwd=bare).out.count("MLH102") == 2


def test_inside_the_git_folder_the_head_counts(begun: Repo, look: Look) -> None:
    assert look(scope.tree, cwd=begun.root / ".git").files == BEGUN


def test_a_bare_repository_that_is_empty_is_one_line(repo: Repo) -> None:
    bare = begin(repo, "bare", "--bare")

    ran = told(bare, "lint")

    assert (ran.code, len(ran.lines)) == (2, 1)


def test_sha256_is_as_good(repo: Repo, revision: str | None) -> None:
    other = begin(repo, "other", "--object-format=sha256").put("a.pt", b"1").put(".gitattributes", b"*.pt filter=lfs\n")
    other.commit()

    assert Look(other)(scope.tree, (), revision).paths == {b"a.pt", b".gitattributes"}
    assert told(other, "lint", *(["--rev", revision] if revision else [])).out.count("MLH102") == 1


def test_another_folder_is_not_mistaken_for_the_repository_of_the_environment(
    begun: Repo, look: Look, revision: str | None
) -> None:
    other = begin(begun, "other").put("other.pt", b"1")
    other.commit()
    hook = {"GIT_DIR": str(other.root / ".git"), "GIT_INDEX_FILE": str(other.root / ".git/index")}

    assert look(scope.tree, (), revision, folder=str(begun.root), cwd=other.root, env=hook).files == BEGUN
    assert look(scope.tree, (), revision, cwd=other.root, env=hook).paths == {b"other.pt"}


def test_a_linked_worktree_has_its_own_index_and_head(begun: Repo, look: Look, revision: str | None) -> None:
    begun.git("worktree", "add", "--quiet", "../linked")
    linked = child(begun, begun.root.parent / "linked").put("linked.pt", b"4444")
    linked.commit()

    assert look(scope.tree, (), revision, cwd=linked.root).files == BEGUN | {(b"linked.pt", 4, FILE)}
    assert look(scope.tree, (), revision).files == BEGUN


def test_a_worktree_of_a_bare_repository_has_an_index(begun: Repo, look: Look) -> None:
    begun.git("clone", "--quiet", "--bare", str(begun.root), "../bare")
    bare = child(begun, begun.root.parent / "bare")
    bare.git("worktree", "add", "--quiet", "../linked", "main")

    assert look(scope.tree, cwd=begun.root.parent / "linked").files == BEGUN


def test_a_submodule_is_a_repository_of_its_own(begun: Repo, look: Look, revision: str | None) -> None:
    begin(begun, "part").put("part.pt", b"1").commit()
    begun.git("submodule", "--quiet", "add", "../part", "module")
    begun.commit()

    seen = look(scope.tree, (), revision)

    assert (seen.paths, seen.gaps) == ({b"a.pt", b"sub/b.pt", b"run", b"link", b".gitmodules"}, [])
    assert look(scope.tree, (), revision, cwd=begun.root / "module").files == {(b"part.pt", 1, FILE)}


def test_what_is_unmerged_is_told_once_and_the_rest_is_judged(begun: Repo, look: Look) -> None:
    begun.git("checkout", "--quiet", "-b", "side")
    begun.put("a.pt", b"side").commit()
    begun.git("checkout", "--quiet", "--force", "main")
    begun.put("a.pt", b"main").commit()
    begun.git("reset", "--quiet", "--hard")
    begun.git("merge", "side", check=False)

    seen = look(scope.tree)

    assert (seen.files, seen.notes) == (BEGUN - {(b"a.pt", 1, FILE)}, ["a.pt: unmerged, not judged"])
    assert told(begun, "lint").code == 0


def test_an_intention_to_add_has_no_weight_yet(begun: Repo, look: Look) -> None:
    begun.write("new.pt", size=6 * MB).git("add", "--intent-to-add", "new.pt")

    assert look(scope.tree).files - BEGUN <= {(b"new.pt", 0, FILE)}
    assert told(begun, "lint").code == 0


def test_no_flag_of_the_index_hides_a_file(begun: Repo, look: Look) -> None:
    begun.git("update-index", "--assume-unchanged", "a.pt")
    begun.git("update-index", "--skip-worktree", "sub/b.pt")

    assert look(scope.tree).files == BEGUN


@pytest.mark.parametrize("form", [("--index-version", "4"), ("--split-index",), ("--untracked-cache",)], ids=" ".join)
def test_no_form_of_the_index_hides_a_file(begun: Repo, look: Look, form: tuple[str, ...]) -> None:
    begun.git("update-index", *form)
    begun.put("c.pt", b"4444")

    assert look(scope.tree).files == BEGUN | {(b"c.pt", 4, FILE)}


@pytest.mark.parametrize("form", ["--no-cone", "--cone", "--sparse-index"])
def test_a_sparse_checkout_hides_no_file(begun: Repo, look: Look, form: str, revision: str | None) -> None:
    begun.git("reset", "--quiet", "--hard")
    begun.git("sparse-checkout", "set", *(["--cone", form] if form == "--sparse-index" else [form]), "none")

    assert look(scope.tree, (), revision).files == BEGUN


def test_a_replaced_object_is_judged_as_it_is_stored(begun: Repo, look: Look, revision: str | None) -> None:
    begun.git("replace", begun.git("rev-parse", ":a.pt"), begun.git("rev-parse", ":sub/b.pt"))

    assert look(scope.tree, (), revision).files == BEGUN
    assert look(scope.tree, (), revision, folder=str(begun.root)).files == BEGUN


def test_a_replaced_commit_is_judged_as_it_is_stored(begun: Repo, look: Look) -> None:
    first = begun.git("rev-parse", "HEAD")
    begun.put("new.pt", b"4444")
    begun.git("replace", begun.commit(), first)

    assert look(scope.tree, (), "HEAD").files == BEGUN | {(b"new.pt", 4, FILE)}


def test_a_tree_of_more_files_than_a_window_is_seen_whole(repo: Repo, look: Look, revision: str | None) -> None:
    oid = repo.git("hash-object", "-w", "--stdin")
    listing = "".join(f"100644 {oid}\t{number}.txt\0" for number in range(5_000))
    repo.run("git", "update-index", "-z", "--index-info", stdin=listing.encode())
    repo.commit()

    assert len(look(scope.tree, (), revision).paths) == 5_000


@pytest.mark.parametrize("scope_of", [[], ["--staged"]], ids=["tree", "staged"])
def test_one_mistyped_name_among_others_is_refused(begun: Repo, scope_of: list[str]) -> None:
    ran = begun.mlhygiene("lint", *scope_of, "a.pt", "typo.pt")

    assert (ran.code, ran.err) == (2, "mlhygiene: typo.pt: no such tracked file\n")
