"""What a clone needs beside its files, git has no way to share: hooks, git-lfs, DVC. Run, or told as commands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene import programs
from mlhygiene.cli.scaffolding.looking import FRAMEWORKS
from mlhygiene.cli.scaffolding.targets import place
from mlhygiene.git import Repository
from mlhygiene.git.settings import settings
from mlhygiene.model import Refusal, Storage, printable
from mlhygiene.native import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlhygiene.cli.scaffolding.looking import Hooks

WITH_LFS, WITH_DVC = {Storage.LFS, Storage.BOTH}, {Storage.DVC, Storage.BOTH}


class Step(NamedTuple):
    """A command that sets a clone up, what for, and what runs it."""

    command: str
    why: str
    run: Callable[[], str]


def steps(root: str, storage: Storage, hooks: Hooks) -> list[Step]:
    """What is still to be done in a clone, in order: whoever comes later keeps the hooks that stand there."""
    with Repository.find(root) as repository:
        todo = [_lfs(repository, hooks)] if storage in WITH_LFS else []
        if storage in WITH_DVC and not os.path.lexists(place(root, ".dvc")):
            todo.append(Step("dvc init", "DVC has no folder here yet", lambda: _ran("dvc", ["init"], root)))
        todo.append(_own_hooks(root, repository, hooks))
    return [step for step in todo if step]


def _lfs(repository: Repository, hooks: Hooks) -> Step | None:
    configured = "filter.lfs.process" in settings(repository.place)
    if configured and "pre-push" in hooks.native:
        return None
    top = repository.top
    assert top is not None
    arguments = ["lfs", "update"] if configured else ["lfs", "install", "--local"]
    why = "git-lfs uploads from its pre-push hook" if configured else "without its filter git stores whole files"
    return Step(f"git {' '.join(arguments)}", why, lambda: _git(top, arguments))


def _own_hooks(root: str, repository: Repository, hooks: Hooks) -> Step | None:
    """Hooks by the framework whose config is here, if it is on the PATH; else git's own by us."""
    if hooks.manager not in {"", *FRAMEWORKS, "mlhygiene"} or set(STAGES) <= set(hooks.native):
        return None
    # pre-commit installs nothing where this is set.
    free = "core.hookspath" not in settings(repository.place)
    names = ("prek",) if hooks.manager == "prek" else FRAMEWORKS
    framework = next((name for name in names if programs.found(name)), None) if free else None
    why = "git runs the hooks from then on"
    if framework and hooks.manager != "mlhygiene":
        return Step(f"{framework} install", why, lambda: _ran(framework, ["install"], root))
    return Step("mlhygiene install", why, lambda: _native(root))


def _git(top: str, arguments: list[str]) -> str:
    with Repository.find(top) as repository:
        if repository.writing.ask("lfs", "version")[0]:
            raise Refusal("git-lfs is not installed: https://git-lfs.com says how")
        out = repository.writing.run(*arguments)
    return printable(out.decode("utf-8", "replace").strip().splitlines()[0]) if out.strip() else ""


def _ran(name: str, arguments: list[str], root: str) -> str:
    code, said = programs.run(name, arguments, root)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if code:
        raise Refusal(f"{name} {' '.join(arguments)}: {printable(lines[-1]) if lines else f'exit code {code}'}")
    return printable(lines[0]) if lines else ""


def _native(root: str) -> str:
    from mlhygiene.cli import install  # only where its hooks are put in

    with Repository.find(root) as repository:
        install.install(repository)
    return ""
