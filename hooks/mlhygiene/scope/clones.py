"""The scope over a clone: what git's config says here. It is read once a rule asks."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from mlhygiene import ci
from mlhygiene.clone import Clone, Setting
from mlhygiene.git import settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlhygiene.git.repository import Repository


def here(repository: Repository, environment: Mapping[str, str]) -> list[Clone]:
    """The clone; none in a build, whose service writes a token of its own into the config.

    GitLab's is in the address of `origin`, as is Bitbucket's (docs.gitlab.com/ci/jobs/ci_job_token).
    """
    return [] if is_build(environment) else [clone(repository)]


def clone(repository: Repository) -> Clone:
    """The clone around the caller."""

    @cache
    def ask() -> Sequence[Setting]:
        top = repository.top or repository.git_folder
        return [each._replace(origin=told(each.origin, top)) for each in settings.every(repository.at_top)]

    return Clone(ask)


def is_build(environment: Mapping[str, str]) -> bool:
    """Whether a CI runs us: one that we know, or any that says `CI` as nearly all do."""
    said = environment.get("CI", "").lower() not in {"", "0", "false", "no"}
    return said or ci.build(environment) is not None


def told(path: str, top: str) -> str:
    """A path for a person: from the root, or from home, where that is shorter."""
    if not os.path.isabs(path):
        return path.replace(os.sep, "/")  # git has it from the root; of no file, it is empty
    inside = os.path.relpath(path, top) if _same_drive(path, top) else path
    if not inside.startswith(os.pardir):
        return inside.replace(os.sep, "/")
    home = os.path.expanduser("~")
    return "~" + path[len(home) :].replace(os.sep, "/") if path.startswith(home + os.sep) else path


def _same_drive(one: str, other: str) -> bool:
    return os.path.splitdrive(one)[0] == os.path.splitdrive(other)[0]
