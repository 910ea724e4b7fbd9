"""The hook `notebooks` in real commits: git's own hooks, pre-commit and prek."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import pytest

from dirty import BROKEN, clean, dirty, zeppelin

if TYPE_CHECKING:
    from tests.e2e.conftest import Framework

    from conftest import Ran, Repo


EDITED = dirty("2 + 2", "4\n")
NAMES = {
    "a space": b"my notebook.ipynb",
    "a leading dash": b"-a.ipynb",
    "two dashes": b"--index.ipynb",
    "a newline": b"a\nb.ipynb",
    "no UTF-8": b"\xff.ipynb",
    "a folder": b"deep/er/a.ipynb",
    "a glob": b"[a]*.ipynb",
    "capitals": b"A.IPYNB",
}
EXOTIC = pytest.mark.skipif(sys.platform != "linux", reason="names of bytes")


def head(repo: Repo, path: str | bytes) -> bytes:
    """A file as the last commit has it."""
    return repo.git("show", b"HEAD:" + os.fsencode(path)).encode("utf-8", "surrogateescape") + b"\n"


def file(repo: Repo, path: str | bytes) -> bytes:
    with open(os.path.join(os.fsencode(repo.root), os.fsencode(path)), "rb") as opened:
        return opened.read()


# Git's own hook.


def install(repo: Repo, *arguments: str, hooks: str = ".git/hooks") -> Repo:
    """What `mlhygiene install` will write."""
    for name in ("pre-commit", "pre-merge-commit"):
        script = f'#!/bin/sh\nexec "{sys.executable}" -m mlhygiene hook notebooks {" ".join(arguments)}\n'
        repo.write(f"{hooks}/{name}", script)
        (repo.root / hooks / name).chmod(0o755)
    return repo


@pytest.fixture
def native(repo: Repo) -> Repo:
    repo.write("train.py", "1\n").stage().commit()
    return install(repo)


def commit(repo: Repo, *arguments: str | bytes) -> Ran:
    return repo.run("git", "commit", "-qm", "exp: wider", *arguments)


def test_git_commits_what_is_stripped_and_the_file_keeps_its_outputs(native: Repo) -> None:
    native.write("a.ipynb", dirty()).stage().write("a.ipynb", EDITED)

    ran = commit(native)

    assert ran.code == 0
    assert ran.err == "mlhygiene: stripped a.ipynb in the index: outputs of 1 cell, 1 execution count\n"
    assert (head(native, "a.ipynb"), file(native, "a.ipynb")) == (clean(), EDITED)
    assert native.git("status", "--short") == " M a.ipynb"
    assert native.git("diff", "--cached") == ""


def test_a_commit_without_notebooks_is_silent(native: Repo) -> None:
    native.write("train.py", "2\n").write("a.ipynb", clean()).stage()
    index = native.git("ls-files", "--stage")

    assert commit(native).err == ""
    assert native.git("ls-files", "--stage") == index


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@EXOTIC
def test_git_any_name_will_do(native: Repo, name: bytes) -> None:
    native.write(name, dirty()).stage()

    assert commit(native).code == 0
    assert (head(native, name), file(native, name)) == (clean(), dirty())


def test_git_commit_of_a_file_leaves_no_outputs_staged(native: Repo) -> None:
    """Git commits from a temporary index then, and keeps another one for afterwards."""
    native.write("a.ipynb", clean()).write("b.ipynb", clean()).stage().commit()
    native.write("a.ipynb", EDITED).write("b.ipynb", EDITED).stage("b.ipynb")

    ran = commit(native, "a.ipynb")

    assert ran.code == 0, ran.err
    assert (head(native, "a.ipynb"), head(native, "b.ipynb")) == (clean("2 + 2"), clean())
    assert (file(native, "a.ipynb"), file(native, "b.ipynb")) == (EDITED, EDITED)
    assert native.git("status", "--short").splitlines() == [" M a.ipynb", "M  b.ipynb"]


def test_git_commit_of_a_file_that_is_staged_otherwise(native: Repo) -> None:
    native.write("a.ipynb", clean()).stage().commit()
    native.write("a.ipynb", dirty()).stage().write("a.ipynb", EDITED)

    assert commit(native, "a.ipynb").code == 0
    assert head(native, "a.ipynb") == clean("2 + 2")
    assert native.git("diff", "--cached", "--name-only") == ""


def test_git_commit_of_a_file_in_a_second_worktree(native: Repo) -> None:
    native.write("a.ipynb", clean()).stage().commit()
    native.git("worktree", "add", "-q", "../second")
    second = type(native)(native.root.parent / "second", native.environment)
    second.write("a.ipynb", EDITED)

    assert commit(second, "a.ipynb").code == 0
    assert head(second, "a.ipynb") == clean("2 + 2")
    assert second.git("status", "--short") == " M a.ipynb"
    assert native.git("status", "--short") == ""


def test_git_commit_of_everything(native: Repo) -> None:
    native.write("a.ipynb", clean()).stage().commit()
    native.write("a.ipynb", EDITED)

    assert commit(native, "-a").code == 0
    assert (head(native, "a.ipynb"), file(native, "a.ipynb")) == (clean("2 + 2"), EDITED)
    assert native.git("status", "--short") == " M a.ipynb"


@pytest.mark.parametrize("how", [(), ("-a",), ("a.ipynb",)], ids=["staged", "commit -a", "commit FILE"])
def test_git_commits_nothing_where_only_outputs_have_changed(how: tuple[str, ...], native: Repo) -> None:
    native.write("a.ipynb", clean()).stage().commit()
    before = native.git("rev-parse", "HEAD")
    native.write("a.ipynb", dirty())
    if not how:
        native.stage()

    ran = commit(native, *how)

    assert ran.code == 1
    assert "nothing is left to commit, for only what is stripped had changed" in ran.err
    assert (native.git("rev-parse", "HEAD"), file(native, "a.ipynb")) == (before, dirty())


def test_git_commits_a_deletion_beside_outputs(native: Repo) -> None:
    native.write("a.ipynb", clean()).stage().commit()
    native.write("a.ipynb", dirty()).git("rm", "-q", "train.py")

    assert commit(native, "-a").code == 0
    assert native.git("ls-tree", "--name-only", "HEAD") == "a.ipynb"


def test_a_message_can_be_amended_once_the_index_is_stripped(native: Repo) -> None:
    native.write("a.ipynb", clean()).stage().commit()
    native.write("a.ipynb", dirty()).stage()

    assert [commit(native, "--amend").code for _ in range(2)] == [1, 0]


def test_a_merge_that_is_resolved_to_our_side_is_committed(native: Repo) -> None:
    native.write("a.ipynb", clean("1")).stage().commit()
    native.git("checkout", "-qb", "theirs")
    native.write("a.ipynb", clean("2")).stage().commit()
    native.git("checkout", "-q", "main")
    native.write("a.ipynb", clean("3")).stage().commit()
    native.git("merge", "theirs", check=False)
    native.write("a.ipynb", dirty("3")).stage()

    assert commit(native).code == 0
    assert (head(native, "a.ipynb"), native.git("log", "-1", "--format=%P").count(" ")) == (clean("3"), 1)


def test_git_commit_from_a_folder(native: Repo) -> None:
    native.write("deep/a.ipynb", dirty()).stage()

    ran = native.run("git", "commit", "-qm", "exp: wider", cwd=native.root / "deep")

    assert (ran.code, head(native, "deep/a.ipynb")) == (0, clean())


def test_git_commit_in_a_submodule(native: Repo) -> None:
    inner = type(native)(native.root / "inner", native.environment)
    native.git("init", "-q", "library")
    library = type(native)(native.root / "library", native.environment)
    library.write("a.ipynb", clean()).stage().commit()
    native.git("submodule", "--quiet", "add", "./library", "inner")
    install(inner, hooks=os.path.relpath(native.root / ".git/modules/inner/hooks", inner.root))
    inner.write("a.ipynb", EDITED).stage()

    ran = commit(inner)

    assert (ran.code, head(inner, "a.ipynb")) == (0, clean("2 + 2"))
    assert commit(native).code == 0  # the entry of the submodule is no notebook


def test_a_broken_notebook_stops_the_commit_and_the_others_are_stripped(native: Repo) -> None:
    native.write("a.ipynb", dirty()).write("b.ipynb", BROKEN).write("c.ipynb", dirty()).stage()

    ran = commit(native)

    assert ran.code == 1
    assert "b.ipynb:3:1: not valid JSON" in ran.err
    assert native.git("show", ":a.ipynb") == native.git("show", ":c.ipynb") == clean().decode().rstrip()


def test_what_a_merge_brings_is_left_and_what_it_mends_is_stripped(native: Repo) -> None:
    native.write("a.ipynb", clean()).write("b.txt", "1\n").stage().commit()
    native.git("switch", "-qc", "theirs")
    native.write("theirs.ipynb", dirty()).write("b.txt", "2\n").stage().commit()
    native.git("switch", "-q", "main")
    native.write("c.txt", "1\n").stage().commit()

    clear = native.run("git", "merge", "-q", "--no-edit", "theirs")
    native.git("reset", "-q", "--hard", "HEAD~1")
    native.write("b.txt", "3\n").stage().commit()
    native.run("git", "merge", "-q", "theirs")
    native.write("b.txt", "4\n").write("a.ipynb", EDITED).stage()
    mended = commit(native)

    assert (clear.code, clear.err) == (0, "")
    assert mended.code == 0, mended.err
    assert (head(native, "theirs.ipynb"), head(native, "a.ipynb")) == (dirty(), clean("2 + 2"))


def test_entries_that_are_no_content_are_left(native: Repo) -> None:
    native.write("intended.ipynb", dirty()).git("add", "-N", "intended.ipynb")
    native.put("link.ipynb", b"train.py", mode="120000").write("a.ipynb", dirty()).stage("a.ipynb")
    names = ("intended.ipynb", "link.ipynb", "a.ipynb")

    ran = native.mlhygiene("hook", "notebooks", "--index", *names)

    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert native.git("status", "--short", "intended.ipynb") == " A intended.ipynb"
    assert native.git("show", ":a.ipynb") == clean().decode().rstrip()


def test_the_config_of_the_index_counts(native: Repo) -> None:
    native.write("mlhygiene.toml", '[per-path]\n"tutorials/**" = { MLH301 = "they keep output" }\n')
    native.write("tutorials/a.ipynb", dirty()).write("b.ipynb", dirty()).stage()
    native.write("mlhygiene.toml", "select = [")

    assert commit(native).code == 0
    assert (head(native, "tutorials/a.ipynb"), head(native, "b.ipynb")) == (dirty(), clean())


def test_git_may_strip_the_files_instead(native: Repo) -> None:
    install(native, "--worktree").write("a.ipynb", dirty()).stage()

    blocked = commit(native)
    stripped = file(native, "a.ipynb")
    native.stage()

    assert blocked.code == 1
    assert "mlhygiene: stage what was stripped (`git add`), then commit again\n" in blocked.err
    assert (stripped, commit(native).code) == (clean(), 0)


def test_a_filter_has_nothing_left_for_the_hook(native: Repo) -> None:
    native.write(".gitattributes", "*.ipynb filter=strip\n").stage().commit()
    native.git("config", "filter.strip.clean", f'"{sys.executable}" -m mlhygiene strip')
    native.write("a.ipynb", dirty()).stage()

    assert (commit(native).err, head(native, "a.ipynb")) == ("", clean())
    assert native.git("status", "--short") == ""


def test_a_file_keeps_its_outputs_where_git_holds_it_stripped(repo: Repo) -> None:
    install(repo, "--worktree").put("a.ipynb", clean())
    repo.write("a.ipynb", dirty())

    assert repo.run("git", "commit", "-m", "exp: with a filter of git's").code == 0
    assert repo.run("git", "status", "--short").out == " M a.ipynb\n"
    assert file(repo, "a.ipynb") == dirty()


def test_strip_staged_is_the_same_by_hand(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).write("b.ipynb", dirty()).stage().write("a.ipynb", EDITED)

    check = repo.mlhygiene("strip", "--staged", "--check")
    one = repo.mlhygiene("strip", "--staged", "a.ipynb")

    assert check.code == 1
    assert [line.partition(":")[0] for line in check.out.splitlines()] == ["a.ipynb", "b.ipynb"]
    assert one.code == 0
    assert one.err.endswith("mlhygiene: stripped 1 of 1 notebook\n")
    assert file(repo, "a.ipynb") == EDITED
    assert repo.git("show", ":a.ipynb") == clean().decode().rstrip()
    assert repo.git("show", ":b.ipynb") == dirty().decode().rstrip()


MISTAKES = {
    "--keep-ouptut": "--keep-ouptut: no such option, and no such file in the index",
    "--keep-output=yes": "--keep-output takes no value",
    "--max-size=much": "--max-size: 'much' is no number of characters",
    "--extra-keys": "--extra-keys needs a value",
}


@pytest.mark.parametrize("option", MISTAKES)
def test_a_mistyped_option_is_told(native: Repo, option: str) -> None:
    ran = native.mlhygiene("hook", "notebooks", option)

    assert (ran.code, MISTAKES[option] in ran.err) == (2, True)


def test_a_file_called_like_an_option_changes_nothing(native: Repo) -> None:
    native.write("--keep-output", "").write("a.ipynb", dirty()).stage()

    refused = native.mlhygiene("hook", "notebooks", "--keep-output", "a.ipynb")
    ended = native.mlhygiene("hook", "notebooks", "--", "--keep-output", "a.ipynb")

    assert (refused.code, ended.code) == (2, 1)
    assert "an option, and a file in the index, too" in refused.err
    assert file(native, "a.ipynb") == clean()


def test_options_of_the_hook_outweigh_the_config(native: Repo) -> None:
    native.write("a.ipynb", dirty(kernel=1)).stage()

    options = ("--keep-output", "--keep-count", "--extra-keys", "metadata.kernel")
    ran = native.mlhygiene("hook", "notebooks", *options, "a.ipynb")

    assert (ran.code, file(native, "a.ipynb")) == (1, dirty())


@pytest.mark.parametrize("option", [["--config", "other.toml"], ["--config=other.toml"]], ids=["apart", "joined"])
def test_a_config_that_is_named_counts(native: Repo, option: list[str]) -> None:
    native.write("other.toml", "[rules.notebook-output]\nkeep-output = true\n").write("a.ipynb", dirty()).stage()

    assert native.mlhygiene("hook", "notebooks", *option, "a.ipynb").code == 1
    assert b"2\\n" in file(native, "a.ipynb")


def test_a_file_that_the_worktree_has_not_is_told(native: Repo) -> None:
    install(native, "--worktree").write("a.ipynb", dirty()).stage()
    (native.root / "a.ipynb").unlink()

    ran = commit(native)

    assert ran.code == 1
    assert "a.ipynb: cannot read: No such file or directory" in ran.err


def test_a_content_that_is_not_there_is_told(native: Repo) -> None:
    native.write("a.ipynb", dirty()).stage()
    oid = native.git("rev-parse", ":a.ipynb")
    (native.root / ".git/objects" / oid[:2] / oid[2:]).unlink()

    ran = native.mlhygiene("hook", "notebooks")

    assert ran.code == 2
    assert "could not judge: a.ipynb: its content is not in this clone" in ran.err


def test_a_bare_repository_has_nothing_to_strip(native: Repo) -> None:
    native.git("clone", "-q", "--bare", ".", "../bare.git")
    bare = native.root.parent / "bare.git"

    for mode in ("--index", "--worktree"):
        ran = native.mlhygiene("hook", "notebooks", mode, "a.ipynb", cwd=bare)
        assert (ran.code, ran.err.startswith("mlhygiene: a bare repository")) == (2, True)


@pytest.mark.parametrize("index", ["index.lock", "next-index-1.lock"])
def test_a_framework_that_is_about_to_lose_the_index_is_told(native: Repo, index: str) -> None:
    built = {"GIT_INDEX_FILE": str(native.root / ".git" / index), "PRE_COMMIT": "1"}
    native.write("a.ipynb", dirty()).git("add", "a.ipynb", env=built)

    ran = native.mlhygiene("hook", "notebooks", "--index", "a.ipynb", env=built)

    assert ran.code == 1
    assert "stage them yourself (`git add`), then `git commit`" in ran.err


LATE = ("argparse", "nbformat", "jsonschema", "pathspec", "tempfile", "tomllib", "humanize", "difflib", "traceback")


def test_a_clean_notebook_imports_no_more_than_it_needs(native: Repo) -> None:
    native.write("a.ipynb", clean()).stage()

    ran = native.run(sys.executable, "-S", "-X", "importtime", "-m", "mlhygiene", "hook", "notebooks", "a.ipynb")
    imported = {name.strip().partition(".")[0] for name in re.findall(r"\|([^|\n]+)$", ran.err, re.MULTILINE)}

    assert ran.code == 0
    assert "mlhygiene" in imported
    assert not imported.intersection(LATE)


# pre-commit and prek.


@pytest.fixture
def project(repo: Repo, framework: Framework) -> Repo:
    """A repository of one notebook, with the hook in its default mode."""
    return _configured(repo, framework)


@pytest.fixture
def indexed(repo: Repo, framework: Framework) -> Repo:
    """The same in index mode."""
    return _configured(repo, framework, args="[--index]")


def _configured(repo: Repo, framework: Framework, **keys: str) -> Repo:
    framework.configure(repo, hook="notebooks", **keys)
    repo.write("a.ipynb", clean()).stage().commit("chore: hooks")
    framework.install(repo)
    return repo


@pytest.mark.slow
def test_it_fails_like_every_fixer_and_then_passes(framework: Framework, project: Repo) -> None:
    # pre-commit itself cannot read a name that is not UTF-8.
    odd = [os.fsdecode(name) for case, name in NAMES.items() if case != "no UTF-8" or framework.name == "prek"]
    names = ["a.ipynb", *odd, "n.zpln"]
    for name in names:
        project.write(name, zeppelin({"code": 1}) if name.endswith("zpln") else dirty())
    project.stage()

    first = framework.git(project, "commit", "-m", "exp: wider")
    stripped = {file(project, name) for name in names}
    project.stage()
    second = framework.git(project, "commit", "-m", "exp: wider")

    assert first.code == 1
    assert "mlhygiene: stage what was stripped (`git add`), then commit again" in first.out
    assert stripped == {clean(), zeppelin({})}
    assert second.code == 0, second.out
    assert head(project, "my notebook.ipynb") == clean()


@pytest.mark.slow
def test_a_broken_notebook_among_several(framework: Framework, project: Repo) -> None:
    for number in range(9):
        project.write(f"{number}.ipynb", BROKEN if number == 4 else dirty())
    project.stage()

    ran = framework.git(project, "commit", "-m", "exp: wider")

    assert ran.code == 1
    assert "4.ipynb:3:1: not valid JSON" in ran.out
    assert {file(project, f"{number}.ipynb") for number in range(9) if number != 4} == {clean()}
    assert file(project, "4.ipynb") == BROKEN


@pytest.mark.slow
def test_all_files(framework: Framework, project: Repo) -> None:
    project.write("legacy.ipynb", dirty()).stage().commit("exp: past the hook")

    first = framework.run(project, "run", "--all-files")
    project.stage().commit()

    assert (first.code, file(project, "legacy.ipynb")) == (1, clean())
    assert framework.run(project, "run", "--all-files").code == 0


@pytest.mark.slow
def test_all_files_in_the_index(framework: Framework, indexed: Repo) -> None:
    indexed.write("legacy.ipynb", dirty()).stage().commit("exp: past the hook")

    first = framework.run(indexed, "run", "--all-files")
    second = framework.run(indexed, "run", "--all-files")

    assert (first.code, second.code) == (1, 0)
    assert indexed.git("status", "--short") == "MM legacy.ipynb"
    assert file(indexed, "legacy.ipynb") == dirty()


@pytest.mark.slow
def test_a_range_strips_what_it_names(framework: Framework, project: Repo) -> None:
    project.write("legacy.ipynb", dirty()).stage().commit("exp: past the hook")

    ran = framework.run(project, "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")

    assert (ran.code, file(project, "legacy.ipynb")) == (1, clean())


@pytest.mark.slow
def test_options_of_nbstripout_move_along(framework: Framework, repo: Repo) -> None:
    project = _configured(repo, framework, args="[--keep-output, --extra-keys, metadata.kernel metadata.lang]")
    project.write("b.ipynb", dirty(kernel=1, lang=2, other=3)).stage()

    ran = framework.git(project, "commit", "-m", "exp: wider")

    assert ran.code == 1
    assert "metadata kernel, lang" in ran.out
    assert b'"other": 3' in file(project, "b.ipynb")


@pytest.mark.slow
def test_partly_staged_in_files_nothing_is_lost(framework: Framework, project: Repo) -> None:
    """What is not staged stands in the way of any fixer: the framework takes the fix back, and says so."""
    project.write("a.ipynb", dirty()).stage().write("a.ipynb", EDITED)

    ran = framework.git(project, "commit", "-m", "exp: wider")

    assert ran.code == 1
    assert file(project, "a.ipynb") == EDITED
    assert project.git("show", ":a.ipynb") == dirty().decode().rstrip()
    assert head(project, "a.ipynb") == clean()


@pytest.mark.slow
def test_partly_staged_in_the_index_the_second_attempt_passes(framework: Framework, indexed: Repo) -> None:
    indexed.write("a.ipynb", dirty("1 + 1 # staged")).stage().write("a.ipynb", EDITED)

    first = framework.git(indexed, "commit", "-m", "exp: wider")
    between = file(indexed, "a.ipynb")
    second = framework.git(indexed, "commit", "-m", "exp: wider")

    assert first.code == 1
    assert "mlhygiene: commit again: the index is stripped, and the files keep their outputs" in first.out
    assert second.code == 0, second.out
    assert between == file(indexed, "a.ipynb") == EDITED
    assert head(indexed, "a.ipynb") == clean("1 + 1 # staged")
    assert indexed.git("diff", "--cached") == ""


@pytest.mark.slow
def test_several_processes_share_the_index(framework: Framework, indexed: Repo) -> None:
    for number in range(40):
        indexed.write(f"{number}.ipynb", dirty(str(number)))
    indexed.stage()

    first = framework.git(indexed, "commit", "-m", "exp: wider")
    second = framework.git(indexed, "commit", "-m", "exp: wider")

    assert (first.code, second.code) == (1, 0), first.out + second.out
    assert [head(indexed, f"{n}.ipynb") for n in range(40)] == [clean(str(n)) for n in range(40)]


@pytest.mark.slow
@pytest.mark.parametrize("how", [("-a",), ("a.ipynb",)], ids=["commit -a", "commit FILE"])
def test_an_index_that_is_built_anew_each_time_is_told(
    framework: Framework, indexed: Repo, how: tuple[str, ...]
) -> None:
    """The framework fails the commit, and git throws the stripped index away."""
    indexed.write("a.ipynb", EDITED)

    first = framework.git(indexed, "commit", "-m", "exp: wider", *how)
    indexed.stage()
    framework.git(indexed, "commit", "-m", "exp: wider")
    last = framework.git(indexed, "commit", "-m", "exp: wider")

    assert first.code == 1
    assert "stage them yourself (`git add`), then `git commit`" in first.out
    assert (last.code, head(indexed, "a.ipynb"), file(indexed, "a.ipynb")) == (0, clean("2 + 2"), EDITED)
