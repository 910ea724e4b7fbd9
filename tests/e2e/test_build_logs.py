"""No name, no message and no line of a file becomes a command of the build agent that reads the log."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from conftest import MB
from runner import obeyed

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Repo

NAMES = ("::add-mask::x.pt", "::error title=x::y.pt", "a ##[add-path]b.pt", " ::stop-commands::w.pt", "##vso[x]y.pt")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
IN_ACTIONS = {"GITHUB_ACTIONS": "true"}


@pytest.fixture
def planted(repo: Repo) -> Repo:
    """Names that a runner would obey, and a commit whose message is one."""
    repo.commit("first")
    for name in NAMES:
        repo.put(name, bytes(MB))
    repo.commit("::stop-commands::x => 1\n\nexp: ##[add-mask]lr => loss\n")
    return repo


@pytest.mark.parametrize(
    "arguments",
    [
        ("lint",),
        ("lint", "--from-ref", "HEAD~1"),
        ("lint", "--history", "--format", "text"),
        ("lint", "--rev", "HEAD", "--color", "always"),
        ("lint", "::error::x"),
        ("lint", "--rev", "::error::x"),
        ("lint", "--format", "::error::x"),
        ("hook", "large-files", *NAMES),
    ],
    ids=" ".join,
)
def test_a_log_for_people_holds_no_command(planted: Repo, arguments: tuple[str, ...]) -> None:
    ran = planted.mlhygiene(*arguments, env=IN_ACTIONS)

    assert ran.code in {1, 2}
    assert obeyed(COLOUR.sub("", ran.out)) == []
    assert obeyed(ran.err) == []


@pytest.mark.parametrize("agent", ["GITHUB_ACTIONS", "GITEA_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"])
def test_every_agent_is_known(planted: Repo, agent: str) -> None:
    assert obeyed(planted.mlhygiene("lint", env={agent: "1"}).out) == []


def test_a_report_in_a_file_is_for_people_and_stays_as_it_is(planted: Repo, tmp_path: Path) -> None:
    planted.mlhygiene("lint", "--format", f"text={tmp_path / 'out'}", env=IN_ACTIONS)

    assert "::add-mask::x.pt: MLH101" in (tmp_path / "out").read_text("utf-8")


def test_the_same_names_would_be_obeyed_as_they_are(planted: Repo) -> None:
    assert {command.name for command in obeyed(planted.mlhygiene("lint").out)} >= {"add-mask", "error", "add-path"}


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "junit", "markdown"])
def test_no_report_for_a_machine_holds_a_command(planted: Repo, form: str) -> None:
    in_actions = planted.mlhygiene("lint", "--from-ref", "HEAD~1", "--format", form, env=IN_ACTIONS)

    assert obeyed(in_actions.out) == []
    assert in_actions.out == planted.mlhygiene("lint", "--from-ref", "HEAD~1", "--format", form).out


def test_annotations_are_obeyed_and_nothing_that_they_quote(planted: Repo) -> None:
    ran = planted.mlhygiene("lint", "--from-ref", "HEAD~1", "--format", "github", env=IN_ACTIONS)
    findings = json.loads(planted.mlhygiene("lint", "--from-ref", "HEAD~1", "--format", "json").out)["findings"]

    commands = obeyed(ran.out)

    assert [command.name for command in commands] == [f["severity"].replace("note", "notice") for f in findings]
    assert [command.properties.get("file") for command in commands] == [f["path"] for f in findings]
    assert {f["path"] for f in findings} >= set(NAMES)
