"""Ignores that set nothing aside are told, where all of a state is judged by every rule."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from conftest import MB, Repo
from tokens import make

if TYPE_CHECKING:
    from pathlib import Path

SECRET = make("hf_{letters:34}", Random("unused"))[1]
UNKNOWN = "sets nothing aside: no rule is called"
UNUSED = "sets nothing aside: take it out"


def notes(repo: Repo, *arguments: str) -> list[str]:
    ran = repo.mlhygiene("lint", *arguments)
    lines = [line.removeprefix("mlhygiene: note: ") for line in ran.err.splitlines()]
    assert ran.code in {0, 1}, ran
    return lines


CONFIGS = {
    "a rule that finds nothing": ('ignore = {MLH301 = "why"}', ["the config ignores MLH301, which would find nothing"]),
    "a rule that finds something": ('ignore = {MLH101 = "why"}', []),
    "a family that finds something": ('ignore = {MLH101 = "why", MLH10 = "why"}', []),
    "a rule over messages, which this scope has not": ('ignore = {MLH4 = "why", branch-name = "why"}', []),
    "a rule that looks at what is staged": ('ignore = {moved-large-file = "why"}', []),
    "a rule that does not run": ('select = ["MLH101"]\nignore = {MLH301 = "why"}', []),
    "a path where it finds something": ('[per-path]\n"*.pt" = {MLH101 = "why"}', []),
    "a path where it finds nothing": (
        '[per-path]\n"docs/" = {large-file = "why"}',
        ["the config ignores large-file for 'docs/', where it finds nothing"],
    ),
    "a path and a rule over commits": ('[per-path]\n"docs/" = {many-files = "why"}', []),
    "a path and a family with a rule over commits": ('[per-path]\n"docs/" = {MLH1 = "why"}', []),
}


@pytest.mark.parametrize(("config", "said"), CONFIGS.values(), ids=CONFIGS)
def test_of_the_config(repo: Repo, config: str, said: list[str]) -> None:
    repo.write("a.pt", size=2 * MB).write("mlhygiene.toml", config + "\n").stage()

    assert notes(repo) == [f"{each}: take it out" for each in said]
    assert notes(repo, "--staged") == notes(repo, "a.pt") == notes(repo, "--select", "MLH1") == []


def line(selectors: str, reason: str = " why") -> str:
    return f"x = 1  # mlhygiene: ignore[{selectors}]{reason}\n"


LINES = {
    "used": (f"t = '{SECRET}'" + line("MLH202"), []),
    "unused": (line("MLH202"), [f"a.py:1: `mlhygiene: ignore[MLH202]` {UNUSED}"]),
    "one used, one not": (
        f"t = '{SECRET}'" + line("MLH202") + line("MLH202"),
        [f"a.py:2: `mlhygiene: ignore[MLH202]` {UNUSED}"],
    ),
    "a name that is mistyped": (
        line("provider-tokn"),
        [f"a.py:1: `mlhygiene: ignore[provider-tokn]` {UNKNOWN} provider-tokn (did you mean provider-token?)"],
    ),
    "a code that is not": (
        line("MLH999"),
        [f"a.py:1: `mlhygiene: ignore[MLH999]` {UNKNOWN} MLH999 (see `mlhygiene rules`)"],
    ),
    "a rule over commits": (line("many-files"), []),
    "without a reason, at a finding": (
        f"t = '{SECRET}'" + line("MLH202", ""),
        [
            "a.py:1:6: `mlhygiene: ignore[MLH202]` gives no reason, so it sets nothing aside: write why, behind it",
        ],
    ),
    "many": (
        line("MLH202") * 7,
        [
            *(f"a.py:{number}: `mlhygiene: ignore[MLH202]` {UNUSED}" for number in range(1, 6)),
            "and 2 more `mlhygiene: ignore[…]` like these",
        ],
    ),
}


@pytest.mark.parametrize(("content", "said"), LINES.values(), ids=LINES)
def test_in_lines(repo: Repo, content: str, said: list[str]) -> None:
    repo.write("a.py", content).stage()

    assert notes(repo) == said


def test_in_a_bare_repository_and_at_a_revision(repo: Repo, tmp_path: Path) -> None:
    repo.write("a.py", line("MLH202")).stage().commit("feat: a line")
    repo.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    bare = Repo(tmp_path / "bare", repo.environment)

    assert notes(bare) == notes(repo, "--rev", "HEAD") == [f"a.py:1: `mlhygiene: ignore[MLH202]` {UNUSED}"]


def test_a_marker_without_a_reason_is_told_wherever_its_finding_stands(repo: Repo) -> None:
    repo.write("a.py", f"t = '{SECRET}'" + line("MLH202", "")).stage()

    ran = repo.mlhygiene("hook", "secrets")

    assert ran.code == 1
    assert "gives no reason, so it sets nothing aside" in ran.err


def test_of_a_file_that_git_takes_for_binary_nothing_is_told(repo: Repo) -> None:
    repo.write("a.bin", b"\0" + line("MLH202").encode()).stage()

    assert notes(repo) == []


def test_a_commit_message_says_itself_what_is_set_aside_and_why(repo: Repo) -> None:
    base = repo.commit("feat: a start")
    said = f"feat: log in\n\nwandb login with {SECRET}\n\nmlhygiene: ignore[MLH206] the public token of the sandbox\n"
    repo.commit(said)

    ran = repo.mlhygiene("lint", "--from-ref", base, "--select", "MLH206")

    assert (ran.code, ran.out.split(" in ")[0]) == (0, "no findings (1 ignored)")
