"""The editor opens with the form of an experiment, and what is not filled in is not stored."""

from __future__ import annotations

import sys
from random import Random
from typing import TYPE_CHECKING

import pytest

from tokens import make

if TYPE_CHECKING:
    from conftest import Ran, Repo

HOOK = '#!/bin/sh\nexec {python} -m mlhygiene hook {hook} "$@"\n'
GIT_SAYS = "\n# Please enter the commit message for your changes.\n#\n"


@pytest.fixture
def story(repo: Repo) -> Repo:
    """Three results on main, then a branch for the next experiment."""
    repo.commit("exp: lr=3e-4, bs=8 -> val_loss=0.43, acc=0.9")
    repo.commit("exp: lr=1 -> diverged")
    repo.commit("docs: how to train")
    repo.write("config.yaml", "optim:\n  lr: 1e-3\n  bs: 4\n").stage().commit("exp: bs=4 -> val_loss=0.5")
    repo.git("checkout", "--quiet", "-b", "exp/lr-3e-4")
    return judged(repo)


def judged(repo: Repo) -> Repo:
    """Somebody judges what is saved."""
    path = repo.root / ".git" / "hooks" / "commit-msg"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HOOK.format(python=sys.executable, hook="experiment-message"))
    path.chmod(0o755)
    return repo


def prepare(repo: Repo, content: str | bytes = GIT_SAYS, *source: str, **variables: str) -> str:
    """What the hook leaves of a message's file."""
    path = repo.root / ".git" / "COMMIT_EDITMSG"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    ran = repo.mlhygiene("hook", "prepare-experiment-message", ".git/COMMIT_EDITMSG", *source, env=variables)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    return path.read_bytes().decode()


def test_the_form_stands_above_what_git_says(story: Repo) -> None:
    heads = [story.git("rev-parse", "--short=7", name) for name in ("HEAD", "HEAD~2", "HEAD~3")]

    assert prepare(story) == (
        "exp: lr-3e-4 -> val_loss=\n\n"
        f"# mlhygiene: lr=3e-4 was tried in {heads[2]}: val_loss=0.43, acc=0.9\n"
        "# mlhygiene: the last results:\n"
        f"# mlhygiene:   {heads[0]} exp: bs=4 -> val_loss=0.5\n"
        f"# mlhygiene:   {heads[1]} exp: lr=1 -> diverged\n"
        f"# mlhygiene:   {heads[2]} exp: lr=3e-4, bs=8 -> val_loss=0.43, acc=0.9\n" + GIT_SAYS.lstrip()
    )


def test_the_remarks_hold_no_secret_not_even_a_part_of_one(story: Repo) -> None:
    token, _ = make("hf_{letters:34}", Random(5))
    story.commit(f"exp: lr=3e-4, {'a' * 60} {token} -> val_loss=0.4")

    told = prepare(story)

    assert "lr=3e-4, aaa" in told
    assert token[:12] not in told


def test_what_a_staged_config_sets_was_tried_too(story: Repo) -> None:
    story.write("config.yaml", "optim:\n  lr: 1e-3\n  bs: 8\n").stage()

    assert "# mlhygiene: bs=8 was tried in " in prepare(story)


def test_a_config_that_is_none_is_passed_over(story: Repo) -> None:
    story.write("config.yaml", "optim: [\n").write("other.json", "{}").stage()

    assert prepare(story).startswith("exp: lr-3e-4 -> val_loss=\n")


def test_a_second_run_adds_nothing(story: Repo) -> None:
    once = prepare(story)

    assert prepare(story, once) == once


@pytest.mark.parametrize("source", ["message", "template", "merge", "squash", "commit"])
def test_a_message_that_was_given_is_left_alone(story: Repo, source: str) -> None:
    assert prepare(story, GIT_SAYS, source) == GIT_SAYS
    assert prepare(story, GIT_SAYS, PRE_COMMIT_COMMIT_MSG_SOURCE=source) == GIT_SAYS


def test_without_an_editor_nothing_is_written(story: Repo) -> None:
    assert prepare(story, GIT_SAYS, GIT_EDITOR=":") == GIT_SAYS


def test_other_branches_are_left_alone(story: Repo) -> None:
    story.git("checkout", "--quiet", "-b", "feat/x")

    assert prepare(story) == GIT_SAYS


def test_a_branch_without_any_history_asks_for_the_metric(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "exp/first")

    assert prepare(judged(repo)) == "exp: first -> <metric>=\n\n" + GIT_SAYS.lstrip()


def test_where_nobody_judges_what_is_saved_the_form_is_a_comment(story: Repo) -> None:
    (story.root / ".git" / "hooks" / "commit-msg").unlink()

    prepared = prepare(story)

    assert prepared.startswith("\n# mlhygiene: fill this in: exp: lr-3e-4 -> val_loss=\n# mlhygiene: lr=3e-4 was tried")
    assert prepared.endswith(GIT_SAYS.lstrip())


def test_hooks_are_looked_for_where_git_does(story: Repo) -> None:
    (story.root / ".git" / "hooks").rename(story.root / "elsewhere")
    story.git("config", "core.hooksPath", "elsewhere")

    assert prepare(story).startswith("exp: lr-3e-4 -> val_loss=\n")


def test_the_configured_comment_begins_the_remarks(story: Repo) -> None:
    story.git("config", "core.commentChar", ";")

    assert "\n; mlhygiene: the last results:\n" in prepare(story, GIT_SAYS.replace("#", ";"))


def test_with_auto_the_remarks_begin_as_git_does(story: Repo) -> None:
    story.git("config", "core.commentChar", "auto")

    assert "\n; mlhygiene: the last results:\n" in prepare(story, GIT_SAYS.replace("#", ";"))


@pytest.mark.parametrize("mode", ["whitespace", "verbatim", "scissors"])
def test_where_comments_are_kept_there_are_no_remarks(story: Repo, mode: str) -> None:
    story.git("config", "commit.cleanup", mode)

    assert prepare(story, "\n") == "exp: lr-3e-4 -> val_loss=\n\n"


def test_ends_of_lines_and_the_encoding_are_kept(story: Repo) -> None:
    story.commit("exp: größer → val_loss=0.4")
    story.git("config", "i18n.commitEncoding", "ISO-8859-1")
    content = GIT_SAYS.replace("\n", "\r\n").encode()

    path = story.root / ".git" / "COMMIT_EDITMSG"
    path.write_bytes(content)
    assert story.mlhygiene("hook", "prepare-experiment-message", ".git/COMMIT_EDITMSG").code == 0

    there = path.read_bytes()
    assert b" exp: gr\xf6\xdfer \\u2192 val_loss=0.4\r\n" in there
    assert there.count(b"\n") == there.count(b"\r\n")


REFUSED = {
    "no argument": ((), "hand over the file of the message, as git does ($1)"),
    "no such file": ((".git/none",), "mlhygiene: .git/none: cannot read: No such file or directory"),
    "a folder": ((".git",), "mlhygiene: .git: not a regular file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_prepared_is_told_in_a_line(story: Repo, case: str) -> None:
    arguments, words = REFUSED[case]
    ran = story.mlhygiene("hook", "prepare-experiment-message", *arguments)

    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert words in ran.err


@pytest.fixture
def hooked(story: Repo) -> Repo:
    """Both hooks as git runs them by itself."""
    for name, hook in (("prepare-commit-msg", "prepare-experiment-message"), ("commit-msg", "experiment-message")):
        path = story.root / ".git" / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(HOOK.format(python=sys.executable, hook=hook))
        path.chmod(0o755)
    return story


def commit(repo: Repo, editor: str, *options: str) -> Ran:
    return repo.run("git", "commit", "--allow-empty", *options, env={"GIT_EDITOR": editor})


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("-v",)])
def test_the_form_saved_as_it_is_is_refused(hooked: Repo, options: tuple[str, ...]) -> None:
    before = hooked.git("rev-parse", "HEAD")

    ran = commit(hooked, "true", *options)

    assert (ran.code, hooked.git("rev-parse", "HEAD")) == (1, before)
    assert "MLH401 experiment-message: val_loss has no value" in ran.err


@pytest.mark.slow
def test_without_a_hook_that_judges_an_editor_left_as_it_is_makes_no_commit(hooked: Repo) -> None:
    (hooked.root / ".git" / "hooks" / "commit-msg").unlink()

    ran = commit(hooked, "true")

    assert (ran.code, "empty commit message" in ran.err) == (1, True), ran


@pytest.mark.slow
def test_the_form_filled_in_is_stored_without_the_remarks(hooked: Repo) -> None:
    ran = commit(hooked, "sed -i -e 's/val_loss=$/val_loss=0.41/'")

    assert ran.code == 0, ran
    assert hooked.git("log", "-1", "--format=%B") == "exp: lr-3e-4 -> val_loss=0.41"


@pytest.mark.slow
def test_a_message_on_the_command_line_is_stored_as_given(hooked: Repo) -> None:
    assert commit(hooked, "false", "-m", "docs: why").code == 0
    assert hooked.git("log", "-1", "--format=%B") == "docs: why"
