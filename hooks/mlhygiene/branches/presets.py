"""The schemes that a team can start from, as plain tables. `git-flow` is what a team of several stages does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# `v1.2`, `1.2.0`, `v1.2.0-rc.1`: what follows `release/`.
RELEASE = r"v?\d+\.\d+(\.\d+)?(-[0-9A-Za-z][0-9A-Za-z.-]*)?"
STRICT_RELEASE = r"v\d+\.\d+\.\d+(-[0-9A-Za-z][0-9A-Za-z.-]*)?"


class Preset(NamedTuple):
    """What a scheme holds before a team adds to it. `shapes` are regular expressions of what follows a prefix."""

    names: tuple[str, ...]
    prefixes: tuple[str, ...]
    protected: tuple[str, ...]
    flow: Mapping[str, tuple[str, ...]]
    shapes: Mapping[str, str]


# The first prefix is the one for a name that has none.
WORK = (
    *("exp/", "experiment/", "feat/", "feature/", "fix/", "bugfix/", "hotfix/", "release/", "refactor/", "data/"),
    *("docs/", "chore/", "test/", "ci/", "perf/"),
)
PRESETS: Mapping[str, Preset] = {
    "ml": Preset(
        names=("main", "master", "develop", "dev", "test", "staging", "prod", "production", "gh-pages"),
        prefixes=WORK,
        protected=("main", "master"),
        flow={},
        shapes={"release/": RELEASE},
    ),
    # What may be merged into each; whoever is not named takes anything.
    "git-flow": Preset(
        names=("main", "develop", "test"),
        prefixes=("feature/", "hotfix/", "release/"),
        protected=("main", "test"),
        flow={
            "main": ("release/",),
            "release/": ("hotfix/", "main", "test"),
            "hotfix/": ("main",),
            "test": ("develop",),
            "develop": ("feature/",),
            "feature/": ("develop",),
        },
        shapes={"release/": STRICT_RELEASE},
    ),
    "solo": Preset(
        names=("dev", "test", "prod"),
        prefixes=WORK,
        protected=("test", "prod"),
        flow={"test": ("dev",), "prod": ("test",)},
        shapes={"release/": RELEASE},
    ),
    # For a team that writes all of it itself.
    "none": Preset(names=(), prefixes=(), protected=(), flow={}, shapes={}),
}
# What machines create: a name, or a beginning (`…/`, `…*`).
BOTS = (
    *("dependabot/", "renovate/", "pre-commit-ci-update-config", "revert-*", "gh-readonly-queue/", "mergify/"),
    *("copilot/", "claude/", "codex/", "cursor/", "jules/", "devin/", "autoresearch/"),
    *("snyk-*", "release-please--*", "changeset-release/", "create-pull-request/", "all-contributors/"),
)
EXPERIMENTS = ("exp/", "experiment/")
