"""A real `git commit`, `git push` and `run` through pre-commit and prek, hooks installed by pip."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import MB, Repo, tool
from reading import advice, found

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.conftest import Framework

pytestmark = pytest.mark.slow

BLOCKED = {"model.pt MLH101"}
NAMES = {
    "plain": ("model.pt", "models/model.pt", "xmodel.pt"),
    "in a folder": ("runs/best/model.pt", "runs/model.pt", "runs/best/model.pt2"),
    "space": ("my model.pt", "my_model.pt", "model.pt"),
    "space at both ends": (" model.pt ", "model.pt", " model.pt"),
    "single quote": ("ada's.pt", "adas.pt"),
    "double quote": ('the "best".pt', "the best.pt"),
    "globs": ("model[1]*?.pt", "model1xy.pt", "model1.pt"),
    "star": ("*.pt", "model.pt"),
    "non-ASCII": ("modèle été.pt", "modele ete.pt"),
    "newline": ("a\nb.pt", "a.pt", "b.pt"),
    "tab": ("a\tb.pt", "ab.pt"),
    "backslash": ("a\\b.pt", "ab.pt"),
    "leading dash": ("-model.pt", "model.pt"),
    "two dashes": ("--model.pt", "model.pt"),
    "hash": ("#model.pt", "model.pt"),
    "exclamation mark": ("!model.pt", "model.pt"),
    "colon": (":model.pt", "model.pt"),
    "pathspec magic": (":(top)model.pt", "model.pt"),
    "dollar and backtick": ("$HOME`id`.pt", "model.pt"),
    "tilde": ("~model.pt", "model.pt"),
}


def paste(repo: Repo, command: str) -> None:
    """What a person does with the line below a finding."""
    shell = repo.run("bash", "-c", command)
    assert shell.code == 0, f"{command}\n{shell.err}"


def test_the_environment_carries_the_templates(framework: Framework, project: Repo) -> None:
    assert framework.run(project, "run", "--all-files").code == 0
    (program,) = {path for path in framework.home.rglob("bin/mlhygiene") if path.is_file()}

    script = "from mlhygiene.scaffold import templates; print(*(f.name for f in templates().iterdir()))"
    ran = project.run(str(program.with_name("python")), "-c", script, env=framework.environment)

    assert ran.code == 0, ran.err
    assert ran.out.split()


def test_the_manifest_offers_both_ids(framework: Framework) -> None:
    assert {"large-files", "mlhygiene"} <= set(framework.hook.hooks)


@pytest.mark.parametrize("hook", ["large-files", "mlhygiene"])
def test_a_staged_large_file_is_blocked(framework: Framework, repo: Repo, hook: str) -> None:
    framework.configure(repo, hook=hook)
    framework.install(repo)
    repo.write("model.pt", size=2 * MB).stage("model.pt")

    ran = framework.git(repo, "commit", "-m", "exp: wider")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)
    assert "PyTorch checkpoint of 2.0 MB, over the limit of 512.0 kB" in ran.out
    assert repo.git("rev-parse", "--verify", "--quiet", "HEAD", check=False) == ""


def test_a_small_file_is_committed_in_silence(framework: Framework, project: Repo) -> None:
    project.write("train.py", "pass\n").stage()

    ran = framework.git(project, "commit", "-m", "feat: train")

    assert ran.code == 0
    assert "mlhygiene:" not in ran.out


TO_LFS = {
    **{f"{case}, LFS in use": ("lfs", name, siblings) for case, (name, *siblings) in NAMES.items()},
    **{
        f"{case}, no storage": ("none", *NAMES[case][:1], NAMES[case][1:]) for case in ("plain", "in a folder", "globs")
    },
}


# git-lfs' own reader of attributes passes over the slash of `/model.pt` (fsck, 3.3.0), so it
# expects a pointer in every folder's `model.pt`; git's reader, which decides, does not.
@pytest.mark.parametrize(("storage", "name", "siblings"), TO_LFS.values(), ids=TO_LFS)
def test_the_advice_pasted_hands_the_file_and_no_other_to_lfs(
    framework: Framework, project: Repo, fsck: Callable[[Repo], set[str]], storage: str, name: str, siblings: list[str]
) -> None:
    if storage == "lfs":
        project.write(".gitattributes", "*.safetensors filter=lfs diff=lfs merge=lfs -text\n").stage()
    for sibling in siblings:
        project.write(sibling, "small\n").stage(f":(literal){sibling}")
    project.commit("chore: siblings")
    for sibling in siblings:
        project.write(sibling, "not ready\n")
    project.write(name, size=2 * MB).stage(f":(literal){name}")

    blocked = framework.git(project, "commit", "-m", "exp: wider")
    (command,) = advice(blocked.out)
    paste(project, command)
    ran = framework.git(project, "commit", "-m", "exp: wider")

    assert blocked.code == 1
    assert ran.code == 0, ran.out
    assert fsck(project) == {sibling for sibling in siblings if sibling.endswith(f"/{name}")}
    assert framework.run(project, "run", "--all-files").code == 0
    held = project.git("lfs", "ls-files", "--name-only").splitlines()
    assert len(held) == 1
    changed = project.git("diff", "--name-only", "-z").rstrip("\0").split("\0")
    assert sorted(changed) == sorted(siblings)
    attributes = project.run("git", "check-attr", "-z", "filter", "--", *siblings).out
    assert "lfs" not in attributes.split("\0")[2::3]


@pytest.fixture(scope="session")
def dvc_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `dvc init` and `dvc add` leave, made once: DVC takes a second to start."""
    root = tmp_path_factory.mktemp("dvc")
    (root / "labels.csv").write_text("a,b\n")
    for command in (
        ["git", "init", "--quiet"],
        [tool("dvc"), "init", "--quiet"],
        [tool("dvc"), "add", "--quiet", "labels.csv"],
    ):
        subprocess.run(command, cwd=root, check=True, capture_output=True)
    return root


@pytest.mark.parametrize(("name", "siblings"), [(n, s) for n, *s in NAMES.values()], ids=NAMES)
def test_the_advice_pasted_hands_the_file_and_no_other_to_dvc(
    framework: Framework, project: Repo, dvc_project: Path, name: str, siblings: list[str]
) -> None:
    shutil.copytree(dvc_project, project.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git"))
    for sibling in siblings:
        project.write(sibling, "small\n").stage(f":(literal){sibling}")
    project.stage().commit("chore: dvc")
    for sibling in siblings:
        project.write(sibling, "not ready\n")
    project.write(name, size=2 * MB).stage(f":(literal){name}")

    blocked = framework.git(project, "commit", "-m", "exp: wider")
    (command,) = advice(blocked.out)
    assert "dvc add" in command
    paste(project, command.replace("dvc add", f"{tool('dvc')} add"))
    ran = framework.git(project, "commit", "-m", "exp: wider")

    assert blocked.code == 1
    assert ran.code == 0, ran.out
    assert project.git("ls-files", "--error-unmatch", "--", f":(literal){name}.dvc")
    assert project.git("ls-files", "--", f":(literal){name}") == ""
    changed = project.git("diff", "--name-only", "-z").rstrip("\0").split("\0")
    assert sorted(changed) == sorted(siblings)


def test_a_file_called_like_an_option_lifts_no_limit(framework: Framework, project: Repo) -> None:
    project.write("--maxkb=9999", "\n").write("model.pt", size=2 * MB).stage()

    refused = framework.git(project, "commit", "-m", "exp: wider")
    framework.configure(project, args="[--]")
    blocked = framework.git(project, "commit", "-m", "exp: wider")

    assert refused.code == 1
    assert (
        "--maxkb=9999: an option, and a file in the index, too: end the hook's options with `args: [--]`" in refused.out
    )
    assert (blocked.code, found(blocked.out)) == (1, BLOCKED)


def test_partial_staging_is_judged_as_staged(framework: Framework, project: Repo) -> None:
    project.write("model.pt", size=2 * MB).stage().write("model.pt", b"small\n")

    ran = framework.git(project, "commit", "-m", "exp: wider")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)
    assert (project.root / "model.pt").read_bytes() == b"small\n"


def test_what_is_not_staged_does_not_block(framework: Framework, project: Repo) -> None:
    project.write("model.pt", b"small\n").stage().write("model.pt", size=2 * MB)

    assert framework.git(project, "commit", "-m", "exp: wider").code == 0
    assert (project.root / "model.pt").stat().st_size == 2 * MB


def test_commit_file_passes_while_another_bad_file_is_staged(framework: Framework, project: Repo) -> None:
    project.write("train.py", "1\n").stage().commit()
    project.write("model.pt", size=2 * MB).stage("model.pt").write("train.py", "2\n")

    ran = framework.git(project, "commit", "-m", "feat: train", "train.py")

    assert ran.code == 0, ran.out
    assert project.git("show", "--name-only", "--format=") == "train.py"
    assert project.git("diff", "--cached", "--name-only") == "model.pt"


def test_commit_file_is_blocked_while_a_good_file_is_staged(framework: Framework, project: Repo) -> None:
    project.write("model.pt", b"small\n").stage().commit()
    project.write("train.py", "1\n").stage("train.py").write("model.pt", size=2 * MB)

    ran = framework.git(project, "commit", "-m", "exp: wider", "model.pt")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)
    assert project.git("diff", "--cached", "--name-only") == "train.py"


def test_commit_a_is_blocked(framework: Framework, project: Repo) -> None:
    project.write("model.pt", b"small\n").stage().commit()
    project.write("model.pt", size=2 * MB)

    ran = framework.git(project, "commit", "-am", "exp: wider")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)


def test_amend_is_blocked_by_what_it_adds(framework: Framework, project: Repo) -> None:
    project.write("model.pt", size=2 * MB).stage()

    ran = framework.git(project, "commit", "--amend", "--no-edit")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)


def test_all_files_flags_a_legacy_file(framework: Framework, project: Repo) -> None:
    project.write("model.pt", size=2 * MB).stage().commit("exp: past the hook")
    project.write("train.py", "1\n").stage().commit()

    ran = framework.run(project, "run", "--all-files")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)


def test_a_range_tells_of_a_file_added_and_deleted_in_it(framework: Framework, project: Repo) -> None:
    base = project.git("rev-parse", "HEAD")
    culprit = project.write("model.pt", size=2 * MB).stage().commit("exp: past the hook")
    project.git("rm", "-q", "model.pt")
    project.write("train.py", "1\n").stage().commit()

    ran = framework.run(project, "run", "--from-ref", base, "--to-ref", "HEAD")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)
    assert f"(commit {culprit[:12]})" in ran.out


def test_a_range_that_leaves_no_file_behind_is_judged(framework: Framework, project: Repo) -> None:
    """There is no name to hand over, and neither framework would call a hook that does not always run."""
    base = project.git("rev-parse", "HEAD")
    project.write("model.pt", size=2 * MB).stage().commit("exp: past the hook")
    project.git("rm", "-q", "model.pt")
    head = project.commit("chore: oops")

    ran = framework.run(project, "run", "--from-ref", base, "--to-ref", head)

    assert (ran.code, found(ran.out)) == (1, BLOCKED)


@pytest.fixture
def vendored(repo: Repo, framework: Framework) -> Repo:
    """A project that leaves `vendor/` out and holds one legacy file there."""
    framework.configure(repo, exclude="^vendor/")
    repo.commit("chore: hooks")
    framework.install(repo, "pre-commit", "pre-push")
    return repo.write("vendor/blob.bin", size=2 * MB).write("train.py", "1\n").stage()


def test_exclude_holds_for_a_commit(framework: Framework, vendored: Repo) -> None:
    assert framework.git(vendored, "commit", "-m", "chore: vendor").code == 0


def test_exclude_holds_for_all_files(framework: Framework, vendored: Repo) -> None:
    vendored.commit()

    assert framework.run(vendored, "run", "--all-files").code == 0


def test_exclude_holds_for_a_range(framework: Framework, vendored: Repo) -> None:
    vendored.commit()
    vendored.write("model.pt", size=2 * MB).stage().commit()

    assert framework.run(vendored, "run", "--from-ref", "HEAD~2", "--to-ref", "HEAD~1").code == 0
    ran = framework.run(vendored, "run", "--from-ref", "HEAD~2", "--to-ref", "HEAD")
    assert (ran.code, found(ran.out)) == (1, BLOCKED)


def remote(repo: Repo) -> None:
    """A bare repository beside, known as `origin`."""
    bare = repo.root.parent / "origin.git"
    repo.git("init", "--quiet", "--bare", str(bare))
    repo.git("remote", "add", "origin", str(bare))


@pytest.fixture
def pushing(project: Repo, framework: Framework) -> Repo:
    framework.install(project, "pre-push")
    remote(project)
    return project


def test_the_first_push_brings_everything(framework: Framework, pushing: Repo) -> None:
    pushing.write("model.pt", size=2 * MB).stage().commit("exp: past the hook")
    pushing.git("rm", "-q", "model.pt")
    pushing.commit()

    ran = framework.git(pushing, "push", "origin", "main")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)
    assert pushing.git("ls-remote", "origin") == ""


def test_a_clean_first_push_passes(framework: Framework, pushing: Repo) -> None:
    assert framework.git(pushing, "push", "origin", "main").code == 0


def test_exclude_holds_for_the_first_push(framework: Framework, vendored: Repo) -> None:
    vendored.commit()
    remote(vendored)

    ran = framework.git(vendored, "push", "origin", "main")

    assert ran.code == 0, ran.out


def test_a_second_push_answers_only_for_what_it_brings(framework: Framework, pushing: Repo) -> None:
    pushing.write("legacy.pt", size=2 * MB).stage().commit()
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.write("train.py", "1\n").stage().commit()
    assert framework.git(pushing, "push", "origin", "main").code == 0
    pushing.write("model.pt", size=3 * MB).stage().commit()

    ran = framework.git(pushing, "push", "origin", "main")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)


def test_a_push_of_a_file_added_and_deleted_is_blocked(framework: Framework, pushing: Repo) -> None:
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.write("model.pt", size=2 * MB).stage().commit()
    pushing.git("rm", "-q", "model.pt")
    pushing.write("train.py", "1\n").stage().commit()

    ran = framework.git(pushing, "push", "origin", "main")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)


def test_a_push_of_a_new_branch_answers_only_for_its_own(framework: Framework, pushing: Repo) -> None:
    pushing.write("legacy.pt", size=2 * MB).stage().commit()
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.git("switch", "-qc", "feat/loader")
    pushing.write("train.py", "1\n").stage().commit()
    assert framework.git(pushing, "push", "origin", "feat/loader").code == 0
    pushing.git("switch", "-qc", "exp/wider")
    pushing.write("model.pt", size=3 * MB).stage().commit()

    ran = framework.git(pushing, "push", "origin", "exp/wider")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)


def test_a_push_of_a_branch_that_is_not_checked_out_is_blocked(framework: Framework, pushing: Repo) -> None:
    pushing.write("train.py", "1\n").stage().commit()
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.git("switch", "-qc", "exp/wider")
    pushing.write("train.py", "2\n").write("model.pt", size=2 * MB).stage().commit()
    pushing.git("switch", "-q", "main")

    ran = framework.git(pushing, "push", "origin", "exp/wider")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)


def test_a_first_push_of_a_branch_that_is_not_checked_out_is_blocked(framework: Framework, pushing: Repo) -> None:
    pushing.git("switch", "-qc", "exp/wider")
    pushing.write("model.pt", size=2 * MB).stage().commit()
    pushing.git("switch", "-q", "main")

    ran = framework.git(pushing, "push", "origin", "exp/wider")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)


def test_a_push_of_a_tag_is_blocked(framework: Framework, pushing: Repo) -> None:
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.write("model.pt", size=2 * MB).stage().commit()
    pushing.git("tag", "-m", "a run", "run-1")

    ran = framework.git(pushing, "push", "origin", "run-1")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)


def test_a_push_of_two_branches_is_judged_for_the_first_alone(framework: Framework, pushing: Repo) -> None:
    """Both frameworks read one line of what git tells pre-push: a hook of theirs cannot see the rest."""
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.git("switch", "-qc", "a")
    pushing.write("train.py", "1\n").stage().commit()
    pushing.git("switch", "-qc", "b", "main")
    pushing.write("model.pt", size=2 * MB).stage().commit()

    ran = framework.git(pushing, "push", "origin", "a", "b")

    assert (ran.code, found(ran.out)) == (0, set())


def test_deleting_a_remote_branch_passes(framework: Framework, pushing: Repo) -> None:
    pushing.write("model.pt", size=2 * MB).stage().commit()
    pushing.git("push", "--quiet", "--no-verify", "origin", "main", "main:old")

    assert framework.git(pushing, "push", "origin", ":old").code == 0


def test_a_forced_push_answers_only_for_what_it_brings(framework: Framework, pushing: Repo) -> None:
    pushing.write("train.py", "1\n").stage().commit()
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.git("commit", "-q", "--amend", "--no-verify", "-m", "said better")
    assert framework.git(pushing, "push", "--force", "origin", "main").code == 0
    pushing.git("reset", "-q", "--hard", "HEAD~1")
    pushing.write("model.pt", size=2 * MB).stage().commit()

    ran = framework.git(pushing, "push", "--force", "origin", "main")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)


def test_a_merge_is_not_blamed_for_what_the_other_side_holds(framework: Framework, project: Repo) -> None:
    project.git("switch", "-qc", "theirs")
    project.write("model.pt", size=2 * MB).stage().commit("theirs")
    project.git("switch", "-q", "main")
    project.write("train.py", "1\n").stage().commit("ours")

    ran = framework.git(project, "merge", "--no-ff", "--no-edit", "theirs")

    assert ran.code == 0, ran.out


@pytest.fixture
def conflicting(project: Repo) -> Repo:
    """`theirs` and `main` disagree about `notes.md`; `theirs` holds a large file, too."""
    project.write("notes.md", "base\n").stage().commit()
    project.git("switch", "-qc", "theirs")
    project.write("notes.md", "theirs\n").write("model.pt", size=2 * MB).stage().commit("theirs")
    project.git("switch", "-q", "main")
    project.write("notes.md", "ours\n").stage().commit("ours")
    project.git("merge", "theirs", check=False)
    return project.write("notes.md", "both\n").stage("notes.md")


def test_a_resolved_merge_is_not_blamed_for_the_other_side(framework: Framework, conflicting: Repo) -> None:
    ran = framework.git(conflicting, "commit", "--no-edit")

    assert ran.code == 0, ran.out


def test_a_resolved_merge_answers_for_what_it_adds(framework: Framework, conflicting: Repo) -> None:
    conflicting.write("notes.md", size=3 * MB).stage()

    ran = framework.git(conflicting, "commit", "--no-edit")

    assert (ran.code, found(ran.out)) == (1, {"notes.md MLH101"})


def test_a_commit_in_a_worktree_is_blocked(framework: Framework, project: Repo, tmp_path: Path) -> None:
    project.git("worktree", "add", "-q", str(tmp_path / "beside"), "-b", "exp/wider")
    beside = Repo(tmp_path / "beside", project.environment)
    beside.write("model.pt", size=2 * MB).stage()

    ran = framework.git(beside, "commit", "-m", "exp: wider")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)
    beside.git("rm", "-q", "--cached", "model.pt")
    beside.write("train.py", "1\n").stage("train.py")
    assert framework.git(beside, "commit", "-m", "feat: train").code == 0


@pytest.mark.parametrize("framework", ["prek"], indirect=True, scope="session")
def test_a_range_in_a_project_of_a_workspace_is_judged(framework: Framework, repo: Repo) -> None:
    """Prek calls the hook in the project's folder, with names from there."""
    framework.configure(repo)
    (repo.root / "vision").mkdir()
    (repo.root / ".pre-commit-config.yaml").rename(repo.root / "vision/.pre-commit-config.yaml")
    repo.write(".pre-commit-config.yaml", "repos: []\n").stage().commit("chore: hooks")
    repo.write("vision/model.pt", size=2 * MB).stage()
    staged = framework.run(repo, "run")
    repo.commit("exp: past the hook")

    ran = framework.run(repo, "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")

    assert (staged.code, found(staged.out)) == (1, {"vision/model.pt MLH101"})
    assert (ran.code, found(ran.out)) == (1, {"vision/model.pt MLH101"})


def test_a_commit_from_a_sub_folder_is_blocked(framework: Framework, project: Repo) -> None:
    project.write("models/model.pt", size=2 * MB).stage()

    ran = framework.git(project, "commit", "-m", "exp: wider", cwd=project.root / "models")

    assert (ran.code, found(ran.out)) == (1, {"models/model.pt MLH101"})


def test_a_commit_in_a_submodule_is_blocked_and_the_pointer_to_it_is_not(
    framework: Framework, project: Repo, tmp_path: Path
) -> None:
    library = Repo(tmp_path / "library", project.environment)
    library.root.mkdir()
    library.git("init", "--quiet", "--initial-branch=main")
    framework.configure(library)
    library.commit("chore: hooks")
    project.git("submodule", "--quiet", "add", str(library.root), "library")
    assert framework.git(project, "commit", "-m", "chore: library").code == 0
    inside = Repo(project.root / "library", project.environment)
    framework.install(inside)
    inside.write("model.pt", size=2 * MB).stage()

    ran = framework.git(inside, "commit", "-m", "exp: wider")

    assert (ran.code, found(ran.out)) == (1, BLOCKED)
    inside.commit("exp: past the hook")
    assert framework.git(project, "commit", "-am", "chore: newer library").code == 0
