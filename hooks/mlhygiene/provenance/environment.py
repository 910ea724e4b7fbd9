"""What variables say of the code: ours, those of other trackers, those of a CI. Pure: a mapping in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mlhygiene import urls
from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhygiene.provenance.stamp import Stamp

    Environment = Mapping[str, str]

# `mlhygiene run` exports these, and whoever builds an image may.
PREFIX = "MLHYGIENE_GIT_"
COMMIT = f"{PREFIX}COMMIT"
# Of `mlhygiene run`: the ID of the run, and the commit that keeps files which no other commit has.
RUN = "MLHYGIENE_RUN"
SNAPSHOT = f"{PREFIX}SNAPSHOT"
# `1` where nothing is recorded.
DRY = "MLHYGIENE_DRY_RUN"
# Where a baked file lies, see `baked`.
FILE = "MLHYGIENE_PROVENANCE"
HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
TEXTS = ("branch", "describe", "version", "remote", "patch", "lock")
NUMBERS = ("changed_count", "untracked_count", "ahead", "behind")
FLAGS = ("dirty", "shallow")
FIELDS = ("commit", "short", "proposed", *TEXTS, *FLAGS, *NUMBERS, "tags")
BOOLEANS = {"true": True, "false": False}
# Of other trackers: commit, branch, remote (docs.wandb.ai, "Environment variables"; clear.ml/docs, "ClearML Agent").
TRACKERS = (
    ("WANDB_GIT_COMMIT", "", "WANDB_GIT_REMOTE_URL"),
    ("CLEARML_VCS_COMMIT_ID", "CLEARML_VCS_BRANCH", "CLEARML_VCS_REPO_URL"),
)
# Of a CI (see `ci` for the pages): commit, what a pull request proposes, remote.
SERVICES = {
    "GitHub Actions": ("GITHUB_SHA", "", "GITHUB_REPOSITORY"),
    "GitLab CI": ("CI_COMMIT_SHA", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_PROJECT_URL"),
    "Azure Pipelines": ("BUILD_SOURCEVERSION", "SYSTEM_PULLREQUEST_SOURCECOMMITID", "BUILD_REPOSITORY_URI"),
    "Bitbucket Pipelines": ("BITBUCKET_COMMIT", "", "BITBUCKET_GIT_HTTP_ORIGIN"),
    "CircleCI": ("CIRCLE_SHA1", "", "CIRCLE_REPOSITORY_URL"),
    "Buildkite": ("BUILDKITE_COMMIT", "", "BUILDKITE_REPO"),
    "Travis CI": ("TRAVIS_COMMIT", "TRAVIS_PULL_REQUEST_SHA", ""),
    "Drone": ("DRONE_COMMIT_SHA", "", "DRONE_GIT_HTTP_URL"),
    "Woodpecker": ("CI_COMMIT_SHA", "", "CI_REPO_CLONE_URL"),
    "Jenkins": ("GIT_COMMIT", "", "GIT_URL"),
}


class Told(NamedTuple):
    """What somebody says of the code, and who: the name of a variable or a file. `fields` are a stamp's."""

    by: str
    fields: dict[str, Any]


def variables(stamp: Stamp) -> dict[str, str]:
    """What a child needs to be told, so that it need not ask git: `MLHYGIENE_GIT_*`. Names of files are left out."""
    found = dict[str, str]()
    for name in FIELDS:
        value: Any = getattr(stamp, name)
        if value is not None and value != ():
            text = " ".join(value) if name == "tags" else str(value)  # tags have no blank
            found[PREFIX + name.upper()] = text.lower() if name in FLAGS else text
    return found


def run(environment: Environment, commit: str | None) -> dict[str, str | None]:
    """The run that this process belongs to, and its snapshot, where that lies over the commit that stands here."""
    snapshot = environment.get(SNAPSHOT)
    ours = is_hash(snapshot) and environment.get(COMMIT) == commit
    name = environment.get(RUN)
    return {"run": printable(name) if name else None, "snapshot": snapshot if ours else None}


def is_hash(text: str | None) -> bool:
    """Whether a text is a whole hash, of SHA-1 or SHA-256."""
    return text is not None and HASH.fullmatch(text) is not None


def ours(environment: Environment) -> Told | None:
    """What `MLHYGIENE_GIT_*` say; None without a commit that is a hash."""
    if not is_hash(environment.get(COMMIT)):
        return None
    given = {name: environment[PREFIX + name.upper()] for name in FIELDS if environment.get(PREFIX + name.upper())}
    return Told(COMMIT, checked(given))


def checked(given: Mapping[str, object]) -> dict[str, Any]:
    """The fields of a stamp that can be believed to be what they should; the others are left out."""
    found = dict[str, Any]()
    for name in FIELDS:
        value = given.get(name)
        text = printable(value) if isinstance(value, str) else str(value).lower()
        if name in {"commit", "proposed"}:
            found |= {name: text} if is_hash(text) else {}
        elif name == "short":
            found |= {name: text} if re.fullmatch(r"[0-9a-f]{4,64}", text) else {}
        elif name in FLAGS:
            found |= {name: BOOLEANS[text.lower()]} if text.lower() in BOOLEANS else {}
        elif name in NUMBERS:
            found |= {name: int(text)} if re.fullmatch(r"\d{1,9}", text) else {}
        elif name == "tags":
            words = cast("list[object]", value) if isinstance(value, list) else text.split() if value else []
            found |= {name: tuple(printable(str(word)) for word in words)} if words else {}
        elif isinstance(value, str) and text:
            found[name] = text
    return with_remote(found)


def with_remote(fields: dict[str, Any]) -> dict[str, Any]:
    """The same without anything secret in the address, and with its host."""
    if remote := fields.get("remote"):
        fields |= {"remote": printable(urls.public(remote)), "host": urls.host(remote)}
    return fields


def trackers(environment: Environment) -> Told | None:
    """What other trackers were told."""
    for commit, branch, remote in TRACKERS:
        if is_hash(environment.get(commit)):
            given = {
                "commit": environment[commit],
                "branch": environment.get(branch),
                "remote": environment.get(remote),
            }
            return Told(commit, checked(given))
    return None


def service(environment: Environment) -> Told | None:
    """What a CI says of the commit that it builds; `fields` may have no commit."""
    from mlhygiene import ci  # where git has answered, only a detached HEAD needs it

    build = ci.build(environment)
    if build is None:
        return None
    commit, proposed, remote = SERVICES[build.service]
    address = environment.get(remote)
    if build.service == "GitHub Actions" and address:
        address = f"{environment.get('GITHUB_SERVER_URL', 'https://github.com')}/{address}"
    given = {
        "commit": environment.get(commit),
        "branch": build.branch,
        "proposed": environment.get(proposed) or _event(environment) if build.request else None,
        "remote": address,
        "tags": [build.tag] if build.tag else None,
    }
    return Told(commit, checked(given))


def _event(environment: Environment) -> str | None:
    """The head of a pull request as GitHub's event has it (docs.github.com, "Webhook events: pull_request")."""
    path = environment.get("GITHUB_EVENT_PATH")
    if not path:
        return None
    import json  # only in such a build

    try:
        with open(path, encoding="utf-8") as file:
            event: Any = json.load(file)
        return str(event["pull_request"]["head"]["sha"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
