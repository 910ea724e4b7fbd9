"""`mlhygiene hook ID`: the front end behind every id of `.pre-commit-hooks.yaml`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mlhygiene.hooks import HOOKS
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(identifier: str, argv: Sequence[str]) -> int:
    """Judge what git or pre-commit is about to do; silent when all is well."""
    if identifier not in HOOKS:
        raise Refusal(f"{identifier!r} is no hook: there are {', '.join(HOOKS)}")
    front = HOOKS[identifier].front
    # One hook does without the imports of another.
    code: int
    if front:
        code = import_module(f"mlhygiene.cli.{front}").run(argv)
    else:
        from mlhygiene.cli import file_hook

        code = file_hook.run(identifier, argv)
    return code
