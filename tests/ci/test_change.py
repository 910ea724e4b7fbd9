"""What each service says happened, by its variables and GitHub's payload."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.ci.change import ZERO, Change, Way, oids
from mlhygiene.ci.remedies import REMEDIES
from mlhygiene.ci.services import READERS, change
from mlhygiene.ci.title import title

HEAD, BASE, OTHER, MERGE = ("1" * 40, "2" * 40, "3" * 40, "4" * 40)
LONG_ZERO = "0" * 64


def github(event: str, ref: str = "refs/heads/exp/lr", **more: str) -> dict[str, str]:
    return {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": event, "GITHUB_REF": ref, "GITHUB_SHA": MERGE, **more}


PULL = github("pull_request", "refs/pull/12/merge", GITHUB_HEAD_REF="exp/lr", GITHUB_BASE_REF="main")
PULL_EVENT = {
    "number": 12,
    "pull_request": {
        "number": 12,
        "title": "feat: wider net",
        "head": {"ref": "exp/lr", "sha": HEAD},
        "base": {"ref": "main", "sha": BASE, "repo": {"allow_squash_merge": True}},
    },
    "repository": {"default_branch": "main"},
}
PUSH_EVENT = {"before": BASE, "after": HEAD, "deleted": False, "repository": {"default_branch": "main"}}
GITLAB = {"GITLAB_CI": "true", "CI_COMMIT_SHA": MERGE, "CI_DEFAULT_BRANCH": "main"}
MR = {
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_MERGE_REQUEST_IID": "3",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "exp/lr",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA": BASE,
    "CI_MERGE_REQUEST_TITLE": "Draft: feat: wider net",
    "CI_COMMIT_BEFORE_SHA": ZERO,
}
SIDES = {"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": HEAD, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": OTHER}
AZURE = {"TF_BUILD": "True", "BUILD_SOURCEVERSION": MERGE, "BUILD_SOURCEBRANCH": "refs/heads/exp/lr"}
AZURE_PULL = {
    "BUILD_REASON": "PullRequest",
    "BUILD_SOURCEBRANCH": "refs/pull/7/merge",
    "SYSTEM_PULLREQUEST_SOURCEBRANCH": "refs/heads/exp/lr",
    "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
    "SYSTEM_PULLREQUEST_PULLREQUESTID": "7",
    "SYSTEM_PULLREQUEST_SOURCECOMMITID": HEAD,
}
BITBUCKET = {"BITBUCKET_BUILD_NUMBER": "1", "BITBUCKET_COMMIT": HEAD, "BITBUCKET_BRANCH": "exp/lr"}
BITBUCKET_PULL = {
    "BITBUCKET_PR_ID": "4",
    "BITBUCKET_PR_DESTINATION_BRANCH": "main",
    "BITBUCKET_PR_DESTINATION_COMMIT": BASE[:12],
}
JENKINS = {"JENKINS_URL": "x", "BRANCH_NAME": "exp/lr", "GIT_COMMIT": HEAD}
JENKINS_PULL = {
    "CHANGE_ID": "9",
    "CHANGE_BRANCH": "exp/lr",
    "CHANGE_TARGET": "main",
    "CHANGE_TITLE": "feat: wider net",
    "BRANCH_NAME": "PR-9",
}
CIRCLE = {"CIRCLECI": "true", "CIRCLE_BRANCH": "exp/lr", "CIRCLE_SHA1": HEAD}
BUILDKITE = {
    "BUILDKITE": "true",
    "BUILDKITE_BRANCH": "exp/lr",
    "BUILDKITE_COMMIT": HEAD,
    "BUILDKITE_PIPELINE_DEFAULT_BRANCH": "main",
    "BUILDKITE_PULL_REQUEST": "false",
    "BUILDKITE_SOURCE": "webhook",
}
TRAVIS = {"TRAVIS": "true", "TRAVIS_PULL_REQUEST": "false", "TRAVIS_BRANCH": "exp/lr", "TRAVIS_COMMIT": HEAD}
TRAVIS_PULL = {
    "TRAVIS_PULL_REQUEST": "2",
    "TRAVIS_PULL_REQUEST_BRANCH": "exp/lr",
    "TRAVIS_PULL_REQUEST_SHA": HEAD,
    "TRAVIS_BRANCH": "main",
    "TRAVIS_COMMIT": MERGE,
    "TRAVIS_COMMIT_RANGE": f"{BASE}...{HEAD}",
}
WOODPECKER = {"CI": "woodpecker", "CI_COMMIT_SHA": HEAD, "CI_REPO_DEFAULT_BRANCH": "main", "CI_COMMIT_BRANCH": "exp/lr"}
BEFORE = {"CI_PREV_COMMIT_SHA": BASE, "CI_PREV_COMMIT_BRANCH": "exp/lr", "CI_PREV_PIPELINE_EVENT": "push"}
DRONE = {
    "DRONE": "true",
    "DRONE_BUILD_EVENT": "push",
    "DRONE_BRANCH": "exp/lr",
    "DRONE_COMMIT_SHA": HEAD,
    "DRONE_REPO_BRANCH": "main",
}
DRONE_PULL = {
    "DRONE_BUILD_EVENT": "pull_request",
    "DRONE_PULL_REQUEST": "1",
    "DRONE_SOURCE_BRANCH": "exp/lr",
    "DRONE_TARGET_BRANCH": "main",
    "DRONE_PULL_REQUEST_TITLE": "feat: wider net",
}


class Told:
    """What is expected of a change, in the words that it is told in."""

    def __init__(self, said: str, head: str | None, *bases: str, title: str | None = None) -> None:
        self.said, self.head, self.bases, self.title = said, head, bases, title


TITLE = "feat: wider net"
CHANGES: dict[str, tuple[dict[str, str], Any, Told]] = {
    "GitHub, a pull request": (PULL, PULL_EVENT, Told("pull request 12", HEAD, BASE, title=TITLE)),
    "GitHub, a pull request of pull_request_target": (
        {**PULL, "GITHUB_EVENT_NAME": "pull_request_target"},
        PULL_EVENT,
        Told("pull request 12", HEAD, BASE, title=TITLE),
    ),
    "GitHub, a review of a pull request": (
        github("pull_request_review", "refs/pull/12/merge"),
        PULL_EVENT,
        Told("pull request 12", HEAD, BASE, title=TITLE),
    ),
    "GitHub, a pull request without its payload": (PULL, None, Told("pull request 12", None)),
    "GitHub, a pull request whose payload is of another form": (
        PULL,
        {"pull_request": ["?"], "number": "12"},
        Told("pull request 12", None),
    ),
    "GitHub, a push": (github("push"), PUSH_EVENT, Told("push to exp/lr", HEAD, BASE)),
    "GitHub, a push of a new branch": (
        github("push"),
        {**PUSH_EVENT, "before": ZERO, "created": True},
        Told("push to exp/lr", HEAD, ZERO),
    ),
    "GitHub, a new branch of a repository with long hashes": (
        github("push"),
        {**PUSH_EVENT, "before": LONG_ZERO, "after": "a" * 64},
        Told("push to exp/lr", "a" * 64, LONG_ZERO),
    ),
    "GitHub, a push without its payload": (github("push"), None, Told("push to exp/lr", MERGE)),
    "GitHub, a tag": (github("push", "refs/tags/v1.0.0"), PUSH_EVENT, Told("tag v1.0.0", HEAD, BASE)),
    "GitHub, a branch that is deleted": (
        github("delete", "refs/heads/main"),
        {"ref": "exp/lr", "ref_type": "branch"},
        Told("deletion of exp/lr", None),
    ),
    "GitHub, a push that deletes": (
        github("push", "refs/heads/main"),
        {**PUSH_EVENT, "ref": "refs/heads/exp/lr", "deleted": True, "after": ZERO},
        Told("deletion of exp/lr", None),
    ),
    "GitHub, a merge group": (
        github("merge_group", "refs/heads/gh-readonly-queue/main/pr-12-abc"),
        {"merge_group": {"base_sha": BASE, "base_ref": "refs/heads/main", "head_sha": HEAD}},
        Told("merge group", HEAD, BASE),
    ),
    "GitHub, a run that somebody has started": (
        github("workflow_dispatch"),
        {"inputs": None},
        Told("workflow_dispatch on exp/lr", MERGE),
    ),
    "GitHub, a schedule": (github("schedule", "refs/heads/main"), {}, Told("schedule on main", MERGE)),
    "GitHub, a release": (github("release", "refs/tags/v1.0.0"), {}, Told("tag v1.0.0", MERGE)),
    "GitLab, a merge request": (
        {**GITLAB, **MR},
        None,
        Told("merge request 3", MERGE, BASE, title=TITLE),
    ),
    "GitLab, merged results": (
        {**GITLAB, **MR, **SIDES},
        None,
        Told("merge request 3", HEAD, BASE, OTHER, title=TITLE),
    ),
    "GitLab, a merge train": (
        {**GITLAB, **MR, **SIDES, "CI_MERGE_REQUEST_EVENT_TYPE": "merge_train"},
        None,
        Told("merge request 3", HEAD, BASE, OTHER, title=TITLE),
    ),
    "GitLab, a push": (
        {**GITLAB, "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "exp/lr", "CI_COMMIT_BEFORE_SHA": BASE},
        None,
        Told("push to exp/lr", MERGE, BASE),
    ),
    "GitLab, a push of a new branch": (
        {**GITLAB, "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "exp/lr", "CI_COMMIT_BEFORE_SHA": ZERO},
        None,
        Told("push to exp/lr", MERGE, ZERO),
    ),
    "GitLab, a tag": (
        {**GITLAB, "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_TAG": "v1.0.0", "CI_COMMIT_BEFORE_SHA": ZERO},
        None,
        Told("tag v1.0.0", MERGE, ZERO),
    ),
    "GitLab, a schedule, whose zeros say nothing": (
        {**GITLAB, "CI_PIPELINE_SOURCE": "schedule", "CI_COMMIT_BRANCH": "main", "CI_COMMIT_BEFORE_SHA": ZERO},
        None,
        Told("schedule on main", MERGE),
    ),
    "Azure, a pull request": ({**AZURE, **AZURE_PULL}, None, Told("pull request 7", HEAD)),
    "Azure, a push": ({**AZURE, "BUILD_REASON": "BatchedCI"}, None, Told("push to exp/lr", MERGE)),
    "Azure, a tag": (
        {**AZURE, "BUILD_REASON": "IndividualCI", "BUILD_SOURCEBRANCH": "refs/tags/v1.0.0"},
        None,
        Told("tag v1.0.0", MERGE),
    ),
    "Azure, a schedule": ({**AZURE, "BUILD_REASON": "Schedule"}, None, Told("Schedule on exp/lr", MERGE)),
    "Bitbucket, a pull request": (
        {**BITBUCKET, **BITBUCKET_PULL},
        None,
        Told("pull request 4", HEAD, BASE[:12]),
    ),
    "Bitbucket, a push": (BITBUCKET, None, Told("push to exp/lr", HEAD)),
    "Jenkins, a pull request, whose commit may be a merge": (
        {**JENKINS, **JENKINS_PULL},
        None,
        Told("pull request 9", None, title=TITLE),
    ),
    "Jenkins, a push": ({**JENKINS, "GIT_PREVIOUS_COMMIT": BASE}, None, Told("push to exp/lr", HEAD, BASE)),
    "Jenkins, a first build": (JENKINS, None, Told("push to exp/lr", HEAD)),
    "Jenkins, a build that is run again": (
        {**JENKINS, "GIT_PREVIOUS_COMMIT": HEAD},
        None,
        Told("push to exp/lr", HEAD),
    ),
    "Jenkins, a tag": ({**JENKINS, "TAG_NAME": "v1.0.0"}, None, Told("tag v1.0.0", HEAD)),
    "CircleCI, a pull request": (
        {**CIRCLE, "CIRCLE_PULL_REQUEST": "https://github.com/o/r/pull/5"},
        None,
        Told("pull request 5", HEAD),
    ),
    "CircleCI, a push": (CIRCLE, None, Told("push to exp/lr", HEAD)),
    "Buildkite, a pull request": (
        {**BUILDKITE, "BUILDKITE_PULL_REQUEST": "6", "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main"},
        None,
        Told("pull request 6", HEAD),
    ),
    "Buildkite, a push": (BUILDKITE, None, Told("push to exp/lr", HEAD)),
    "Buildkite, a commit that nobody has named": (
        {**BUILDKITE, "BUILDKITE_COMMIT": "HEAD"},
        None,
        Told("push to exp/lr", None),
    ),
    "Buildkite, a merge queue": (
        {
            **BUILDKITE,
            "BUILDKITE_BRANCH": "gh-readonly-queue/main/pr-12-abc",
            "BUILDKITE_MERGE_QUEUE_BASE_BRANCH": "main",
            "BUILDKITE_MERGE_QUEUE_BASE_COMMIT": BASE,
        },
        None,
        Told("merge group", HEAD, BASE),
    ),
    "Buildkite, a schedule": ({**BUILDKITE, "BUILDKITE_SOURCE": "schedule"}, None, Told("schedule on exp/lr", HEAD)),
    "Travis, a pull request": ({**TRAVIS, **TRAVIS_PULL}, None, Told("pull request 2", HEAD, BASE)),
    "Travis, a push": (
        {**TRAVIS, "TRAVIS_COMMIT_RANGE": f"{BASE[:12]}...{HEAD[:12]}"},
        None,
        Told("push to exp/lr", HEAD, BASE[:12]),
    ),
    "Travis, a push of a new branch": (
        {**TRAVIS, "TRAVIS_COMMIT_RANGE": ""},
        None,
        Told("push to exp/lr", HEAD, ZERO),
    ),
    "Travis, a schedule": (
        {**TRAVIS, "TRAVIS_EVENT_TYPE": "cron", "TRAVIS_COMMIT_RANGE": ""},
        None,
        Told("cron on exp/lr", HEAD),
    ),
    "Woodpecker, a pull request": (
        {
            **WOODPECKER,
            "CI_PIPELINE_EVENT": "pull_request",
            "CI_COMMIT_SOURCE_BRANCH": "exp/lr",
            "CI_COMMIT_TARGET_BRANCH": "main",
            "CI_COMMIT_PULL_REQUEST": "1",
            "CI_PREV_COMMIT_SHA": OTHER,
        },
        None,
        Told("pull request 1", HEAD),
    ),
    "Woodpecker, a push": (
        {**WOODPECKER, **BEFORE, "CI_PIPELINE_EVENT": "push"},
        None,
        Told("push to exp/lr", HEAD, BASE),
    ),
    "Woodpecker, a push after a request's pipeline": (
        {**WOODPECKER, **BEFORE, "CI_PIPELINE_EVENT": "push", "CI_PREV_PIPELINE_EVENT": "pull_request"},
        None,
        Told("push to exp/lr", HEAD),
    ),
    "Woodpecker, a push that is run again": (
        {**WOODPECKER, **BEFORE, "CI_PIPELINE_EVENT": "push", "CI_PREV_COMMIT_SHA": HEAD},
        None,
        Told("push to exp/lr", HEAD),
    ),
    "Woodpecker, a schedule": (
        {**WOODPECKER, **BEFORE, "CI_PIPELINE_EVENT": "cron"},
        None,
        Told("cron on exp/lr", HEAD),
    ),
    "Drone, a pull request": ({**DRONE, **DRONE_PULL}, None, Told("pull request 1", HEAD, title=TITLE)),
    "Drone, a push": ({**DRONE, "DRONE_COMMIT_BEFORE": BASE}, None, Told("push to exp/lr", HEAD, BASE)),
    "Drone, a push of a new branch": (
        {**DRONE, "DRONE_COMMIT_BEFORE": ZERO},
        None,
        Told("push to exp/lr", HEAD, ZERO),
    ),
    "Drone, a tag": (
        {**DRONE, "DRONE_BUILD_EVENT": "tag", "DRONE_TAG": "v1.0.0", "DRONE_COMMIT_BEFORE": ZERO},
        None,
        Told("tag v1.0.0", HEAD, ZERO),
    ),
    "Drone, a schedule": ({**DRONE, "DRONE_BUILD_EVENT": "cron"}, None, Told("cron on exp/lr", HEAD)),
}


@pytest.mark.parametrize(("variables", "event", "expected"), CHANGES.values(), ids=CHANGES)
def test_tells_what_happened(variables: dict[str, str], event: object, expected: Told) -> None:
    found = change(variables, event)

    assert found is not None
    assert (found.said, found.head, found.bases) == (expected.said, expected.head, expected.bases)
    assert title(found) == expected.title


def test_a_merge_group_goes_to_its_target() -> None:
    for name in ("GitHub, a merge group", "Buildkite, a merge queue"):
        found = change(*CHANGES[name][:2])

        assert found is not None
        assert (found.build.target, found.build.queue) == ("main", True)


def test_a_review_tells_the_branches_that_its_variables_do_not() -> None:
    found = change(*CHANGES["GitHub, a review of a pull request"][:2])

    assert found is not None
    assert (found.build.branch, found.build.target) == ("exp/lr", "main")


def test_a_title_that_becomes_no_subject_is_none() -> None:
    pull = PULL_EVENT["pull_request"]
    assert isinstance(pull, dict)
    merging = {**PULL_EVENT, "pull_request": {**pull, "base": {"sha": BASE, "repo": {"allow_squash_merge": False}}}}
    found = change(PULL, merging)

    assert found is not None
    assert title(found) is None


def test_outside_of_a_ci_nothing_happened() -> None:
    assert change({"HOME": "/home/ada", "GITHUB_EVENT_NAME": "push"}, PUSH_EVENT) is None


def test_every_service_has_a_reader_and_a_line_that_mends_its_clone() -> None:
    assert set(REMEDIES) == {*READERS, "GitHub Actions"}
    assert {found.build.service for each in CHANGES.values() if (found := change(*each[:2]))} == set(REMEDIES)


TITLES = {
    "feat: wider": "feat: wider",
    "Draft: feat: wider": "feat: wider",
    "draft:feat: wider": "feat: wider",
    "[Draft] feat: wider": "feat: wider",
    "(DRAFT) feat: wider": "feat: wider",
    "WIP: feat: wider": "feat: wider",
    "Draft: WIP: feat: wider": "feat: wider",
    "Drafting: what a draft is": "Drafting: what a draft is",
    "Draft:": None,
    "  \n ": None,
    "feat: wider\nand more": "feat: wider and more",
}


@pytest.mark.parametrize(("written", "expected"), TITLES.items(), ids=repr)
def test_a_title_on_gitlab_is_without_its_draft(written: str, expected: str | None) -> None:
    found = change({**GITLAB, **MR, "CI_MERGE_REQUEST_TITLE": written})

    assert found is not None
    assert title(found) == expected


def test_a_draft_of_another_service_says_so_elsewhere() -> None:
    found = change({**JENKINS, **JENKINS_PULL, "CHANGE_TITLE": "Draft: the paper"})

    assert found is not None
    assert title(found) == "Draft: the paper"


def test_no_hash_but_a_hash() -> None:
    assert oids("HEAD", "", None, 7, ZERO, LONG_ZERO, "main", "--all", f"{HEAD} ", BASE[:12]) == (BASE[:12],)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just(HEAD),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["pull_request", "merge_group", "head", "base", "sha", "ref", "number", "before", "deleted"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)
EVENTS = ["pull_request", "push", "merge_group", "delete", "schedule", "", "pull_request_review"]


@given(st.sampled_from(EVENTS), JSON)
def test_no_payload_breaks_the_reader(name: str, event: object) -> None:
    found = change(github(name), event)

    assert isinstance(found, Change)
    assert found.way in Way
    assert all(isinstance(each, str) for each in found.bases)
