"""The folder that `mlhygiene audit --plan` writes: when it does, what stands in it, what never does."""

from __future__ import annotations

import os
import re
import shlex
from random import Random
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from conftest import Repo
from plans import blocks, told
from tokens import make

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = make("hf_{letters:34}", Random(5))[1]
PAGE = "mlhygiene-plan/PLAN.md"


@pytest.fixture
def leaky(repo: Repo) -> Repo:
    """A repository with a large file, and one with a secret in it, and no remote."""
    repo.write("a.py", f't = "{TOKEN}"\n').write("big.pt", Random(1).randbytes(3_000)).stage().commit("feat: x")
    return repo


def plan(repo: Repo, *options: str, cwd: Path | None = None) -> str:
    """The page, or the one line that says why there is none."""
    ran = repo.mlhygiene("audit", "--limit", "2kB", "--plan", *options, cwd=cwd)
    assert ran.out == ""
    if ran.code:
        assert (ran.code, ran.err.count("\n")) == (2, 1), ran
        return ran.err
    return (repo.root / PAGE).read_text(encoding="utf-8")


def test_the_plan_lies_where_git_does_not_look(leaky: Repo) -> None:
    assert plan(leaky).startswith("# Repair the history of repo\n")
    assert leaky.git("status", "--porcelain", "--untracked-files=all") == ""


def test_no_file_of_it_tells_a_secret(leaky: Repo) -> None:
    page = plan(leaky)

    assert TOKEN.encode() not in told(leaky.root / "mlhygiene-plan")
    assert "hf_… (37 characters" in page
    assert "<https://huggingface.co/settings/tokens>" in page


def test_an_audit_in_ci_fails_and_its_plan_is_the_same_from_run_to_run(leaky: Repo) -> None:
    first = plan(leaky)

    assert plan(leaky, "--force") == first


def test_whoever_plans_from_below_gets_it_there(leaky: Repo) -> None:
    (leaky.root / "below").mkdir()

    ran = leaky.mlhygiene("audit", "--limit", "2kB", "--plan", cwd=leaky.root / "below")

    assert ran.code == 0
    assert (leaky.root / "below" / PAGE).exists()


def test_it_may_lie_anywhere(leaky: Repo, tmp_path: Path) -> None:
    assert leaky.mlhygiene("audit", "--limit", "2kB", "--plan", str(tmp_path / "it's here")).code == 0
    assert (tmp_path / "it's here" / "PLAN.md").exists()


def test_who_works_here_is_named_without_an_address(leaky: Repo) -> None:
    leaky.git("commit", "-q", "--allow-empty", "--author=`Bob` <script> | *x* <bob@example.org>", "-m", "x")

    page = plan(leaky)

    assert "@example.org" not in page
    assert "everybody who works here: Ada, " in page
    assert "\\`Bob\\`" in page
    assert "<script>" not in page


def test_the_address_of_a_remote_is_told_without_its_password(leaky: Repo) -> None:
    leaky.git("remote", "add", "origin", f"https://ada:{TOKEN}@git.example.org/team/my%20repo.git")
    leaky.git("update-ref", "refs/remotes/origin/main", "main")

    page = plan(leaky)

    assert TOKEN not in page
    assert "https://ada@git.example.org/team/my%20repo.git" in page
    assert "## 8. Publish" in page


def test_every_block_is_a_list_of_commands_that_a_posix_shell_can_read(leaky: Repo, tmp_path: Path) -> None:
    odd = tmp_path / "it's a `$(touch x)` folder"
    leaky.root.rename(odd)
    moved = Repo(odd, leaky.environment)

    page = plan(moved)

    assert page.isascii() or "…" in page
    for block in blocks(odd / "mlhygiene-plan"):
        assert moved.run("sh", "-n", "-c", block).code == 0
        assert shlex.split(block)
    assert any(shlex.quote(str(odd)) in block for block in blocks(odd / "mlhygiene-plan"))


def test_the_page_is_what_markdown_makes_of_it(leaky: Repo) -> None:
    for name in (b"`; touch x #.py", b"<b>|\n.py", b"\xff [a](b).py"):
        leaky.write(name, f't = "{TOKEN}"\n')
    leaky.stage().commit("feat: odd names")

    html = MarkdownIt("js-default").enable("table").render(plan(leaky))

    assert "<b>" not in html
    assert 'href="b"' not in html
    assert re.findall("<h2>([0-9]+)[.]", html) == [
        str(n) for n in range(1, html.count("<h2>") + (0 if "BFG" in html else 1))
    ]


def shallow(repo: Repo) -> None:
    repo.commit("another")
    (repo.root / ".git/shallow").write_text(repo.git("rev-parse", "HEAD") + "\n")


def begun(repo: Repo) -> None:
    repo.write("mlhygiene-plan/PLAN.md", "x").write("mlhygiene-plan/work.git/HEAD", "x")


def elsewhere(repo: Repo) -> None:
    repo.git("remote", "add", "origin", "https://git.example.org/x.git")


REFUSED = {
    "a shallow clone": (shallow, (), "no plan from a shallow clone: run `git fetch --unshallow` first"),
    "a HEAD that is on no branch": (lambda r: r.git("checkout", "-q", "--detach"), (), "HEAD is detached"),
    "a branch that the remote has not": (elsewhere, (), "origin has no branch main: push it"),
    "a folder that is there": (lambda r: r.write("mlhygiene-plan/PLAN.md", "x"), (), "is there already"),
    "a folder of something else": (lambda r: r.write("mlhygiene-plan/x", "x"), ("--force",), "holds no plan"),
    "a plan that was begun": (begun, ("--force",), "holds the clones of a plan that was begun"),
    "a folder that git tracks": (
        lambda r: r.write("mlhygiene-plan/PLAN.md", "x").stage().commit("x"),
        ("--force",),
        "is tracked by git",
    ),
    "git's own folder": (Repo.stage, (".git/plan",), "would lie in git's own folder"),
    "a report at once": (Repo.stage, ("--format", "json"), "leave --format and --output away"),
    "a folder that cannot be made": (lambda r: r.write("file", "x"), ("file/plan",), "cannot write the plan"),
}


@pytest.mark.parametrize(("before", "options", "said"), REFUSED.values(), ids=REFUSED)
def test_there_is_no_plan_for(leaky: Repo, before: object, options: tuple[str, ...], said: str) -> None:
    assert callable(before)
    before(leaky)
    files = sorted(os.listdir(leaky.root))

    assert said in plan(leaky, *options)
    assert sorted(os.listdir(leaky.root)) == files


def test_force_alone_says_what_it_is_for(leaky: Repo) -> None:
    ran = leaky.mlhygiene("audit", "--force")

    assert (ran.code, ran.err) == (2, "mlhygiene: --force is for --plan\n")
