"""The `filter` attribute is what the index says, whatever a worktree, a user or a machine adds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builders import POINTER
from look import Look, begin, child, told
from mlhygiene.scope import commits, index

if TYPE_CHECKING:
    from conftest import Repo

LINK = "120000"
LFS = b"*.pt filter=lfs diff=lfs merge=lfs -text\n"

# What one .gitattributes at the root says of `model.pt`.
ROOT = {
    "the line that git-lfs writes": (LFS, "lfs"),
    "nothing": (b"", None),
    "another pattern": (b"*.bin filter=lfs\n", None),
    "another case": (b"*.PT filter=lfs\n", None),
    "another value": (b"*.pt filter=nbstripout # lfs\n", None),
    "a value of another case": (b"*.pt filter=LFS # not lfs\n", None),
    "a later line": (b"*.pt filter=other\nmodel.pt filter=lfs\n", "lfs"),
    "a later line that takes it back": (LFS + b"model.pt -filter\n", None),
    "a later line that forgets it": (LFS + b"model.pt !filter\n", None),
    "a later line that sets it alone": (LFS + b"model.pt filter\n", "set"),
    "a later line that empties it": (LFS + b"model.pt filter=\n", ""),
    "a macro": (b"[attr]big filter=lfs -text\n*.pt big\n", "lfs"),
    "a macro of the name of git-lfs's own": (b"[attr]lfs filter=lfs\n*.pt lfs\n", "lfs"),
    "a macro that is taken back": (b"[attr]big filter=lfs\n*.pt big\nmodel.pt -big\n", None),
    "a macro that nobody defined": (b"*.pt lfs\n", None),
    "binary, which is no filter": (b"*.pt binary # lfs\n", None),
    "a comment": (b"# *.pt filter=lfs\n", None),
    "a comment after the pattern, which is read as an attribute": (b"*.pt filter=lfs # models\n", None),
    "no final newline": (LFS.rstrip(), "lfs"),
    "CRLF": (LFS.replace(b"\n", b"\r\n"), "lfs"),
    "a byte order mark on a line of its own": (b"\xef\xbb\xbf# models\n" + LFS, "lfs"),
    "leading space": (b"  " + LFS, "lfs"),
    "tabs": (b"*.pt\tfilter=lfs\n", "lfs"),
    "a quoted pattern": (b'"model.pt" filter=lfs\n', "lfs"),
    "a quoted pattern with an escape": (b'"mod\\145l.pt" filter=lfs\n', "lfs"),
    "a character class": (b"*.[pP][tT] filter=lfs\n", "lfs"),
    "an anchored pattern": (b"/model.pt filter=lfs\n", "lfs"),
    "a pattern for anything below": (b"** filter=lfs\n", "lfs"),
    "a negative pattern, which git forbids": (b"!*.txt filter=lfs\n", None),
    "a folder's pattern, which matches no file": (b"model.pt/ filter=lfs\n", None),
    "a line of 2047 bytes": (b"*.pt filter=lfs".ljust(2047) + b"\n", "lfs"),
    "a line of more than 2048 bytes, which git ignores": (b"*.pt filter=lfs".ljust(2050) + b"\n", None),
    "NUL bytes before it": (b"\0\n" + LFS, None),
}


def _filter(repo: Repo, path: bytes = b"model.pt") -> str | None:
    return Look(repo).filters(index.tree)[path, None]


@pytest.fixture
def begun(repo: Repo) -> Repo:
    return repo.put("model.pt", b"raw").put("sub/deep/model.pt", b"raw")


@pytest.mark.parametrize(("content", "expected"), ROOT.values(), ids=ROOT)
def test_the_root_says(begun: Repo, content: bytes, expected: str | None) -> None:
    begun.put(".gitattributes", content)

    assert _filter(begun) == expected


@pytest.mark.parametrize(("content", "expected"), ROOT.values(), ids=ROOT)
def test_a_commit_says_the_same(begun: Repo, content: bytes, expected: str | None) -> None:
    commit = begun.put(".gitattributes", content).commit()

    assert Look(begun).filters(commits.history)[b"model.pt", commit] == expected
    assert Look(begun).filters(index.tree, (), "HEAD")[b"model.pt", None] == expected


# What several files say of `sub/deep/model.pt`.
NESTED = {
    "the root alone": ({".gitattributes": LFS}, "lfs"),
    "a folder alone": ({"sub/.gitattributes": LFS}, "lfs"),
    "the folder itself": ({"sub/deep/.gitattributes": LFS}, "lfs"),
    "another folder": ({"other/.gitattributes": LFS}, None),
    "the nearer one against the root": ({".gitattributes": LFS, "sub/.gitattributes": b"*.pt -filter\n"}, None),
    "the nearest one": ({"sub/.gitattributes": b"*.pt -filter\n", "sub/deep/.gitattributes": LFS}, "lfs"),
    "a pattern with a slash counts from its folder": ({"sub/.gitattributes": b"deep/*.pt filter=lfs\n"}, "lfs"),
    "a pattern with a slash does not reach deeper": ({".gitattributes": b"sub/*.pt filter=lfs\n"}, None),
    "a pattern over any depth": ({".gitattributes": b"sub/** filter=lfs\n"}, "lfs"),
    "a folder's pattern, which matches no file": ({".gitattributes": b"sub/ filter=lfs\n"}, None),
    "a macro of the root, used in a folder": (
        {".gitattributes": b"[attr]big filter=lfs\n", "sub/.gitattributes": b"*.pt big\n"},
        "lfs",
    ),
    "a macro of a folder, which git forbids": ({"sub/.gitattributes": b"[attr]big filter=lfs\n*.pt big\n"}, None),
}


@pytest.mark.parametrize(("files", "expected"), NESTED.values(), ids=NESTED)
def test_folders_say(begun: Repo, files: dict[str, bytes], expected: str | None) -> None:
    for path, content in files.items():
        begun.put(path, content)
    commit = begun.commit()

    assert _filter(begun, b"sub/deep/model.pt") == expected
    assert Look(begun).filters(commits.history)[b"sub/deep/model.pt", commit] == expected


def _unstaged(repo: Repo, attributes: bytes) -> None:
    repo.write(".gitattributes", attributes)


def _info(repo: Repo, attributes: bytes) -> None:
    repo.write(".git/info/attributes", attributes)


def _user(repo: Repo, attributes: bytes) -> None:
    repo.write(".git/users", attributes).git("config", "core.attributesFile", str(repo.root / ".git/users"))


def _home(repo: Repo, attributes: bytes) -> None:
    home = Path(repo.environment["XDG_CONFIG_HOME"]) / "git/attributes"
    home.parent.mkdir(parents=True, exist_ok=True)
    home.write_bytes(attributes)


ADDED = {"an unstaged file": _unstaged, "info/attributes": _info, "the user's file": _user, "the home": _home}
SCOPES = {"staged": (index.staged,), "tree": (index.tree,), "revision": (index.tree, (), "HEAD")}


@pytest.mark.parametrize("arguments", SCOPES.values(), ids=SCOPES)
@pytest.mark.parametrize("where", ADDED.values(), ids=ADDED)
def test_nothing_is_added_by(begun: Repo, where: object, arguments: tuple[object, ...]) -> None:
    assert callable(where)
    begun.put(".gitattributes", b"*.bin filter=lfs\n").commit()
    begun.put("model.pt", b"new").put("x.bin", b"raw")
    if arguments[0] is not index.staged:
        begun.commit()
    where(begun, LFS + b"*.bin -filter\n")

    filters = Look(begun).filters(*arguments)  # type: ignore[arg-type]

    assert (filters[b"model.pt", None], filters[b"x.bin", None]) == (None, "lfs")


@pytest.mark.parametrize("where", ADDED.values(), ids=ADDED)
def test_a_machine_of_its_own_opinion_is_told(repo: Repo, where: object) -> None:
    assert callable(where)
    repo.put("model.pt", b"\0" * 600_000).put(".gitattributes", b"*.bin filter=lfs\n")
    where(repo, LFS)

    assert "only this machine's attributes say LFS" in told(repo, "lint", "model.pt").out


def test_a_macro_of_the_machine_is_unknown(begun: Repo) -> None:
    _info(begun, b"[attr]big filter=lfs\n")
    begun.put(".gitattributes", b"*.pt big\n# lfs\n")

    assert _filter(begun) is None


@pytest.mark.parametrize("level", ["--local", "--worktree", "--global"])
def test_case_counts_on_every_machine(begun: Repo, level: str) -> None:
    begun.put(".gitattributes", b"*.PT filter=lfs\n").git("config", "extensions.worktreeConfig", "true")
    begun.git("config", level, "core.ignoreCase", "true")

    assert _filter(begun) is None


def test_a_byte_order_mark_hides_the_first_line_as_it_does_in_a_fresh_clone(begun: Repo) -> None:
    """Git reads past the mark in a worktree, and not in an index, which is what a checkout asks."""
    begun.put(".gitattributes", b"\xef\xbb\xbf" + LFS)

    told_by_git = begun.git("check-attr", "--cached", "filter", "model.pt").rpartition(" ")[2]

    assert (_filter(begun) or "unspecified") == told_by_git


def test_an_unstaged_deletion_does_not_count(begun: Repo) -> None:
    begun.write(".gitattributes", LFS).stage(".gitattributes")
    (begun.root / ".gitattributes").unlink()

    assert _filter(begun) == "lfs"


def test_a_staged_deletion_counts(begun: Repo) -> None:
    begun.put(".gitattributes", LFS).commit()
    begun.write(".gitattributes", LFS).git("rm", "--quiet", "--cached", ".gitattributes")

    assert _filter(begun) is None


def test_a_link_is_read_by_no_git(begun: Repo) -> None:
    begun.put("real", LFS).put(".gitattributes", b"real", LINK)
    begun.git("checkout-index", "--all", "--force")

    assert _filter(begun) is None


def test_a_folder_of_that_name_says_nothing(begun: Repo) -> None:
    commit = begun.put(".gitattributes/lfs", LFS).commit()

    assert _filter(begun) is None
    assert Look(begun).filters(commits.history)[b"model.pt", commit] is None


def test_a_name_that_only_ends_so_says_nothing(begun: Repo) -> None:
    begun.put("x.gitattributes", LFS).put("sub/x.gitattributes", LFS)

    assert _filter(begun) is None


def test_a_variable_that_names_other_attributes_is_dropped(begun: Repo) -> None:
    begun.put(".gitattributes", LFS).commit()

    ran = told(begun, "lint", env={"GIT_ATTR_SOURCE": begun.git("hash-object", "-t", "tree", "/dev/null")})

    assert ran.out.count("MLH102") == 2


@pytest.mark.parametrize("form", ["--no-cone", "--cone", "--sparse-index"])
def test_a_sparse_checkout_hides_no_attribute(repo: Repo, form: str) -> None:
    repo.write("in/a.pt", "1").write("out/b.pt", "1").write("out/.gitattributes", LFS).stage().commit()
    repo.git("sparse-checkout", "set", *(["--cone", form] if form == "--sparse-index" else [form]), "in")

    assert _filter(repo, b"out/b.pt") == "lfs"
    assert _filter(repo, b"in/a.pt") is None
    assert "out/b.pt: MLH102" in told(repo, "hook", "large-files", "out/b.pt").out


def test_flushing_is_not_left_to_the_environment(begun: Repo) -> None:
    """`GIT_FLUSH=0` makes check-attr keep its answers back, and us wait for ever."""
    begun.put(".gitattributes", LFS)

    assert told(begun, "lint", env={"GIT_FLUSH": "0"}).code == 1


def test_a_linked_worktree_asks_its_own_index_and_no_common_info(begun: Repo) -> None:
    begun.commit()
    begun.git("worktree", "add", "--quiet", "../linked")
    linked = child(begun, begun.root.parent / "linked").put(".gitattributes", LFS)
    _info(begun, b"*.pt -filter\n")

    assert Look(linked).filters(index.tree)[b"model.pt", None] == "lfs"
    assert _filter(begun) is None


def test_a_submodule_has_attributes_of_its_own(begun: Repo) -> None:
    begin(begun, "part").put("part.pt", b"1").commit()
    begun.put(".gitattributes", LFS).git("submodule", "--quiet", "add", "../part", "module")

    assert Look(begun).filters(index.tree, cwd=begun.root / "module")[b"part.pt", None] is None


def _end(repo: Repo) -> str:
    """A commit that has none of the files any more: each is judged by the commit that brought it."""
    repo.git("read-tree", "--empty")
    return repo.commit()


def test_a_file_that_is_gone_is_judged_by_the_attributes_of_its_commit(repo: Repo, look: Look) -> None:
    raw = repo.put("model.pt", b"raw").commit()
    attribute = repo.put(".gitattributes", LFS).put("new.pt", b"raw").commit()
    without = repo.put(".gitattributes", b"").put("last.pt", b"raw").commit()
    end = _end(repo)

    filters = look.filters(commits.history)

    assert filters[b"model.pt", raw] is None
    assert filters[b"new.pt", attribute] == "lfs"
    assert filters[b"last.pt", without] is None
    assert look.filters(commits.between, raw, end)[b"new.pt", attribute] == "lfs"


def test_a_file_that_is_still_there_is_judged_by_the_attributes_of_the_tip(repo: Repo, look: Look) -> None:
    first = repo.put("model.pt", b"raw").put("other.pt", b"raw").commit()
    repo.put(".gitattributes", LFS).put("other.pt", b"changed").commit()

    filters = look.filters(commits.history)

    assert (filters[b"model.pt", first], filters[b"other.pt", first]) == ("lfs", None)


def test_each_folder_has_attributes_of_its_own_in_each_commit(repo: Repo, look: Look) -> None:
    one = repo.put("a/.gitattributes", LFS).put("a/x.pt", b"raw").put("b/x.pt", b"raw").commit()
    two = repo.put("b/.gitattributes", LFS).put("a/y.pt", b"raw").put("b/y.pt", b"raw").commit()
    _end(repo)

    filters = look.filters(commits.history)

    assert [filters[path, one] for path in (b"a/x.pt", b"b/x.pt")] == ["lfs", None]
    assert [filters[path, two] for path in (b"a/y.pt", b"b/y.pt")] == ["lfs", "lfs"]


def test_many_states_of_attributes_are_told_apart(repo: Repo, look: Look) -> None:
    made = [
        repo.put(".gitattributes", b"%d.pt filter=lfs\n" % number)
        .put(f"{number}.pt", b"1")
        .put("x.pt", b"%d" % number)
        .commit()
        for number in range(20)
    ]
    _end(repo)

    filters = look.filters(commits.history)

    assert [filters[f"{number}.pt".encode(), commit] for number, commit in enumerate(made)] == ["lfs"] * 20
    assert {filters[b"x.pt", commit] for commit in made} == {None}


def test_a_macro_of_one_commit_is_unknown_to_another(repo: Repo, look: Look) -> None:
    one = repo.put(".gitattributes", b"[attr]big filter=lfs\n*.pt big\n").put("x.pt", b"1").commit()
    two = repo.put(".gitattributes", b"*.pt big\n# lfs\n").put("x.pt", b"22").commit()
    _end(repo)

    filters = look.filters(commits.history)

    assert (filters[b"x.pt", one], filters[b"x.pt", two]) == ("lfs", None)


def test_a_merge_is_judged_by_its_own_attributes(repo: Repo, look: Look) -> None:
    start = repo.put("a.pt", b"1").commit()
    side = repo.put(".gitattributes", LFS).commit()
    repo.git("update-ref", "HEAD", start)
    repo.git("rm", "--quiet", "--cached", ".gitattributes")
    main = repo.put("b.pt", b"22").commit()
    repo.put(".gitattributes", LFS).put("evil.pt", b"333")
    merge = repo.git("commit-tree", repo.git("write-tree"), "-m", "x", "-p", main, "-p", side)
    repo.git("update-ref", "HEAD", merge)

    filters = look.filters(commits.between, start, _end(repo))

    assert (filters[b"b.pt", main], filters[b"evil.pt", merge]) == (None, "lfs")


def test_orphan_pointers_of_a_range_are_asked_about_together(repo: Repo, tmp_path: Path) -> None:
    repo.put(".gitattributes", b"*.jpg filter=lfs\n").commit()
    for number in range(20):
        repo.put(f"{number}.JPG", POINTER)
    repo.commit()
    trace = tmp_path / "trace"

    ran = repo.mlhygiene("lint", "--from-ref", "HEAD~1", "--select", "MLH1", env={"GIT_TRACE": str(trace)})

    assert ran.out.count("only where case is ignored") == 20
    assert trace.read_text("utf-8").count("trace: built-in: git check-attr") == 2
