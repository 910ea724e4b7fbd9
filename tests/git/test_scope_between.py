"""Between: every file version and commit that one end of a range adds over the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import MB
from look import ODD_NAMES, SETTINGS, Look, begin, child, clone, told
from mlhygiene.scope import commits as scope

if TYPE_CHECKING:
    from conftest import Repo

FILE, EXECUTABLE, LINK = "100644", "100755", "120000"
ZERO = "0" * 40


@pytest.fixture
def begun(repo: Repo) -> Repo:
    """One commit, tagged `start`."""
    repo.put("a.pt", b"1").put("link", b"/x", LINK).commit("start")
    repo.git("tag", "start")
    return repo


def _merge(repo: Repo, *arms: str) -> str:
    """A merge commit whose tree is what the index holds."""
    parents = [word for arm in ("HEAD", *arms) for word in ("-p", arm)]
    repo.git("update-ref", "HEAD", repo.git("commit-tree", repo.git("write-tree"), "-m", "merge", *parents))
    return repo.git("rev-parse", "HEAD")


def _side(repo: Repo, name: str, content: bytes) -> str:
    """A branch of one commit that adds one file over `start`; the story goes on at `main`."""
    repo.git("checkout", "--quiet", "--force", "-b", name, "start")
    oid = repo.put(f"{name}.pt", content).commit(name)
    repo.git("checkout", "--quiet", "--force", "main")
    repo.git("reset", "--quiet", "--hard")
    return oid


def test_sees_each_version_with_the_commit_that_brings_it(begun: Repo, look: Look) -> None:
    one = begun.put("b.pt", b"22").commit()
    two = begun.put("b.pt", b"333").put("run", b"4444", EXECUTABLE).commit()

    seen = look(scope.between, "start", "HEAD")

    assert seen.files == {(b"b.pt", 2, FILE), (b"b.pt", 3, FILE), (b"run", 4, EXECUTABLE)}
    assert seen.brought == {(b"b.pt", one), (b"b.pt", two), (b"run", two)}


def test_commits_tell_what_they_add_from_what_they_change(begun: Repo, look: Look) -> None:
    begun.put("a.pt", b"22").put("b.pt", b"333").commit()

    (commit,) = look(scope.between, "start", "HEAD").commits

    assert [blob.path for blob in commit.added] == [b"b.pt"]
    assert [blob.path for blob in commit.changed] == [b"a.pt"]


def test_a_file_that_is_added_and_deleted_inside_the_range_is_in_it(begun: Repo, look: Look) -> None:
    one = begun.put("big.pt", bytes(6 * MB)).commit()
    begun.git("rm", "--quiet", "--cached", "big.pt")
    begun.commit()

    assert look(scope.between, "start", "HEAD").brought == {(b"big.pt", one)}
    assert told(begun, "lint", "--from-ref", "start", "--to-ref", "HEAD").code == 1


def test_changes_of_type_are_seen(begun: Repo, look: Look) -> None:
    begun.put("a.pt", b"/elsewhere", LINK).put("link", b"22").commit()

    assert look(scope.between, "start", "HEAD").files == {(b"a.pt", 10, LINK), (b"link", 2, FILE)}


def test_a_rename_is_seen_under_the_new_name(begun: Repo, look: Look) -> None:
    begun.git("rm", "--quiet", "--cached", "a.pt")
    begun.put("b.pt", b"1").commit()

    assert look(scope.between, "start", "HEAD").files == {(b"b.pt", 1, FILE)}


def test_a_deletion_brings_nothing(begun: Repo, look: Look) -> None:
    begun.git("rm", "--quiet", "--cached", "a.pt")
    begun.commit()

    seen = look(scope.between, "start", "HEAD")

    assert (seen.blobs, len(seen.commits)) == ([], 1)


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_sees_any_name(begun: Repo, look: Look, name: bytes) -> None:
    begun.put(name, b"4444").put(".gitattributes", b"*.pt filter=lfs\n").commit()

    assert look(scope.between, "start", "HEAD").files == {(name, 4, FILE), (b".gitattributes", 16, FILE)}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_attributes_of_a_commit_reach_any_name(begun: Repo, look: Look, name: bytes) -> None:
    folder, slash, _ = name.rpartition(b"/")
    commit = begun.put(name, b"4444").put(folder + slash + b".gitattributes", b"* filter=lfs\n").commit()

    assert look.filters(scope.between, "start", "HEAD")[name, commit] == "lfs"


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_bends_it(begun: Repo, look: Look, setting: str) -> None:
    begun.git("config", setting, SETTINGS[setting])
    side = _side(begun, "side", b"22")
    main = begun.put("sub/main.pt", b"333").commit()
    begun.put("side.pt", b"22")
    merge = _merge(begun.put("evil.pt", b"4444"), "side")
    (begun.root / "sub").mkdir(exist_ok=True)

    seen = look(scope.between, "start", "HEAD", cwd=begun.root / "sub")

    assert seen.brought == {(b"side.pt", side), (b"sub/main.pt", main), (b"evil.pt", merge)}


def test_a_merge_brings_only_what_none_of_its_parents_has(begun: Repo, look: Look) -> None:
    _side(begun, "side", b"22")
    begun.put("main.pt", b"333").commit()
    merge = _merge(begun.put("side.pt", b"22").put("evil.pt", b"4444").put("a.pt", b"55555"), "side")

    (commit,) = [commit for commit in look(scope.between, "start", "HEAD").commits if commit.oid == merge]

    assert [blob.path for blob in commit.added] == [b"evil.pt"]
    assert [blob.path for blob in commit.changed] == [b"a.pt"]


def test_an_octopus_brings_only_what_none_of_its_parents_has(begun: Repo, look: Look) -> None:
    arms = {(f"{name}.pt".encode(), _side(begun, name, name.encode())) for name in ("one", "two", "three")}
    for name in ("one", "two", "three"):
        begun.put(f"{name}.pt", name.encode())
    merge = _merge(begun.put("evil.pt", b"4444"), "one", "two", "three")

    assert look(scope.between, "start", "HEAD").brought == {*arms, (b"evil.pt", merge)}


def test_what_a_merge_deletes_is_not_there(begun: Repo, look: Look) -> None:
    side = _side(begun, "side", b"22")
    begun.git("rm", "--quiet", "--cached", "a.pt")
    _merge(begun, "side")

    assert look(scope.between, "start", "HEAD").brought == {(b"side.pt", side)}


def test_merging_the_base_into_a_branch_does_not_blame_for_the_base(begun: Repo, look: Look) -> None:
    begun.put("base.pt", bytes(6 * MB)).commit()
    side = _side(begun, "side", b"22")
    begun.git("checkout", "--quiet", "side")
    begun.put("base.pt", bytes(6 * MB))
    _merge(begun, "main")

    assert look(scope.between, "main", "side").brought == {(b"side.pt", side)}


def test_a_base_that_is_no_ancestor_takes_away_what_it_has(begun: Repo, look: Look) -> None:
    side = _side(begun, "side", b"22")
    begun.put("main.pt", b"333").commit()

    assert look(scope.between, "main", "side").brought == {(b"side.pt", side)}


def test_a_base_of_another_history_takes_nothing_away(begun: Repo, look: Look) -> None:
    begun.git("checkout", "--quiet", "--orphan", "fresh")
    begun.git("rm", "--quiet", "-r", "--cached", ".")
    begun.put("fresh.pt", b"22").commit()

    assert look(scope.between, "main", "fresh").paths == {b"fresh.pt"}


def test_a_range_backwards_is_empty(begun: Repo, look: Look) -> None:
    begun.put("b.pt", b"22").commit()

    seen = look(scope.between, "HEAD", "start")

    assert (seen.blobs, seen.commits, seen.gaps) == ([], [], [])


@pytest.mark.parametrize("end", ["HEAD", "start", "main"])
def test_a_range_from_a_commit_to_itself_is_empty(begun: Repo, look: Look, end: str) -> None:
    seen = look(scope.between, end, "HEAD")

    assert (seen.blobs, seen.commits, seen.gaps) == ([], [], [])


def test_annotated_tags_are_ends(begun: Repo, look: Look) -> None:
    begun.git("tag", "-a", "-m", "x", "one")
    begun.put("b.pt", b"22").commit()
    begun.git("tag", "-a", "-m", "x", "two")
    begun.git("tag", "-a", "-m", "x", "of-two", "two")

    assert look(scope.between, "one", "two").paths == {b"b.pt"}
    assert look(scope.between, "one", "of-two").paths == {b"b.pt"}


@pytest.mark.parametrize("zero", [ZERO, "0" * 64], ids=["sha1", "sha256"])
def test_a_base_of_zeros_is_nothing(begun: Repo, look: Look, zero: str) -> None:
    begun.put("b.pt", b"22").commit()

    assert look(scope.between, zero, "HEAD").paths == {b"a.pt", b"link", b"b.pt"}


def test_a_head_of_zeros_is_a_deleted_branch(begun: Repo, look: Look) -> None:
    seen = look(scope.between, "start", ZERO)
    ran = told(begun, "lint", "--from-ref", "start", "--to-ref", ZERO)

    assert (seen.blobs, seen.commits, seen.notes) == ([], [], ["the ref is deleted: nothing to judge"])
    assert (ran.code, ran.lines) == (0, ["mlhygiene: note: the ref is deleted: nothing to judge"])


REFUSED = {
    "an unknown ref": "nope",
    "an empty one": "",
    "an option": "--all",
    "a blob": "HEAD:a.pt",
    "a range": "start..HEAD",
    "a negation": "^HEAD",
    "a name with a newline": "HEAD\nHEAD",
    "an unknown object": "0123456789" * 4,
}


@pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("ends", ["--from-ref={} --to-ref=HEAD", "--from-ref=HEAD --to-ref={}"], ids=["from", "to"])
def test_what_names_no_commit_is_refused_in_one_line(begun: Repo, ends: str, name: str) -> None:
    ran = told(begun, "lint", *(end.format(name) for end in ends.split(" ")))

    assert (ran.code, ran.out, ran.err.count("mlhygiene:")) == (2, "", 1)
    assert "no such commit here: check the name, or fetch it first" in ran.err


def test_the_end_is_the_head_unless_it_is_named(begun: Repo) -> None:
    begun.put("b.pt", bytes(6 * MB)).commit()

    assert told(begun, "lint", "--from-ref", "start").code == 1


def test_an_unborn_branch_has_no_end(repo: Repo) -> None:
    ran = told(repo, "lint", "--from-ref", ZERO)

    assert (ran.code, ran.lines) == (2, ["mlhygiene: HEAD: no such commit here: check the name, or fetch it first"])


def test_a_bare_repository_is_judged(begun: Repo, look: Look) -> None:
    begun.put("b.pt", b"22").put(".gitattributes", b"*.pt filter=lfs\n").commit()
    begun.git("clone", "--quiet", "--bare", str(begun.root), "../bare")
    bare = begun.root.parent / "bare"

    assert look(scope.between, "start", "main", cwd=bare).paths == {b"b.pt", b".gitattributes"}
    assert told(begun, "lint", "--from-ref", "start", cwd=bare).out.count("MLH102") == 1


def test_sha256_is_as_good(repo: Repo) -> None:
    other = begin(repo, "other", "--object-format=sha256").put("a.pt", b"1")
    start = other.commit()
    other.put("b.pt", b"22").put(".gitattributes", b"*.pt filter=lfs\n").commit()

    assert Look(other)(scope.between, start, "HEAD").paths == {b"b.pt", b".gitattributes"}
    assert told(other, "lint", "--from-ref", start).out.count("MLH102") == 1


def test_another_folder_is_not_mistaken_for_the_repository_of_the_environment(begun: Repo, look: Look) -> None:
    begun.put("b.pt", b"22").commit()
    other = begin(begun, "other").put("other.pt", b"1")
    other.commit()
    other.git("tag", "start")
    hook = {"GIT_DIR": str(other.root / ".git"), "GIT_OBJECT_DIRECTORY": str(other.root / ".git/objects")}

    seen = look(scope.between, "start", "HEAD", folder=str(begun.root), cwd=other.root, env=hook)

    assert seen.paths == {b"b.pt"}


def test_a_linked_worktree_has_its_own_head(begun: Repo, look: Look) -> None:
    begun.git("worktree", "add", "--quiet", "../linked")
    child(begun, begun.root.parent / "linked").put("linked.pt", b"22").commit()

    assert look(scope.between, "start", "HEAD", cwd=begun.root.parent / "linked").paths == {b"linked.pt"}
    assert look(scope.between, "start", "HEAD").paths == set()


def test_a_submodule_that_moves_on_is_not_judged_from_outside(begun: Repo, look: Look) -> None:
    begin(begun, "part").put("part.pt", b"1").commit()
    begun.git("submodule", "--quiet", "add", "../part", "module")
    added = begun.commit()
    module = child(begun, begun.root / "module")
    first = module.git("rev-parse", "HEAD")
    module.put("new.pt", b"22").commit()
    begun.stage("module").commit()

    whole = look(scope.between, "start", "HEAD")

    assert (whole.brought, whole.gaps) == ({(b".gitmodules", added)}, [])
    assert look(scope.between, first, "HEAD", cwd=module.root).paths == {b"new.pt"}


def test_a_submodule_that_moves_in_a_merge_is_not_judged(begun: Repo, look: Look) -> None:
    _side(begun, "side", b"22")
    begun.put("side.pt", b"22").git(
        "update-index", "--add", "--cacheinfo", f"160000,{begun.git('rev-parse', 'HEAD')},m"
    )
    _merge(begun, "side")

    seen = look(scope.between, "side", "HEAD")

    assert (seen.blobs, seen.gaps) == ([], [])


def test_a_replaced_commit_is_judged_as_it_is_stored(begun: Repo, look: Look) -> None:
    bad = begun.put("bad.pt", b"22").commit()
    begun.git("replace", bad, "start")

    assert look(scope.between, "start", "HEAD").brought == {(b"bad.pt", bad)}
    assert look(scope.between, "start", "HEAD", folder=str(begun.root)).brought == {(b"bad.pt", bad)}


def test_a_graft_hides_no_history(begun: Repo, look: Look) -> None:
    begun.put("bad.pt", b"22").commit()
    begun.git("rm", "--quiet", "--cached", "bad.pt")
    tip = begun.commit()
    (begun.root / ".git/info").mkdir(exist_ok=True)
    (begun.root / ".git/info/grafts").write_text(f"{tip} {begun.git('rev-parse', 'start')}\n")

    assert look(scope.between, "start", "HEAD").paths == {b"bad.pt"}


def test_a_root_commit_brings_all_it_holds(begun: Repo, look: Look) -> None:
    root = begun.git("rev-parse", "start")

    assert look(scope.between, ZERO, "start").brought == {(b"a.pt", root), (b"link", root)}


def test_a_range_of_more_commits_than_a_window_is_seen_whole(begun: Repo, look: Look) -> None:
    stream = b"".join(
        b"commit refs/heads/main\ncommitter A <a@b> %d +0000\ndata 0\n%sM 100644 inline %d.txt\ndata 2\n%02d\n"
        % (1_000_000_000 + n, b"from refs/tags/start^0\n" if n == 0 else b"", n, n % 100)
        for n in range(3_000)
    )
    begun.run("git", "fast-import", "--quiet", stdin=stream)

    seen = look(scope.between, "start", "main")

    assert (len(seen.paths), len(seen.commits)) == (3_000, 3_000)
    assert len({oid for _, oid in seen.brought}) == 3_000


def test_a_range_that_lies_wholly_inside_a_shallow_clone_is_judged(begun: Repo) -> None:
    for number in range(5):
        begun.put(f"{number}.pt", b"22").commit()
    shallow = clone(begun, "shallow", "--depth=3")

    seen = Look(shallow)(scope.between, "HEAD~2", "HEAD")

    assert (seen.paths, seen.gaps) == ({b"3.pt", b"4.pt"}, [])
    assert told(shallow, "lint", "--from-ref", "HEAD~2").code == 0


def test_a_range_that_a_shallow_clone_cuts_short_is_not_clean(begun: Repo) -> None:
    for number in range(5):
        begun.put(f"{number}.pt", b"22").commit()
    shallow = clone(begun, "shallow", "--depth=3")

    ran = told(shallow, "lint", "--from-ref", ZERO)

    assert ran.code == 2
    assert ran.lines == [
        (
            "mlhygiene: could not judge: a shallow clone has cut this history short:"
            " run `git fetch --unshallow` (in CI: fetch-depth: 0)"
        )
    ]


def test_a_base_that_a_shallow_clone_lacks_is_refused_with_advice(begun: Repo) -> None:
    base = begun.put("b.pt", b"22").commit()
    for number in range(5):
        begun.put(f"{number}.pt", b"22").commit()
    shallow = clone(begun, "shallow", "--depth=3")

    ran = told(shallow, "lint", "--from-ref", base)

    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "git fetch --unshallow" in ran.err
    assert "fetch-depth: 0" in ran.err


def test_a_side_that_a_shallow_clone_cuts_short_is_not_clean(begun: Repo) -> None:
    _side(begun, "side", b"22")
    begun.put("main.pt", b"333").commit()
    begun.put("side.pt", b"22")
    _merge(begun, "side")
    shallow = clone(begun, "shallow", "--depth=2", "--no-single-branch")

    assert told(shallow, "lint", "--from-ref", "HEAD~1").code == 2


def test_a_tip_whose_parents_are_cut_off_is_not_clean(begun: Repo) -> None:
    begun.put("b.pt", b"22").commit()
    shallow = clone(begun, "shallow", "--depth=1")

    assert told(shallow, "lint", "--from-ref", ZERO).code == 2
    assert told(shallow, "lint", "--history").code == 2
    assert told(shallow, "lint").code == 0
