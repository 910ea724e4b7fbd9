"""The lint jobs for CI services: their scripts judge what is added, whatever the event, and run nothing else."""

from __future__ import annotations

import json
import re
import shutil
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from conftest import MB, Repo
from mlhygiene import __version__
from mlhygiene.model import Storage
from mlhygiene.scaffold import templates
from mlhygiene.scaffold.facts import Facts
from mlhygiene.scaffold.piece import Choices, Standing
from mlhygiene.scaffold.workflows import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conftest import Ran

ZERO = "0" * 40
GONE = "5" * 40
# A branch that git takes, and that a shell would run.
HOSTILE = "exp/$(touch${IFS}pwned);`touch${IFS}pwned`\"'&x"


def job(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((templates() / "ci" / name).read_text("utf-8"))


IN_GITHUB = {"GITHUB_ACTIONS": "true"}
GITHUB = job("github.yml")
STEP = GITHUB["jobs"]["lint"]["steps"][-1]
GITLAB = job("gitlab.yml")["mlhygiene"]


class Change(NamedTuple):
    """What a service tells: a merge request from `base`, or else a push of `branch`, `before` it and now.

    `merge` is what the request would be once merged; `target` where its target is by now.
    """

    branch: str
    before: str
    after: str
    base: str = ""
    merge: str = ""
    target: str = ""


def on_github(change: Change) -> tuple[str, dict[str, str], object]:
    """The step's script, the variables that GitHub gives it, and the payload of the event."""
    repository = {"default_branch": "main"}
    if not change.base:
        env = {"GITHUB_EVENT_NAME": "push", "GITHUB_REF": f"refs/heads/{change.branch}", "GITHUB_SHA": change.after}
        return (
            STEP["run"],
            {**IN_GITHUB, **env},
            {"before": change.before, "after": change.after, "repository": repository},
        )
    env = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/7/merge", "GITHUB_SHA": change.merge or GONE}
    env |= {"GITHUB_HEAD_REF": change.branch, "GITHUB_BASE_REF": "main"}
    pull = {
        "title": "feat: a second loader",
        "head": {"sha": change.after},
        "base": {"sha": change.target or change.base},
    }
    return STEP["run"], {**IN_GITHUB, **env}, {"number": 7, "pull_request": pull, "repository": repository}


def on_gitlab(change: Change) -> tuple[str, dict[str, str], object]:
    """docs.gitlab.com/ci/variables/predefined_variables."""
    env = {"GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_SHA": change.merge or change.after}
    env |= {"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": change.after} if change.merge else {}
    if change.base:
        env |= {"CI_MERGE_REQUEST_DIFF_BASE_SHA": change.base, "CI_COMMIT_BEFORE_SHA": ZERO}
        env |= {"CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": change.branch, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
        env |= {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_TITLE": "feat: a second loader"}
    else:
        env |= {"CI_COMMIT_BEFORE_SHA": change.before, "CI_COMMIT_BRANCH": change.branch, "CI_PIPELINE_SOURCE": "push"}
    return GITLAB["script"][0], env, None


SERVICES = {"GitHub": on_github, "GitLab": on_gitlab}


@pytest.fixture(params=SERVICES.values(), ids=SERVICES)
def service(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(params=["sh", "bash"])
def shell(request: pytest.FixtureRequest) -> list[str]:
    """As services call it: every failure ends the script."""
    if sys.platform == "win32":
        pytest.skip("these jobs run on Linux")
    program = shutil.which(request.param)
    if program is None:
        pytest.skip(f"no {request.param} here")
    return [program, "-e"] if request.param == "sh" else [program, "-eo", "pipefail"]


class Checkout(NamedTuple):
    """A clone as a service makes it, and how it runs a script there."""

    repo: Repo
    path: str
    shell: list[str]

    def run(self, script: str, env: Mapping[str, str], event: object) -> Ran:
        payload = self.repo.root.parent / "event.json"
        payload.write_text(json.dumps(event))
        told = {"GITHUB_EVENT_PATH": str(payload)} if event else {}
        return self.repo.run(*self.shell, "-c", script, env={**env, **told, "PATH": self.path})


@pytest.fixture
def checkout(repo: Repo, tmp_path: Path, shell: list[str]) -> Checkout:
    """A remote with a `main`, and a clone with all of its history; `mlhygiene` is on the PATH."""
    repo.write("train.py", "print()\n").write("old.pt", size=2 * MB).stage().commit("feat: the first of all")
    clone = Repo(tmp_path / "clone", repo.environment)
    repo.git("clone", "--quiet", str(repo.root), str(clone.root))
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "mlhygiene").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mlhygiene "$@"\n')
    (programs / "mlhygiene").chmod(0o755)
    return Checkout(clone, f"{programs}:{repo.environment['PATH']}", shell)


def with_weights(repo: Repo) -> str:
    """Two commits: weights come, and go again."""
    repo.write("new.pt", size=MB).stage().commit("feat: the weights")
    repo.git("rm", "--quiet", "new.pt")
    return repo.commit("fix: without the weights")


def clean(repo: Repo) -> str:
    repo.write("more.py", "print()\n").stage()
    return repo.commit("feat: more of it")


def told(ran: Ran) -> set[str]:
    return set(re.findall(r"\b(?:old|new)\.pt", ran.out))


def test_a_merge_request_is_judged_by_what_it_adds(checkout: Checkout, service: Any) -> None:
    base = checkout.repo.git("rev-parse", "HEAD")
    asked = service(Change("feat/weights", ZERO, with_weights(checkout.repo), base))

    ran = checkout.run(*asked)

    assert (ran.code, told(ran)) == (1, {"new.pt"})


def test_a_merge_request_that_adds_nothing_bad_is_clean(checkout: Checkout, service: Any) -> None:
    base = checkout.repo.git("rev-parse", "HEAD")
    asked = service(Change("feat/more", ZERO, clean(checkout.repo), base))

    ran = checkout.run(*asked)

    assert (ran.code, told(ran)) == (0, set()), ran


def test_a_merge_request_answers_for_nothing_that_its_target_has_by_now(checkout: Checkout, service: Any) -> None:
    repo = checkout.repo
    base = repo.git("rev-parse", "HEAD")
    repo.git("switch", "--quiet", "--create", "feat/weights")
    tip = with_weights(repo)
    repo.git("switch", "--quiet", "main")
    repo.write("old.pt", size=3 * MB).stage()
    target = repo.commit("feat: what somebody else has let in")
    repo.git("merge", "--quiet", "--no-edit", "feat/weights")
    merge = repo.git("rev-parse", "HEAD")
    asked = service(Change("feat/weights", ZERO, tip, base, merge, target))

    ran = checkout.run(*asked)

    assert (ran.code, told(ran)) == (1, {"new.pt"})


def test_a_push_is_judged_by_what_it_adds(checkout: Checkout, service: Any) -> None:
    before = checkout.repo.git("rev-parse", "HEAD")
    asked = service(Change("feat/weights", before, with_weights(checkout.repo)))

    ran = checkout.run(*asked)

    assert (ran.code, told(ran)) == (1, {"new.pt"})


@pytest.mark.parametrize("before", [ZERO, GONE], ids=["new", "rewritten"])
def test_a_branch_of_which_nothing_was_known_is_judged_by_what_the_default_branch_lacks(
    before: str, checkout: Checkout, service: Any
) -> None:
    asked = service(Change("feat/weights", before, with_weights(checkout.repo)))

    ran = checkout.run(*asked)

    assert (ran.code, told(ran)) == (1, {"new.pt"})


@pytest.mark.parametrize("before", [ZERO, GONE], ids=["new", "rewritten"])
def test_a_default_branch_of_which_nothing_was_known_is_judged_as_a_whole(
    before: str, checkout: Checkout, service: Any
) -> None:
    asked = service(Change("main", before, checkout.repo.git("rev-parse", "HEAD")))

    ran = checkout.run(*asked)

    assert (ran.code, told(ran)) == (1, {"old.pt"})


def test_a_clone_without_what_is_needed_is_no_clean_one(checkout: Checkout, service: Any) -> None:
    asked = service(Change("feat/more", ZERO, clean(checkout.repo)))
    checkout.repo.git("update-ref", "-d", "refs/remotes/origin/main")

    ran = checkout.run(*asked)

    assert ran.code == 2, ran
    assert "origin/main" in ran.err


@pytest.mark.parametrize("pull", [True, False], ids=["merge request", "push"])
def test_no_name_is_run_by_the_shell(checkout: Checkout, service: Any, *, pull: bool) -> None:
    base = checkout.repo.git("rev-parse", "HEAD")
    checkout.repo.git("switch", "--quiet", "--create", HOSTILE)
    asked = service(Change(HOSTILE, base, clean(checkout.repo), base if pull else ""))

    ran = checkout.run(*asked)

    assert ran.code == 1, ran
    assert "MLH501" in ran.out
    assert not (checkout.repo.root / "pwned").exists()


def test_no_script_holds_an_expression() -> None:
    assert "${{" not in "".join(step.get("run", "") for step in GITHUB["jobs"]["lint"]["steps"])


def test_the_jobs_may_read_alone_and_fetch_all_of_history() -> None:
    checkout, *_ = GITHUB["jobs"]["lint"]["steps"]

    assert GITHUB["permissions"] == {"contents": "read"}
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert GITLAB["variables"]["GIT_DEPTH"] == "0"


def test_pushes_are_never_cancelled() -> None:
    assert GITHUB["concurrency"]["group"].endswith("${{ github.event.pull_request.number || github.sha }}")


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
def test_the_version_is_this_one(name: str) -> None:
    assert f" mlhygiene=={__version__}\n" in (templates() / "ci" / name).read_text("utf-8")


ASKED = {
    "nothing": (set(), []),
    "GitHub": ({"ci-github"}, [".github/workflows/mlhygiene.yml"]),
    "GitLab": ({"ci-gitlab"}, [".gitlab/mlhygiene.yml", ".gitlab-ci.yml"]),
}


@pytest.mark.parametrize(("extras", "paths"), ASKED.values(), ids=ASKED)
def test_files_are_written_for(extras: set[str], paths: list[str]) -> None:
    found = pieces(Choices(Storage.NONE, frozenset(extras)), Facts())

    assert [piece.path for piece in found] == paths
    for piece in found:
        written = piece.written(b"")
        source = {".gitlab/mlhygiene.yml": "gitlab.yml", ".gitlab-ci.yml": "gitlab-ci.yml"}.get(
            piece.path, "github.yml"
        )
        assert YAML(typ="safe", pure=True).load(written) == job(source)
        assert piece.standing(written) is Standing.SAME


def test_a_gitlab_config_of_the_team_is_left_alone_and_told_what_to_include() -> None:
    _, main = pieces(Choices(Storage.NONE, frozenset({"ci-gitlab"})), Facts())
    theirs = b"test:\n  script: [make]\n"

    assert main.standing(theirs) is Standing.THEIRS
    assert main.written(theirs) == theirs
    assert main.otherwise == (
        "somebody's own, and left as it is; add to its `include` by hand: `- local: .gitlab/mlhygiene.yml`",
    )
    assert main.standing(theirs + b"include:\n  - local: .gitlab/mlhygiene.yml\n") is Standing.SAME


def test_a_workflow_of_the_team_by_the_same_name_is_left_alone() -> None:
    (piece,) = pieces(Choices(Storage.NONE, frozenset({"ci-github"})), Facts())

    assert piece.standing(b"name: ours\n") is Standing.THEIRS
    assert piece.standing(b"jobs:\n  x:\n    steps:\n      - run: mlhygiene lint\n") is Standing.SAME


def test_a_mended_title_is_judged() -> None:
    assert "edited" in GITHUB["on"]["pull_request"]["types"]


def test_gitlab_shows_what_is_found_beside_the_lines_of_a_merge_request(checkout: Checkout) -> None:
    base = checkout.repo.git("rev-parse", "HEAD")

    checkout.run(*on_gitlab(Change("feat/weights", ZERO, with_weights(checkout.repo), base)))

    report = GITLAB["artifacts"]["reports"]["codequality"]
    issues = json.loads((checkout.repo.root / report).read_text())
    assert {issue["location"]["path"] for issue in issues} == {"new.pt"}
    assert GITLAB["artifacts"]["when"] == "always"
