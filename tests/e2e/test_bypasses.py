"""Every way round `check-added-large-files` 6 that research/large_files.md 1.2 lists, closed.

Each case is one repository. Both tools are asked about it, so that the difference is
seen and not claimed; the numbers are the rows of that table.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from conftest import MB, Ran, Repo, tool
from reading import found

if TYPE_CHECKING:
    from collections.abc import Callable

    Story = Callable[[Repo], object]
    Call = Callable[[Repo], Ran]

pytestmark = pytest.mark.slow

KIB = 1024
MISSES = (0, "")
BLAMES = (1, "exceeds 500 KB")


@dataclass(frozen=True)
class Case:
    """What is built, who is asked how, and what they say."""

    story: Story
    call: Call
    found: set[str]
    peer: Call
    verdict: tuple[int, str]


def hook(*names: str | bytes, folder: str = ".", env: dict[str, str] | None = None) -> Call:
    """As pre-commit calls a hook, with names."""
    return lambda repo: repo.mlhygiene("hook", "large-files", *names, cwd=repo.root / folder, env=env)


def lint(*args: str) -> Call:
    return lambda repo: repo.mlhygiene("lint", *args)


def peer(*names: str | bytes, folder: str = ".") -> Call:
    return lambda repo: repo.run(tool("check-added-large-files"), *names, cwd=repo.root / folder)


def named(name: str | bytes, shown: str | None = None, verdict: tuple[int, str] = MISSES) -> Case:
    """A new file whose name alone makes the difference."""
    shown = shown or os.fsdecode(name)
    story = lambda repo: repo.write(name, size=2 * MB).stage()  # noqa: E731
    return Case(story, hook(name), {f"{shown} MLH101"}, peer(name), verdict)


def grown(repo: Repo) -> None:
    repo.write("model.pt", size=10).stage().commit()
    repo.write("model.pt", size=2 * MB).stage()


def renamed_and_edited(repo: Repo) -> None:
    repo.write("a.bin", os.urandom(1_500_000)).stage().commit("chore: before the hook")
    repo.git("mv", "a.bin", "b.bin")
    with (repo.root / "b.bin").open("ab") as file:
        file.write(os.urandom(900_000))
    repo.stage()
    assert repo.git("diff", "--staged", "--name-status", "-M").startswith("R06")


def link_made_a_file(repo: Repo) -> None:
    (repo.root / "model.pt").symlink_to("elsewhere")
    repo.stage().commit()
    (repo.root / "model.pt").unlink()
    repo.write("model.pt", size=2 * MB).stage()


def raw_on_an_lfs_path(repo: Repo) -> None:
    repo.write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n").stage().commit()
    repo.write("model.bin", size=2 * MB).stage()


def claimed_by_a_macro(repo: Repo) -> None:
    repo.write(".gitattributes", "[attr]weights filter=lfs -text\n*.bin weights\n").stage().commit()
    repo.write("model.bin", size=2 * MB).stage()


def claimed_in_the_worktree(repo: Repo) -> None:
    repo.write("model.bin", size=2 * MB).stage().write(".gitattributes", "*.bin filter=lfs\n")


def claimed_by_info(repo: Repo) -> None:
    repo.write("model.bin", size=2 * MB).stage().write(".git/info/attributes", "*.bin filter=lfs\n")


def claimed_by_the_user(repo: Repo) -> None:
    repo.write("model.bin", size=2 * MB).stage().write("../attributes", "*.bin filter=lfs\n")
    repo.git("config", "core.attributesFile", str(repo.root.parent / "attributes"))


def truncated_in_the_worktree(repo: Repo) -> None:
    repo.write("model.pt", size=2 * MB).stage().write("model.pt")


def grown_in_the_worktree(repo: Repo) -> None:
    repo.write("model.pt", b"small\n").stage().write("model.pt", size=2 * MB)


def link_out(repo: Repo) -> None:
    repo.write("../outside.bin", size=2 * MB)
    (repo.root / "model.pt").symlink_to(repo.root.parent / "outside.bin")
    repo.stage()


def link_to_nothing(repo: Repo) -> None:
    (repo.root / "model.pt").symlink_to("nowhere")
    repo.stage()


def deleted_in_the_worktree(repo: Repo) -> None:
    repo.write("model.pt", size=2 * MB).stage()
    (repo.root / "model.pt").unlink()


def committed(repo: Repo) -> None:
    repo.write("README", "a project\n").stage().commit()
    repo.write("model.pt", size=2 * MB).stage().commit("feat: past the hook")


def added_then_deleted(repo: Repo) -> None:
    committed(repo)
    repo.git("rm", "-q", "model.pt")
    repo.write("train.py", "pass\n").stage().commit("chore: one more")


def about_to_amend(repo: Repo) -> None:
    committed(repo)
    repo.write("train.py", "pass\n").stage()


def text_with_crlf(repo: Repo) -> None:
    """110,000 lines: 440,000 bytes as git stores them, 550,000 in the worktree."""
    repo.git("config", "core.autocrlf", "true")
    repo.write("table.csv", b"abc\r\n" * 110_000).stage()
    assert repo.git("cat-file", "-s", ":table.csv") == "440000"


def intended(repo: Repo) -> None:
    repo.write("model.pt", size=2 * MB).git("add", "--intent-to-add", "model.pt")


def brought_by_a_merge(repo: Repo) -> None:
    repo.write("README", "a project\n").stage().commit()
    repo.git("switch", "-qc", "theirs")
    repo.write("model.pt", size=2 * MB).stage().commit("theirs")
    repo.git("switch", "-q", "main")
    repo.write("train.py", "pass\n").stage().commit("ours")
    repo.git("merge", "-q", "--no-commit", "theirs")


def copied(repo: Repo) -> None:
    committed(repo)
    repo.write("copy.pt", size=2 * MB).stage()


RANGE = {"PRE_COMMIT_FROM_REF": "HEAD~1", "PRE_COMMIT_TO_REF": "HEAD"}
RAW = {"model.bin MLH101", "model.bin MLH102"}
CASES = {
    "1: a name outside ASCII": named("modèle.bin"),
    "1b: a tab in the name": named("mod\tel.bin", r"mod\tel.bin"),
    "1c: a quote in the name": named('mod"el.bin'),
    "1d: a byte that is not UTF-8 in the name": named(b"mod\xffel.bin", r"mod\xffel.bin", (1, "UnicodeEncodeError")),
    "2: a tracked file that grows": Case(grown, hook("model.pt"), {"model.pt MLH101"}, peer("model.pt"), MISSES),
    "3: a rename with an edit": Case(renamed_and_edited, hook("b.bin"), {"b.bin MLH101"}, peer("b.bin"), MISSES),
    "4: a link that becomes a file": Case(
        link_made_a_file, hook("model.pt"), {"model.pt MLH101"}, peer("model.pt"), MISSES
    ),
    "5: raw bytes on an LFS path": Case(raw_on_an_lfs_path, hook("model.bin"), RAW, peer("model.bin"), MISSES),
    "5: … with --enforce-all": Case(
        raw_on_an_lfs_path, hook("--enforce-all", "model.bin"), RAW, peer("--enforce-all", "model.bin"), MISSES
    ),
    "6: large in the index, truncated in the worktree": Case(
        truncated_in_the_worktree, hook("model.pt"), {"model.pt MLH101"}, peer("model.pt"), MISSES
    ),
    "6b: small in the index, large in the worktree": Case(
        grown_in_the_worktree, hook("model.pt"), set(), peer("model.pt"), BLAMES
    ),
    "7: .gitattributes that is not staged": Case(
        claimed_in_the_worktree, hook("model.bin"), {"model.bin MLH101"}, peer("model.bin"), MISSES
    ),
    "8: a link to a large file outside": Case(link_out, hook("model.pt"), set(), peer("model.pt"), BLAMES),
    "9: a link to nothing": Case(link_to_nothing, hook("model.pt"), set(), peer("model.pt"), (1, "FileNotFoundError")),
    "10: staged, then deleted from the worktree": Case(
        deleted_in_the_worktree, hook("model.pt"), {"model.pt MLH101"}, peer("model.pt"), (1, "FileNotFoundError")
    ),
    "11: called in a sub-folder": Case(
        lambda repo: repo.write("models/model.pt", size=2 * MB).stage(),
        hook("model.pt", folder="models"),
        {"models/model.pt MLH101"},
        peer("model.pt", folder="models"),
        MISSES,
    ),
    "12: intent to add: there is no content yet": Case(intended, hook("model.pt"), set(), peer("model.pt"), MISSES),
    "13: at pre-push, on a clean tree": Case(
        committed, hook("model.pt", env=RANGE), {"model.pt MLH101"}, peer("model.pt"), MISSES
    ),
    "14: added and deleted again in the range": Case(
        added_then_deleted,
        hook("train.py", env={**RANGE, "PRE_COMMIT_FROM_REF": "HEAD~2"}),
        {"model.pt MLH101"},
        peer("--enforce-all", "train.py"),
        MISSES,
    ),
    "14: … as a job in CI asks": Case(
        added_then_deleted,
        lint("--from-ref", "HEAD~2", "--to-ref", "HEAD"),
        {"model.pt MLH101"},
        peer("--enforce-all", "train.py"),
        MISSES,
    ),
    "15: --amend after --no-verify": Case(
        about_to_amend, lint(), {"model.pt MLH101"}, peer("train.py", "model.pt"), MISSES
    ),
    "18: a checkout larger than what git stores": Case(
        text_with_crlf, hook("--maxkb=500", "table.csv"), set(), peer("table.csv"), BLAMES
    ),
    "22: a macro that says LFS": Case(claimed_by_a_macro, hook("model.bin"), RAW, peer("model.bin"), MISSES),
    "23: info/attributes say LFS": Case(
        claimed_by_info, hook("model.bin"), {"model.bin MLH101"}, peer("model.bin"), MISSES
    ),
    "24: the user's own attributes say LFS": Case(
        claimed_by_the_user, hook("model.bin"), {"model.bin MLH101"}, peer("model.bin"), MISSES
    ),
    "the other side of a merge": Case(brought_by_a_merge, hook("model.pt"), set(), peer("model.pt"), BLAMES),
    "a copy of what git stores already": Case(copied, hook("copy.pt"), {"copy.pt MLH110"}, peer("copy.pt"), BLAMES),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_blob_is_judged_and_no_bypass_is_left(repo: Repo, case: Case) -> None:
    case.story(repo)

    ran = case.call(repo)
    code, words = case.verdict
    other = case.peer(repo)

    errors = {line for line in case.found if "MLH110" not in line}
    assert (ran.code, found(ran.out)) == (int(bool(errors)), case.found), ran
    assert "Traceback" not in ran.err
    assert other.code == code, other
    assert words in other.out + other.err


# The others are about commits that are made already.
AS_STAGED = {name: case for name, case in CASES.items() if not name.startswith(("13", "14", "15"))}


@pytest.mark.parametrize("case", AS_STAGED.values(), ids=AS_STAGED)
def test_without_names_the_staged_files_are_judged_alike(repo: Repo, case: Case) -> None:
    case.story(repo)

    ran = repo.mlhygiene("hook", "large-files")

    assert found(ran.out) == case.found
    assert ran.code == int(any("MLH110" not in line for line in case.found))


BOUNDARY = [(kib, spare) for kib in (0, 1, 9, 500, 2000) for spare in (0, 1)]


@pytest.mark.parametrize("flags", [(), ("--enforce-all",)], ids=["added", "enforce-all"])
@pytest.mark.parametrize(("kib", "spare"), BOUNDARY, ids=[f"{kib}KiB+{spare}" for kib, spare in BOUNDARY])
def test_16_maxkb_is_the_same_byte_to_both(repo: Repo, kib: int, spare: int, flags: tuple[str, ...]) -> None:
    repo.write("weights.bin", size=kib * KIB + spare).stage()

    args = ("--maxkb", str(kib), *flags, "weights.bin")
    ours, theirs = repo.mlhygiene("hook", "large-files", *args), repo.run(tool("check-added-large-files"), *args)

    assert ours.code == theirs.code == spare


@pytest.mark.parametrize(("size", "code"), [(512_000, 0), (512_001, 1)])
def test_16_the_limit_of_500_kib_is_the_default_of_both(repo: Repo, size: int, code: int) -> None:
    repo.write("weights.bin", size=size).stage()

    ours = repo.mlhygiene("hook", "large-files", "weights.bin")
    theirs = repo.run(tool("check-added-large-files"), "weights.bin")

    assert ours.code == theirs.code == code
    assert not code or "512,001 bytes, over the limit of 512,000 bytes" in ours.out


def test_maxkb_holds_for_text_too(repo: Repo) -> None:
    repo.write("notes.txt", "word\n" * 400).stage()

    assert repo.mlhygiene("hook", "large-files", "--maxkb=1", "notes.txt").code == 1
    assert repo.mlhygiene("hook", "large-files", "--maxkb=2", "notes.txt").code == 0


def test_enforce_all_judges_a_committed_file_as_the_peer_does(repo: Repo) -> None:
    committed(repo)

    ours = repo.mlhygiene("hook", "large-files", "--enforce-all", "--maxkb=500", "model.pt")
    theirs = repo.run(tool("check-added-large-files"), "--enforce-all", "--maxkb=500", "model.pt")

    assert ours.code == theirs.code == 1


def of_sha256(repo: Repo) -> Repo:
    other = Repo(repo.root.parent / "sha256", repo.environment)
    other.root.mkdir()
    other.git("init", "--quiet", "--initial-branch=main", "--object-format=sha256")
    return other


def shared(repo: Repo) -> Repo:
    """A clone that borrows its objects."""
    repo.write("README", "a project\n").stage().commit()
    repo.git("clone", "--quiet", "--shared", ".", "../shared")
    return Repo(repo.root.parent / "shared", repo.environment)


def linked(repo: Repo) -> Repo:
    repo.write("README", "a project\n").stage().commit()
    repo.git("worktree", "add", "-q", "../linked", "-b", "exp/wider")
    return Repo(repo.root.parent / "linked", repo.environment)


def sparse(repo: Repo) -> Repo:
    repo.write("kept/a.py", "1\n").write("left/out/b.py", "1\n").stage().commit()
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "kept")
    return repo


def with_its_index_elsewhere(repo: Repo) -> Repo:
    return Repo(repo.root, {**repo.environment, "GIT_INDEX_FILE": str(repo.root.parent / "index")})


def bare_with_a_worktree(repo: Repo) -> Repo:
    """Dotfiles' way: a bare repository whose worktree is named by the environment."""
    folder = str(repo.root.parent / "bare.git")
    repo.git("init", "--quiet", "--bare", "--initial-branch=main", folder)
    return Repo(repo.root, {**repo.environment, "GIT_DIR": folder, "GIT_WORK_TREE": str(repo.root)})


MAKES = [of_sha256, shared, linked, sparse, with_its_index_elsewhere, bare_with_a_worktree]


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("local", [False, True], ids=["", "info/attributes"])
def test_a_repository_of_any_make_is_judged_alike(repo: Repo, make: Callable[[Repo], Repo], local: bool) -> None:
    made = make(repo)
    if local:
        info = made.root / made.git("rev-parse", "--git-path", "info/attributes")
        info.parent.mkdir(exist_ok=True)
        info.write_text("*.pt filter=lfs\n")
    made.write("kept/.gitattributes", "*.bin filter=lfs\n").write("kept/model.bin", size=2 * MB).stage()
    made.write("kept/model.pt", size=2 * MB).stage()
    expected = {"kept/model.bin MLH101", "kept/model.bin MLH102", "kept/model.pt MLH101"}

    named = made.mlhygiene("hook", "large-files", "model.bin", "model.pt", cwd=made.root / "kept")
    unnamed = made.mlhygiene("hook", "large-files")
    tree = made.mlhygiene("lint")
    made.commit()
    history = made.mlhygiene("lint", "--history")

    for ran in (named, unnamed, tree, history):
        assert (ran.code, found(ran.out)) == (1, expected), ran.err
