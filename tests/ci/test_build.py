"""Which branch, pull request or tag a CI builds, as its variables tell."""

from __future__ import annotations

import pytest

from mlhygiene.ci import Build, build

GITHUB = {"GITHUB_ACTIONS": "true"}
BUILDS = {
    "GitHub, a pull request": (
        {**GITHUB, "GITHUB_HEAD_REF": "exp/lr", "GITHUB_BASE_REF": "main", "GITHUB_REF": "refs/pull/12/merge"},
        Build("GitHub Actions", "exp/lr", "main", None, "12"),
    ),
    "GitHub, a push": (
        {**GITHUB, "GITHUB_REF": "refs/heads/exp/lr", "GITHUB_REF_TYPE": "branch", "GITHUB_REF_NAME": "exp/lr"},
        Build("GitHub Actions", "exp/lr"),
    ),
    "GitHub, a tag": (
        {**GITHUB, "GITHUB_REF": "refs/tags/v1.2.0", "GITHUB_REF_TYPE": "tag", "GITHUB_REF_NAME": "v1.2.0"},
        Build("GitHub Actions", tag="v1.2.0"),
    ),
    "GitHub, a name alone": (
        {**GITHUB, "GITHUB_REF_TYPE": "branch", "GITHUB_REF_NAME": "exp/lr"},
        Build("GitHub Actions", "exp/lr"),
    ),
    "GitLab, a merge request": (
        {
            "GITLAB_CI": "true",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "exp/lr",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_MERGE_REQUEST_IID": "3",
        },
        Build("GitLab CI", "exp/lr", "main", None, "3"),
    ),
    "GitLab, a push": ({"GITLAB_CI": "true", "CI_COMMIT_BRANCH": "exp/lr"}, Build("GitLab CI", "exp/lr")),
    "GitLab, a tag": ({"GITLAB_CI": "true", "CI_COMMIT_TAG": "v1.2.0"}, Build("GitLab CI", tag="v1.2.0")),
    "Azure, a pull request": (
        {
            "TF_BUILD": "True",
            "SYSTEM_PULLREQUEST_SOURCEBRANCH": "refs/heads/exp/lr",
            "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
            "SYSTEM_PULLREQUEST_PULLREQUESTID": "7",
            "BUILD_SOURCEBRANCH": "refs/pull/7/merge",
        },
        Build("Azure Pipelines", "exp/lr", "main", None, "7"),
    ),
    "Azure, a pull request of GitHub": (
        {
            "TF_BUILD": "True",
            "SYSTEM_PULLREQUEST_SOURCEBRANCH": "exp/lr",
            "SYSTEM_PULLREQUEST_TARGETBRANCH": "main",
            "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER": "8",
        },
        Build("Azure Pipelines", "exp/lr", "main", None, "8"),
    ),
    "Azure, a push": (
        {"TF_BUILD": "True", "BUILD_SOURCEBRANCH": "refs/heads/exp/lr"},
        Build("Azure Pipelines", "exp/lr"),
    ),
    "Azure, a tag": (
        {"TF_BUILD": "True", "BUILD_SOURCEBRANCH": "refs/tags/v1"},
        Build("Azure Pipelines", tag="v1"),
    ),
    "Bitbucket, a pull request": (
        {
            "BITBUCKET_BUILD_NUMBER": "1",
            "BITBUCKET_BRANCH": "exp/lr",
            "BITBUCKET_PR_DESTINATION_BRANCH": "main",
            "BITBUCKET_PR_ID": "4",
        },
        Build("Bitbucket Pipelines", "exp/lr", "main", None, "4"),
    ),
    "Bitbucket, a tag": (
        {"BITBUCKET_BUILD_NUMBER": "1", "BITBUCKET_TAG": "v1"},
        Build("Bitbucket Pipelines", tag="v1"),
    ),
    "Jenkins, a pull request": (
        {
            "JENKINS_URL": "x",
            "CHANGE_ID": "9",
            "CHANGE_BRANCH": "exp/lr",
            "CHANGE_TARGET": "main",
            "BRANCH_NAME": "PR-9",
        },
        Build("Jenkins", "exp/lr", "main", None, "9"),
    ),
    "Jenkins, a push": ({"JENKINS_URL": "x", "BRANCH_NAME": "exp/lr"}, Build("Jenkins", "exp/lr")),
    "Jenkins, a tag": ({"JENKINS_URL": "x", "TAG_NAME": "v1", "BRANCH_NAME": "v1"}, Build("Jenkins", tag="v1")),
    "Jenkins, a job of one branch": ({"JENKINS_URL": "x", "GIT_BRANCH": "origin/exp/lr"}, Build("Jenkins", "exp/lr")),
    "Jenkins, a detached HEAD": ({"JENKINS_URL": "x", "GIT_BRANCH": "detached"}, Build("Jenkins")),
    "CircleCI, a push": ({"CIRCLECI": "true", "CIRCLE_BRANCH": "exp/lr"}, Build("CircleCI", "exp/lr")),
    "CircleCI, a pull request": (
        {"CIRCLECI": "true", "CIRCLE_BRANCH": "exp/lr", "CIRCLE_PULL_REQUEST": "https://github.com/o/r/pull/5"},
        Build("CircleCI", "exp/lr", None, None, "5"),
    ),
    "CircleCI, a fork": (
        {"CIRCLECI": "true", "CIRCLE_BRANCH": "pull/5", "CIRCLE_PR_NUMBER": "5"},
        Build("CircleCI", None, None, None, "5"),
    ),
    "CircleCI, a tag": ({"CIRCLECI": "true", "CIRCLE_TAG": "v1"}, Build("CircleCI", tag="v1")),
    "Buildkite, a pull request of a fork": (
        {
            "BUILDKITE": "true",
            "BUILDKITE_BRANCH": "ada:exp/lr",
            "BUILDKITE_PULL_REQUEST": "6",
            "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main",
        },
        Build("Buildkite", "exp/lr", "main", None, "6"),
    ),
    "Buildkite, a push": (
        {"BUILDKITE": "true", "BUILDKITE_BRANCH": "exp/lr", "BUILDKITE_PULL_REQUEST": "false"},
        Build("Buildkite", "exp/lr"),
    ),
    "Buildkite, a tag": (
        {"BUILDKITE": "true", "BUILDKITE_BRANCH": "v1", "BUILDKITE_TAG": "v1"},
        Build("Buildkite", tag="v1"),
    ),
    "Travis, a pull request": (
        {
            "TRAVIS": "true",
            "TRAVIS_PULL_REQUEST": "2",
            "TRAVIS_PULL_REQUEST_BRANCH": "exp/lr",
            "TRAVIS_BRANCH": "main",
        },
        Build("Travis CI", "exp/lr", "main", None, "2"),
    ),
    "Travis, a push": (
        {"TRAVIS": "true", "TRAVIS_PULL_REQUEST": "false", "TRAVIS_BRANCH": "exp/lr", "TRAVIS_TAG": ""},
        Build("Travis CI", "exp/lr"),
    ),
    "Travis, a tag": (
        {"TRAVIS": "true", "TRAVIS_PULL_REQUEST": "false", "TRAVIS_BRANCH": "v1", "TRAVIS_TAG": "v1"},
        Build("Travis CI", tag="v1"),
    ),
    "Woodpecker, a pull request": (
        {
            "CI": "woodpecker",
            "CI_COMMIT_SOURCE_BRANCH": "exp/lr",
            "CI_COMMIT_TARGET_BRANCH": "main",
            "CI_COMMIT_BRANCH": "main",
            "CI_COMMIT_PULL_REQUEST": "1",
        },
        Build("Woodpecker", "exp/lr", "main", None, "1"),
    ),
    "Woodpecker, a push": ({"CI": "woodpecker", "CI_COMMIT_BRANCH": "exp/lr"}, Build("Woodpecker", "exp/lr")),
    "Drone, a pull request": (
        {
            "DRONE": "true",
            "DRONE_PULL_REQUEST": "1",
            "DRONE_SOURCE_BRANCH": "exp/lr",
            "DRONE_TARGET_BRANCH": "main",
            "DRONE_BRANCH": "main",
        },
        Build("Drone", "exp/lr", "main", None, "1"),
    ),
    "Drone, a push": (
        {"DRONE": "true", "DRONE_SOURCE_BRANCH": "exp/lr", "DRONE_TARGET_BRANCH": "exp/lr", "DRONE_BRANCH": "exp/lr"},
        Build("Drone", "exp/lr"),
    ),
    "Drone, a tag": ({"DRONE": "true", "DRONE_TAG": "v1", "DRONE_BRANCH": "main"}, Build("Drone", tag="v1")),
}
NONE = {
    "a person's shell": {"HOME": "/home/ada"},
    "a person who has installed Jenkins": {"JENKINS_HOME": "/opt/jenkins"},
    "a CI that says nothing but that it is one": {"CI": "true"},
    "a variable that says no": {"GITHUB_ACTIONS": "false"},
}


@pytest.mark.parametrize(("variables", "expected"), BUILDS.values(), ids=BUILDS)
def test_tells_what_is_built(variables: dict[str, str], expected: Build) -> None:
    assert build(variables) == expected


@pytest.mark.parametrize("variables", NONE.values(), ids=NONE)
def test_is_no_build(variables: dict[str, str]) -> None:
    assert build(variables) is None


def test_a_merge_queue_has_branches_of_its_own() -> None:
    queue = build({**GITHUB, "GITHUB_REF": "refs/heads/gh-readonly-queue/main/pr-12-abc"})

    assert queue is not None
    assert queue.queue
    assert not BUILDS["GitHub, a push"][1].queue
