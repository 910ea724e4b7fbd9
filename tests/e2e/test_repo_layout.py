"""The hook `repo-layout`, under git, pre-commit and prek, driven for real."""

from __future__ import annotations

import dataclasses
import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from blocks import block
from mlhygiene.model import Storage

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Framework, Ran, Repo

LFS = "filter=lfs diff=lfs merge=lfs -text"
DEAD = "models/ -text\n"


def hook(repo: Repo, *arguments: str, **environment: str) -> Ran:
    return repo.mlhygiene("hook", "repo-layout", *arguments, env=environment)


@pytest.fixture
def begun(repo: Repo) -> Repo:
    repo.write("train.py", "1\n").write(".gitignore", "*.pt\n").write(".gitattributes", "*.py text\n").stage().commit()
    return repo


def _dead(repo: Repo) -> None:
    repo.write(".gitattributes", DEAD).stage()


def _claimed(repo: Repo) -> None:
    repo.write(".gitattributes", f"*.pt {LFS}\n").stage()


def _forced(repo: Repo) -> None:
    repo.write("a.pt", "1").git("add", "--force", "a.pt")


def _untracked_by_lfs(repo: Repo) -> None:
    repo.write(".gitattributes", block("gitattributes", Storage.LFS)).stage().commit()
    line = b"*.safetensors filter=lfs"
    kept = [each for each in block("gitattributes", Storage.LFS).split(b"\n") if not each.startswith(line)]
    repo.write(".gitattributes", b"\n".join(kept)).stage()


BRINGS: dict[str, tuple[Callable[[Repo], None], int, str]] = {
    "a dead line": (_dead, 1, ".gitattributes:1: MLH605 dead-attribute-pattern: "),
    "a pattern of two owners": (_claimed, 1, ".gitattributes:1: MLH603 ignored-and-lfs: "),
    "an ignored file": (_forced, 0, ".gitignore:1: MLH604 tracked-but-ignored (warning): "),
    "a line taken out of a block": (_untracked_by_lfs, 0, ".gitattributes:1: MLH602 gitattributes-drift (warning): "),
}


@pytest.mark.parametrize(("bring", "code", "told"), BRINGS.values(), ids=BRINGS)
def test_what_a_commit_brings_is_told(begun: Repo, bring: Callable[[Repo], None], code: int, told: str) -> None:
    bring(begun)

    ran = hook(begun)

    assert (ran.code, ran.out.startswith(told), ran.err) == (code, True, ""), ran.out


@pytest.mark.parametrize("bring", [bring for bring, *_ in BRINGS.values()], ids=BRINGS)
def test_a_later_commit_is_not_blamed_for_it(begun: Repo, bring: Callable[[Repo], None]) -> None:
    bring(begun)
    begun.commit()
    for name in ("train.py", "new.py", ".gitattributes"):
        path = begun.root / name
        begun.write(name, (path.read_bytes() if path.exists() else b"") + b"\n# another line\n").stage(name)

        assert hook(begun) == hook(begun, GIT_INDEX_FILE=".git/index")
        assert (hook(begun).code, hook(begun).out) == (0, "")


def test_a_second_one_is_told_beside_a_first_that_was_there(begun: Repo) -> None:
    _dead(begun)
    begun.commit()
    begun.write(".gitattributes", f"data/ -text\n{DEAD}").stage()

    ran = hook(begun)

    assert (ran.code, ran.out.count("MLH605"), ran.out.startswith(".gitattributes:1:")) == (1, 1, True)


def test_a_file_is_told_that_comes_and_not_those_that_were_there(begun: Repo) -> None:
    _forced(begun)
    begun.commit()
    begun.write("b.pt", "1").git("add", "--force", "b.pt")

    ran = hook(begun)

    assert (
        ".gitignore:1: MLH604 tracked-but-ignored (warning): `*.pt` ignores 1 file, tracked all the same: b.pt\n"
        in ran.out
    )


def test_a_sparse_partial_clone_is_asked_for_no_gitignore_that_it_lacks(begun: Repo) -> None:
    begun.write("far/.gitignore", "*.h5\n").write("near/.gitignore", "*.bin\n").write(
        "near/a.py", "1\n"
    ).stage().commit()
    begun.git("config", "uploadpack.allowFilter", "true")
    begun.git("clone", "--quiet", "--filter=blob:none", "--sparse", f"file://{begun.root}", "../clone")
    clone = dataclasses.replace(begun, root=begun.root.parent / "clone")
    clone.git("sparse-checkout", "set", "near")
    clone.write("near/b.py", "1\n").stage()

    ran = hook(clone)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    clone.write("near/b.bin", "1").git("add", "--force", "near/b.bin")
    assert hook(clone).out.startswith("near/.gitignore:1: MLH604")


def test_many_files_that_come_are_judged_at_once(begun: Repo) -> None:
    for number in range(60):
        begun.put(f"{number}.pt", b"1").put(f"{number}.py", b"1")

    assert "`*.pt` ignores 60 files, tracked all the same: " in hook(begun).out


def test_a_file_that_moves_to_where_it_is_ignored_is_told(begun: Repo) -> None:
    begun.git("mv", "train.py", "train.pt")

    assert "tracked all the same: train.pt" in hook(begun).out


def test_a_readme_that_goes_is_told_once(begun: Repo) -> None:
    for number in range(10):
        begun.write(f"{number}.py", "1\n")
    begun.write("README.md", "1\n").write("uv.lock", "1\n").stage().commit()
    begun.git("rm", "--quiet", "README.md")

    gone = hook(begun)
    begun.commit()
    begun.git("rm", "--quiet", "0.py")

    assert gone.out == ".: MLH606 missing-file (warning): no README: what the project does, and how to run it\n"
    assert hook(begun).out == ""


def test_with_nothing_staged_all_is_told(begun: Repo) -> None:
    _dead(begun)
    begun.commit()

    assert (hook(begun).code, hook(begun).out.count("MLH605")) == (1, 1)


def test_another_message_for_a_commit_is_not_blamed_for_what_it_holds(begun: Repo) -> None:
    _dead(begun)
    begun.commit()
    installed(begun, "pre-commit")

    assert begun.run("git", "commit", "--amend", "-m", "another message").code == 0
    assert begun.run("git", "commit", "--allow-empty", "-m", "nothing").code == 0


def _apart(begun: Repo) -> None:
    """A dead line on `main`, another file on `mine`, which stands there."""
    begun.git("switch", "--quiet", "--create", "mine")
    begun.write("mine.py", "1\n").stage().commit()
    begun.git("switch", "--quiet", "main")
    _dead(begun)
    begun.commit()
    begun.git("switch", "--quiet", "mine")


def test_a_merge_is_not_blamed_for_what_a_side_brings(begun: Repo) -> None:
    _apart(begun)
    installed(begun, "pre-merge-commit")

    assert begun.run("git", "merge", "--no-edit", "main").code == 0


def test_a_merge_answers_for_what_its_sides_make_together(begun: Repo) -> None:
    begun.git("rm", "--quiet", ".gitignore")
    begun.commit()
    begun.git("switch", "--quiet", "--create", "mine")
    begun.write(".gitignore", "*.pt\n").stage().commit()
    begun.git("switch", "--quiet", "main")
    _claimed(begun)
    begun.commit()
    installed(begun, "pre-merge-commit")

    ran = begun.run("git", "merge", "--no-edit", "mine")

    assert (ran.code, "MLH603" in ran.out + ran.err) == (1, True)


def test_a_first_commit_is_judged_as_a_whole(repo: Repo) -> None:
    _dead(repo)

    assert hook(repo).code == 1


def test_a_commit_of_one_file_is_judged_by_its_own_index(begun: Repo) -> None:
    _dead(begun)
    begun.write("train.py", "2\n")
    installed(begun, "pre-commit")

    assert begun.run("git", "commit", "-m", "one file", "train.py").code == 0
    assert begun.run("git", "commit", "-m", "the rest").code == 1


def installed(repo: Repo, stage: str) -> None:
    path = repo.root / ".git/hooks" / stage
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m mlhygiene hook repo-layout "$@"\n')
    path.chmod(0o755)


def test_gits_own_pre_push_judges_what_the_refs_lead_to(begun: Repo) -> None:
    begun.git("init", "--quiet", "--bare", "../there.git")
    begun.git("remote", "add", "origin", "../there.git")
    installed(begun, "pre-push")

    assert begun.run("git", "push", "origin", "main").code == 0
    _dead(begun)
    begun.commit()
    refused = begun.run("git", "push", "origin", "main")
    assert (refused.code, "MLH605" in refused.out + refused.err) == (1, True)
    assert begun.run("git", "push", "--no-verify", "origin", "main").code == 0
    begun.write("train.py", "3\n").stage().commit()
    assert begun.run("git", "push", "origin", "main").code == 0
    assert begun.run("git", "push", "--no-verify", "origin", "main:old").code == 0
    assert begun.run("git", "push", "origin", ":old").code == 0
    assert begun.run("git", "push", "origin", "main:old").code == 0


def test_a_new_ref_is_not_blamed_for_what_the_remote_has(begun: Repo) -> None:
    begun.git("init", "--quiet", "--bare", "../there.git")
    begun.git("remote", "add", "origin", "../there.git")
    _dead(begun)
    begun.commit()
    begun.git("push", "--quiet", "origin", "main")
    installed(begun, "pre-push")
    begun.git("tag", "v1", "main~1")
    begun.git("tag", "-a", "-m", "nested", "v2", "v1")
    begun.git("switch", "--quiet", "--create", "feat/work")
    begun.write("eval.py", "1\n").stage().commit()

    assert begun.run("git", "push", "origin", "feat/work", "v1", "v2").code == 0
    begun.write("a.pt", "1").git("add", "--force", "a.pt")
    begun.commit()
    forced = begun.run("git", "push", "origin", "feat/work")
    assert (forced.code, "MLH604 tracked-but-ignored" in forced.out + forced.err) == (0, True)
    again = begun.run("git", "push", "origin", "feat/work:refs/heads/feat/again")
    assert "MLH" not in again.out + again.err
    begun.git("switch", "--quiet", "--create", "feat/more")
    begun.write(".gitattributes", DEAD + "data/ -text\n").stage().commit()
    begun.git("tag", "v3")
    refused = begun.run("git", "push", "origin", "feat/more", "v3")
    assert refused.code == 1
    assert ".gitattributes:1:" not in refused.out + refused.err
    said = (refused.out + refused.err).splitlines()
    assert [line for line in said if line.startswith("pushing ")] == ["pushing feat/more:", "pushing the tag v3:"]


def test_a_push_is_not_blamed_for_what_the_remote_has_on_another_branch(begun: Repo) -> None:
    begun.git("init", "--quiet", "--bare", "../there.git")
    begun.git("remote", "add", "origin", "../there.git")
    _apart(begun)
    begun.git("push", "--quiet", "origin", "main", "mine")
    begun.git("merge", "--quiet", "--no-edit", "main")
    installed(begun, "pre-push")

    assert begun.run("git", "push", "origin", "mine").code == 0
    assert begun.run("git", "push", "origin", "main:new").code == 0
    begun.write(".gitattributes", DEAD + "raw/ -text\n").stage().commit()
    refused = begun.run("git", "push", "origin", "mine")
    assert (refused.code, (refused.out + refused.err).count("MLH605")) == (1, 1)


def test_a_bare_repository_is_judged_by_its_head(begun: Repo) -> None:
    _dead(begun)
    begun.commit()
    begun.git("clone", "--quiet", "--bare", ".", "../bare.git")

    assert begun.mlhygiene("hook", "repo-layout", cwd=begun.root.parent / "bare.git").code == 1


WRONG = {
    "an option": (("--staged",), "--staged: no such option of repo-layout"),
    "a name": ((".gitignore",), "repo-layout takes no names"),
    "a config that is not there": (("--config", "none.toml"), "none.toml: cannot read the config"),
}


@pytest.mark.parametrize(("arguments", "told"), WRONG.values(), ids=WRONG)
def test_what_it_is_called_with_is_checked(begun: Repo, arguments: tuple[str, ...], told: str) -> None:
    ran = hook(begun, *arguments)

    assert (ran.code, told in ran.err) == (2, True)


def test_the_config_says_which_rules_there_are(begun: Repo) -> None:
    begun.write("mine.toml", 'ignore = { MLH605 = "a tool of ours" }\n')
    _dead(begun)

    assert hook(begun, "--config", "mine.toml").code == 0
    begun.write("mlhygiene.toml", 'ignore = { MLH605 = "a tool of ours" }\n').stage()
    assert hook(begun).code == 0


@pytest.mark.slow
def test_a_framework_commits_and_pushes_by_it(repo: Repo, framework: Framework) -> None:
    framework.configure(repo, hook="repo-layout")
    repo.write("train.py", "1\n").write(".gitattributes", "*.py text\n").stage().commit()
    framework.install(repo, "pre-commit", "pre-merge-commit", "pre-push")
    repo.git("init", "--quiet", "--bare", "../there.git")
    repo.git("remote", "add", "origin", "../there.git")

    pushed = framework.git(repo, "push", "origin", "main")
    assert pushed.code == 0, pushed.out
    _dead(repo)
    refused = framework.git(repo, "commit", "-m", "dead")
    assert (refused.code, "MLH605" in refused.out) == (1, True)
    repo.commit()
    assert framework.run(repo, "run", "--all-files").code == 1
    assert framework.run(repo, "run", "--from-ref", "HEAD~", "--to-ref", "HEAD").code == 1
    assert framework.git(repo, "push", "origin", "main").code == 1
    assert framework.git(repo, "push", "origin", "main:elsewhere").code == 1
    repo.write("train.py", "2\n").stage()
    assert framework.git(repo, "commit", "-m", "another file").code == 0
    repo.write(".gitattributes", "models/** -text\n").stage()
    assert framework.git(repo, "commit", "-m", "mended").code == 0
    assert framework.git(repo, "push", "origin", "main").code == 0


@pytest.mark.slow
def test_a_framework_judges_a_merge(repo: Repo, framework: Framework) -> None:
    framework.configure(repo, hook="repo-layout")
    repo.write("train.py", "1\n").stage().commit()
    repo.git("switch", "--quiet", "--create", "dead")
    _dead(repo)
    repo.commit()
    repo.git("switch", "--quiet", "--create", "topic", "main")
    repo.write(".gitignore", "*.pt\n").stage().commit()
    repo.git("switch", "--quiet", "main")
    repo.write("other.py", "1\n").stage().commit()
    framework.install(repo, "pre-commit", "pre-merge-commit")

    assert framework.git(repo, "merge", "--no-edit", "dead").code == 0
    _claimed(repo)
    framework.git(repo, "commit", "--no-verify", "--message", "attributes")
    merged = framework.git(repo, "merge", "--no-edit", "topic")
    assert (merged.code != 0, "MLH603" in merged.out) == (True, True)
