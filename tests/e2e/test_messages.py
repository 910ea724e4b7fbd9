"""Messages judged where people write them: `git commit` and its kin, with hooks of git's own, pre-commit and prek."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Framework, Ran, Repo

pytestmark = pytest.mark.slow

GOOD, BAD = "exp: lr=3e-4 -> val_loss=0.42", "exp: lr=3e-4, val_loss=0.42"
KEPT = re.compile(r"^your text is kept: (git commit .*) \(and ", re.MULTILINE)
OURS = '#!/bin/sh\n{python} -m mlhygiene hook experiment-message "$@"\n'
# Notes that git has run it, and agrees.
NOTING = "#!/bin/sh\ntouch {path}\n"
CONFIG = """\
default_install_hook_types: [commit-msg, prepare-commit-msg, pre-push]
{top}repos:
  - repo: {url}
    rev: {rev}
    hooks:
      - id: experiment-message
        verbose: true
      - id: prepare-experiment-message
"""


def native(repo: Repo, name: str, script: str) -> Repo:
    """A hook of git's own, where git looks for it."""
    path = Path(repo.git("rev-parse", "--git-path", f"hooks/{name}"))
    path = path if path.is_absolute() else repo.root / path
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(script)
    path.chmod(0o755)
    return repo


@pytest.fixture
def story(repo: Repo) -> Repo:
    """One commit on main, then every message is judged."""
    repo.write("train.py", "1\n").stage().commit("start")
    repo.git("branch", "side")
    return native(repo, "commit-msg", OURS.format(python=shlex.quote(sys.executable)))


def commit(repo: Repo, *options: str, editor: str = "false", cwd: Path | None = None) -> Ran:
    return repo.run("git", "commit", "--allow-empty", *options, env={"GIT_EDITOR": editor}, cwd=cwd)


def writes(repo: Repo, message: str) -> str:
    """An editor that writes a message above what is there."""
    path = repo.root.parent / "typed"
    path.write_text(message + "\n")
    return f'sh -c \'cat {path} "$1" > "$1.new" && mv "$1.new" "$1"\' -'


def subject(repo: Repo, name: str = "HEAD") -> str:
    return repo.git("log", "-1", "--format=%s", name)


def test_a_good_message_passes_in_silence(story: Repo) -> None:
    ran = commit(story, "-m", GOOD)

    assert (ran.code, ran.err, subject(story)) == (0, "", GOOD)


def test_a_bad_one_is_refused_shown_and_corrected(story: Repo) -> None:
    ran = commit(story, "-m", BAD)

    assert (ran.code, subject(story)) == (1, "start")
    lines = ran.err.splitlines()
    assert "MLH401 experiment-message" in lines[0]
    assert lines[1:4] == [f"    {BAD}", lines[2], "    write: " + lines[3].partition("write: ")[2]]
    assert lines[2].strip(" ^") == ""


def test_the_text_of_a_refused_message_is_kept(story: Repo) -> None:
    ran = commit(story, editor=writes(story, f"{BAD}\n\nTwo hours of thought."))
    (again,) = KEPT.findall(ran.err)

    done = story.run("sh", "-c", again + " --allow-empty", env={"GIT_EDITOR": "sed -i s/,.val/\\ -\\>\\ val/"})

    assert done.code == 0, done
    assert story.git("log", "-1", "--format=%B") == f"{GOOD}\n\nTwo hours of thought."


def test_a_diff_in_the_editor_does_not_come_back_as_text(story: Repo) -> None:
    story.write("train.py", "2\n").stage()
    ran = commit(story, "-v", editor=writes(story, BAD))
    (again,) = KEPT.findall(ran.err)

    done = story.run("sh", "-c", again, env={"GIT_EDITOR": "sed -i s/,.val/\\ -\\>\\ val/"})

    assert done.code == 0, done
    assert story.git("log", "-1", "--format=%B") == GOOD


def test_the_file_is_never_written(story: Repo) -> None:
    commit(story, "-m", BAD)
    path = story.root / ".git" / "COMMIT_EDITMSG"

    assert path.read_text() == BAD + "\n"


def test_a_warning_alone_stops_nothing(story: Repo) -> None:
    ran = commit(story, "-m", "wip")

    assert (ran.code, subject(story)) == (0, "wip")
    assert "MLH402 vague-message (warning)" in ran.err


def test_a_message_that_begins_with_a_hash_is_judged_as_git_stores_it(story: Repo) -> None:
    assert commit(story, "-m", "# comment", "-m", BAD).code == 0
    assert subject(story) == "# comment"
    assert commit(story, editor=writes(story, f"# comment\n{BAD}")).code == 1


def test_nothing_to_store_is_left_to_git(story: Repo) -> None:
    ran = commit(story, editor="true")

    assert (ran.code, ran.err) == (1, "Aborting commit due to empty commit message.\n")


def test_an_open_run_on_a_branch_is_reminded_of(story: Repo) -> None:
    story.git("checkout", "--quiet", "-b", "exp/a")
    ran = commit(story, "-m", "exp: a -> running")

    assert ran.code == 0
    assert "mlhygiene: note: still open: close it with `mlhygiene exp record <metric>=<value>`\n" in ran.err


def test_an_open_run_on_main_is_refused(story: Repo) -> None:
    ran = commit(story, "-m", "exp: a -> running")

    assert ran.code == 1
    assert "MLH404 unfinished-experiment" in ran.err


def test_from_a_subfolder_the_way_on_can_be_pasted(story: Repo) -> None:
    folder = story.root / "a folder"
    folder.mkdir()
    ran = commit(story, "-m", BAD, cwd=folder)
    (again,) = KEPT.findall(ran.err)

    done = story.run("sh", "-c", f"{again} --allow-empty --no-verify", cwd=folder, env={"GIT_EDITOR": "true"})

    assert (done.code, subject(story)) == (0, BAD)


def test_a_worktree_has_a_message_of_its_own(story: Repo) -> None:
    there = story.root.parent / "other tree"
    story.git("worktree", "add", "--quiet", str(there), "-b", "exp/lr")
    ran = commit(story, "-m", BAD, cwd=there)
    (again,) = KEPT.findall(ran.err)

    done = story.run("sh", "-c", f"{again} --allow-empty --no-verify", cwd=there, env={"GIT_EDITOR": "true"})

    assert (ran.code, done.code, subject(story, "exp/lr")) == (1, 0, BAD)


def test_hooks_in_another_folder(story: Repo) -> None:
    story.git("config", "core.hooksPath", "shared hooks")
    native(story, "commit-msg", OURS.format(python=shlex.quote(sys.executable)))

    assert commit(story, "-m", BAD).code == 1


def begin_merge(repo: Repo, *options: str) -> Ran:
    repo.git("checkout", "--quiet", "side")
    repo.write("side.py", "1\n").stage().commit("side")
    repo.git("checkout", "--quiet", "main")
    repo.commit("main goes on")
    return repo.run("git", "merge", *options, "side", env={"GIT_EDITOR": "true"})


def test_a_merge_passes(story: Repo) -> None:
    assert begin_merge(story, "--no-edit").code == 0
    assert subject(story) == "Merge branch 'side'"


def test_a_merge_with_a_bad_message_can_be_finished(story: Repo) -> None:
    ran = begin_merge(story, "-m", "exp: a -> running")
    (again,) = KEPT.findall(ran.err)

    done = story.run("sh", "-c", again, env={"GIT_EDITOR": "sed -i s/running/val_loss=0.42/"})

    assert (ran.code, done.code, subject(story)) == (1, 0, "exp: a -> val_loss=0.42"), done
    assert len(story.git("log", "-1", "--format=%P").split()) == 2


def test_words_alone_make_no_merge(story: Repo) -> None:
    assert commit(story, "-m", "wip", "-m", "Merge branch 'side'").err.count("MLH402") == 1


def test_fixups_and_reverts_pass(story: Repo) -> None:
    story.write("a.py", "1\n").stage().commit(BAD)

    assert commit(story, "--fixup=HEAD").code == 0
    assert commit(story, "--squash=HEAD", "--no-edit").code == 0
    assert story.run("git", "revert", "--no-edit", "HEAD~2").code == 0


REWORD = 'sh -c \'case $1 in *todo) sed -i 1s/pick/reword/ "$1";; *) printf %s {message} > "$1";; esac\' -'


def test_a_reword_is_judged_on_the_branch_that_is_rebased(story: Repo) -> None:
    story.git("checkout", "--quiet", "-b", "exp/lr")
    story.write("a.py", "1\n").stage().commit("one")
    editor = REWORD.format(message=shlex.quote("exp: a -> running").replace("'", '"'))

    ran = story.run("git", "rebase", "--interactive", "HEAD~1", env={"GIT_EDITOR": editor})

    assert (ran.code, subject(story)) == (0, "exp: a -> running")
    assert "still open" in ran.err


def test_a_refused_reword_can_be_gone_on_with(story: Repo) -> None:
    story.write("a.py", "1\n").stage().commit("one")
    editor = REWORD.format(message=f'"{BAD}"')

    ran = story.run("git", "rebase", "--interactive", "HEAD~1", env={"GIT_EDITOR": editor})
    (again,) = KEPT.findall(ran.err)
    story.run("sh", "-c", f"{again} --amend", env={"GIT_EDITOR": "sed -i s/,.val/\\ -\\>\\ val/"})
    done = story.run("git", "rebase", "--continue", env={"GIT_EDITOR": "true"})

    assert (ran.code, done.code, subject(story), subject(story, "HEAD~1")) == (1, 0, GOOD, "start")


MISUSED = {
    "no such file": (["none"], "none: cannot read the message: No such file or directory"),
    "two files": (["a", "b"], "2 files: hand over one, the file of the message"),
    "an option of another hook": (["--maxkb=1"], "--maxkb=1: no such option: there is --config FILE"),
}


@pytest.mark.parametrize("case", MISUSED)
def test_what_cannot_be_judged_is_told_in_a_line(story: Repo, case: str) -> None:
    arguments, words = MISUSED[case]
    ran = story.mlhygiene("hook", "experiment-message", *arguments)

    assert (ran.code, ran.out, ran.err) == (2, "", f"mlhygiene: {words}\n")


def test_without_an_argument_the_message_at_hand_is_judged(story: Repo) -> None:
    commit(story, "-m", BAD)

    assert story.mlhygiene("hook", "experiment-message").code == 1
    assert story.mlhygiene("hook", "experiment-message", "--config=none.toml").code == 2


def cherry_pick(repo: Repo) -> Ran:
    return repo.run("git", "cherry-pick", "side")


def reword(repo: Repo) -> Ran:
    return repo.run("git", "rebase", "-i", "HEAD~1", env={"GIT_EDITOR": REWORD.format(message="word")})


# Research of what git does: an operation, and whether it runs commit-msg.
OPERATIONS: dict[str, tuple[Callable[[Repo], Ran], bool]] = {
    "commit": (lambda repo: commit(repo, "-m", "a"), True),
    "commit --amend": (lambda repo: commit(repo, "--amend", "--no-edit"), True),
    "merge --no-ff": (lambda repo: repo.run("git", "merge", "--no-ff", "--no-edit", "side"), True),
    "rebase with a reword": (reword, True),
    "revert": (lambda repo: repo.run("git", "revert", "--no-edit", "HEAD"), False),
    "cherry-pick": (cherry_pick, False),
    "rebase": (lambda repo: repo.run("git", "rebase", "side"), False),
    "merge --ff": (lambda repo: repo.run("git", "merge", "--ff", "--no-edit", "late"), False),
    "am": (lambda repo: repo.run("sh", "-c", "git format-patch -1 --stdout side | git am"), False),
    "commit --no-verify": (lambda repo: commit(repo, "-n", "-m", "a"), False),
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_git_runs_the_hook_for_some_operations_alone(repo: Repo, operation: str) -> None:
    repo.write("train.py", "1\n").stage().commit("start")
    repo.git("checkout", "--quiet", "-b", "side")
    repo.write("side.py", "1\n").stage().commit("side")
    repo.git("checkout", "--quiet", "main")
    repo.write("main.py", "1\n").stage().commit("main")
    repo.git("checkout", "--quiet", "-b", "late")
    repo.commit("late")
    repo.git("checkout", "--quiet", "main")
    noted = repo.root.parent / "noted"
    native(repo, "commit-msg", NOTING.format(path=shlex.quote(str(noted))))
    run, runs = OPERATIONS[operation]

    ran = run(repo)

    assert (ran.code, noted.exists()) == (0, runs), ran


@pytest.fixture
def team(repo: Repo, framework: Framework) -> Repo:
    """A repository that a team has set up, with a remote that has its first commit."""
    return _set_up(repo, framework)


def _set_up(repo: Repo, framework: Framework, top: str = "") -> Repo:
    config = CONFIG.format(top=top, url=framework.hook.url, rev=framework.hook.rev)
    repo.write(".pre-commit-config.yaml", config).stage().commit("chore: hooks")
    repo.git("init", "--quiet", "--bare", str(repo.root.parent / "remote.git"))
    repo.git("remote", "add", "origin", str(repo.root.parent / "remote.git"))
    repo.git("push", "--quiet", "origin", "main")
    framework.install(repo, "commit-msg", "prepare-commit-msg", "pre-push")
    return repo


def test_the_workflow_of_an_experiment_to_a_tagged_best_run(team: Repo, framework: Framework) -> None:
    def git(*words: str) -> Ran:
        return framework.git(team, *words)

    assert git("checkout", "-b", "exp/baseline").code == 0
    team.write("config.yaml", "lr: 1e-4\n").stage()
    assert git("commit", "-m", "exp: baseline -> val_loss=0.45").code == 0
    assert git("checkout", "-b", "exp/lr-3e-4").code == 0
    team.write("config.yaml", "lr: 3e-4\n").stage()
    refused = git("commit", "-m", BAD)
    passed = git("commit", "-m", f"{GOOD} (better than baseline 0.45)")
    assert git("tag", "-a", "v1.1.0", "-m", "val_loss=0.42, lr=3e-4").code == 0
    pushed = git("push", "--follow-tags", "origin", "exp/baseline", "exp/lr-3e-4")

    assert (refused.code, passed.code, pushed.code) == (1, 0, 0), (refused, passed, pushed)
    assert "MLH401 experiment-message" in refused.out
    assert "your text is kept: git commit -e -F " in refused.out
    assert subject(team, "v1.1.0") == f"{GOOD} (better than baseline 0.45)"


def test_the_editor_opens_with_the_form_under_a_framework(team: Repo, framework: Framework) -> None:
    framework.git(team, "checkout", "-b", "exp/lr-3e-4")
    team.environment = {**team.environment, "GIT_EDITOR": "sed -i -e 's/<metric>=$/val_loss=0.41/'"}

    ran = framework.git(team, "commit", "--allow-empty")

    assert (ran.code, team.git("log", "-1", "--format=%B")) == (0, "exp: lr-3e-4 -> val_loss=0.41"), ran


def test_a_config_that_excludes_the_folder_of_git(repo: Repo, framework: Framework) -> None:
    team = _set_up(repo, framework, "exclude: ^\\.git/\n")

    bad = framework.git(team, "commit", "--allow-empty", "-m", BAD)
    good = framework.git(team, "commit", "--allow-empty", "-m", GOOD)

    assert (bad.code, good.code) == (1, 0), (bad, good)
    assert "MLH401" in bad.out


def test_a_push_catches_what_no_hook_has_seen(team: Repo, framework: Framework) -> None:
    bad = team.commit(BAD)
    team.git("reset", "--quiet", "--hard", "HEAD~1")
    team.commit(GOOD)
    assert framework.git(team, "cherry-pick", "--allow-empty", bad).code == 0

    ran = framework.git(team, "push", "origin", "main")
    new = framework.git(team, "push", "origin", "main:refs/heads/exp/new")

    assert (ran.code, new.code) == (1, 1), (ran, new)
    assert f"commit {team.git('rev-parse', '--short=12', 'HEAD')}: MLH401" in ran.out
    assert "1 error in 2 commits" in ran.out


@pytest.mark.parametrize("where", ["HEAD~1", "manual"])
def test_a_range_in_ci(team: Repo, framework: Framework, where: str) -> None:
    team.commit(BAD)
    named = ["--from-ref", where, "--to-ref", "HEAD"] if where != "manual" else []

    ran = framework.run(team, "run", "experiment-message", "--hook-stage", "manual", *named)

    assert ran.code == 1, ran
    assert "MLH401 experiment-message" in ran.out
    assert "1 error in 1 commit" in ran.out
