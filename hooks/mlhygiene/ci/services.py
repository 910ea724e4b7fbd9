"""How each CI service tells what happened, beside GitHub Actions. Pure: mappings in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.ci.build import Build, build
from mlhygiene.ci.change import ZERO, Change, Way, oid, oids

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Environment = Mapping[str, str]


def change(environment: Environment, event: object = None) -> Change | None:
    """What happened, by the variables and GitHub's payload as JSON has it; None outside of every CI that is known."""
    made = build(environment)
    if made is None:
        return None
    if made.service == "GitHub Actions":
        from mlhygiene.ci import github  # its payload is its own

        return github.change(made, environment, event)
    return READERS[made.service](made, environment)


def _gitlab(made: Build, env: Environment) -> Change:
    """docs.gitlab.com/ci/variables/predefined_variables.

    In a pipeline of merged results, and in a merge train, `CI_COMMIT_SHA` is the merge, and the two
    `…_BRANCH_SHA` are its sides; in other pipelines of merge requests these are empty.
    """
    source, default = env.get("CI_PIPELINE_SOURCE", ""), env.get("CI_DEFAULT_BRANCH") or None
    now = oid(env.get("CI_COMMIT_SHA"))
    if made.request:
        head = oid(env.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA")) or now
        bases = oids(env.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"), env.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"))
        return Change(made, Way.REQUEST, head, bases, default, env.get("CI_MERGE_REQUEST_TITLE"), source)
    if source not in {"push", ""}:
        return Change(made, Way.TAG if made.tag else Way.RUN, now, (), default, None, source)
    return _pushed(made, now, env.get("CI_COMMIT_BEFORE_SHA"), default)


def _azure(made: Build, env: Environment) -> Change:
    """learn.microsoft.com/azure/devops/pipelines/build/variables. What was there before a push is not told."""
    reason, now = env.get("BUILD_REASON", ""), oid(env.get("BUILD_SOURCEVERSION"))
    if made.request:
        # Without it, the merge that is checked out says which commit it is.
        return Change(made, Way.REQUEST, oid(env.get("SYSTEM_PULLREQUEST_SOURCECOMMITID")), event=reason)
    if reason in {"IndividualCI", "BatchedCI", ""}:
        return _pushed(made, now, None, None)
    return Change(made, Way.TAG if made.tag else Way.RUN, now, event=reason)


def _bitbucket(made: Build, env: Environment) -> Change:
    """support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets. The destination's commit is shortened."""
    now = oid(env.get("BITBUCKET_COMMIT"))
    if made.request:
        return Change(made, Way.REQUEST, now, oids(env.get("BITBUCKET_PR_DESTINATION_COMMIT")))
    return _pushed(made, now, None, None)


def _jenkins(made: Build, env: Environment) -> Change:
    """plugins.jenkins.io/git, plugins.jenkins.io/branch-api. Of a change `GIT_COMMIT` may be the merge.

    `GIT_PREVIOUS_COMMIT` is what was built last: a build that is run again has no other before it.
    """
    if made.request:
        return Change(made, Way.REQUEST, title=env.get("CHANGE_TITLE"))
    now, before = oid(env.get("GIT_COMMIT")), oid(env.get("GIT_PREVIOUS_COMMIT"))
    return _pushed(made, now, before if before != now else None, None)


def _circle(made: Build, env: Environment) -> Change:
    """circleci.com/docs/reference/variables. Neither a target nor what was there before is told."""
    now = oid(env.get("CIRCLE_SHA1"))
    return Change(made, Way.REQUEST, now) if made.request else _pushed(made, now, None, None)


def _buildkite(made: Build, env: Environment) -> Change:
    """buildkite.com/docs/pipelines/configure/environment-variables."""
    now, default = oid(env.get("BUILDKITE_COMMIT")), env.get("BUILDKITE_PIPELINE_DEFAULT_BRANCH") or None
    if made.request:
        return Change(made, Way.REQUEST, now, (), default)
    if below := oids(env.get("BUILDKITE_MERGE_QUEUE_BASE_COMMIT")):
        target = env.get("BUILDKITE_MERGE_QUEUE_BASE_BRANCH") or None
        return Change(made._replace(target=target), Way.QUEUE, now, below, default)
    source = env.get("BUILDKITE_SOURCE", "")
    if source in {"webhook", ""}:
        return _pushed(made, now, None, default)
    return Change(made, Way.TAG if made.tag else Way.RUN, now, (), default, None, source)


def _travis(made: Build, env: Environment) -> Change:
    """docs.travis-ci.com/user/environment-variables. `TRAVIS_COMMIT_RANGE` is empty where a branch is new."""
    range_ = env.get("TRAVIS_COMMIT_RANGE")
    before = range_.partition(".")[0] or ZERO if range_ is not None else None
    kind = env.get("TRAVIS_EVENT_TYPE", "")
    if made.request:
        return Change(made, Way.REQUEST, oid(env.get("TRAVIS_PULL_REQUEST_SHA")), oids(before), event=kind)
    if kind in {"api", "cron"}:
        return Change(made, Way.TAG if made.tag else Way.RUN, oid(env.get("TRAVIS_COMMIT")), event=kind)
    return _pushed(made, oid(env.get("TRAVIS_COMMIT")), before, None)


def _woodpecker(made: Build, env: Environment) -> Change:
    """woodpecker-ci.org/docs/usage/environment. The pipeline before may have been another branch's, or a request's."""
    kind, now = env.get("CI_PIPELINE_EVENT", ""), oid(env.get("CI_COMMIT_SHA"))
    default = env.get("CI_REPO_DEFAULT_BRANCH") or None
    if made.request:
        return Change(made, Way.REQUEST, now, (), default, event=kind)
    if kind not in {"push", "tag", "release", ""}:
        return Change(made, Way.TAG if made.tag else Way.RUN, now, (), default, None, kind)
    is_push = env.get("CI_PREV_PIPELINE_EVENT") == "push" and env.get("CI_PREV_COMMIT_BRANCH") == made.branch
    before = oid(env.get("CI_PREV_COMMIT_SHA")) if is_push else None
    return _pushed(made, now, before if before != now else None, default)


def _drone(made: Build, env: Environment) -> Change:
    """docs.drone.io/pipeline/environment/reference."""
    kind, now = env.get("DRONE_BUILD_EVENT", ""), oid(env.get("DRONE_COMMIT_SHA") or env.get("DRONE_COMMIT"))
    default, before = env.get("DRONE_REPO_BRANCH") or None, env.get("DRONE_COMMIT_BEFORE") or None
    if made.request:
        return Change(made, Way.REQUEST, now, oids(before), default, env.get("DRONE_PULL_REQUEST_TITLE"), kind)
    if kind not in {"push", "tag", ""}:
        return Change(made, Way.TAG if made.tag else Way.RUN, now, (), default, None, kind)
    return _pushed(made, now, before, default)


def _pushed(made: Build, now: str | None, before: str | None, default: str | None) -> Change:
    known = oid(before)
    return Change(made, Way.TAG if made.tag else Way.PUSH, now, (known,) if known else (), default)


READERS: Mapping[str, Callable[[Build, Environment], Change]] = {
    "GitLab CI": _gitlab,
    "Azure Pipelines": _azure,
    "Bitbucket Pipelines": _bitbucket,
    "Jenkins": _jenkins,
    "CircleCI": _circle,
    "Buildkite": _buildkite,
    "Travis CI": _travis,
    "Woodpecker": _woodpecker,
    "Drone": _drone,
}
