"""`mlhygiene init` in real repositories, with real git, git-lfs, DVC, nbstripout, pre-commit and prek."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import MB, Repo, tool
from mlhygiene.scaffold.examples import example

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Ran

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are put on the PATH by links here")

FILES = (".gitattributes", ".gitignore", ".pre-commit-config.yaml", "mlhygiene.toml")
NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "execution_count": 1,
            "metadata": {},
            "outputs": [{"name": "stdout", "output_type": "stream", "text": ["hi\n"]}],
            "source": ["print('hi')"],
        }
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 4,
}


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder on the PATH for the programs that a story has beside git."""
    folder = tmp_path / "programs"
    folder.mkdir()
    return folder


@pytest.fixture
def environment(environment: dict[str, str], programs: Path) -> dict[str, str]:
    return {**environment, "PATH": os.pathsep.join([str(programs), "/usr/local/bin", "/usr/bin", "/bin"])}


@pytest.fixture
def empty(tmp_path: Path, environment: dict[str, str]) -> Repo:
    """A folder that is no repository yet."""
    root = tmp_path / "empty"
    root.mkdir()
    return Repo(root, environment)


def init(repo: Repo, *arguments: str, code: int = 0, cwd: Path | None = None) -> Ran:
    ran = repo.mlhygiene("init", *arguments, cwd=cwd)
    assert ran.code == code, ran
    assert "Traceback" not in ran.err
    return ran


def put(programs: Path, *names: str) -> None:
    for name in names:
        (programs / name).symlink_to(tool(name))


def everything(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every file but git's own: what it holds, and when it was written."""
    found = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts)
    return {str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def stored(repo: Repo) -> dict[str, int]:
    """What HEAD holds: path and size."""
    rows = (row.split() for row in repo.git("ls-tree", "-r", "-l", "HEAD").splitlines())
    return {row[4]: int(row[3]) for row in rows}


PROGRAMS = {"lfs": ["git-lfs"], "dvc": ["dvc"], "both": ["git-lfs", "dvc"], "none": []}
WEIGHTS, DATA = {"model.pt"}, {"data/raw.csv", "data/part.parquet"}
# What each way of storage has git hold, and DVC.
BY_LFS = {"lfs": WEIGHTS | DATA, "both": WEIGHTS}
BY_DVC = {"dvc": WEIGHTS | DATA, "both": DATA}


def begun(empty: Repo, programs: Path, storage: str) -> None:
    """One command in an empty folder; then a checkpoint, two datasets, a secret and a notebook that was run."""
    put(programs, *PROGRAMS[storage])
    init(empty, "--storage", storage, "--install", "--yes")
    empty.git("checkout", "--quiet", "-b", "feat/start")
    empty.write("model.pt", size=2 * MB).write("data/raw.csv", b"1,2\n" * (3 * MB)).write(".env", "KEY=1\n")
    empty.write("data/part.parquet", size=MB)
    empty.write("train.ipynb", json.dumps(NOTEBOOK)).write("src/data/load.py", "1\n").stage()


def mend(repo: Repo, said: str, path: str) -> Ran:
    """Run the command that stands below the finding of a path, as a person pastes it."""
    lines = said.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{path}: MLH"))
    command = lines[at + 1].strip().replace("mlhygiene ", f"{shlex.quote(sys.executable)} -m mlhygiene ")
    ran = repo.run("sh", "-c", command)
    assert ran.code == 0, (command, ran)
    return ran


@pytest.mark.slow
@pytest.mark.parametrize("storage", PROGRAMS)
def test_one_command_makes_a_repository_that_does_the_right_thing(storage: str, empty: Repo, programs: Path) -> None:
    begun(empty, programs, storage)

    # What must not enter history is ignored, or stops the commit with what mends it.
    blocked = empty.run("git", "commit", "-m", "feat: a start")

    assert blocked.code == 1
    assert "train.ipynb: MLH301" in blocked.err
    mend(empty, blocked.err, "train.ipynb")

    by_lfs, by_dvc = BY_LFS.get(storage, set()), BY_DVC.get(storage, set())
    if by_dvc:
        assert empty.run("dvc", "add", "--quiet", *sorted(by_dvc)).code == 0
        empty.stage()
    committed = empty.run("git", "commit", "-m", "feat: a start")

    assert committed.code == 0, committed
    held = stored(empty)
    assert {*FILES, "train.ipynb", "src/data/load.py"} <= held.keys()
    assert ".env" not in held
    assert (WEIGHTS | DATA) & held.keys() == by_lfs
    assert all(held[path] < 200 for path in by_lfs)
    assert {path for path in WEIGHTS | DATA if f"{path}.dvc" in held} == by_dvc
    assert json.loads(empty.git("show", "HEAD:train.ipynb"))["cells"][0]["outputs"] == []
    assert empty.run("git", "commit", "--allow-empty", "-m", "exp: wider").code == 1
    init(empty, "--check")


@pytest.mark.slow
@pytest.mark.parametrize("storage", PROGRAMS)
def test_what_is_forced_past_gitignore_is_refused_and_the_command_mends_it(
    storage: str, empty: Repo, programs: Path
) -> None:
    begun(empty, programs, storage)
    empty.git("reset", "--quiet", "--", "train.ipynb")
    assert empty.run("git", "commit", "--quiet", "-m", "feat: a start").code == 0
    # Where nothing is set up to hold large files, Git LFS is what the command sets up.
    put(programs, *({"git-lfs"} - set(PROGRAMS[storage])))
    outside = (WEIGHTS | DATA) - BY_LFS.get(storage, set())

    for path in (*sorted(outside), ".env"):
        empty.git("add", "--force", path)
        refused = empty.run("git", "commit", "-m", "feat: by force")
        assert refused.code == 1, (path, refused)
        mend(empty, refused.err, path)
        empty.run("git", "commit", "--quiet", "-m", "feat: as told")
        held = stored(empty)
        assert held.get(path, 0) < 200, path
        assert (path in held or f"{path}.dvc" in held) == (path != ".env"), path
        assert (empty.root / path).exists()


@pytest.mark.slow
@pytest.mark.parametrize("storage", ["lfs", "both"])
def test_a_push_takes_along_what_lfs_holds(storage: str, empty: Repo, programs: Path, tmp_path: Path) -> None:
    begun(empty, programs, storage)
    empty.git("reset", "--quiet", "--", "train.ipynb")
    empty.git("commit", "--quiet", "-m", "feat: a start")
    empty.git("init", "--quiet", "--bare", str(tmp_path / "there.git"))
    empty.git("remote", "add", "origin", f"file://{tmp_path}/there.git")
    pushed = empty.run("git", "push", "--quiet", "origin", "feat/start")

    assert pushed.code == 0, pushed
    objects = sorted(path.stat().st_size for path in (tmp_path / "there.git/lfs/objects").rglob("*") if path.is_file())
    assert objects == sorted((empty.root / path).stat().st_size for path in BY_LFS[storage])
    empty.git("clone", "--quiet", "--branch", "feat/start", f"file://{tmp_path}/there.git", str(tmp_path / "clone"))
    clone = Repo(tmp_path / "clone", empty.environment)
    clone.git("lfs", "install", "--local")
    clone.git("lfs", "pull")
    assert (tmp_path / "clone/model.pt").read_bytes() == (empty.root / "model.pt").read_bytes()


@pytest.mark.parametrize("storage", ["lfs", "dvc", "both", "none"])
def test_a_second_run_writes_nothing(storage: str, repo: Repo) -> None:
    repo.write(".gitignore", b"*.mine\r\nlast").write("train.py", "1\n").stage().commit()
    init(repo, "--storage", storage, "--with", "contributing,ci-github")
    before = everything(repo.root)
    ran = init(repo)

    assert everything(repo.root) == before
    assert "nothing to write: all is as it should be" in ran.out
    assert f"storage  {storage} (as .gitignore records): " in ran.out
    assert "takes it up" not in ran.out
    assert (repo.root / ".gitignore").read_bytes().endswith(b"# <<< mlhygiene gitignore\r\n\r\n*.mine\r\nlast")


def test_an_empty_folder_becomes_a_repository_on_main(empty: Repo) -> None:
    assert ".: becomes a git repository" in init(empty).out
    assert empty.git("symbolic-ref", "HEAD") == "refs/heads/main"
    assert {path.name for path in empty.root.iterdir()} == {".git", *FILES}


def test_so_does_a_folder_that_is_not_there(empty: Repo) -> None:
    init(empty, "new/project")

    assert (empty.root / "new/project/.gitignore").exists()


@pytest.mark.parametrize(("option", "code"), [("--check", 1), ("--diff", 0), ("--dry-run", 0)])
def test_a_look_writes_nothing(option: str, code: int, empty: Repo) -> None:
    ran = init(empty, "new", option, code=code)

    assert not list(empty.root.iterdir())
    assert ".gitignore" in ran.out


def test_a_difference_can_be_applied(repo: Repo) -> None:
    repo.write(".gitignore", b"mine\r\n\xff\n").stage().commit()
    done = repo.run("sh", "-c", f"'{sys.executable}' -m mlhygiene init --diff | git apply -")

    assert done.code == 0, done
    assert set(everything(repo.root)) == set(FILES)
    init(repo, "--check")


def test_a_subfolder_stands_for_its_repository(repo: Repo) -> None:
    repo.write("src/a.py", "1\n")
    ran = init(repo, cwd=repo.root / "src")

    assert f". lies in the repository {repo.root}: its root is worked on" in ran.out
    assert (repo.root / ".gitignore").exists()


def test_worktrees_and_submodules_are_repositories(repo: Repo, tmp_path: Path) -> None:
    repo.write("a.py", "1\n").stage().commit()
    repo.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    repo.git("submodule", "--quiet", "add", str(repo.root), "sub")
    init(repo, str(tmp_path / "tree"))
    init(repo, cwd=repo.root / "sub")

    assert (tmp_path / "tree/.gitignore").exists()
    assert (repo.root / "sub/.gitignore").exists()
    assert not (repo.root / ".gitignore").exists()


def _link(repo: Repo) -> None:
    (repo.root / ".gitattributes").symlink_to("/etc/hosts")


def _read_only(repo: Repo) -> None:
    repo.write(".gitattributes", "* text\n")
    (repo.root / ".gitattributes").chmod(0o444)


REFUSED = {
    "a folder where a file is needed": (
        lambda repo: (repo.root / ".gitattributes").mkdir(),
        (),
        ".gitattributes: it is a folder, and a file is needed: move it away",
    ),
    "a file where a folder is needed": (
        lambda repo: repo.write(".github", "x"),
        ("--with", "ci-github"),
        ".github/workflows/mlhygiene.yml: .github is a file, and a folder is needed: move it away",
    ),
    "a symbolic link": (_link, (), ".gitattributes: it is a symbolic link, through which git reads nothing"),
    "a read-only file": (_read_only, (), ".gitattributes: it is write-protected: `chmod u+w` first"),
    "a read-only folder": (lambda repo: repo.root.chmod(0o555), (), ".gitignore: its folder is write-protected"),
    "UTF-16": (
        lambda repo: repo.write(".gitattributes", "*.pt\n".encode("utf-16")),
        (),
        ".gitattributes: it is UTF-16 or no text, and git reads no rule out of it",
    ),
    "a broken config of pre-commit": (
        lambda repo: repo.write(".pre-commit-config.yaml", "repos: [\n"),
        (),
        ".pre-commit-config.yaml:",
    ),
    "a name that --with does not know": (lambda _: None, ("--with", "ci-githb"), "'ci-githb' is nothing that --with"),
    "a new folder in a repository": (lambda _: None, ("new",), "new would lie in the repository around"),
    "a file": (lambda repo: repo.write("a", "x"), ("a",), "a: a file stands there, and a folder is needed"),
    "git's own folder": (lambda _: None, (".git",), ".git lies in git's own folder"),
}


@pytest.mark.parametrize(("spoil", "arguments", "line"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_written(
    spoil: object, arguments: tuple[str, ...], line: str, repo: Repo
) -> None:
    assert callable(spoil)
    spoil(repo)
    before = everything(repo.root)
    ran = init(repo, *arguments, code=2)
    repo.root.chmod(0o755)

    assert ran.err.startswith(f"mlhygiene: {line}")
    assert ran.err.count("\n") == 1
    assert everything(repo.root) == before
    assert not (repo.root / ".gitignore").exists()


def test_a_folder_with_files_and_no_repository_is_refused(empty: Repo) -> None:
    empty.write("a.py", "1\n")

    assert init(empty, code=2).err.startswith("mlhygiene: this folder is no git repository, and not empty: `git init`")


PROTECTED = "no commit is made on main itself, which is protected: `git switch -c exp/baseline`, or `protected = []`"


def test_whoever_is_on_a_protected_branch_is_told_so(empty: Repo) -> None:
    assert f"\nafter the first one, {PROTECTED}" in init(empty, "new/project", "--dry-run").out
    assert f"\nafter the first one, {PROTECTED}" in init(empty, "--install", "--yes").out
    empty.stage()
    for code, command in (
        (0, ["git", "commit", "-m", "feat: a start"]),
        (1, ["git", "commit", "--allow-empty", "-m", "feat: more"]),
        (0, ["git", "switch", "-c", "exp/baseline"]),
        (0, ["git", "commit", "--allow-empty", "-m", "feat: more"]),
    ):
        assert empty.run(*command).code == code, command
    assert "which is protected" not in init(empty).out


@pytest.mark.parametrize(
    "content", ["[branches]\nprotected = []\n", '[ignore]\nprotected-branch = "a team of one"\n', "[broken"]
)
def test_where_no_branch_is_protected_nothing_is_told_of_it(content: str, repo: Repo) -> None:
    repo.git("switch", "--quiet", "-C", "main")
    repo.write("a.py", "1\n").stage().commit()
    assert f"\n{PROTECTED}" in init(repo, "--dry-run").out
    repo.write("mlhygiene.toml", content)

    assert "which is protected" not in init(repo).out


def test_of_a_prek_toml_the_line_says_that_something_is_left_to_do(repo: Repo) -> None:
    repo.write("prek.toml", '[[repos]]\nrepo = "builtin"\nhooks = []\n')

    assert "  left alone" not in (told := init(repo).out)
    assert "  leave alone  prek.toml       our hooks are for you to add, as told below\n" in told


@pytest.mark.parametrize("name", [".gitignore", ".pre-commit-config.yaml"])
def test_what_git_has_and_the_worktree_has_not_is_not_written_anew(name: str, repo: Repo) -> None:
    content = {".gitignore": "*.mine\n"}.get(name, "repos: []  # mine\n")
    repo.write(name, content).stage().commit()
    repo.git("update-index", "--skip-worktree", name)
    (repo.root / name).unlink()

    assert f"{name}: git has it, and the worktree has not: " in init(repo, "--check", code=2).err
    told = init(repo, code=2).err
    assert f"{name}: git has it, and the worktree has not: " in told
    assert list(everything(repo.root)) == []
    repo.git(*told.partition("`git ")[2].partition("`")[0].split())
    init(repo)
    assert content.split()[0].encode() in (repo.root / name).read_bytes()


def test_a_pipe_is_refused_before_git_reads_it(repo: Repo) -> None:
    os.mkfifo(repo.root / ".gitignore")

    assert ".gitignore: not a regular file" in init(repo, code=2).err


def test_a_bare_repository_is_refused(repo: Repo, tmp_path: Path) -> None:
    repo.git("init", "--quiet", "--bare", str(tmp_path / "bare"))

    assert "bare repository" in init(repo, str(tmp_path / "bare"), code=2).err


def test_no_pattern_is_added_that_tracked_files_match(repo: Repo) -> None:
    repo.write("weights/a.pt", "1\n").write("b.pt", "1\n").stage().commit()
    ran = init(repo, "--storage", "none")

    assert "left out of .gitignore, since they would ignore what is tracked:\n  `*.pt`: b.pt, weights/a.pt\n" in ran.out
    assert "`git rm -r --cached -- b.pt weights/a.pt`" in ran.out
    assert repo.git("ls-files", "-ci", "--exclude-standard") == ""
    init(repo, "--check")


@pytest.mark.parametrize(
    ("path", "line", "place"),
    [
        ("docker/.env", ".env", "docker/.env"),
        ("tests/user[1].key", "*.key", "tests/user[1].key"),
        (".DS_Store", ".DS_Store", ".DS_Store"),
        ("nb/.ipynb_checkpoints/a/b-checkpoint.ipynb", ".ipynb_checkpoints/", "nb/.ipynb_checkpoints/"),
    ],
)
def test_secrets_and_caches_are_ignored_whatever_is_tracked(path: str, line: str, place: str, repo: Repo) -> None:
    repo.write(path, "1\n").stage().commit()
    ran = init(repo, "--storage", "none")

    assert "left out" not in ran.out
    assert f"  `{line}`: {place}\n" in ran.out
    assert repo.git("check-ignore", f"new/{path}") == f"new/{path}"
    init(repo, "--check")
    below = ran.out.partition("or keep it: `")[2].partition("` below")[0]
    repo.write(".gitignore", (repo.root / ".gitignore").read_bytes() + below.encode() + b"\n")
    assert repo.git("ls-files", "-ci", "--exclude-standard") == ""


def test_of_a_cache_that_is_tracked_the_folder_is_taken_out(repo: Repo) -> None:
    repo.write("nb/.ipynb_checkpoints/a.ipynb", "1\n").write("nb/.ipynb_checkpoints/b.ipynb", "1\n").stage().commit()
    ran = init(repo, "--storage", "none")

    assert "take it out: `git rm -r --cached -- nb/.ipynb_checkpoints/`, or" in ran.out


@pytest.mark.parametrize(("path", "line"), [("b.pt", "*.pt"), ("data/raw.csv", "/data/**")])
def test_a_line_is_taken_up_when_all_is_done_as_told(path: str, line: str, repo: Repo) -> None:
    repo.write(path, "1\n").stage().commit()
    told = f"`git rm -r --cached -- {path}`, delete `# left out: ` before it, and run `mlhygiene init --force`"

    assert told in init(repo, "--storage", "none").out
    repo.git("rm", "-r", "--cached", "--quiet", "--", path)
    ignoring = repo.root / ".gitignore"
    ignoring.write_text(ignoring.read_text().replace(f"# left out: {line}\n", f"{line}\n"))
    init(repo, "--force")
    init(repo, "--check")
    assert repo.git("check-ignore", path) == path
    assert repo.run("git", "check-ignore", "data/raw.csv.dvc").code == 1


def test_what_a_person_ignores_does_not_go_to_lfs(repo: Repo) -> None:
    repo.write(".gitignore", "*.ckpt\n")
    ran = init(repo, "--storage", "lfs")

    assert "left out of .gitattributes, since git ignores such files:\n  `*.ckpt`: .gitignore names the same" in ran.out
    assert "filter: unspecified" in repo.git("check-attr", "filter", "a.ckpt")
    assert "filter: lfs" in repo.git("check-attr", "filter", "a.pt")


def test_what_a_person_gives_to_lfs_is_not_ignored(repo: Repo) -> None:
    repo.write(".gitattributes", "*.pt filter=lfs diff=lfs merge=lfs -text\n")
    ran = init(repo, "--storage", "none")

    assert (
        "left out of .gitignore, since Git LFS is to hold such files:\n  `*.pt`: `*.pt filter=lfs diff=lfs" in ran.out
    )
    assert repo.run("git", "check-ignore", "a.pt").code == 1


@pytest.mark.parametrize("storage", ["lfs", "both"])
def test_no_pattern_has_two_owners(storage: str, repo: Repo) -> None:
    init(repo, "--storage", storage)
    lines = (repo.root / ".gitattributes").read_bytes().splitlines()
    paths = [example(line) for line in lines if b"filter=lfs" in line.split()]
    held = repo.git("check-attr", "filter", "--", *paths).splitlines()

    assert len(paths) > 20
    assert all(line.endswith(": filter: lfs") for line in held)
    assert repo.run("git", "check-ignore", "--no-index", "--", *paths).out == ""


def test_what_lfs_is_to_hold_from_now_on_is_told(repo: Repo) -> None:
    repo.write("model.pt", size=MB).write("empty.pt", b"").stage().commit()
    ran = init(repo, "--storage", "lfs")

    assert "Git LFS is to hold what git holds already: model.pt\n" in ran.out
    assert "`git add --renormalize -- model.pt`" in ran.out
    assert "`git lfs migrate import --everything --include='*.pt'`" in ran.out


def test_what_lfs_held_is_told_where_no_line_gives_it_any_more(repo: Repo) -> None:
    tool("git-lfs")
    repo.git("lfs", "install", "--local")
    init(repo, "--storage", "lfs")
    repo.write("model.pt", size=MB).stage().commit()

    assert "Git LFS holds what no line gives to it any more: model.pt" in init(repo, "--storage", "none").out


def test_line_ends_that_are_stored_stay_stored(repo: Repo) -> None:
    repo.write("a.txt", b"1\r\n2\r\n").write("b.sh", b"1\r\n").write("c.bin", b"\0\r\n").stage().commit()
    ran = init(repo)

    assert "stored with CRLF, and left so: a.txt, b.sh\n" in ran.out
    repo.write("a.txt", b"1\r\n2\r\n").write("b.sh", b"1\r\n")
    assert repo.git("diff", "--name-only") == ""


@pytest.mark.slow
def test_what_tools_add_beside_a_block_is_no_drift(repo: Repo, programs: Path) -> None:
    put(programs, "git-lfs", "dvc")
    repo.run("dvc", "init", "--quiet")
    init(repo, "--storage", "both")
    repo.git("lfs", "install", "--local")
    repo.git("lfs", "track", "*.xyz")
    repo.git("lfs", "track", "*.pt")
    repo.write("data/raw.csv", "1\n").write("notes.txt", "1\n").write("a.ipynb", json.dumps(NOTEBOOK))
    assert repo.run("dvc", "add", "--quiet", "data/raw.csv", "notes.txt").code == 0
    done = repo.run(sys.executable, "-m", "nbstripout", "--install", "--attributes", ".gitattributes")
    assert done.code == 0, done

    init(repo, "--check")
    repo.git("lfs", "untrack", "*.xyz")
    init(repo, "--check")


@pytest.mark.slow
def test_a_managed_pattern_that_a_tool_takes_out_is_drift(repo: Repo, programs: Path) -> None:
    put(programs, "git-lfs")
    init(repo, "--storage", "lfs")
    repo.git("lfs", "untrack", "*.pt")
    ran = init(repo, "--check", code=1)

    assert "+*.pt filter=lfs diff=lfs merge=lfs -text\n" in ran.out
    assert "`mlhygiene init --force` mends that" in ran.err


def edited(repo: Repo) -> Path:
    """A repository whose block of `.gitignore` somebody has changed."""
    init(repo, "--storage", "none")
    ignoring = repo.root / ".gitignore"
    ignoring.write_bytes(ignoring.read_bytes().replace(b"*.pt\n", b"*.mine\n"))
    return ignoring


def test_a_block_that_somebody_has_changed_is_left_alone(repo: Repo) -> None:
    ignoring = edited(repo)
    before = ignoring.read_bytes()
    ran = init(repo, code=1)

    assert ignoring.read_bytes() == before
    assert (
        "leave alone  .gitignore               somebody has changed the block: see --diff, then use --force" in ran.out
    )


def test_by_force_it_is_written_anew_and_their_lines_stay_below(repo: Repo) -> None:
    ignoring = edited(repo)
    ran = init(repo, "--force")

    assert ".gitignore: `*.mine` is kept below it" in ran.out
    assert ignoring.read_bytes().endswith(b"# <<< mlhygiene gitignore\n*.mine\n")
    init(repo, "--check")


def test_new_choices_are_for_all_blocks_or_none(repo: Repo) -> None:
    edited(repo)
    before = everything(repo.root)

    assert "new choices need all of them" in init(repo, "--storage", "lfs", code=2).err
    assert everything(repo.root) == before


def test_marks_without_their_other_half_are_told_each_time(repo: Repo) -> None:
    repo.write(".gitignore", "mine\n# <<< mlhygiene gitignore\n")
    lines = [line for _ in range(2) for line in init(repo).out.splitlines() if "lacks its other half" in line]

    assert len(lines) == 2
    assert (repo.root / ".gitignore").read_bytes().endswith(b"\n\nmine\n# <<< mlhygiene gitignore\n")


def test_a_file_that_is_written_once_stays_away_when_somebody_has_taken_it_away(repo: Repo) -> None:
    init(repo)
    (repo.root / "mlhygiene.toml").unlink()
    init(repo, "--check")
    init(repo)

    assert not (repo.root / "mlhygiene.toml").exists()


def test_somebody_s_own_file_is_left_alone_and_what_to_do_by_hand_is_told(repo: Repo) -> None:
    theirs = "test:\n  script: pytest\n"
    repo.write(".gitlab-ci.yml", theirs)
    ran = init(repo, "--with", "ci-gitlab")

    assert (repo.root / ".gitlab-ci.yml").read_text() == theirs
    assert ".gitlab-ci.yml: somebody's own, and left as it is; add to its `include` by hand" in ran.out
    init(repo, "--check")


def test_what_a_person_has_put_into_a_file_that_is_all_ours_is_told_when_it_goes(repo: Repo) -> None:
    init(repo, "--with", "ci-github")
    workflow = repo.root / ".github/workflows/mlhygiene.yml"
    workflow.write_text(workflow.read_text().replace("\njobs:\n", "\njobs: # mine\n"))
    ran = init(repo, "--force")

    assert [line for line in ran.out.splitlines() if "goes with it" in line] == [
        ".github/workflows/mlhygiene.yml: `jobs: # mine` goes with it"
    ]


def test_extras_are_recorded_added_and_dropped(repo: Repo) -> None:
    init(repo, "--with", "contributing")
    init(repo, "--with", "ci-gitlab")

    assert b" with=ci-gitlab,contributing " in (repo.root / ".gitignore").read_bytes()

    init(repo, "--without", "contributing")

    assert b" with=ci-gitlab " in (repo.root / ".gitignore").read_bytes()


def test_what_came_into_use_since_is_told_and_taken_up_when_asked(repo: Repo) -> None:
    init(repo)
    repo.write(".dvc/config", "").write("valohai.yaml", "- step: {}\n").stage()
    ran = init(repo)

    assert "dvc is in use now (.dvc/config): `mlhygiene init --storage dvc` takes it up" in ran.out
    assert "valohai is here: `--with valohai` takes it up" in ran.out
    init(repo, "--check")


def test_choices_of_a_newer_mlhygiene_are_not_guessed_at(repo: Repo) -> None:
    init(repo)
    ignoring = repo.root / ".gitignore"
    ignoring.write_bytes(ignoring.read_bytes().replace(b"storage=none", b"storage=annex"))

    assert "says storage=annex, which this mlhygiene does not know" in init(repo, "--storage", "lfs", code=2).err


@pytest.mark.parametrize(("storage", "command"), [("lfs", "git lfs install --local"), ("dvc", "dvc init")])
def test_what_is_left_to_do_in_a_clone_is_told(storage: str, command: str, repo: Repo) -> None:
    assert f"  {command}  " in init(repo, "--storage", storage).out


def test_what_cannot_be_set_up_is_told_and_the_rest_is_done(repo: Repo) -> None:
    ran = init(repo, "--storage", "dvc", "--install", code=2)

    assert "and this is left: dvc init: dvc is not on the PATH" in ran.err
    assert "mlhygiene install: done" in ran.out


def test_a_missing_git_lfs_is_told(repo: Repo, programs: Path) -> None:
    (programs / "git").symlink_to(tool("git"))
    alone = {"PATH": str(programs)}
    if repo.run("git", "lfs", "version", env=alone).code == 0:
        pytest.skip("this git has git-lfs beside its own programs")
    ran = repo.mlhygiene("init", "--storage", "lfs", "--install", env=alone)

    assert ran.code == 2
    assert "git-lfs is not installed: https://git-lfs.com says how" in ran.err
    assert "mlhygiene install: done" in ran.out


@pytest.mark.parametrize("framework", ["pre-commit", "prek"])
def test_the_framework_that_is_on_the_path_installs_the_hooks(framework: str, repo: Repo, programs: Path) -> None:
    put(programs, framework)
    ran = init(repo, "--install")

    assert f"{framework} install: " in ran.out
    assert b"File generated by" in (repo.root / ".git/hooks/commit-msg").read_bytes()
    assert "install" not in init(repo).out


def test_hooks_of_another_manager_are_left_to_it(repo: Repo) -> None:
    repo.write(".husky/pre-commit", "npm test\n").git("config", "core.hooksPath", ".husky/_")
    ran = init(repo, "--install")

    assert "hooks    husky (.husky)" in ran.out
    assert not (repo.root / ".pre-commit-config.yaml").exists()


def ask(repo: Repo, *arguments: str, answer: str) -> tuple[int, str]:
    """The command on a terminal of its own, with an answer typed."""
    import pty  # not on Windows

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "mlhygiene", "init", *arguments]
    running = subprocess.Popen(
        command, cwd=repo.root, env=repo.environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    os.write(ours, answer.encode())
    said = b""
    try:
        while piece := os.read(ours, 4096):
            said += piece
    except OSError:  # Linux says so that the other side has gone
        pass
    os.close(ours)
    return running.wait(), said.decode()


@pytest.mark.parametrize(("answer", "written"), [("n\n", False), ("\n", True), ("y\n", True), ("\x04", False)])
def test_on_a_terminal_it_asks_once(answer: str, written: bool, repo: Repo) -> None:
    code, said = ask(repo, answer=answer)

    assert said.count("Write these 4 files? [Y/n]") == 1
    assert (repo.root / ".gitignore").exists() == written
    assert code == (0 if written else 1)


def test_it_does_not_ask_who_has_said_yes(repo: Repo) -> None:
    code, said = ask(repo, "--yes", answer="n\n")

    assert code == 0
    assert "[Y/n]" not in said


def test_help_teaches_by_examples(repo: Repo) -> None:
    out = init(repo, "--help").out

    assert "mlhygiene init --storage lfs --install --yes" in out
    assert "  ci-github     .github/workflows/mlhygiene.yml" in out
