"""The commands that put hooks where git finds them, as pasted into a shell."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene import programs
from mlhygiene.cli import native_hooks
from mlhygiene.cli.diagnosing.scripts import FRAMEWORKS, Maker, chain
from mlhygiene.git import hooks
from mlhygiene.native import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.cli.diagnosing.setup import Setup

PATH = "core.hookspath"


def tool(setup: Setup) -> Maker:
    """Who sets hooks up here: who has done so already, or else who is on the PATH; pre-commit where nobody is."""
    makers = [script.maker for stage in STAGES for script in chain(setup, stage)]
    known = next((maker for maker in (*FRAMEWORKS, Maker.OURS) if maker in makers), None)
    if known:
        return known
    return Maker.PREK if programs.found("prek") and not programs.found("pre-commit") else Maker.PRE_COMMIT


def install(
    setup: Setup, stages: Sequence[str], config: str | None, *, by_default: bool = False, chosen: bool = False
) -> str:
    """Have git run our hooks at these stages; empty where only a person can.

    `config` is the framework's, and may name the stages as its default. Without one, `chosen`
    stages are added to those that are set up.
    """
    stages = [each.stage for each in native_hooks.standings(setup.repository, stages) if not each.blocked]
    if not stages:
        return ""
    maker, makers = tool(setup), {script.maker for stage in stages for script in chain(setup, stage)}
    if Maker.LEFTHOOK in makers:
        return ""
    if Maker.HUSKY in makers:
        return " && ".join(_through_husky(setup, stage, config) for stage in stages)
    if config is None or maker is Maker.OURS:
        # Into a folder that other repositories share, it would not write.
        folder = hooks.folder(setup.repository)
        others = folder.shared or folder.scope in {"global", "system"}
        own = f"{unset(setup)} && " if folder.scope and others else ""
        some = "".join(f" --stage {stage}" for stage in stages) if chosen and maker is not Maker.OURS else ""
        return own + (f"mlhygiene install{some}" if chosen or maker is Maker.OURS else "mlhygiene init --install")
    kinds = "" if by_default else "".join(f" --hook-type {stage}" for stage in stages)
    command = f"{maker} install{kinds}"
    if not programs.found(maker):
        command = f"python -m pip install {maker} && {command}"
    return _past_hooks_path(setup, command)


def unset(setup: Setup) -> str:
    """Have git look for hooks where frameworks put them."""
    chosen = setup.setting(PATH)
    if chosen is None:
        return ""
    if chosen.scope in {"local", "worktree"}:
        return f"git config --{chosen.scope} --unset-all core.hooksPath"
    # What a user has chosen for all repositories stays: this one says for itself where its hooks are.
    return f"git config --local core.hooksPath {_quoted(setup.own_hooks)}"


def _past_hooks_path(setup: Setup, command: str) -> str:
    """pre-commit refuses to install anything while somebody names another folder; prek takes one of the repository."""
    chosen = setup.setting(PATH)
    if chosen is None or (command.startswith("prek") and chosen.scope == "local"):
        return command
    if chosen.scope in {"local", "worktree"}:
        return f"{unset(setup)} && {command}"
    outside = "GIT_CONFIG_NOSYSTEM=1" if chosen.scope == "system" else f"GIT_CONFIG_GLOBAL={os.devnull}"
    local = "git config --local --unset-all core.hooksPath; " if _is_local(setup) else ""
    return f"{local}{outside} {command} && {unset(setup)}"


def _is_local(setup: Setup) -> bool:
    return any(each.key == PATH and each.scope == "local" for each in setup.every_setting)


def _through_husky(setup: Setup, stage: str, config: str | None) -> str:
    """What husky has in its own folder it writes anew: what a team wants stands above it."""
    folder = os.path.dirname(setup.hooks) if os.path.basename(setup.hooks) == "_" else setup.hooks
    path = _quoted(setup.told(os.path.join(folder, stage)))
    line = f'mlhygiene native {stage} "$@"'
    if config is not None:
        line = f'pre-commit hook-impl --config={config} --hook-type={stage} --hook-dir="$(dirname "$0")" -- "$@"'
    return f"echo '{line}' >> {path}"


def _quoted(text: str) -> str:
    import shlex  # only where something is to be mended

    return shlex.quote(text)
