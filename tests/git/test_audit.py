"""What an audit collects of real repositories, in every situation that they can be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collected import audit, held, oid
from conftest import POINTER
from look import ODD_NAMES, begin, child, clone, told
from mlhygiene.audit.held import Name, Standing

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Repo
    from mlhygiene.audit.audit import Audit

BIG = b"big " * 100
BIGGER = b"more " * 100
REMEDY = "run `git fetch --refetch --no-filter`"


def _lines(found: Audit) -> list[tuple[bytes, int, Standing]]:
    return [(blob.path, blob.size, blob.standing) for blob in found.blobs if blob.size > 100]


def _names(names: tuple[Name, ...]) -> list[tuple[bytes, str, str | None]]:
    return [(name.path, name.first.commit, name.deleted and name.deleted.commit) for name in names]


def test_a_blob_is_told_with_who_brought_it_and_who_took_it_away(repo: Repo) -> None:
    brought = repo.put("model.pt", BIG).commit()
    repo.git("rm", "--quiet", "--cached", "model.pt")
    gone = repo.commit()

    (blob,) = audit(repo).blobs

    assert (blob.oid, blob.size, blob.standing) == (oid(repo, BIG), 400, Standing.DELETED)
    assert _names(blob.names) == [(b"model.pt", brought, gone)]
    assert blob.names[0].first.author == "Ada <ada@example.org>"
    assert blob.names[0].first.date == 1_767_323_045
    assert 0 < blob.disk < 400
    assert blob.refs == ("refs/heads/main",)
    assert blob.kind == "PyTorch checkpoint"


def test_where_a_blob_stands_is_the_first_that_is_true(repo: Repo) -> None:
    repo.put("gone.pt", BIG + b"1").put("side.pt", BIG + b"2").put("head.pt", BIG + b"3").commit()
    repo.git("branch", "side")
    repo.git("rm", "--quiet", "--cached", "gone.pt", "side.pt")
    repo.commit()
    repo.git("checkout", "--quiet", "-f", "side")
    repo.git("rm", "--quiet", "--cached", "gone.pt")
    repo.commit()
    repo.git("checkout", "--quiet", "-f", "main")
    repo.write("loose.pt", BIG + b"4").stage("loose.pt")
    repo.git("reset", "--quiet")

    assert {blob.path: blob.standing for blob in audit(repo).blobs} == {
        b"gone.pt": Standing.DELETED,
        b"side.pt": Standing.TIP,
        b"head.pt": Standing.HEAD,
    }
    assert [(blob.size, blob.standing) for blob in audit(repo).unreachable] == [(401, Standing.UNREACHABLE)]
    assert audit(repo).loose.blobs == 1


def test_what_nothing_reaches_hides_nothing_that_history_holds(repo: Repo) -> None:
    brought = repo.put("a.txt", b"small").put("b.txt", b"smaller").commit()
    for number in range(5):
        repo.put(f"{number}.pt", BIG + str(number).encode())
    repo.git("reset", "--quiet")

    found = audit(repo, top=2)

    assert [(blob.path, blob.names[0].first.commit) for blob in found.blobs] == [
        (b"b.txt", brought),
        (b"a.txt", brought),
    ]
    assert len(found.unreachable) == found.loose.blobs == 5


def test_a_path_of_several_versions_has_a_weight(repo: Repo) -> None:
    repo.put("a.pt", BIG).commit()
    repo.put("a.pt", BIGGER).commit()
    name = oid(repo, BIG)
    (repo.root / ".git/objects" / name[:2] / name[2:]).unlink()

    found = audit(repo)

    assert {path for path, _ in found.churn} <= found.paths.keys()


def test_what_is_moved_has_two_names(repo: Repo) -> None:
    first = repo.put("a.pt", BIG).commit()
    repo.git("rm", "--quiet", "--cached", "a.pt")
    moved = repo.put("b.pt", BIG).commit()

    (blob,) = audit(repo).blobs

    assert _names(blob.names) == [(b"a.pt", first, moved), (b"b.pt", moved, None)]
    assert (blob.path, blob.standing) == (b"a.pt", Standing.HEAD)


def _branch(repo: Repo) -> str:
    repo.git("checkout", "--quiet", "-b", "side")
    repo.put("m.pt", BIG).commit()
    repo.git("checkout", "--quiet", "-f", "main")
    return "refs/heads/side"


def _tag(repo: Repo) -> str:
    _branch(repo)
    repo.git("tag", "-a", "-m", "a release", "v1", "side")
    repo.git("branch", "--quiet", "-D", "side")
    return "refs/tags/v1"


def _tag_of_a_tag(repo: Repo) -> str:
    _tag(repo)
    repo.git("tag", "-a", "-m", "again", "v2", "v1")
    repo.git("tag", "-d", "v1")
    return "refs/tags/v2"


def _tag_of_a_blob(repo: Repo) -> str:
    repo.put("m.pt", BIG)
    repo.git("tag", "key", oid(repo, BIG))
    repo.git("reset", "--quiet")
    return "refs/tags/key"


def _tag_of_a_tree(repo: Repo) -> str:
    repo.put("sub/m.pt", BIG)
    repo.git("tag", "tree", repo.git("write-tree"))
    repo.git("reset", "--quiet")
    return "refs/tags/tree"


def _stash(repo: Repo) -> str:
    repo.write("a.txt", BIG)
    repo.git("stash", "--quiet")
    return "refs/stash"


def _note(repo: Repo) -> str:
    repo.git("notes", "add", "-m", BIG.decode(), "HEAD")
    return "refs/notes/commits"


def _experiment(repo: Repo) -> str:
    _branch(repo)
    repo.git("update-ref", "refs/exps/ab/cdef/exp-1", "side")
    repo.git("branch", "--quiet", "-D", "side")
    return "refs/exps/ab/cdef/exp-1"


def _remote(repo: Repo) -> str:
    _branch(repo)
    repo.git("update-ref", "refs/remotes/origin/side", "side")
    repo.git("branch", "--quiet", "-D", "side")
    return "refs/remotes/origin/side"


def _detached(repo: Repo) -> str:
    repo.git("checkout", "--quiet", "--detach")
    repo.put("m.pt", BIG).commit()
    return "HEAD"


def _worktree(repo: Repo) -> str:
    repo.git("worktree", "add", "--quiet", "--detach", "../linked")
    child(repo, repo.root.parent / "linked").put("m.pt", BIG).commit()
    return "worktrees/linked/HEAD"


REFS = (
    _branch,
    _tag,
    _tag_of_a_tag,
    _tag_of_a_blob,
    _tag_of_a_tree,
    _stash,
    _note,
    _experiment,
    _remote,
    _detached,
    _worktree,
)


@pytest.mark.parametrize("story", REFS, ids=lambda story: story.__name__.strip("_"))
def test_every_kind_of_ref_reaches(repo: Repo, story: object) -> None:
    repo.put("a.txt", b"small").commit()
    repo.git("checkout", "--quiet", "-f", "main")
    ref = story(repo)  # type: ignore[operator]

    found = audit(repo)

    assert [(blob.refs, blob.standing is Standing.UNREACHABLE) for blob in found.blobs] == [((ref,), False)]
    assert ref in found.refs
    assert found.gaps == []


def test_a_symbolic_ref_is_no_ref_of_its_own(repo: Repo) -> None:
    repo.put("m.pt", BIG).commit()
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/heads/main")

    assert list(audit(repo).refs) == ["refs/heads/main"]


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_a_name_comes_back_byte_for_byte(repo: Repo, name: bytes) -> None:
    repo.put(name, BIG).commit()
    repo.put("other", BIGGER).commit()

    found = audit(repo)

    assert held(found, name)[0].path == name
    assert name in found.paths


def test_what_refs_have_led_to_before_counts_where_it_is_asked_for(repo: Repo) -> None:
    base = repo.put("a.txt", b"1").commit()
    repo.put("m.pt", BIG).commit()
    repo.git("reset", "--quiet", "--soft", base)
    repo.git("reset", "--quiet")

    (without,), (with_it, *_) = audit(repo).unreachable, audit(repo, reflog=True).blobs

    assert (without.standing, without.path) == (Standing.UNREACHABLE, b"")
    assert (with_it.standing, with_it.path, with_it.refs) == (Standing.DELETED, b"m.pt", ())


def test_what_merges_bring_is_told_of_the_merge(repo: Repo) -> None:
    base = repo.put("a.txt", b"base").commit()
    side = repo.put("a.txt", BIG).commit()
    repo.git("reset", "--quiet", "--soft", base)
    ours = repo.put("a.txt", b"ours").commit()
    tree = repo.put("a.txt", BIGGER).git("write-tree")
    merge = repo.git("commit-tree", "-p", ours, "-p", side, "-m", "a merge", tree)
    repo.git("reset", "--quiet", "--soft", merge)

    by_size = {blob.size: blob for blob in audit(repo, top=2).blobs}

    assert _names(by_size[500].names) == [(b"a.txt", merge, None)]
    assert _names(by_size[400].names) == [(b"a.txt", side, merge)]


def test_a_submodule_is_no_content(repo: Repo) -> None:
    inner = begin(repo, "inner")
    inner.put("m.pt", BIG).commit()
    repo.put("a.txt", b"1").commit()
    repo.git("submodule", "--quiet", "add", inner.root.as_uri(), "inner")
    repo.commit()

    found = audit(repo)

    assert (found.missing, found.gaps) == (0, [])
    assert set(found.paths) == {b"a.txt", b".gitmodules"}
    assert [blob.path for blob in audit(repo, cwd=repo.root / "inner").blobs] == [b"m.pt"]


def test_few_that_are_large_are_filled_up_with_the_largest(repo: Repo) -> None:
    repo.put("a", b"1").put("b", b"22").put("c", b"333").put("d", BIG).commit()

    assert [blob.path for blob in audit(repo, top=1).blobs] == [b"d"]
    assert [blob.path for blob in audit(repo, top=3).blobs] == [b"d", b"c", b"b"]


def test_sums_are_of_every_content(repo: Repo) -> None:
    repo.put("x/a.csv", b"1").commit()
    repo.put("x/a.csv", b"22").put("x/b.csv", b"22").commit()

    found = audit(repo)

    assert (found.commits, found.reachable.blobs, found.reachable.size, found.reachable.head) == (2, 2, 3, 2)
    assert found.paths[b"x/a.csv"][:2] == (2, 3)
    assert found.folders[b"x"][:2] == (2, 3)
    assert found.extensions[".csv"][:2] == (2, 3)
    assert list(found.churn) == [(b"x/a.csv", 2)]
    assert {kind: stored.objects for kind, stored in found.stored.items()} == {"blob": 2, "tree": 4, "commit": 2}


def test_a_path_that_head_has_not_is_gone(repo: Repo) -> None:
    repo.put("a", b"1").put("b", b"2").commit()
    repo.git("rm", "--quiet", "--cached", "a")
    repo.commit()

    assert audit(repo).gone == {b"a": 1_767_323_045}


def test_dvc_caches_are_weighed(repo: Repo) -> None:
    repo.put(".dvc/cache/files/md5/ab/" + "c" * 30, BIG).put(".dvc/config.local", b"x").put("data.dvc", b"outs:\n")
    repo.put(".dvc/tmp/rwlock", b"{}").commit()

    assert audit(repo).caches[:2] == (2, 402)


def test_lfs_totals_are_of_distinct_objects(repo: Repo) -> None:
    other = POINTER.replace(b"4d" * 32, b"5e" * 32).replace(b"48100000", b"1000")
    repo.put(".gitattributes", b"*.pt filter=lfs\n").put("a.pt", POINTER).put("copy.pt", POINTER).commit()
    repo.put("a.pt", other).commit()
    repo.git("rm", "--quiet", "--cached", "copy.pt")
    repo.commit()

    assert audit(repo, contents=True, secrets=False).pointers == (2, 2, 48_101_000, 1000)


def test_without_attributes_no_content_is_read_for_pointers(repo: Repo) -> None:
    repo.put("a.pt", POINTER).commit()

    assert audit(repo, contents=True, secrets=False).pointers == (0, 0, 0, 0)


@pytest.fixture
def origin(repo: Repo) -> Repo:
    """Two commits: the first brings `old.bin` in a folder, the second takes it away."""
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    repo.put("sub/old.bin", BIG).put("a.txt", b"1").commit()
    repo.git("rm", "--quiet", "--cached", "sub/old.bin")
    repo.put("sub/new.txt", BIGGER).commit()
    return repo


PARTIAL = {
    "blob:none": ("--filter=blob:none", 1, 2),
    "blob:limit=450": ("--filter=blob:limit=450", 0, 2),
    # What an old tree would name is not known either.
    "tree:0": ("--filter=tree:0", 1, 2),
    "blob:none without a checkout": ("--filter=blob:none --no-checkout", 3, 2),
}


@pytest.mark.parametrize(("options", "missing", "code"), PARTIAL.values(), ids=PARTIAL)
def test_a_partial_clone_has_an_answer_and_a_count(origin: Repo, options: str, missing: int, code: int) -> None:
    partial = clone(origin, "partial", *options.split())
    before = partial.git("count-objects", "-v")

    found, ran = audit(partial, contents=True), told(partial, "audit")

    assert found.partial
    assert found.missing == missing
    assert partial.git("count-objects", "-v") == before
    assert (ran.code, "Traceback" in ran.err) == (code if missing else 0, False)


def test_without_trees_a_content_has_one_path_and_no_commit(origin: Repo) -> None:
    partial = clone(origin, "partial", "--filter=tree:0")

    found = audit(partial)

    assert _lines(found) == [(b"sub/new.txt", 500, Standing.HEAD)]
    assert (found.blobs[0].names, found.blobs[0].refs, found.commits) == ((), (), 2)
    assert found.gaps[1] == f"at least 1 object is not in this clone, and not weighed: {REMEDY}"


def test_a_shallow_clone_is_told(origin: Repo) -> None:
    shallow = clone(origin, "shallow", "--depth=1")

    found = audit(shallow, contents=True)

    assert found.shallow
    assert _lines(found) == [(b"sub/new.txt", 500, Standing.HEAD)]
    assert any("git fetch --unshallow" in gap for gap in found.gaps)
    assert told(shallow, "audit").code == 2


def test_alternates_are_read(origin: Repo) -> None:
    sharing = child(origin, origin.root.parent / "sharing")
    origin.git("clone", "--quiet", "--shared", str(origin.root), str(sharing.root))

    assert _lines(audit(sharing)) == _lines(audit(origin))


def test_neither_replacements_nor_grafts_count(origin: Repo) -> None:
    expected = _lines(audit(origin))
    origin.git("replace", "--graft", "HEAD")
    origin.write(".git/info/grafts", origin.git("rev-parse", "HEAD") + "\n")

    found = audit(origin)

    assert (_lines(found), found.commits) == (expected, 3)


def test_a_bare_repository_is_audited(origin: Repo) -> None:
    bare = clone(origin, "bare", "--bare")

    assert _lines(audit(bare)) == _lines(audit(origin))


def test_a_sparse_worktree_hides_nothing(origin: Repo) -> None:
    origin.git("checkout", "--quiet", "-f", "main")
    expected = _lines(audit(origin))
    origin.git("sparse-checkout", "set", "--cone", "--sparse-index", "elsewhere")

    assert _lines(audit(origin)) == expected


def test_sha256_is_read_as_well(repo: Repo) -> None:
    longer = begin(repo, "longer", "--object-format=sha256")
    longer.put("m.pt", BIG).commit()
    longer.git("rm", "--quiet", "--cached", "m.pt")
    longer.commit()

    (blob,) = audit(longer).blobs

    assert (len(blob.oid), blob.standing, len(blob.names[0].first.commit)) == (64, Standing.DELETED, 64)


def test_an_empty_repository_holds_nothing(repo: Repo) -> None:
    found = audit(repo, contents=True)

    assert (found.head, found.branch, found.commits, list(found.blobs), found.gaps) == (None, "main", 0, [], [])
    assert told(repo, "audit").code == 0


def test_an_unborn_branch_has_the_history_of_the_others(origin: Repo) -> None:
    origin.git("checkout", "--quiet", "--orphan", "fresh")

    found = audit(origin, contents=True)

    assert (found.head, found.commits, found.gaps) == (None, 2, [])
    assert {blob.standing for blob in found.blobs} == {Standing.TIP, Standing.DELETED}


def _object(repo: Repo, name: str) -> Path:
    found = repo.git("rev-parse", name)
    path = repo.root / ".git/objects" / found[:2] / found[2:]
    path.chmod(0o644)
    return path


LACKING = {
    "a blob of HEAD": "HEAD:a.txt",
    "an old blob": "HEAD~1:sub/old.bin",
    "the tree of HEAD": "HEAD^{tree}",
    "an old tree": "HEAD~1:sub",
    "an old commit": "HEAD~1",
}


@pytest.mark.parametrize("name", LACKING.values(), ids=LACKING)
@pytest.mark.parametrize("damage", ["removed", "emptied", "garbled", "halved"])
def test_a_broken_object_is_counted_and_the_rest_told(origin: Repo, name: str, damage: str) -> None:
    path = _object(origin, name)
    content = {"emptied": b"", "garbled": b"garbage" * 20, "halved": path.read_bytes()[: path.stat().st_size // 2]}
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(content[damage])

    ran = told(origin, "audit")

    assert (ran.code, "Traceback" in ran.err, "fatal" in ran.err) == (2, False, False)
    assert "could not judge" in ran.err
    assert "0 contents" not in ran.out


def test_nothing_else_of_the_users_git_is_heard(origin: Repo) -> None:
    expected = audit(origin)
    for setting in ("log.showSignature=true", "log.diffMerges=off", "log.showRoot=false", "diff.renames=copies"):
        origin.git("config", *setting.split("="))
    origin.git("config", "diff.ignoreSubmodules", "all")
    origin.git("config", "core.quotePath", "true")

    assert audit(origin) == expected


def test_an_author_may_have_any_name(repo: Repo) -> None:
    odd = {"GIT_AUTHOR_NAME": ":100644 \x01 Ädä", "GIT_AUTHOR_EMAIL": "a@b"}
    repo.put("m.pt", BIG)
    repo.git("commit", "--quiet", "-m", "x", env=odd)

    assert audit(repo).blobs[0].names[0].first.author.endswith("Ädä <a@b>")


def test_many_refs_are_told_apart(repo: Repo) -> None:
    repo.put("a", b"1").commit()
    commits = [repo.put("m.pt", BIG + b"%d" % number).commit() for number in range(4)]
    updates = "".join(f"create refs/pull/{n}/head {commit}\n" for n, commit in enumerate(commits))
    repo.run("git", "update-ref", "--stdin", stdin=updates.encode())

    refs = {blob.names[0].first.commit: blob.refs for blob in audit(repo).blobs}

    later = [tuple(f"refs/pull/{n}/head" for n in range(first, 4)) for first in range(4)]
    assert [refs[commit] for commit in commits] == [("refs/heads/main", *names) for names in later]
