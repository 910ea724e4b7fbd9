"""What a `.pre-commit-config.yaml` says of our hooks: which are there, which kinds of git hook they need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mlhygiene.dvc.document import mapping, sequence
from mlhygiene.hooks import HOOKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TYPES = "default_install_hook_types"
# The last part of a URL or a path, whoever has a mirror of it.
REPOSITORY = re.compile(r"(?i)(?:^|[/:\\])mlhygiene(?:\.git)?[/\\]*$")
ENTRY = re.compile(r"(?:^|[\s/\\])mlhygiene(?:\.exe)?(?:\s+hook\s+(?P<id>[\w-]+))?(?=\s|$)")
# What `stages` were called before pre-commit 3.2.
FORMERLY = {"commit": "pre-commit", "push": "pre-push", "merge-commit": "pre-merge-commit"}
# In the order in which git calls them.
KINDS = ("pre-commit", "pre-merge-commit", "prepare-commit-msg", "commit-msg", "pre-push")
# Hooks that do together what one does alone.
TOGETHER = {"mlhygiene": frozenset({"large-files", "secrets", "notebook-lint"})}
# Files as repositories of machine learning have them: one of a kind that each hook looks for.
PROBES = (".env", "data/raw.csv", "model.pt", "models/model.pt", "notebooks/train.ipynb", "src/train.py")
OLD_PYTHON = re.compile(r"python(?:2(?:\.\d+)?|3\.(?:\d|10))$")


class Ours(NamedTuple):
    """A hook of ours in the config: its id, and the stages that the config gives it, if any."""

    name: str
    stages: tuple[str, ...] = ()


def ours(data: Any) -> list[Ours] | None:  # noqa: ANN401 - YAML
    """Our hooks in a config; None where it has no repository of ours."""
    found, there = list[Ours](), False
    for repository in sequence(mapping(data).get("repos")):
        where = str(mapping(repository).get("repo", ""))
        hooks = [mapping(hook) for hook in sequence(mapping(repository).get("hooks"))]
        here = [Ours(name, _stages(hook)) for hook in hooks if (name := _name(where, hook))]
        there = there or bool(here) or REPOSITORY.search(where) is not None
        found += here
    return found if there else None


def needed(hooks: Iterable[Ours]) -> list[str]:
    """The kinds of git hook that pre-commit must install for these, in git's order."""
    wanted = {stage for hook in hooks for stage in hook.stages or HOOKS[hook.name].stages if hook.name in HOOKS}
    return [kind for kind in KINDS if kind in wanted]


def missing(hooks: Sequence[Ours], default: Iterable[str]) -> list[str]:
    """Those of the default that are not there, neither themselves nor by others that do the same."""
    names = {hook.name for hook in hooks}
    return [each for each in default if each not in names and not TOGETHER.get(each, frozenset({each})) <= names]


def remarks(data: Any) -> Iterator[str]:  # noqa: ANN401
    """What else in a config keeps our hooks from their work, a line each."""
    swallowed = [probe for probe in PROBES if not _passed(mapping(data), probe)]
    if swallowed:
        yield f"its `files` and `exclude` hide files from our hooks, such as {', '.join(swallowed)}"
    python = mapping(mapping(data).get("default_language_version")).get("python")
    if isinstance(python, str) and OLD_PYTHON.match(python):
        yield f"its default_language_version is {python}, and mlhygiene needs 3.11: give our hooks a language_version"


def anytime(data: Any) -> bool:  # noqa: ANN401
    """Whether hooks of others may run at every git hook that is installed, as they do unless told otherwise."""
    others = (mapping(each) for each in sequence(mapping(data).get("repos")))
    hooks = (mapping(hook) for each in others for hook in sequence(each.get("hooks")) if not _is_ours(each, hook))
    return "default_stages" not in mapping(data) and any("stages" not in hook for hook in hooks)


def _is_ours(repository: dict[Any, Any], hook: Any) -> bool:  # noqa: ANN401
    return bool(_name(str(repository.get("repo", "")), mapping(hook)))


def _name(repository: str, hook: dict[Any, Any]) -> str:
    """The id of a hook if it is ours; of a local one by what it runs."""
    if repository != "local":
        return str(hook.get("id", "")) if REPOSITORY.search(repository) else ""
    entry = hook.get("entry")
    words = " ".join(map(str, [entry, *sequence(hook.get("args"))]))
    run = ENTRY.search(words) if isinstance(entry, str) else None
    return (run["id"] or "mlhygiene") if run else ""


def _stages(hook: dict[Any, Any]) -> tuple[str, ...]:
    return tuple(FORMERLY.get(str(stage), str(stage)) for stage in sequence(hook.get("stages")))


def _passed(data: dict[Any, Any], path: str) -> bool:
    """Whether pre-commit would hand a path to a hook. A pattern that is none is for pre-commit to tell."""
    files, exclude = data.get("files"), data.get("exclude")
    try:
        return not (isinstance(files, str) and not re.search(files, path)) and not (
            isinstance(exclude, str) and exclude and re.search(exclude, path)
        )
    except re.error:
        return True
