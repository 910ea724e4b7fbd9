"""Hooks of git's own, as `mlhygiene install` writes them: what each family refuses, however people commit and push."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import MB, Ran, Repo
from notebooks import code, notebook

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

OUTPUT = {"output_type": "stream", "name": "stdout", "text": ["0.42\n"]}
GOOD, BAD = "exp: lr=3e-4 -> val_loss=0.42", "exp: lr=3e-4, val_loss=0.42"
LARGE = "model.pt: MLH101 large-file"


@pytest.fixture
def story(repo: Repo) -> Repo:
    """One commit on main, then every hook is installed, and work begins on a branch."""
    repo.write("train.py", "1\n").stage().commit("chore: a start")
    installed = repo.mlhygiene("install")
    assert (installed.code, installed.err) == (0, ""), installed
    repo.git("switch", "--quiet", "-c", "feature/work")
    return repo


@pytest.fixture
def remote(story: Repo, tmp_path: Path) -> Repo:
    """A bare repository that has main."""
    story.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    story.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    story.git("push", "--quiet", "origin", "main")
    return Repo(tmp_path / "remote.git", story.environment)


def git(repo: Repo, *arguments: str, cwd: Path | None = None, editor: str = "false") -> Ran:
    """Git as a person runs it. What hooks say comes on either stream."""
    ran = repo.run("git", *arguments, cwd=cwd, env={"GIT_EDITOR": editor})
    return Ran(ran.code, "", ran.out + ran.err)


def commit(repo: Repo, *options: str, cwd: Path | None = None, editor: str = "false") -> Ran:
    return git(repo, "commit", "--quiet", *options, cwd=cwd, editor=editor)


def push(repo: Repo, *options: str) -> Ran:
    return git(repo, "push", "--quiet", *options)


def heads(repo: Repo) -> str:
    return repo.git("for-each-ref", "--format=%(refname:short) %(contents:subject)")


class Case(NamedTuple):
    """A commit: its file, its content, what it says, the branch, and what is found."""

    path: str = "model.py"
    content: bytes = b"1\n"
    message: str = "feat: a model"
    branch: str = "feature/model"
    told: str = ""


CASES = {
    "code": Case(),
    "an experiment with its result": Case(message=GOOD),
    "a notebook without output": Case("a.ipynb", notebook(code("print(1)"))),
    "a large file": Case("model.pt", b"\0" * 2 * MB, told=LARGE),
    "a secret file": Case("id_rsa", b"-" * 5 + b"BEGIN OPENSSH PRIVATE KEY" + b"-" * 5 + b"\n", told="id_rsa: MLH2"),
    "a notebook with output": Case("a.ipynb", notebook(code("print(1)", 1, OUTPUT)), told="MLH301 notebook-output"),
    "an experiment without its result": Case(message=BAD, told="MLH401 experiment-message"),
    "a branch outside the scheme": Case(branch="foo", told="foo: MLH501 branch-name"),
    "a line of attributes that git does not hear": Case(".gitattributes", b"!*.pt -filter\n", told="MLH605"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_commit_is_made_or_refused(story: Repo, case: Case) -> None:
    if "MLH5" in case.told:
        story.write("mlhygiene.toml", '[branches]\npreset = "git-flow"\n').stage()
    story.git("switch", "--quiet", "-c", case.branch)
    before = story.git("rev-parse", "HEAD")

    ran = commit(story.write(case.path, case.content).stage(), "-m", case.message)

    assert (story.git("rev-parse", "HEAD") == before) == bool(case.told)
    assert ran.code == bool(case.told), ran
    assert case.told in ran.err
    if not case.told:
        assert ran.err == ""


def test_all_that_is_wrong_is_told_at_once(story: Repo) -> None:
    story.write("mlhygiene.toml", '[branches]\npreset = "git-flow"\n').write("model.pt", size=2 * MB).stage()
    story.git("switch", "--quiet", "-c", "foo")

    ran = commit(story, "-m", "feat: a model")

    assert ran.code == 1
    assert LARGE in ran.err
    assert "foo: MLH501" in ran.err


def test_a_broken_config_is_told_once_and_nothing_passes(story: Repo, remote: Repo) -> None:
    story.write("mlhygiene.toml", "selct = []\n").stage()

    committed = commit(story, "-m", "feat: a model")
    story.commit("feat: a model")
    story.git("branch", "feature/other")
    pushed = push(story, "origin", "feature/work", "feature/other")

    assert (committed.code, pushed.code) == (1, 1)
    assert committed.err.count("selct") == pushed.err.count("selct") == 1
    assert "feature" not in heads(remote)


def test_a_partial_commit_is_about_its_file_alone(story: Repo) -> None:
    story.write("model.pt", size=2 * MB).stage().write("train.py", "2\n")

    fine = commit(story, "-m", "feat: two", "train.py")
    refused = commit(story, "-m", "feat: all", "model.pt")

    assert (fine.code, fine.err, refused.code) == (0, "", 1)
    assert LARGE in refused.err


def test_a_commit_in_a_sub_folder_is_judged(story: Repo) -> None:
    story.write("src/model.pt", size=2 * MB).stage()

    ran = commit(story, "-m", "feat: all", cwd=story.root / "src")

    assert (ran.code, "src/model.pt: MLH101" in ran.err) == (1, True)


def test_amending_judges_what_it_adds(story: Repo) -> None:
    story.write("model.pt", size=2 * MB).stage()

    refused = commit(story, "--amend", "--no-edit")
    story.git("rm", "--quiet", "--cached", "model.pt")
    reworded = commit(story, "--amend", "-m", BAD)
    fine = commit(story, "--amend", "-m", GOOD)

    assert (refused.code, reworded.code, fine.code) == (1, 1, 0)
    assert LARGE in refused.err
    assert "MLH401" in reworded.err


def test_a_message_from_a_file_and_from_an_editor_is_judged(story: Repo, tmp_path: Path) -> None:
    (tmp_path / "typed").write_text(BAD + "\n")
    editor = f"cp {shlex.quote(str(tmp_path / 'typed'))}"

    from_file = commit(story, "--allow-empty", "-F", str(tmp_path / "typed"))
    from_editor = commit(story, "--allow-empty", editor=editor)

    assert (from_file.code, from_editor.code) == (1, 1)
    assert "MLH401" in from_file.err
    assert "MLH401" in from_editor.err


def test_an_experiment_s_editor_opens_with_its_form(story: Repo, tmp_path: Path) -> None:
    story.git("switch", "--quiet", "-c", "exp/lr-3e-4")
    editor = f"sh -c 'cp \"$1\" {shlex.quote(str(tmp_path / 'seen'))}; exit 1' -"

    commit(story, "--allow-empty", editor=editor)

    assert (tmp_path / "seen").read_text().startswith("exp: lr-3e-4 -> ")


def test_a_template_is_left_as_its_author_wrote_it(story: Repo, tmp_path: Path) -> None:
    (tmp_path / "template").write_text("docs: \n\n# why\n")
    story.git("config", "commit.template", str(tmp_path / "template"))
    story.git("switch", "--quiet", "-c", "exp/lr-3e-4")
    editor = f"sh -c 'cp \"$1\" {shlex.quote(str(tmp_path / 'seen'))}; exit 1' -"

    commit(story, "--allow-empty", editor=editor)

    assert (tmp_path / "seen").read_text().startswith("docs: \n\n# why\n")


def test_a_merge_is_judged_by_what_it_adds_itself(story: Repo) -> None:
    story.git("switch", "--quiet", "-c", "feature/a")
    story.write("a.py", "1\n").stage().commit("feat: a")
    story.git("switch", "--quiet", "main")
    story.write("b.py", "1\n").stage().commit("feat: b")

    fine = git(story, "merge", "--quiet", "--no-edit", "feature/a")
    story.git("reset", "--quiet", "--hard", "HEAD~1")
    story.git("merge", "--quiet", "--no-commit", "feature/a")
    refused = commit(story.write("model.pt", size=2 * MB).stage(), "--no-edit")

    assert (fine.code, refused.code) == (0, 1), fine.err
    assert LARGE in refused.err


def test_a_rebase_and_a_cherry_pick_of_good_commits_pass(story: Repo) -> None:
    story.git("switch", "--quiet", "-c", "feature/a")
    story.write("a.py", "1\n").stage().commit("feat: a")
    story.git("switch", "--quiet", "main")
    story.write("b.py", "1\n").stage().commit("feat: b")

    picked = git(story, "cherry-pick", "feature/a")
    story.git("switch", "--quiet", "feature/a")
    rebased = git(story, "rebase", "--quiet", "main~1")

    assert (picked.code, rebased.code) == (0, 0), (picked.err, rebased.err)


def test_a_worktree_has_the_hooks_of_its_repository(story: Repo, tmp_path: Path) -> None:
    story.git("worktree", "add", "--quiet", "-b", "feature/a", str(tmp_path / "linked"))
    linked = Repo(tmp_path / "linked", story.environment)

    ran = commit(linked.write("model.pt", size=2 * MB).stage(), "-m", "feat: a")
    again = linked.mlhygiene("install")

    assert (ran.code, LARGE in ran.err) == (1, True)
    assert again.out == "the hooks are set up already: nothing written\n"


def test_a_submodule_has_hooks_of_its_own(story: Repo, tmp_path: Path) -> None:
    story.git("clone", "--quiet", str(story.root), str(tmp_path / "library"))
    story.git("submodule", "--quiet", "add", str(tmp_path / "library"), "library")
    inside = Repo(story.root / "library", story.environment)

    before = commit(inside.write("model.pt", size=2 * MB).stage(), "-m", "feat: a")
    inside.git("reset", "--quiet", "--soft", "HEAD~1")
    installed = inside.mlhygiene("install")
    after = commit(inside, "-m", "feat: a")

    assert (before.code, installed.code, after.code) == (0, 0, 1)
    assert LARGE in after.err
    assert (story.root / ".git/modules/library/hooks/pre-commit").exists()


def test_a_folder_of_git_that_lies_elsewhere_is_found(story: Repo, tmp_path: Path) -> None:
    (story.root / ".git").rename(tmp_path / "git")
    story.write("model.pt", size=2 * MB)
    there = (f"--git-dir={tmp_path / 'git'}", f"--work-tree={story.root}")
    story.git(*there, "add", "model.pt")

    ran = git(story, *there, "commit", "-m", "feat: a", cwd=tmp_path)

    assert (ran.code, LARGE in ran.err) == (1, True)


def test_one_bad_ref_of_many_stops_a_push(story: Repo, remote: Repo) -> None:
    for name in ("a", "b", "c"):
        story.git("switch", "--quiet", "-c", f"feature/{name}", "main")
        story.write(f"{name}.py", f"{name}\n")
        if name == "b":
            story.write("model.pt", size=2 * MB)
        story.stage().commit(f"feat: {name}")

    ran = push(story, "origin", "feature/a", "feature/b", "feature/c")

    assert (ran.code, heads(remote)) == (1, "main chore: a start")
    assert ran.err.count(LARGE) == 1


def test_what_several_refs_bring_is_told_under_their_names(story: Repo, remote: Repo) -> None:
    story.git("branch", "feature/clean")
    story.git("switch", "--quiet", "-c", "feature/a")
    story.write("model.pt", size=2 * MB).stage().commit("feat: a")
    story.git("switch", "--quiet", "-c", "feature/b", "main")
    story.write(".gitattributes", "models/ -text\n").stage().commit("feat: b")

    several = push(story, "origin", "feature/a", "feature/b", "feature/clean").err.splitlines()
    one = push(story, "origin", "feature/b").err

    at = several.index("pushing feature/a:")
    assert several[at + 1].startswith(LARGE)
    at = several.index("pushing feature/b:")
    assert several[at + 1].startswith(".gitattributes:1: MLH605 dead-attribute-pattern")
    assert "pushing feature/clean:" not in several
    assert "MLH605" in one
    assert "pushing" not in one


def test_a_commit_that_two_refs_bring_is_told_once(story: Repo, remote: Repo) -> None:
    story.write("model.pt", size=2 * MB).stage().commit("feat: model")
    story.git("branch", "feature/a")
    story.git("tag", "-a", "v1.0.0", "-m", "a release")

    ran = push(story, "origin", "feature/work", "feature/a", "v1.0.0")

    assert (ran.code, ran.err.count(LARGE)) == (1, 1)
    assert heads(remote) == "main chore: a start"


def test_two_refs_of_other_configs_are_judged_each_by_its_own(story: Repo, remote: Repo) -> None:
    story.write("model.pt", size=2 * MB).stage().commit("feat: model")
    story.git("switch", "--quiet", "-c", "feature/lax")
    story.write("mlhygiene.toml", '[rules.large-file]\nlimit = "9 MB"\n').stage().commit("chore: lax")

    lax = push(story, "--dry-run", "origin", "feature/lax")
    both = push(story, "origin", "feature/lax", "feature/work")

    assert (lax.code, both.code) == (0, 1), lax.err
    assert both.err.count(LARGE) == 1
    assert heads(remote) == "main chore: a start"


def test_a_file_that_came_and_went_is_still_pushed(story: Repo, remote: Repo) -> None:
    story.write("model.pt", size=2 * MB).stage().commit("feat: model")
    (story.root / "model.pt").unlink()
    story.stage().commit("fix: no model")

    assert push(story, "origin", "feature/work").code == 1


def test_a_message_past_its_hook_is_refused_where_it_is_pushed(story: Repo, remote: Repo) -> None:
    story.commit(BAD)

    ran = push(story, "origin", "feature/work")

    assert (ran.code, "MLH401 experiment-message" in ran.err) == (1, True)


def test_tags_are_followed_to_what_they_bring(story: Repo, remote: Repo) -> None:
    story.git("switch", "--quiet", "--detach")
    story.write("model.pt", size=2 * MB).stage().commit("feat: model")
    story.git("tag", "light")
    story.git("tag", "-a", "annotated", "-m", "a release")
    story.git("tag", "old", "main")

    codes = {name: push(story, "origin", name).code for name in ("light", "annotated", "old")}

    assert codes == {"light": 1, "annotated": 1, "old": 0}


def test_a_tag_of_no_commit_is_not_waved_through(story: Repo, remote: Repo) -> None:
    story.git("tag", "key", "HEAD:train.py")

    ran = push(story, "origin", "key")

    assert ran.code == 1
    assert "could not judge: refs/tags/key: it leads to no commit" in ran.err


def test_deleting_a_branch_brings_nothing(story: Repo, remote: Repo) -> None:
    story.git("push", "--quiet", "origin", "main:feature/old")

    ran = push(story, "origin", ":feature/old")

    assert (ran.code, heads(remote)) == (0, "main chore: a start"), ran.err


def test_a_forced_push_is_judged_by_what_the_remote_lacks(story: Repo, remote: Repo) -> None:
    story.git("switch", "--quiet", "-c", "feature/a")
    story.write("a.py", "1\n").stage().commit("feat: a")
    story.git("push", "--quiet", "origin", "feature/a")
    story.write("model.pt", size=2 * MB).stage()
    story.git("commit", "--quiet", "--no-verify", "--amend", "--no-edit")

    refused = push(story, "--force", "origin", "feature/a")
    story.git("rm", "--quiet", "--cached", "model.pt")
    story.git("commit", "--quiet", "--no-verify", "--amend", "-m", "feat: another")
    fine = push(story, "--force", "origin", "feature/a")

    assert (refused.code, LARGE in refused.err) == (1, True)
    assert fine.code == 0, fine.err
    assert "feature/a feat: another" in heads(remote)


def test_what_the_remote_has_elsewhere_is_not_judged_again(story: Repo, remote: Repo) -> None:
    story.git("switch", "--quiet", "-c", "feature/old")
    story.write("model.pt", size=2 * MB).stage().commit("feat: model")
    story.git("push", "--quiet", "--no-verify", "origin", "feature/old")
    story.git("switch", "--quiet", "main")
    story.git("merge", "--quiet", "feature/old")

    ran = push(story, "origin", "feature/work")

    assert ran.code == 0, ran.err


def test_a_push_of_what_is_there_is_quiet(story: Repo, remote: Repo) -> None:
    ran = push(story, "origin", "feature/work")

    assert (ran.code, ran.err) == (0, "")


def test_a_push_to_an_address_is_judged(story: Repo, remote: Repo) -> None:
    story.write("model.pt", size=2 * MB).stage().commit("feat: model")

    ran = push(story, str(remote.root), "feature/work")

    assert (ran.code, LARGE in ran.err) == (1, True)


def test_sha256_makes_no_difference(repo: Repo, tmp_path: Path) -> None:
    for name, options in (("modern", ()), ("remote.git", ("--bare",))):
        repo.git("init", "--quiet", "--object-format=sha256", "-b", "main", *options, str(tmp_path / name))
    modern = Repo(tmp_path / "modern", repo.environment)
    modern.write("train.py", "1\n").stage().commit("chore: a start")
    modern.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    modern.mlhygiene("install")

    fine = push(modern, "origin", "main")
    modern.write("model.pt", size=2 * MB).stage().commit("feat: model")
    refused = push(modern, "origin", "main:feature/b", "main:feature/a")

    assert (fine.code, refused.code) == (0, 1), fine.err
    assert refused.err.count(LARGE) == 1
