"""The commands that git's config holds for us: shell, since git runs them with `sh`, on Windows as well."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DRIVER = "mlhygiene"
FILTER, DIFF = f"filter.{DRIVER}", f"diff.{DRIVER}"
PROGRAM = "mlhygiene"


def settings(scope: str, python: str | None, options: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What git's config is to hold in a scope.

    `python` is an interpreter, None for `mlhygiene` as the PATH has it when git runs.
    `process` serves a whole git command; `clean` and `smudge` are for what is no git,
    such as JGit. What git shows is not cached (`cachetextconv`): a changed
    mlhygiene.toml would go unnoticed.
    """
    flags = "".join(f" {name} {shlex.quote(' '.join(keys))}" for name, keys in options.items() if keys)
    fail = f"echo {shlex.quote(_absent(scope, python))} >&2; exit 1"
    return {
        f"{FILTER}.process": _function(python, f"process{flags}", fail),
        # git puts the path in the place of %f; any other per cent sign is doubled.
        f"{FILTER}.clean": _function(python, f"clean{flags}", fail).replace("%", "%%") + " %f",
        f"{FILTER}.smudge": "cat",
        f"{FILTER}.required": "true",
        # Whoever gives the filter up still wants to see differences.
        f"{DIFF}.textconv": _function(python, f"textconv{flags}", 'cat -- "$1"'),
    }


def _function(python: str | None, command: str, otherwise: str) -> str:
    """A function, for git appends arguments; `exec`, so that no shell stays between git and us.

    `-P` keeps Python from importing what lies in the repository.
    """
    there = f"command -v {PROGRAM} >/dev/null" if python is None else f"[ -x {shlex.quote(python)} ]"
    run = PROGRAM if python is None else f"{shlex.quote(python)} -P -m mlhygiene"
    return f'f() {{ if {there}; then exec {run} filter {command} "$@"; fi; {otherwise}; }}; f'


def _absent(scope: str, python: str | None) -> str:
    give_up = f"or have outputs stored again (`git config {scope} --remove-section {FILTER}`)"
    if python is None:
        return f"mlhygiene: git does not find it on the PATH, to strip notebooks: install it, {give_up}"
    again = "run `mlhygiene init --notebook-filter` again"
    return f"mlhygiene: {python}, which strips notebooks for git, is gone: {again}, {give_up}"
