"""git's filter over notebooks, set up by `mlhygiene init` and judged by `mlhygiene doctor`: all of it by real git."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import Repo

if TYPE_CHECKING:
    from conftest import Ran

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the command on the PATH is a shell script here")

INIT = ("init", "--notebook-filter")
ATTRIBUTES = b"*.ipynb filter=mlhygiene diff=mlhygiene\n*.zpln filter=mlhygiene diff=mlhygiene\n"
LFS = b"*.ipynb filter=lfs diff=lfs merge=lfs -text\n"


def notebook(source: str, output: str = "", **metadata: object) -> str:
    outputs = [{"name": "stdout", "output_type": "stream", "text": [output]}] if output else []
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": outputs, "source": [source]}
    return json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}, indent=1) + "\n"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder on the PATH that has the command, as pipx would put it there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "mlhygiene"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m mlhygiene "$@"\n')
    command.chmod(0o755)
    return folder


@pytest.fixture
def environment(environment: dict[str, str], programs: Path) -> dict[str, str]:
    # Only git's own folder beside it: no `mlhygiene` that the machine may have.
    return {**environment, "PATH": os.pathsep.join([str(programs), "/usr/local/bin", "/usr/bin", "/bin"])}


@pytest.fixture
def filtered(repo: Repo) -> Repo:
    """A repository with the filter, and one commit of two notebooks that were run."""
    init(repo)
    repo.write("a.ipynb", notebook("1", "one")).write("docs/b.ipynb", notebook("2", "two")).write("train.py", "1\n")
    repo.stage().commit("feat: notebooks")
    return repo


def init(repo: Repo, *arguments: str, code: int = 0) -> Ran:
    ran = repo.mlhygiene(*INIT, *arguments)
    assert ran.code == code, ran
    return ran


def stored(repo: Repo, path: str, revision: str = "") -> str:
    return repo.git("show", f"{revision}:{path}") + "\n"


def here(repo: Repo, path: str) -> str:
    return (repo.root / path).read_text()


def everything(repo: Repo) -> dict[str, bytes | tuple[int, int]]:
    """What init might write to: its bytes, and when and how they were written."""
    names = (".git/config", ".git/info/attributes", ".gitattributes")
    files = [repo.root / name for name in names if (repo.root / name).exists()]
    return {f.name: (f.read_bytes(), f.stat().st_mtime_ns, f.stat().st_mode) for f in files}


def test_what_is_stored_has_no_outputs_and_the_worktree_keeps_them(filtered: Repo) -> None:
    assert stored(filtered, "a.ipynb") == notebook("1")
    assert here(filtered, "a.ipynb") == notebook("1", "one")
    assert filtered.git("status", "--porcelain") == ""


def test_another_run_is_no_difference(filtered: Repo) -> None:
    filtered.write("a.ipynb", notebook("1", "another"))

    assert filtered.git("diff") == ""

    # A size that changes is modified for git, until it has looked.
    filtered.stage()

    assert filtered.git("status", "--porcelain") == ""


def test_a_difference_is_of_code(filtered: Repo) -> None:
    filtered.write("a.ipynb", notebook("3", "three"))
    lines = [
        line for line in filtered.git("diff").splitlines() if line[:1] in {"+", "-"} and line[:3] not in {"+++", "---"}
    ]

    assert lines == ['-    "1"', '+    "3"']


def test_a_part_of_a_difference_can_be_staged(filtered: Repo) -> None:
    filtered.write("a.ipynb", notebook("3", "three"))
    ran = filtered.run("git", "add", "--patch", stdin=b"y\n")

    assert ran.code == 0
    assert stored(filtered, "a.ipynb") == notebook("3")


def test_a_checkout_leaves_outputs_of_what_it_does_not_touch(filtered: Repo) -> None:
    filtered.git("checkout", "--quiet", "-b", "other")
    filtered.write("docs/b.ipynb", notebook("3", "three")).stage().commit("feat: three")
    filtered.git("checkout", "--quiet", "main")

    assert here(filtered, "a.ipynb") == notebook("1", "one")
    assert here(filtered, "docs/b.ipynb") == notebook("2")
    assert filtered.git("status", "--porcelain") == ""


def test_a_stash_brings_code_back_and_outputs_not(filtered: Repo) -> None:
    filtered.write("a.ipynb", notebook("3", "three"))
    filtered.git("stash")

    assert here(filtered, "a.ipynb") == notebook("1")

    filtered.git("stash", "pop")

    assert here(filtered, "a.ipynb") == notebook("3")


@pytest.fixture
def conflict(filtered: Repo) -> Repo:
    """A merge that stops in a notebook."""
    filtered.git("checkout", "--quiet", "-b", "other")
    filtered.write("a.ipynb", notebook("theirs", "x")).stage().commit("feat: theirs")
    filtered.git("checkout", "--quiet", "main")
    filtered.write("a.ipynb", notebook("ours", "x")).stage().commit("feat: ours")
    assert filtered.run("git", "merge", "other").code == 1
    return filtered


def test_a_conflict_can_be_looked_at(conflict: Repo) -> None:
    assert conflict.git("status", "--porcelain") == "UU a.ipynb"
    assert "++<<<<<<< HEAD" in conflict.git("diff")


def test_a_conflict_is_not_stored(conflict: Repo) -> None:
    for command in (("add", "a.ipynb"), ("commit", "--all", "--message", "merge")):
        ran = conflict.run("git", *command)

        assert ran.code == 128
        assert ran.err.startswith("a.ipynb:9:1: unresolved merge conflict: resolve it (`git mergetool`, nbdime) first")
    assert conflict.git("status", "--porcelain") == "UU a.ipynb"


def test_a_conflict_is_resolved_run_and_stored(conflict: Repo) -> None:
    conflict.write("a.ipynb", notebook("both", "x")).stage().commit("merge: other")

    assert stored(conflict, "a.ipynb") == notebook("both")


@pytest.mark.parametrize("way", [("merge", "--abort"), ("reset", "--hard"), ("checkout", "--theirs", "a.ipynb")])
def test_a_conflict_can_be_left(way: tuple[str, ...], conflict: Repo) -> None:
    conflict.git(*way)

    assert "<<<<" not in here(conflict, "a.ipynb")


def test_a_rebase_stops_and_goes_on(filtered: Repo) -> None:
    filtered.git("checkout", "--quiet", "-b", "other")
    filtered.write("a.ipynb", notebook("theirs", "x")).stage().commit("feat: theirs")
    filtered.git("checkout", "--quiet", "main")
    filtered.write("a.ipynb", notebook("ours", "x")).stage().commit("feat: ours")
    assert filtered.run("git", "rebase", "other").code == 1
    assert filtered.run("git", "add", "a.ipynb").code == 128

    filtered.write("a.ipynb", notebook("both", "x")).stage()
    filtered.git("rebase", "--continue", env={"GIT_EDITOR": "true"})

    assert stored(filtered, "a.ipynb", "HEAD") == notebook("both")


def test_a_broken_notebook_stops_what_would_store_it_and_nothing_else(filtered: Repo) -> None:
    filtered.write("a.ipynb", "{ broken").write("train.py", "2\n")

    assert filtered.git("status", "--porcelain") == " M a.ipynb\n M train.py"
    assert "+2" in filtered.git("diff", "--", "train.py")
    for command in ("add", "."), ("stash",), ("commit", "-am", "x"), ("diff",):
        ran = filtered.run("git", *command)

        assert ran.code != 0, command
        assert ran.err.startswith("a.ipynb:1:3: not valid JSON")
    # What the message says helps.
    assert "{ broken" in filtered.git("-c", "filter.mlhygiene.required=false", "diff")

    filtered.git("checkout", "a.ipynb")
    assert here(filtered, "a.ipynb") == notebook("1")


def test_history_with_broken_notebooks_can_be_read(filtered: Repo) -> None:
    filtered.put("a.ipynb", b"{ broken").commit("past the filter")

    assert "{ broken" in filtered.git("log", "-p", "-1")


def test_what_is_no_notebook_yet_is_stored(filtered: Repo) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'4d' * 32}\nsize 48100000\n"
    filtered.write("empty.ipynb", "").write("held.ipynb", pointer).stage()

    assert filtered.git("show", ":empty.ipynb") == ""
    assert stored(filtered, "held.ipynb") == pointer


ODD = ["with blanks.ipynb", "-dash.ipynb", "new\nline.ipynb", "quo'te \"$(x).ipynb", b"mod\xe8le.ipynb", "%f.ipynb"]


@pytest.mark.parametrize("way", ["process", "clean"])
@pytest.mark.parametrize("name", ODD, ids=repr)
def test_any_name_is_stripped(name: str | bytes, way: str, repo: Repo) -> None:
    init(repo)
    if way == "clean":
        repo.git("config", "--unset", "filter.mlhygiene.process")
    repo.write(name, notebook("1", "one")).stage().commit()
    repo.write(name, notebook("2", "two"))

    assert repo.git("cat-file", "blob", repo.git("ls-tree", "-z", "HEAD").split("\t")[0].split()[2]) + "\n" == notebook(
        "1"
    )
    assert '+    "2"' in repo.git("diff")


def test_crlf_is_git_s_own_business(filtered: Repo) -> None:
    filtered.git("config", "core.autocrlf", "true")
    filtered.write("c.ipynb", notebook("1", "one").replace("\n", "\r\n")).stage("c.ipynb")

    assert filtered.git("cat-file", "blob", ":c.ipynb") + "\n" == notebook("1")
    assert filtered.git("status", "--porcelain", "c.ipynb") == "A  c.ipynb"


def test_crlf_stays_where_git_leaves_it(filtered: Repo) -> None:
    filtered.write("c.ipynb", notebook("1", "one").replace("\n", "\r\n")).stage("c.ipynb")

    assert filtered.git("cat-file", "blob", ":c.ipynb") + "\n" == notebook("1").replace("\n", "\r\n")


def test_a_path_that_keeps_its_outputs_keeps_them(filtered: Repo) -> None:
    filtered.write("mlhygiene.toml", '[per-path]\n"docs/**" = { MLH301 = "tutorials keep output" }\n')
    filtered.write("docs/b.ipynb", notebook("3", "three")).write("a.ipynb", notebook("3", "three")).stage()

    assert stored(filtered, "docs/b.ipynb") == notebook("3", "three")
    assert stored(filtered, "a.ipynb") == notebook("3")


def test_worktrees_share_the_filter(filtered: Repo, tmp_path: Path) -> None:
    filtered.git("worktree", "add", "--quiet", str(tmp_path / "beside"), "-b", "beside")
    beside = Repo(tmp_path / "beside", filtered.environment)
    beside.write("c.ipynb", notebook("1", "one")).stage()

    assert stored(beside, "c.ipynb") == notebook("1")
    assert "nothing written" in init(beside).out


def test_set_up_from_a_worktree_it_holds_in_the_others(repo: Repo, tmp_path: Path) -> None:
    repo.commit()
    repo.git("worktree", "add", "--quiet", str(tmp_path / "beside"), "-b", "beside")
    init(Repo(tmp_path / "beside", repo.environment))
    repo.write("c.ipynb", notebook("1", "one")).stage()

    assert stored(repo, "c.ipynb") == notebook("1")


# Setting up.
def test_a_second_time_nothing_is_written(filtered: Repo) -> None:
    before = everything(filtered)
    ran = init(filtered)

    assert ran.out == "the notebook filter is set up already: nothing written\n"
    assert everything(filtered) == before


THEIRS = {
    "nothing": b"",
    "lines": b"*.pt filter=lfs\n",
    "no final line end": b"*.pt filter=lfs",
    "CRLF": b"* text=auto\r\n*.pt filter=lfs\r\n",
    "a byte order mark": b"\xef\xbb\xbf*.pt filter=lfs\n",
    "a comment that names us": b"# *.ipynb filter=mlhygiene\n",
    "a comment that names another": b"#*.ipynb filter=foo\n",
}


@pytest.mark.parametrize("theirs", THEIRS.values(), ids=THEIRS)
@pytest.mark.parametrize("name", [".git/info/attributes", ".gitattributes"])
def test_removed_it_leaves_what_it_found(name: str, theirs: bytes, repo: Repo) -> None:
    path, shared = repo.root / name, [f"--attributes={name}"] if name == ".gitattributes" else []
    config = (repo.root / ".git/config").read_bytes()
    if theirs:
        repo.write(name, theirs)
        path.chmod(0o640)
    init(repo, *shared)

    assert path.read_bytes().startswith(theirs)
    assert repo.git("check-attr", "filter", "deep/a.ipynb").endswith(": mlhygiene")

    init(repo, *shared, "--remove")

    assert (path.read_bytes() if path.exists() else b"") == theirs
    assert not theirs or path.stat().st_mode & 0o777 == 0o640
    assert (repo.root / ".git/config").read_bytes() == config
    assert init(repo, "--remove").out == "no notebook filter is set up here: nothing removed\n"


def test_a_link_to_attributes_stays_one(repo: Repo, tmp_path: Path) -> None:
    target, link = tmp_path / "attributes", repo.root / ".git/info/attributes"
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(target)
    init(repo)

    assert target.read_bytes() == ATTRIBUTES

    init(repo, "--remove")

    assert (link.is_symlink(), target.read_bytes()) == (True, b"")


def test_a_file_that_cannot_be_written_is_told_in_one_line(repo: Repo) -> None:
    (repo.root / "folder/.gitattributes").mkdir(parents=True)
    before = everything(repo)
    ran = init(repo, "--attributes", "folder/.gitattributes", code=2)

    assert ran.err == "mlhygiene: folder/.gitattributes: not a regular file\n"
    assert everything(repo) == before


def test_attributes_in_a_folder_are_for_that_folder(repo: Repo) -> None:
    repo.write("nb/a.ipynb", notebook("1", "one")).write("a.ipynb", notebook("1", "one"))
    init(repo, "--attributes", "nb/.gitattributes")
    repo.stage()

    assert (stored(repo, "nb/a.ipynb"), stored(repo, "a.ipynb")) == (notebook("1"), notebook("1", "one"))


def test_attributes_that_are_shared_need_only_the_config(repo: Repo) -> None:
    repo.write(".gitattributes", ATTRIBUTES)
    ran = init(repo)

    assert ran.out == "git config --local: filter.mlhygiene and diff.mlhygiene are written\n"
    assert not (repo.root / ".git/info/attributes").exists()


@pytest.mark.parametrize("driver", ["jupyternotebook", "other"])
def test_another_diff_driver_stays(driver: str, repo: Repo) -> None:
    repo.write(".gitattributes", f"*.ipynb diff={driver}\n")
    repo.git("config", f"diff.{driver}.command", "git-nbdiffdriver diff")
    init(repo)

    assert (
        repo.git("check-attr", "filter", "diff", "--", "a.ipynb")
        == f"a.ipynb: filter: mlhygiene\na.ipynb: diff: {driver}"
    )


def test_nbdime_s_name_alone_is_no_diff_driver(repo: Repo) -> None:
    repo.write(".gitattributes", "*.ipynb diff=jupyternotebook\n")
    init(repo)

    assert repo.git("check-attr", "diff", "--", "a.ipynb") == "a.ipynb: diff: mlhygiene"


def test_notebooks_that_were_stored_before_are_named_and_mended(repo: Repo) -> None:
    repo.write("a.ipynb", notebook("1", "one")).write("b.ipynb", notebook("2")).stage().commit()
    ran = init(repo)

    assert "1 of 2 notebooks in the index hold what the filter takes out:\n  a.ipynb\n" in ran.out
    assert "`git add --renormalize .`" in ran.out

    repo.git("add", "--renormalize", ".")
    repo.commit("refactor: no outputs")

    assert stored(repo, "a.ipynb", "HEAD") == notebook("1")
    assert here(repo, "a.ipynb") == notebook("1", "one")
    assert repo.git("status", "--porcelain") == ""
    assert init(repo).out == "the notebook filter is set up already: nothing written\n"


def test_of_many_notebooks_ten_are_named_and_broken_ones_are_left_to_the_rules(repo: Repo) -> None:
    for number in range(12):
        repo.put(f"{number:02}.ipynb", notebook("1", "one").encode())
    repo.put("broken.ipynb", b"{")
    lines = init(repo).out.splitlines()

    assert lines[3] == "12 of 13 notebooks in the index hold what the filter takes out:"
    assert lines[4:15] == [*(f"  {number:02}.ipynb" for number in range(10)), "  and 2 more"]


def test_a_program_that_does_not_run_is_told_at_once(repo: Repo, programs: Path) -> None:
    (programs / "python").write_text("#!/bin/sh\necho 'No module named mlhygiene' >&2; exit 1\n")
    (programs / "python").chmod(0o755)
    ran = init(repo, "--python", "python", code=2)

    assert ran.err == "mlhygiene: the filter does not run: No module named mlhygiene; nothing is left written\n"
    assert "mlhygiene" not in repo.git("config", "--local", "--list")
    assert not (repo.root / ".git/info/attributes").exists()


def test_a_program_of_a_virtual_environment_is_noted(repo: Repo, programs: Path) -> None:
    # An environment is where Python believes it to be.
    code = f"import sys; sys.prefix = {str(programs)!r}; from mlhygiene.__main__ import run; run()"
    ran = repo.run(sys.executable, "-c", code, *INIT)

    assert ran.code == 0
    assert ran.err.startswith(f"mlhygiene: note: {programs}/mlhygiene, which git finds while its virtual environment")


def test_somebody_else_s_command_is_replaced(repo: Repo) -> None:
    repo.git("config", "filter.mlhygiene.process", "an 'odd command")
    init(repo)

    assert repo.git("config", "filter.mlhygiene.process").startswith("f() { if command -v mlhygiene")


def test_a_local_filter_gone_a_global_one_is_told_of(repo: Repo) -> None:
    init(repo, "--global")
    init(repo)

    assert "there is a filter for all repositories, too" in init(repo, "--remove").out


def test_attributes_left_elsewhere_are_told_of(filtered: Repo) -> None:
    filtered.write(".gitattributes", ATTRIBUTES)

    assert "a.ipynb still has filter=mlhygiene: name the file that says so" in init(filtered, "--remove").out


def test_a_config_that_git_cannot_read_is_told_in_git_s_words(repo: Repo) -> None:
    (Path(repo.environment["HOME"]) / ".gitconfig").write_text("[broken\n")
    ran = init(repo, "--global", code=2)

    assert ran.err.startswith("mlhygiene: git config: bad config line 1 in file")


@pytest.mark.skipif(sys.platform != "linux", reason="nobody writes to /proc")
def test_attributes_that_cannot_be_written_are_told_in_one_line(repo: Repo) -> None:
    ran = init(repo, "--global", "--attributes", "/proc/attributes", code=2)

    assert ran.err.startswith("mlhygiene: /proc/attributes: cannot write: ")
    assert ran.err.count("\n") == 1


CONFLICTS = {
    "LFS": (LFS, "a.ipynb is held by Git LFS (filter=lfs): untrack it there (`git lfs untrack`), or "),
    "LFS for one folder": (b"docs/** filter=lfs\n", "docs/b.ipynb is held by Git LFS (filter=lfs): "),
    "LFS where no notebook lies yet": (b"data/** filter=lfs\n", "data/*.ipynb is held by Git LFS (filter=lfs): "),
    "another filter": (b"*.ipynb filter=jq\n", "a.ipynb has filter=jq already: take that out of the attributes, or "),
    "no filter, on purpose": (b"docs/*.ipynb -filter\n", "docs/b.ipynb has -filter, so that nothing strips it: "),
    "nbstripout": (
        b"*.ipynb filter=nbstripout\n",
        "a.ipynb has filter=nbstripout already: run `nbstripout --uninstall`, then `mlhygiene init --notebook-filter`",
    ),
}


@pytest.mark.parametrize(("attributes", "line"), CONFLICTS.values(), ids=CONFLICTS)
@pytest.mark.parametrize("shared", [(), ("--attributes", ".gitattributes")], ids=["here", "shared"])
def test_somebody_s_choice_is_not_overridden(shared: tuple[str, ...], attributes: bytes, line: str, repo: Repo) -> None:
    repo.put("a.ipynb", b"").put("docs/b.ipynb", b"").put("data/x.csv", b"").write(".gitattributes", attributes)
    before = everything(repo)
    ran = init(repo, *shared, code=2)

    assert ran.err.startswith(f"mlhygiene: {line}")
    assert ran.err.count("\n") == 1
    assert everything(repo) == before


def test_a_choice_made_by_hand_stands(repo: Repo) -> None:
    repo.put("a.ipynb", b"").put("data/b.ipynb", b"")
    repo.write(".gitattributes", ATTRIBUTES + b"data/** filter=lfs\n")
    init(repo)

    assert repo.git("check-attr", "filter", "data/b.ipynb").endswith(": lfs")


def test_nbstripout_s_settings_go_on(repo: Repo) -> None:
    repo.write(".gitattributes", "*.ipynb filter=nbstripout\n").put("a.ipynb", b"")
    repo.git("config", "filter.nbstripout.extrakeys", "metadata.team cell.metadata.x cell.source")
    repo.git("config", "filter.nbstripout.keepmetadatakeys", "cell.metadata.scrolled")
    again = "--extra-keys 'metadata.team cell.metadata.x' --keep-metadata-keys cell.metadata.scrolled`"

    assert again in init(repo, code=2).err

    repo.write(".gitattributes", "")
    ran = init(repo)
    repo.write("a.ipynb", notebook("1", "one", team=1, papermill=1)).stage()

    assert '[rules.notebook-output]\nextra-keys = ["metadata.team", "cell.metadata.x"]\n' in ran.out
    assert stored(repo, "a.ipynb") == notebook("1")

    repo.git("config", "--remove-section", "filter.nbstripout")

    assert init(repo).out.startswith("the notebook filter is set up already")

    repo.write("mlhygiene.toml", '[rules.notebook-output]\nextra-keys = ["metadata.papermill"]\n')
    assert "outweighs mlhygiene.toml" in repo.mlhygiene("doctor").out

    init(repo)
    assert "--extra-keys" not in repo.git("config", "filter.mlhygiene.process")


def test_a_program_that_is_gone_says_what_to_do(filtered: Repo, programs: Path) -> None:
    (programs / "mlhygiene").unlink()
    ran = filtered.write("a.ipynb", notebook("3", "three")).run("git", "add", "a.ipynb")

    assert ran.code == 128
    assert ran.err.startswith("mlhygiene: git does not find it on the PATH, to strip notebooks: install it, or ")

    filtered.git("config", "--local", "--remove-section", "filter.mlhygiene")

    assert '+    "3"' in filtered.git("diff")


def test_a_python_that_is_gone_says_what_to_do(repo: Repo, tmp_path: Path) -> None:
    python = tmp_path / "my env" / "python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    init(repo, "--python", str(python))
    # What lies in the repository is never imported.
    repo.write("json.py", "raise SystemExit").write("mlhygiene/__main__.py", "raise SystemExit")
    repo.write("a.ipynb", notebook("1", "one")).stage()

    assert stored(repo, "a.ipynb") == notebook("1")

    python.unlink()
    ran = repo.write("a.ipynb", notebook("3", "three")).run("git", "add", "a.ipynb")

    assert ran.code == 128
    assert ran.err.startswith(f"mlhygiene: {python}, which strips notebooks for git, is gone: ")


def test_without_a_program_on_the_path_nothing_is_written(repo: Repo, programs: Path) -> None:
    (programs / "mlhygiene").unlink()
    before = everything(repo)
    ran = init(repo, code=2)

    assert (
        ran.err == f"mlhygiene: mlhygiene is not on the PATH, where git looks for it: add `--python {sys.executable}`\n"
    )
    assert everything(repo) == before


def test_for_all_repositories(repo: Repo) -> None:
    home = Path(repo.environment["HOME"])
    config = (home / ".gitconfig").read_bytes()
    outside = Repo(home, repo.environment)
    init(outside, "--global")
    repo.write("a.ipynb", notebook("1", "one")).stage()

    assert stored(repo, "a.ipynb") == notebook("1")
    assert (home / "config/git/attributes").read_bytes() == ATTRIBUTES
    assert "nothing written" in init(outside, "--global").out

    init(outside, "--global", "--remove")

    assert (home / ".gitconfig").read_bytes() == config
    assert not (home / "config/git/attributes").exists()


WRONG = {
    "a Python that is not there": (
        [*INIT, "--python", "/no/python"],
        "/no/python: no such program: name a Python that",
    ),
    "an option of the filter without it": (["init", "--remove"], "--remove is of --notebook-filter: add that"),
    "an option of the scaffold": ([*INIT, "--check"], "--check is of the scaffold, and --notebook-filter is set up"),
    "a file that git does not read": (
        [*INIT, "--attributes", "attributes.txt"],
        "git does not take *.ipynb to the filter: ",
    ),
    "a file elsewhere": ([*INIT, "--attributes", "../.gitattributes"], "../.gitattributes: it lies outside"),
    "a key beyond metadata": ([*INIT, "--extra-keys", "cell.source"], "--extra-keys: 'cell.source' is no key"),
}


@pytest.mark.parametrize(("arguments", "line"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_is_refused(arguments: list[str], line: str, repo: Repo) -> None:
    ran = repo.mlhygiene(*arguments)

    assert ran.code == 2
    assert ran.err.startswith(f"mlhygiene: {line}")
    assert ran.err.count("\n") == 1


def test_there_is_nothing_to_filter_without_a_worktree(repo: Repo, tmp_path: Path) -> None:
    repo.git("init", "--quiet", "--bare", str(tmp_path / "bare"))

    assert init(Repo(tmp_path / "bare", repo.environment), code=2).err.startswith("mlhygiene: a bare repository")


# What doctor says of notebooks.
def said(repo: Repo) -> list[tuple[str, str, str | None]]:
    """Each line: how it is, what is, what mends it."""
    checks = json.loads(repo.mlhygiene("doctor", "--format", "json").out)["checks"]
    return [(each["status"], each["text"], each["fix"]) for each in checks if each["group"] == "notebooks"]


def test_doctor_is_content_with_a_filter_that_works(filtered: Repo) -> None:
    assert [status for status, _, _ in said(filtered)] == ["ok"] * 4


def test_doctor_is_silent_without_notebooks_and_filter(repo: Repo) -> None:
    assert said(repo.write("a.py", "1\n").stage()) == []


def test_doctor_is_content_without_a_filter(repo: Repo) -> None:
    ((status, text, _),) = said(repo.put("a.ipynb", b""))

    assert status == "ok"
    assert text.startswith("no filter strips notebooks when git stores them (`mlhygiene init")


def test_doctor_knows_other_filters(repo: Repo) -> None:
    repo.put("a.ipynb", b"").write(".gitattributes", "*.ipynb filter=nbstripout\n")
    repo.git("config", "filter.nbstripout.clean", "nbstripout")

    assert said(repo) == [("ok", "git takes notebooks to another filter (nbstripout), and none to ours", None)]


AGAIN = "mlhygiene init --notebook-filter"
# What is done to a filter that works, what doctor says of it, and the command that it prints.
ILL = {
    "attributes without a config": (
        ["config", "--remove-section", "filter.mlhygiene"],
        ("error", "a.ipynb has filter=mlhygiene, which git's config does not know: outputs are stored", AGAIN),
    ),
    "a filter that may fail": (
        ["config", "filter.mlhygiene.required", "false"],
        ("error", "filter.mlhygiene.required is not true: where the filter fails, git stores outputs", AGAIN),
    ),
    "a command that is not there": (
        ["config", "filter.mlhygiene.process", "nonsense"],
        ("error", "the filter does not run: ", AGAIN),
    ),
    "a config without attributes": (
        ["update-index", "--refresh"],
        ("error", "filter.mlhygiene is in git's config, and no notebook has the attribute: outputs are stored", AGAIN),
    ),
    "leftovers of nbstripout": (
        ["config", "filter.nbstripout.extrakeys", "metadata.x"],
        (
            "warning",
            "filter.nbstripout.extrakeys: left of nbstripout in git's config",
            "git config --remove-section filter.nbstripout",
        ),
    ),
}


@pytest.mark.parametrize("case", ILL)
def test_doctor_finds_and_mends(case: str, filtered: Repo) -> None:
    step, (status, text, fix) = ILL[case]
    filtered.git(*step)
    if case == "a config without attributes":
        (filtered.root / ".git/info/attributes").unlink()
    found = next(each for each in said(filtered) if each[0] == status)

    assert (found[1].startswith(text), found[2]) == (True, fix)

    mended = filtered.run("sh", "-c", fix)
    assert mended.code == 0, mended

    assert {each[0] for each in said(filtered)} == {"ok"}


def test_doctor_names_notebooks_that_others_hold(filtered: Repo) -> None:
    filtered.write(".git/info/attributes", ATTRIBUTES + b"docs/* filter=lfs\na.ipynb -filter\n")
    filtered.put("c.ipynb", b"")
    lines = said(filtered)

    assert ("warning", "1 notebook (a.ipynb) is not stripped by the filter: -filter says so", None) in lines
    assert ("warning", "1 notebook (docs/b.ipynb) is not stripped by the filter: Git LFS has the attribute", None) in (
        lines
    )


def test_doctor_names_notebooks_that_are_stored_with_outputs(filtered: Repo) -> None:
    filtered.write("c.ipynb", notebook("1", "one")).put("c.ipynb", notebook("1", "one").encode())
    *_, (status, text, fix) = said(filtered)

    assert (status, fix) == ("warning", "git add --renormalize .")
    assert text.startswith("1 notebook (c.ipynb) is stored with what the filter takes out, and shown as modified: ")

    filtered.git("add", "--renormalize", ".")

    assert said(filtered)[-1][0] == "ok"


def test_doctor_says_where_a_content_is_missing(filtered: Repo) -> None:
    oid = filtered.git("rev-parse", ":a.ipynb")
    (filtered.root / f".git/objects/{oid[:2]}/{oid[2:]}").unlink()
    ran = filtered.mlhygiene("doctor")

    assert ran.code == 2
    assert "unjudged  a.ipynb: its content is not in this clone" in ran.out


def test_doctor_finds_what_nbstripout_left_half_way(repo: Repo) -> None:
    repo.put("a.ipynb", b"").write(".gitattributes", "*.ipynb filter=nbstripout\n")
    *_, (status, text, _) = said(repo)

    assert status == "error"
    assert text.startswith("a.ipynb has filter=nbstripout, which git's config does not know")
