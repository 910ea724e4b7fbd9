"""What brings into the clone of a CI service what it lacks: one line for each."""

from __future__ import annotations

REMEDIES = {
    # github.com/actions/checkout
    "GitHub Actions": "add `fetch-depth: 0` to the `with:` of actions/checkout",
    # docs.gitlab.com/ci/runners/configure_runners: shallow cloning
    "GitLab CI": 'add `GIT_DEPTH: "0"` to the `variables:` of the job',
    # learn.microsoft.com/azure/devops/pipelines/yaml-schema/steps-checkout
    "Azure Pipelines": "write `- checkout: self` with `fetchDepth: 0` as the first step",
    # support.atlassian.com/bitbucket-cloud/docs/git-clone-behavior
    "Bitbucket Pipelines": "write `clone: {depth: full}` in bitbucket-pipelines.yml",
    # plugins.jenkins.io/git: clone extensions
    "Jenkins": "give the checkout `extensions: [cloneOption(shallow: false)]`",
    # circleci.com/docs/reference/configuration-reference: checkout
    "CircleCI": "write `- checkout: {method: full}`",
    # buildkite.com/docs/agent/configuration
    "Buildkite": "take `--depth` out of BUILDKITE_GIT_CLONE_FLAGS and BUILDKITE_GIT_FETCH_FLAGS",
    # docs.travis-ci.com/user/customizing-the-build: git clone depth
    "Travis CI": "write `git: {depth: false}` in .travis.yml",
    # woodpecker-ci.org/plugins/git
    "Woodpecker": "give the step `clone` the `settings: {partial: false}`",
    # docs.drone.io/pipeline/docker/syntax/cloning
    "Drone": "take `depth` out of `clone:` in .drone.yml",
}
# The same for a clone with all commits, and without the contents of old files: CircleCI's and Woodpecker's way.
UNFILTERED = {
    "GitHub Actions": "take `filter` out of the `with:` of actions/checkout",
    "Azure Pipelines": "take `fetchFilter` out of the step `checkout`",
    "CircleCI": REMEDIES["CircleCI"],
    "Woodpecker": REMEDIES["Woodpecker"],
}
# Where a service keeps what is proposed, of forks as well.
REQUESTS = {"GitHub Actions": "refs/pull/{}/head", "GitLab CI": "refs/merge-requests/{}/head"}
