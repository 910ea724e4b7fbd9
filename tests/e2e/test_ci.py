"""`mlhygiene lint --ci` in clones as the runners of CI services make them."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from conftest import MB, Repo
from hub import BRANCHES, ZERO, Hub, lint
from tokens import BASE62

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

MERGE = "refs/pull/12/merge"
TRIED = f"+{MERGE}:refs/remotes/pull/12/merge"
GITHUB = {"GITHUB_ACTIONS": "true"}


@pytest.fixture
def hub(tmp_path: Path, environment: dict[str, str]) -> Hub:
    return Hub.begin(tmp_path, environment)


class Sides(NamedTuple):
    """A pull request: its tip, the target's, and the merge of both that a service has tried."""

    head: str
    base: str
    merge: str


def told(ran: Ran) -> set[str]:
    """The files that are found."""
    return set(re.findall(r"\b(?:old|new|evil)\.pt", ran.out))


def line(ran: Ran) -> str:
    """The line that says which range was taken."""
    return next(each for each in ran.err.splitlines() if ", " in each).removeprefix("mlhygiene: ")


def github(sides: Sides, *, merge: bool = True) -> tuple[dict[str, str], Any]:
    env = {
        **GITHUB,
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_REF": MERGE,
        "GITHUB_SHA": sides.merge if merge else sides.head,
        "GITHUB_HEAD_REF": "exp/lr",
        "GITHUB_BASE_REF": "main",
    }
    pull = {
        "title": "feat: wider net",
        "head": {"sha": sides.head, "ref": "exp/lr"},
        "base": {"sha": sides.base, "ref": "main"},
    }
    return env, {"number": 12, "pull_request": pull, "repository": {"default_branch": "main"}}


def gitlab(sides: Sides) -> tuple[dict[str, str], Any]:
    return {
        "GITLAB_CI": "true",
        "CI_PIPELINE_SOURCE": "merge_request_event",
        "CI_COMMIT_SHA": sides.merge,
        "CI_COMMIT_BEFORE_SHA": ZERO,
        "CI_DEFAULT_BRANCH": "main",
        "CI_MERGE_REQUEST_IID": "12",
        "CI_MERGE_REQUEST_TITLE": "Draft: feat: wider net",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "exp/lr",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": sides.head,
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": sides.base,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": sides.base,
    }, None


def azure(sides: Sides) -> tuple[dict[str, str], Any]:
    return {
        "TF_BUILD": "True",
        "BUILD_REASON": "PullRequest",
        "BUILD_SOURCEVERSION": sides.merge,
        "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER": "12",
        "SYSTEM_PULLREQUEST_SOURCEBRANCH": "exp/lr",
        "SYSTEM_PULLREQUEST_TARGETBRANCH": "main",
        "SYSTEM_PULLREQUEST_SOURCECOMMITID": sides.head,
    }, None


def bitbucket(sides: Sides) -> tuple[dict[str, str], Any]:
    return {
        "BITBUCKET_BUILD_NUMBER": "1",
        "BITBUCKET_BRANCH": "exp/lr",
        "BITBUCKET_COMMIT": sides.head,
        "BITBUCKET_PR_ID": "12",
        "BITBUCKET_PR_DESTINATION_BRANCH": "main",
        "BITBUCKET_PR_DESTINATION_COMMIT": sides.base[:12],
    }, None


def jenkins(sides: Sides) -> tuple[dict[str, str], Any]:
    return {
        "JENKINS_URL": "x",
        "CHANGE_ID": "12",
        "CHANGE_BRANCH": "exp/lr",
        "CHANGE_TARGET": "main",
        "GIT_COMMIT": sides.merge,
    }, None


def circle(sides: Sides) -> tuple[dict[str, str], Any]:
    pull = "https://github.com/o/r/pull/12"
    env = {"CIRCLECI": "true", "CIRCLE_BRANCH": "exp/lr", "CIRCLE_SHA1": sides.head, "CIRCLE_PULL_REQUEST": pull}
    return env, None


def buildkite(sides: Sides) -> tuple[dict[str, str], Any]:
    return {
        "BUILDKITE": "true",
        "BUILDKITE_BRANCH": "ada:exp/lr",
        "BUILDKITE_COMMIT": sides.head,
        "BUILDKITE_PULL_REQUEST": "12",
        "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main",
    }, None


def travis(sides: Sides) -> tuple[dict[str, str], Any]:
    return {
        "TRAVIS": "true",
        "TRAVIS_BRANCH": "main",
        "TRAVIS_COMMIT": sides.merge,
        "TRAVIS_COMMIT_RANGE": f"{sides.base}...{sides.head}",
        "TRAVIS_PULL_REQUEST": "12",
        "TRAVIS_PULL_REQUEST_BRANCH": "exp/lr",
        "TRAVIS_PULL_REQUEST_SHA": sides.head,
    }, None


def woodpecker(sides: Sides) -> tuple[dict[str, str], Any]:
    return {
        "CI": "woodpecker",
        "CI_PIPELINE_EVENT": "pull_request",
        "CI_COMMIT_SHA": sides.head,
        "CI_COMMIT_BRANCH": "main",
        "CI_COMMIT_SOURCE_BRANCH": "exp/lr",
        "CI_COMMIT_TARGET_BRANCH": "main",
        "CI_COMMIT_PULL_REQUEST": "12",
    }, None


def drone(sides: Sides) -> tuple[dict[str, str], Any]:
    return {
        "DRONE": "true",
        "DRONE_BUILD_EVENT": "pull_request",
        "DRONE_COMMIT_SHA": sides.head,
        "DRONE_PULL_REQUEST": "12",
        "DRONE_SOURCE_BRANCH": "exp/lr",
        "DRONE_TARGET_BRANCH": "main",
    }, None


Service = tuple[str, "Callable[[Sides], tuple[dict[str, str], Any]]", str]
SERVICES: dict[str, Service] = {
    "GitHub": ("GitHub Actions, pull request 12", github, "`fetch-depth: 0`"),
    "GitLab": ("GitLab CI, merge request 12", gitlab, '`GIT_DEPTH: "0"`'),
    "Azure": ("Azure Pipelines, pull request 12", azure, "`fetchDepth: 0`"),
    "Bitbucket": ("Bitbucket Pipelines, pull request 12", bitbucket, "`clone: {depth: full}`"),
    "Jenkins": ("Jenkins, pull request 12", jenkins, "shallow: false"),
    "CircleCI": ("CircleCI, pull request 12", circle, "method: full"),
    "Buildkite": ("Buildkite, pull request 12", buildkite, "BUILDKITE_GIT_CLONE_FLAGS"),
    "Travis": ("Travis CI, pull request 12", travis, "`git: {depth: false}`"),
    "Woodpecker": ("Woodpecker, pull request 12", woodpecker, "partial: false"),
    "Drone": ("Drone, pull request 12", drone, "`depth`"),
}


@pytest.fixture(params=SERVICES.values(), ids=SERVICES)
def service(request: pytest.FixtureRequest) -> Service:
    found: Service = request.param
    return found


def proposed(hub: Hub, message: str = "Merge {head} into {base}") -> Sides:
    """A branch with weights that come and go; by now the target has a commit more."""
    head = hub.branch("exp/lr")
    hub.work.git("switch", "--quiet", "main")
    hub.work.write("old.pt", size=3 * MB).stage()
    hub.work.commit("feat: what somebody else has let in")
    base = hub.clean("main")
    return Sides(head, base, hub.merge(head, base, message.format(head=head, base=base), MERGE))


def test_a_pull_request_is_what_it_adds_whoever_has_checked_out_the_merge(hub: Hub, service: Service) -> None:
    said, variables, _ = service
    sides = proposed(hub, "Merge commit '{head}' into HEAD" if variables is jenkins else "Merge {head} into {base}")
    clone = hub.clone(sides.merge, BRANCHES, TRIED)
    env, event = variables(sides)

    ran = lint(clone, env, "--format", "text", event=event)

    fork = hub.work.git("merge-base", sides.head, sides.base)
    assert line(ran) == f"{said}: 3 commits, {fork[:7]}..{sides.head[:7]} (merge base with main)"
    assert (ran.code, told(ran)) == (1, {"new.pt"})
    assert "`wip` says nothing" in ran.out
    assert "MLH505" not in ran.out


def test_a_pull_request_is_what_it_adds_where_its_own_commit_is_checked_out(hub: Hub, service: Service) -> None:
    said, variables, _ = service
    head = hub.branch("exp/lr")
    base = hub.work.git("rev-parse", "main")
    clone = hub.clone(head)
    env, event = variables(Sides(head, base, head))

    ran = lint(clone, env, "--format", "text", event=event)

    assert line(ran) == f"{said}: 3 commits, {base[:7]}..{head[:7]} (merge base with main)"
    assert (ran.code, told(ran)) == (1, {"new.pt"})


@pytest.mark.parametrize("depth", [1, 2])
def test_a_shallow_clone_is_told_the_line_that_mends_it(hub: Hub, service: Service, depth: int) -> None:
    said, variables, remedy = service
    sides = proposed(hub)
    clone = hub.clone(sides.merge, BRANCHES, TRIED, depth=depth)
    env, event = variables(sides)

    ran = lint(clone, env, "--format", "text", event=event)

    assert (ran.code, ran.out) == (2, ""), ran
    assert ran.err.startswith(f"mlhygiene: {said.split(',')[0]}: ")
    assert remedy in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_clone_without_the_target_is_told_what_to_fetch(hub: Hub) -> None:
    head = hub.branch("exp/lr")
    clone = hub.clone(head, "+refs/heads/exp/lr:refs/remotes/origin/exp/lr")
    env, _ = woodpecker(Sides(head, "", ""))

    ran = lint(clone, env)

    assert (ran.code, ran.out) == (2, "")
    assert "`git fetch origin +refs/heads/main:refs/remotes/origin/main`" in ran.err
    clone.git("fetch", "--quiet", "origin", "+refs/heads/main:refs/remotes/origin/main")
    assert lint(clone, env).code == 1


def test_what_is_to_be_fetched_can_be_pasted(hub: Hub) -> None:
    head = hub.branch("exp/lr")
    clone = hub.clone(head, "+refs/heads/exp/lr:refs/remotes/origin/exp/lr")
    env = {**woodpecker(Sides(head, "", ""))[0], "CI_COMMIT_TARGET_BRANCH": "main;touch${IFS}pwned"}

    assert "`git fetch origin '+refs/heads/main;touch${IFS}pwned:refs/remotes/" in lint(clone, env).err


def test_a_clone_without_old_contents_is_told_the_line_of_its_service(hub: Hub) -> None:
    head = hub.branch("exp/lr")
    hub.work.git("--git-dir", str(hub.folder / "hub.git"), "config", "uploadpack.allowFilter", "true")
    hub.work.git("clone", "--quiet", "--filter=blob:none", "--branch=exp/lr", hub.url, str(hub.folder / "clone"))
    clone = Repo(hub.folder / "clone", hub.work.environment)

    ran = lint(clone, circle(Sides(head, "", ""))[0])

    assert ran.code == 2
    assert "new.pt: its content is not in this clone, not judged: write `- checkout: {method: full}`" in ran.err


def test_pull_request_target_says_what_to_check_out(hub: Hub) -> None:
    sides = proposed(hub)
    clone = hub.clone(sides.base, "+refs/heads/main:refs/remotes/origin/main")
    env, event = github(sides)

    ran = lint(clone, {**env, "GITHUB_EVENT_NAME": "pull_request_target"}, event=event)

    assert (ran.code, ran.out) == (2, "")
    assert "`ref: refs/pull/12/merge` and `fetch-depth: 0`" in ran.err


def test_a_proposal_of_a_fork_is_fetched_from_where_the_service_keeps_it(hub: Hub) -> None:
    sides = proposed(hub)
    clone = hub.clone(sides.base, "+refs/heads/main:refs/remotes/origin/main")

    assert "`git fetch origin refs/merge-requests/12/head`" in lint(clone, gitlab(sides)[0]).err


def test_a_merge_of_the_authors_own_is_judged_as_a_part_of_what_they_propose(hub: Hub) -> None:
    """It looks as one of Jenkins's does: a side that main has, and another."""
    hub.branch("exp/lr")
    work = hub.work
    work.git("switch", "--quiet", "--create", "exp/all", "main")
    work.git("merge", "--quiet", "--no-ff", "--no-commit", "exp/lr")
    work.write("evil.pt", size=MB).stage().commit("Merge branch 'exp/lr' into exp/all")
    head = work.git("rev-parse", "HEAD")
    hub.push("exp/all")
    clone = hub.clone(head)

    ran = lint(clone, {**jenkins(Sides(head, "", head))[0], "CHANGE_BRANCH": "exp/all"})

    assert line(ran).startswith("Jenkins, pull request 12: 4 commits, ")
    assert told(ran) == {"new.pt", "evil.pt"}


def test_what_the_author_has_merged_from_the_target_is_not_theirs(hub: Hub) -> None:
    """The payload still names the target as it was when the pull request was opened."""
    work, opened = hub.work, hub.work.git("rev-parse", "main")
    hub.branch("exp/lr")
    work.git("switch", "--quiet", "main")
    work.write("old.pt", size=3 * MB).stage().commit("feat: what somebody else has let in")
    hub.push("main")
    work.git("switch", "--quiet", "exp/lr")
    work.git("merge", "--quiet", "--no-edit", "main")
    head = work.git("rev-parse", "HEAD")
    hub.push("exp/lr")
    env, event = github(Sides(head, opened, head), merge=False)

    ran = lint(hub.clone(head), env, event=event)

    assert told(ran) == {"new.pt"}


def test_a_job_that_is_run_again_after_the_merge_judges_the_same(hub: Hub) -> None:
    head, base = hub.branch("exp/lr"), hub.work.git("rev-parse", "main")
    hub.push("exp/lr:main")
    env, event = github(Sides(head, base, head), merge=False)

    ran = lint(hub.clone(head), env, event=event)

    assert (ran.code, told(ran)) == (1, {"new.pt"})


@pytest.mark.parametrize("event", [None, "{not JSON", "[" * 100_000, {"pull_request": []}])
def test_without_a_payload_the_merge_that_is_checked_out_says_what_is_proposed(hub: Hub, event: object) -> None:
    sides = proposed(hub)
    clone = hub.clone(sides.merge, BRANCHES, TRIED)
    env = {**github(sides)[0], "GITHUB_EVENT_PATH": str(hub.folder / "nowhere.json")}

    ran = lint(clone, env, event=event)

    assert "3 commits" in line(ran)
    assert (ran.code, told(ran)) == (1, {"new.pt"})
    assert ("GITHUB_EVENT_PATH" in ran.err) == (not isinstance(event, dict))


def pushed(before: str, after: str, ref: str = "refs/heads/exp/lr", **more: Any) -> tuple[dict[str, str], Any]:
    env = {**GITHUB, "GITHUB_EVENT_NAME": "push", "GITHUB_REF": ref, "GITHUB_SHA": after}
    return env, {"before": before, "after": after, "ref": ref, "repository": {"default_branch": "main"}, **more}


def test_a_push_is_what_it_adds(hub: Hub) -> None:
    before, after = hub.work.git("rev-parse", "main"), hub.branch("exp/lr")
    env, event = pushed(before, after)

    ran = lint(hub.clone(after, branch="exp/lr"), env, event=event)

    assert line(ran) == f"GitHub Actions, push to exp/lr: 3 commits, {before[:7]}..{after[:7]} (what was pushed)"
    assert (ran.code, told(ran)) == (1, {"new.pt"})


def test_a_push_whose_newest_commit_is_not_here_is_no_clean_one(hub: Hub) -> None:
    env, event = pushed(ZERO, "5" * 40)

    ran = lint(hub.clone("origin/main"), env, event=event)

    assert (ran.code, ran.out) == (2, "")
    assert "push to exp/lr ends with 5555555, which is not in this clone: run `git fetch origin +refs/" in ran.err


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_a_new_branch_is_what_the_default_branch_does_not_have(
    object_format: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    hub = Hub.begin(tmp_path, environment, object_format)
    after = hub.branch("exp/lr")
    env, event = pushed("0" * len(after), after)

    ran = lint(hub.clone(after), env, event=event)

    assert line(ran).endswith(" (new: what main does not have)")
    assert (ran.code, told(ran)) == (1, {"new.pt"})


def test_two_branches_that_are_pushed_at_once_leave_nothing_to_one_another(hub: Hub) -> None:
    after = hub.branch("exp/lr")
    hub.push("exp/lr:exp/twin")
    hub.work.git("switch", "--quiet", "--create", "exp/child")
    hub.clean("exp/child")
    env, event = pushed(ZERO, after)

    ran = lint(hub.clone(after), env, event=event)

    assert (ran.code, told(ran)) == (1, {"new.pt"})


def test_a_new_branch_that_brings_nothing_passes_and_says_so(hub: Hub) -> None:
    main = hub.work.git("rev-parse", "main")
    hub.push("main:exp/lr")
    env, event = pushed(ZERO, main)

    ran = lint(hub.clone(main), env, event=event)

    assert line(ran).startswith("GitHub Actions, push to exp/lr: nothing new, ")
    assert (ran.code, told(ran)) == (0, set())


def test_a_new_branch_whose_name_is_none_of_the_teams_is_found(hub: Hub) -> None:
    main = hub.work.git("rev-parse", "main")
    env, event = pushed(ZERO, main, "refs/heads/stuff")

    ran = lint(hub.clone(main), env, event=event)

    assert ran.code == 1
    assert "MLH501" in ran.out


@pytest.mark.parametrize("kept", [True, False], ids=["here", "gone"])
def test_a_branch_that_is_rewritten_is_what_the_default_branch_does_not_have(hub: Hub, *, kept: bool) -> None:
    before = hub.branch("exp/lr")
    hub.work.git("reset", "--quiet", "--hard", "main")
    hub.work.git("branch", "--move", "exp/other")
    after = hub.clean("exp/other")
    hub.push("+exp/other:exp/lr", ":exp/other")
    clone = hub.clone(after, BRANCHES, *([before] if kept else []))
    env, event = pushed(before, after, forced=True)

    ran = lint(clone, env, event=event)

    what = "is no part of it" if kept else "is not here"
    assert line(ran).startswith("GitHub Actions, push to exp/lr: 1 commit, ")
    assert line(ran).endswith(f" (rewritten, and {before[:7]} {what}: what main does not have)")
    assert (ran.code, told(ran)) == (0, set())


def test_a_default_branch_that_is_new_is_judged_as_a_whole(hub: Hub) -> None:
    main = hub.work.git("rev-parse", "main")
    hub.push("main:develop")
    env, event = pushed(ZERO, main, "refs/heads/main")

    ran = lint(hub.clone(main), env, event=event)

    assert line(ran) == f"GitHub Actions, push to main: 2 commits, up to {main[:7]} (new: all of it)"
    assert told(ran) == {"old.pt"}


def test_a_branch_without_a_common_history_is_judged_as_a_whole(hub: Hub) -> None:
    hub.work.git("switch", "--quiet", "--orphan", "exp/lr")
    hub.work.write("new.pt", size=MB).stage().commit("feat: another start")
    after = hub.clean("exp/lr")
    env, event = pushed(ZERO, after)

    ran = lint(hub.clone(after), env, event=event)

    assert "2 commits, up to " in line(ran)
    assert "no history in common" in line(ran)
    assert told(ran) == {"new.pt"}


def test_what_a_stage_has_is_nothing_new_on_a_feature(hub: Hub) -> None:
    hub.branch("develop")
    hub.work.write("mlhygiene.toml", '[branches]\npreset = "git-flow"\n').stage().commit("chore: git-flow")
    hub.push("develop")
    hub.work.git("switch", "--quiet", "--create", "feature/lr")
    after = hub.clean("feature/lr")

    env, event = pushed(ZERO, after, "refs/heads/feature/lr")

    ran = lint(hub.clone(after), env, event=event)

    assert "1 commit, " in line(ran)
    assert (ran.code, told(ran)) == (0, set())


@pytest.mark.parametrize("annotated", [True, False], ids=["annotated", "lightweight"])
@pytest.mark.parametrize("name", ["v1.0.0", "best"])
def test_a_tag_is_what_the_default_branch_does_not_have(hub: Hub, name: str, *, annotated: bool) -> None:
    head = hub.branch("exp/lr")
    hub.work.git("tag", *(["-a", "-m", "a release"] if annotated else []), name)
    hub.push(f"refs/tags/{name}")
    hub.push("--delete", "exp/lr")
    env, event = pushed(ZERO, hub.work.git("rev-parse", name), f"refs/tags/{name}")

    ran = lint(hub.clone(head), {**env, "GITHUB_SHA": head}, event=event)

    assert line(ran).startswith(f"GitHub Actions, tag {name}: 3 commits, ")
    assert (ran.code, told(ran)) == (1, {"new.pt"})


def test_a_tag_on_the_default_branch_brings_nothing(hub: Hub) -> None:
    hub.work.git("tag", "-a", "-m", "a release", "v1.0.0")
    hub.push("refs/tags/v1.0.0")
    env, event = pushed(ZERO, hub.work.git("rev-parse", "v1.0.0"), "refs/tags/v1.0.0")

    ran = lint(hub.clone("v1.0.0"), env, event=event)

    assert (ran.code, "nothing new" in line(ran)) == (0, True)


def test_a_tag_of_a_file_cannot_be_judged(hub: Hub) -> None:
    hub.work.git("tag", "weights", "HEAD:old.pt")
    hub.push("refs/tags/weights")
    env, event = pushed(ZERO, hub.work.git("rev-parse", "weights"), "refs/tags/weights")

    ran = lint(hub.clone("origin/main"), env, event=event)

    assert (ran.code, ran.out) == (2, "")
    assert "tag weights leads to no commit" in ran.err


@pytest.mark.parametrize("name", ["delete", "push"])
def test_a_deletion_passes_and_says_so(hub: Hub, name: str) -> None:
    env, event = pushed(hub.work.git("rev-parse", "main"), ZERO, "refs/heads/stuff", deleted=True)

    ran = lint(hub.clone("origin/main"), {**env, "GITHUB_EVENT_NAME": name}, "--format", "json", event=event)

    assert ran.code == 0
    assert "GitHub Actions, deletion of stuff: nothing is left to judge" in ran.err
    assert json.loads(ran.out)["findings"] == []


def test_a_merge_group_is_what_it_adds_to_its_target(hub: Hub) -> None:
    sides = proposed(hub)
    queue = "refs/heads/gh-readonly-queue/main/pr-12-abc"
    hub.push(f"{sides.merge}:{queue}")
    env = {**GITHUB, "GITHUB_EVENT_NAME": "merge_group", "GITHUB_REF": queue, "GITHUB_SHA": sides.merge}
    group = {"head_sha": sides.merge, "base_sha": sides.base, "base_ref": "refs/heads/main"}

    ran = lint(hub.clone(sides.merge), env, event={"merge_group": group})

    assert line(ran).startswith("GitHub Actions, merge group: 4 commits, ")
    assert line(ran).endswith(" (merge base with main)")
    assert (ran.code, told(ran)) == (1, {"new.pt"})


def test_a_schedule_on_the_default_branch_judges_its_files(hub: Hub) -> None:
    env, _ = pushed("", hub.work.git("rev-parse", "main"), "refs/heads/main")

    ran = lint(hub.clone("origin/main"), {**env, "GITHUB_EVENT_NAME": "schedule"}, event={})

    assert "nothing is proposed: it is main" in ran.err
    assert (ran.code, told(ran)) == (1, {"old.pt"})


def test_a_run_that_somebody_starts_on_a_branch_judges_the_branch(hub: Hub) -> None:
    head = hub.branch("exp/lr")
    env, _ = pushed("", head)

    ran = lint(hub.clone(head), {**env, "GITHUB_EVENT_NAME": "workflow_dispatch"}, event={})

    assert line(ran).startswith("GitHub Actions, workflow_dispatch on exp/lr: 3 commits, ")
    assert told(ran) == {"new.pt"}


def test_a_service_that_does_not_say_what_was_there_judges_the_newest_step_of_the_default_branch(hub: Hub) -> None:
    hub.branch("exp/lr")
    hub.work.git("switch", "--quiet", "main")
    hub.work.git("merge", "--quiet", "--no-ff", "--no-edit", "exp/lr")
    hub.push("main")
    after = hub.work.git("rev-parse", "main")
    env = {"TF_BUILD": "True", "BUILD_REASON": "IndividualCI", "BUILD_SOURCEVERSION": after}

    ran = lint(hub.clone(after), {**env, "BUILD_SOURCEBRANCH": "refs/heads/main"})

    assert line(ran).startswith("Azure Pipelines, push to main: 4 commits, ")
    assert "note: Azure Pipelines does not say what main had before" in ran.err
    assert (ran.code, told(ran)) == (1, {"new.pt"})


def test_a_build_of_jenkins_that_is_run_again_is_not_green_for_it(hub: Hub) -> None:
    head = hub.branch("exp/lr")
    clone = hub.clone(head)
    env = {"JENKINS_URL": "x", "BRANCH_NAME": "exp/lr", "GIT_COMMIT": head}

    assert lint(clone, {**env, "GIT_PREVIOUS_COMMIT": hub.work.git("rev-parse", "main")}).code == 1
    assert lint(clone, {**env, "GIT_PREVIOUS_COMMIT": head}).code == 1


@pytest.mark.parametrize("before", [ZERO, "5" * 40, "main"], ids=["new", "gone", "known"])
def test_a_shallow_clone_of_a_push_is_no_clean_one(hub: Hub, before: str) -> None:
    known = hub.work.git("rev-parse", before) if before == "main" else before
    after = hub.branch("exp/lr")
    env, event = pushed(known, after)

    ran = lint(hub.clone(after, "+refs/heads/exp/lr:refs/remotes/origin/exp/lr", depth=1), env, event=event)

    assert (ran.code, ran.out) == (2, "")
    assert "`fetch-depth: 0`" in ran.err


def test_the_layout_is_judged_by_what_the_range_makes_worse(hub: Hub) -> None:
    work = hub.work
    work.write(".gitattributes", "models/ -text\n").stage().commit("chore: a dead line")
    hub.push("main")
    work.git("switch", "--quiet", "--create", "exp/lr")
    work.write(".gitattributes", "models/ -text\nmore/ -text\n").stage()
    head = work.commit("chore: another one")
    hub.push("exp/lr")
    env, event = github(Sides(head, work.git("rev-parse", "main"), head), merge=False)

    ran = lint(hub.clone(head), env, "--format", "text", event=event)

    assert re.findall(r"\.gitattributes:(\d+): MLH605", ran.out) == ["2"]


def titled(hub: Hub, text: str, *arguments: str) -> Ran:
    hub.work.git("switch", "--quiet", "--create", "exp/lr", "main")
    head = hub.clean("exp/lr")
    env, event = github(Sides(head, hub.work.git("rev-parse", "main"), head), merge=False)
    event["pull_request"]["title"] = text
    return lint(hub.clone(head), env, *(arguments or ("--format", "text")), event=event)


def test_the_title_is_judged_as_the_subject_that_it_becomes(hub: Hub) -> None:
    ran = titled(hub, "exp: wider net -> better")

    assert ran.code == 1
    assert "title of pull request 12: MLH401 experiment-message: " in ran.out
    assert "edit the title of the pull request, which a squash merge makes a commit's subject" in ran.out


def test_an_experiment_without_its_result_does_not_go_to_a_protected_branch_by_its_title(hub: Hub) -> None:
    assert "title of pull request 12: MLH404 unfinished-experiment: " in titled(hub, "exp: wider net -> running").out


def test_a_title_that_says_something_is_clean(hub: Hub) -> None:
    ran = titled(hub, "feat: a wider net")

    assert (ran.code, "title" in ran.out) == (0, False)


def test_a_title_is_judged_by_the_rules_that_are_chosen(hub: Hub) -> None:
    assert titled(hub, "wip", "--format", "text", "--select", "MLH1").out.startswith("no findings")


def test_a_secret_in_a_title_is_found_and_not_told(hub: Hub) -> None:
    secret = "ghp_" + "".join(random.Random(7).choices(BASE62, k=36))

    ran = titled(hub, f"fix: log in with {secret}")

    assert "title of pull request 12: MLH20" in ran.out
    assert secret not in ran.out + ran.err


@pytest.mark.parametrize("form", ["json", "sarif", "github", "gitlab", "junit", "markdown"])
def test_every_report_can_tell_of_a_title(hub: Hub, form: str) -> None:
    ran = titled(hub, "wip", "--format", form)

    assert ran.code == 0
    assert "pull request 12" in ran.out


def test_a_build_on_github_annotates_unless_it_is_asked_for_something_else(hub: Hub) -> None:
    head = hub.branch("exp/lr")
    env, event = github(Sides(head, hub.work.git("rev-parse", "main"), head), merge=False)
    clone = hub.clone(head)

    assert "::error file=new.pt," in lint(clone, env, event=event).out
    for arguments, more in (
        (["--format", "text"], {}),
        ([], {"GITEA_ACTIONS": "true"}),
        (["--output", str(hub.folder / "report.txt")], {}),
    ):
        assert "::error" not in lint(clone, {**env, **more}, *arguments, event=event).out
    assert (hub.folder / "report.txt").read_text().startswith("commit ")


ALONE = {
    "staged": (["--staged"], "--ci and --staged: choose one scope"),
    "a range": (["--from-ref", "A", "--to-ref", "B"], "--ci and --from-ref and --to-ref: choose one scope"),
    "history": (["--history"], "--ci and --history: choose one scope"),
    "a revision": (["--rev", "HEAD"], "--ci and --rev: choose one scope"),
    "paths": (["train.py"], "--ci and PATH: choose one scope"),
    "a fix": (["--fix"], "--fix mends the files of the worktree, and --ci judges commits: leave one away"),
}


@pytest.mark.parametrize(("arguments", "message"), ALONE.values(), ids=ALONE)
def test_one_scope_is_chosen(repo: Repo, arguments: list[str], message: str) -> None:
    ran = lint(repo, GITHUB, *arguments)

    assert (ran.code, ran.out, ran.err) == (2, "", f"mlhygiene: {message}\n")


@pytest.mark.parametrize("variables", [{}, {"CI": "true"}])
def test_outside_of_a_known_ci_a_range_must_be_named(repo: Repo, variables: dict[str, str]) -> None:
    ran = lint(repo, variables)

    assert ran.code == 2
    assert ran.err == "mlhygiene: --ci: this is no CI that is known: name a range with --from-ref A --to-ref B\n"


def test_nothing_checked_out_is_no_clean_build(repo: Repo) -> None:
    ran = lint(repo, {**GITHUB, "GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/heads/main"})

    assert ran.code == 2
    assert "nothing is checked out" in ran.err


def test_names_that_would_steer_a_terminal_or_a_runner_are_told_as_text(hub: Hub) -> None:
    after = hub.branch("exp/lr")
    env, event = pushed(ZERO, after, "refs/heads/exp/\x1b[31m\n::error::x")

    ran = lint(hub.clone(after), env, event=event)

    assert "\x1b" not in ran.out + ran.err
    assert not re.search(r"(?m)^\s*::error::x", ran.out + ran.err)
