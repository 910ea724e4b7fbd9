"""What is built: branch, pull request, tag. Pure: a mapping in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Environment = Mapping[str, str]

HEADS, TAGS = "refs/heads/", "refs/tags/"
# Branches that merge queues make of a pull request that has been judged.
QUEUES = ("gh-readonly-queue/", "gitlab/merge-train/", "mergify/merge-queue/", "trunk-merge/")


class Build(NamedTuple):
    """What is built. Of a pull request `branch` is what it proposes, `target` where to.

    Names are without `refs/heads/`; a number that is not told is `?`. `queue` is true of a merge queue's own branch.
    """

    service: str
    branch: str | None = None
    target: str | None = None
    tag: str | None = None
    request: str | None = None

    @property
    def queue(self) -> bool:
        return (self.branch or "").startswith(QUEUES)


def build(environment: Environment) -> Build | None:
    """The build that the variables tell of; None outside of every CI that is known."""
    found = next((read for is_here, read in SERVICES if is_here(environment)), None)
    return found(environment) if found else None


def _github(env: Environment) -> Build:
    """GitHub Actions, and those of Gitea and Forgejo: docs.github.com, "Variables reference"."""
    if head := env.get("GITHUB_HEAD_REF"):
        number = env.get("GITHUB_REF", "").removeprefix("refs/pull/").partition("/")[0]
        request = number if number.isdigit() else "?"
        return Build("GitHub Actions", head, env.get("GITHUB_BASE_REF") or None, None, request)
    ref = env.get("GITHUB_REF", "")
    kind, name = env.get("GITHUB_REF_TYPE"), env.get("GITHUB_REF_NAME")
    branch = _branch(ref) or (name if kind == "branch" and not ref else None)
    return Build("GitHub Actions", branch, tag=_tag(ref) or (name if kind == "tag" and not ref else None))


def _gitlab(env: Environment) -> Build:
    """docs.gitlab.com/ci/variables/predefined_variables."""
    if source := env.get("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"):
        target = env.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME") or None
        return Build("GitLab CI", source, target, None, env.get("CI_MERGE_REQUEST_IID") or "?")
    return Build("GitLab CI", env.get("CI_COMMIT_BRANCH") or None, tag=env.get("CI_COMMIT_TAG") or None)


def _azure(env: Environment) -> Build:
    """learn.microsoft.com/azure/devops/pipelines/build/variables. A target of GitHub is a bare name."""
    if source := env.get("SYSTEM_PULLREQUEST_SOURCEBRANCH"):
        target = env.get("SYSTEM_PULLREQUEST_TARGETBRANCH", "").removeprefix(HEADS) or None
        number = env.get("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER") or env.get("SYSTEM_PULLREQUEST_PULLREQUESTID")
        return Build("Azure Pipelines", source.removeprefix(HEADS), target, None, number or "?")
    ref = env.get("BUILD_SOURCEBRANCH", "")
    return Build("Azure Pipelines", _branch(ref), tag=_tag(ref))


def _bitbucket(env: Environment) -> Build:
    """support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets."""
    target = env.get("BITBUCKET_PR_DESTINATION_BRANCH") or None
    branch, tag = env.get("BITBUCKET_BRANCH") or None, env.get("BITBUCKET_TAG") or None
    return Build("Bitbucket Pipelines", branch, target, tag, env.get("BITBUCKET_PR_ID") or None)


def _jenkins(env: Environment) -> Build:
    """jenkins.io, "Pipeline: Multibranch", and the git plugin's variable for jobs of a single branch."""
    if change := env.get("CHANGE_ID"):
        return Build("Jenkins", env.get("CHANGE_BRANCH") or None, env.get("CHANGE_TARGET") or None, None, change)
    if tag := env.get("TAG_NAME"):
        return Build("Jenkins", tag=tag)
    branch = env.get("BRANCH_NAME") or env.get("GIT_LOCAL_BRANCH") or env.get("GIT_BRANCH", "").removeprefix("origin/")
    return Build("Jenkins", branch if branch not in {"", "detached"} else None)


def _circle(env: Environment) -> Build:
    """circleci.com/docs/variables. A fork's branch is `pull/12`, and its name is not told."""
    branch = env.get("CIRCLE_BRANCH") or None
    number = env.get("CIRCLE_PULL_REQUEST", "").rpartition("/")[2] or env.get("CIRCLE_PR_NUMBER") or None
    fork = branch is not None and branch.startswith("pull/")
    return Build("CircleCI", None if fork else branch, None, env.get("CIRCLE_TAG") or None, number)


def _buildkite(env: Environment) -> Build:
    """buildkite.com/docs/pipelines/configure/environment-variables. A fork's branch is `owner:name`."""
    number = env.get("BUILDKITE_PULL_REQUEST", "false")
    branch, tag = env.get("BUILDKITE_BRANCH") or None, env.get("BUILDKITE_TAG") or None
    if number in {"", "false"}:
        return Build("Buildkite", None if tag else branch, tag=tag)
    target = env.get("BUILDKITE_PULL_REQUEST_BASE_BRANCH") or None
    return Build("Buildkite", (branch or "").rpartition(":")[2] or None, target, None, number)


def _travis(env: Environment) -> Build:
    """docs.travis-ci.com/user/environment-variables. `TRAVIS_BRANCH` is a pull request's target, and a tag."""
    number, branch = env.get("TRAVIS_PULL_REQUEST", "false"), env.get("TRAVIS_BRANCH") or None
    if number not in {"", "false"}:
        return Build("Travis CI", env.get("TRAVIS_PULL_REQUEST_BRANCH") or None, branch, None, number)
    tag = env.get("TRAVIS_TAG") or None
    return Build("Travis CI", None if tag else branch, tag=tag)


def _woodpecker(env: Environment) -> Build:
    """woodpecker-ci.org/docs/usage/environment. `CI_COMMIT_BRANCH` is a pull request's target."""
    if source := env.get("CI_COMMIT_SOURCE_BRANCH"):
        target = env.get("CI_COMMIT_TARGET_BRANCH") or None
        return Build("Woodpecker", source, target, None, env.get("CI_COMMIT_PULL_REQUEST") or "?")
    tag = env.get("CI_COMMIT_TAG") or None
    return Build("Woodpecker", None if tag else env.get("CI_COMMIT_BRANCH") or None, tag=tag)


def _drone(env: Environment) -> Build:
    """docs.drone.io/pipeline/environment/reference. A push has its branch as source and as target."""
    if number := env.get("DRONE_PULL_REQUEST"):
        source, target = env.get("DRONE_SOURCE_BRANCH") or None, env.get("DRONE_TARGET_BRANCH") or None
        return Build("Drone", source, target, None, number)
    tag = env.get("DRONE_TAG") or None
    branch = env.get("DRONE_SOURCE_BRANCH") or env.get("DRONE_BRANCH") or None
    return Build("Drone", None if tag else branch, tag=tag)


def _branch(ref: str) -> str | None:
    return ref.removeprefix(HEADS) if ref.startswith(HEADS) else None


def _tag(ref: str) -> str | None:
    return ref.removeprefix(TAGS) if ref.startswith(TAGS) else None


def _set(name: str) -> Callable[[Environment], bool]:
    return lambda environment: environment.get(name, "").lower() not in {"", "false", "0"}


# The first that is here answers. A person's shell may have JENKINS_HOME, but no number of a build.
SERVICES: tuple[tuple[Callable[[Environment], bool], Callable[[Environment], Build]], ...] = (
    (_set("GITHUB_ACTIONS"), _github),
    (_set("GITLAB_CI"), _gitlab),
    (_set("TF_BUILD"), _azure),
    (_set("BITBUCKET_BUILD_NUMBER"), _bitbucket),
    (_set("CIRCLECI"), _circle),
    (_set("BUILDKITE"), _buildkite),
    (_set("TRAVIS"), _travis),
    (_set("DRONE"), _drone),
    (lambda env: env.get("CI", "") == "woodpecker" or env.get("CI_SYSTEM_NAME", "") == "woodpecker", _woodpecker),
    (_set("JENKINS_URL"), _jenkins),
)
