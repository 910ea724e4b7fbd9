"""`lint --fix`: the worktree is mended, the index is told of until that is staged."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import MB
from dirty import BROKEN, clean, dirty

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran, Repo

MENDED = (
    "a.ipynb: MLH301 notebook-output: outputs of 1 cell, 1 execution count; mended in the worktree, not staged yet\n"
    "    git add -- a.ipynb\n"
)


def fix(repo: Repo, *arguments: str) -> Ran:
    return repo.mlhygiene("lint", "--fix", *arguments)


def test_a_notebook_is_stripped_and_told_until_it_is_staged(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).stage()

    first, mended = fix(repo), (repo.root / "a.ipynb").read_bytes()
    again = fix(repo)
    repo.run("sh", "-c", "git add -- a.ipynb")
    last = fix(repo)

    assert (first.code, mended) == (1, clean())
    assert first.out.startswith(MENDED)
    assert first.err == (
        "mlhygiene: mended 1 of 1 findings in the worktree; the index has them until the files are staged, as told\n"
    )
    assert (again.code, again.out) == (first.code, first.out)
    assert (last.code, last.err) == (0, "")


def test_what_cannot_be_mended_is_left_and_counted(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).write("model.pt", size=2 * MB).stage()

    ran = fix(repo)

    assert ran.code == 1
    assert "mended 1 of 2 findings in the worktree; 1 left;" in ran.err
    assert ran.err.endswith(
        "mlhygiene: left 1 of MLH101 large-file: nothing mends it safely; what does is below the finding\n"
    )


def test_what_is_not_staged_on_purpose_is_not_staged_by_what_is_told(repo: Repo) -> None:
    edited = dirty("1 + 1  # draft")
    repo.write("a.ipynb", dirty()).write("b.ipynb", dirty()).stage().write("a.ipynb", edited)

    first = fix(repo)
    again = fix(repo)

    assert (repo.root / "a.ipynb").read_bytes() == clean("1 + 1  # draft")
    told = first.out.splitlines()
    assert told[0].endswith(
        "; mended in the worktree, which holds other changes that are not staged either: stage the mended part alone"
    )
    assert [line.strip() for line in told if "git add" in line] == [
        "git add --patch -- a.ipynb",
        "git add -- b.ipynb",
    ]
    assert "git add -u" not in first.err
    assert (again.out, again.err) == (first.out, first.err)


@pytest.mark.parametrize("autocrlf", ["true", "input"])
def test_line_ends_that_git_makes_are_no_change(repo: Repo, autocrlf: str) -> None:
    repo.git("config", "core.autocrlf", autocrlf)
    repo.write("a.ipynb", dirty().replace(b"\n", b"\r\n")).stage()

    assert "    git add -- a.ipynb\n" in fix(repo).out


SCOPES = {
    "what is staged": (["--staged"], {"a.ipynb", "deep/b.ipynb"}),
    "what is named": (["deep"], {"deep/b.ipynb"}),
    "everything": ([], {"a.ipynb", "deep/b.ipynb"}),
}


@pytest.mark.parametrize(("arguments", "mended"), SCOPES.values(), ids=SCOPES)
def test_only_what_is_judged_is_mended(repo: Repo, arguments: list[str], mended: set[str]) -> None:
    repo.write("a.ipynb", dirty()).write("deep/b.ipynb", dirty()).stage().write("untracked.ipynb", dirty())

    fix(repo, *arguments)

    names = {"a.ipynb", "deep/b.ipynb", "untracked.ipynb"}
    assert {name for name in names if (repo.root / name).read_bytes() == clean()} == mended


def test_it_is_the_same_from_a_folder(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).write("deep/b.txt", "1\n").stage()

    ran = repo.mlhygiene("lint", "--fix", cwd=repo.root / "deep")

    assert (ran.code, (repo.root / "a.ipynb").read_bytes()) == (1, clean())


def test_a_notebook_keeps_what_the_config_says(repo: Repo) -> None:
    repo.write("mlhygiene.toml", '[rules.notebook-output]\nkeep-count = true\n[per-path]\n"b*" = { MLH301 = "why" }\n')
    repo.write("a.ipynb", dirty()).write("b.ipynb", dirty()).stage()

    assert fix(repo).code == 1
    assert b'"execution_count": 1' in (repo.root / "a.ipynb").read_bytes()
    assert (repo.root / "b.ipynb").read_bytes() == dirty()


def test_a_file_that_the_worktree_has_not_is_left(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).stage()
    (repo.root / "a.ipynb").unlink()

    ran = fix(repo)

    assert ran.code == 1
    assert "mended 0 of 1 findings in the worktree; 1 left\n" in ran.err


def test_a_file_that_is_broken_by_now_could_not_be_judged(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).stage().write("a.ipynb", BROKEN)

    ran = fix(repo)

    assert (ran.code, (repo.root / "a.ipynb").read_bytes()) == (2, BROKEN)
    assert "mlhygiene: could not judge: a.ipynb:3:1: not valid JSON: it ends too soon" in ran.err


def test_a_warning_that_was_mended_is_something_to_stage(repo: Repo) -> None:
    repo.write("mlhygiene.toml", 'severity = { MLH301 = "warning" }\n').write("a.ipynb", dirty()).stage()

    assert repo.mlhygiene("lint").code == 0
    assert fix(repo).code == 1
    assert fix(repo, "--exit-zero").code == 0


def test_machines_are_told(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).stage()

    (finding,) = json.loads(fix(repo, "--format", "json").out)["findings"]

    assert (finding["data"]["mended"], finding["fix"]) == (True, "git add -- a.ipynb")


@pytest.mark.parametrize(
    "scope", [["--history"], ["--rev", "HEAD"], ["--from-ref", "HEAD"]], ids=lambda scope: scope[0]
)
def test_a_commit_cannot_be_mended(repo: Repo, scope: list[str]) -> None:
    repo.write("a.ipynb", dirty()).stage().commit()

    ran = fix(repo, *scope)

    assert ran.code == 2
    assert ran.err.startswith(f"mlhygiene: --fix mends the files of the worktree, and {scope[0]} judges commits")
    assert (repo.root / "a.ipynb").read_bytes() == dirty()


def test_a_bare_repository_has_nothing_to_mend(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).stage().commit()
    repo.git("clone", "-q", "--bare", ".", "../bare.git")

    assert repo.mlhygiene("lint", "--fix", cwd=repo.root.parent / "bare.git").code == 2


def _absent(repo: Repo) -> None:
    (repo.root / "a.ipynb").unlink()


def _linked(repo: Repo) -> None:
    _absent(repo)
    (repo.root / "a.ipynb").symlink_to("b.txt")


def _write_protected(repo: Repo) -> None:
    (repo.root / "a.ipynb").chmod(0o444)


def _broken(repo: Repo) -> None:
    repo.write("a.ipynb", BROKEN)


# What has become of the file of the worktree since it was staged, and why the finding is left.
WHY = {
    "the file is gone": (_absent, 1, "the file is not in the worktree"),
    "a link stands there": (_linked, 1, "a link stands there in the worktree"),
    "it may not be written": (_write_protected, 2, "the file could not be read or written, as told below"),
    "it can no longer be read": (_broken, 2, "the file could not be read or written, as told below"),
}


@pytest.mark.parametrize(("spoil", "code", "why"), WHY.values(), ids=WHY)
def test_what_is_left_is_told_of_each_rule_with_the_reason(
    repo: Repo, spoil: Callable[[Repo], None], code: int, why: str
) -> None:
    repo.write("a.ipynb", dirty()).write("b.txt", "1\n").write("c.ipynb", dirty()).write("m.pt", size=2 * MB).stage()
    spoil(repo)
    there = (repo.root / "a.ipynb").read_bytes() if (repo.root / "a.ipynb").exists() else None

    ran = fix(repo, "--select", "MLH1,MLH301")

    assert ran.code == code
    assert [line for line in ran.err.splitlines() if ": left " in line] == [
        "mlhygiene: left 1 of MLH101 large-file: nothing mends it safely; what does is below the finding",
        f"mlhygiene: left 1 of MLH301 notebook-output: {why}",
    ]
    assert (repo.root / "c.ipynb").read_bytes() == clean()
    assert ((repo.root / "a.ipynb").read_bytes() if (repo.root / "a.ipynb").exists() else None) == there


def test_machines_read_the_report_and_people_what_was_left(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).write("m.pt", size=2 * MB).stage()

    ran = fix(repo, "--format", "json")

    assert [each["code"] for each in json.loads(ran.out)["findings"]] == ["MLH301", "MLH101"]
    assert "left 1 of MLH101" in ran.err


def test_a_second_run_changes_nothing(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).write("b.ipynb", dirty()).write("m.pt", size=2 * MB).stage()
    first = fix(repo)
    facts = {name: (repo.root / name).stat() for name in ("a.ipynb", "b.ipynb", "m.pt")}

    again = fix(repo)

    assert (again.code, again.out, again.err) == (first.code, first.out, first.err)
    assert {name: (repo.root / name).stat().st_mtime_ns for name in facts} == {
        name: each.st_mtime_ns for name, each in facts.items()
    }


# `Ctrl-C` when the second file is about to be written.
INTERRUPTED = """
import sys
from mlhygiene import cli, files
replace, calls = files.replace, []
def interrupted(file, content):
    calls.append(file)
    if len(calls) == 2:
        raise KeyboardInterrupt
    replace(file, content)
files.replace = interrupted
sys.exit(cli.main(sys.argv[1:]))
"""


def test_an_interruption_leaves_whole_files_and_the_next_run_goes_on(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).write("b.ipynb", dirty()).write("c.ipynb", dirty()).stage()

    ran = repo.run(sys.executable, "-c", INTERRUPTED, "lint", "--fix")

    assert (ran.code, "Traceback" in ran.err) == (130, False)
    contents = [(repo.root / f"{name}.ipynb").read_bytes() for name in "abc"]
    assert contents == [clean(), dirty(), dirty()]
    assert sorted(path.name for path in repo.root.iterdir()) == [".git", "a.ipynb", "b.ipynb", "c.ipynb"]
    fix(repo)
    assert all((repo.root / f"{name}.ipynb").read_bytes() == clean() for name in "abc")


def test_line_ends_of_windows_stay(repo: Repo) -> None:
    repo.write("a.ipynb", dirty().replace(b"\n", b"\r\n")).stage()

    fix(repo)

    assert (repo.root / "a.ipynb").read_bytes() == clean().replace(b"\n", b"\r\n")
