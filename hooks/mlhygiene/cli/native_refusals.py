"""Where `mlhygiene install` must not write: what would be lost, run twice, or run in other repositories."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from mlhygiene.cli.native_hooks import Standing, State
from mlhygiene.git import hooks
from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from mlhygiene.git import Repository
    from mlhygiene.git.hooks import Folder

FRAMEWORKS = {"pre-commit": ".pre-commit-config.yaml", "prek": "prek.toml"}
# A repository of hooks, or a local hook, that is ours.
NAMES_US = re.compile(rb"""^[^#\n]*\b(?:repo|entry)["']?\s*[:=][^#\n]*\bmlhygiene\b""", re.MULTILINE)
HUSKY = ".husky"


def folder(repository: Repository, folder: Folder, *, force: bool) -> None:
    """Refuse a folder that is none, or that is not this repository's to write to."""
    where = shown(os.fsencode(folder.path))
    if os.path.lexists(folder.path) and not os.path.isdir(folder.path):
        says = f": the {folder.scope} config names it ({hooks.KEY})" if folder.scope else ""
        raise Refusal(f"{where}: no folder, and so git runs no hook here{says}")
    if hooks.runs_nothing(folder.path):
        raise Refusal(
            f"{where}: nothing can start on its file system (it is mounted noexec), and git passes over such hooks: "
            f"have it look elsewhere (`git config {hooks.KEY} FOLDER`), then `mlhygiene install --force`"
        )
    if force:
        return
    if HUSKY in folder.path.split(os.sep):
        raise Refusal(
            f"{where}: husky writes this folder anew at every install: "
            f'put `mlhygiene native pre-commit "$@"` into {HUSKY}/pre-commit, and so for each stage (--force: anyway)'
        )
    if folder.shared:
        says = f"the {folder.scope} config" if folder.scope else "a link"
        raise Refusal(
            f"{where}: {says} has git look for hooks there, outside of this repository: {_own(repository, folder)}, "
            "or install them for every repository that does so (--force)"
        )


def _own(repository: Repository, folder: Folder) -> str:
    """How a repository comes to a folder of its own."""
    import shlex  # a refusal can wait

    if folder.scope in {"local", "worktree"}:
        return f"`git config --{folder.scope} --unset {hooks.KEY}` first"
    own = os.path.join(repository.common_folder, "hooks")
    if not folder.scope:
        return f"put a folder in the place of {shown(os.fsencode(own))}"
    return f"give this one its own (`git config {hooks.KEY} {shlex.quote(shown(os.fsencode(own)))}`)"


def hook(repository: Repository, each: Standing, *, force: bool) -> None:
    """Refuse what would lose a byte of somebody's, or run a thing twice."""
    where = shown(os.fsencode(each.path))
    if each.state is State.EDITED and not force:
        raise Refusal(f"{where}: somebody has changed this script since `install`: --force writes it anew")
    if each.state is not State.FOREIGN:
        return
    if each.blocked:
        earlier = shown(os.fsencode(each.earlier or ""))
        raise Refusal(f"{where}: there is another hook, and {earlier} from before: move one of them away")
    if each.maker == "lefthook" and not force:
        raise Refusal(
            f"{where}: lefthook writes its hooks anew: have lefthook.yml run "
            f"`mlhygiene native {each.stage} {{0}}` (--force: chain it anyway)"
        )
    if each.maker in FRAMEWORKS and names_us(repository) and not force:
        raise Refusal(
            f"{where}: {each.maker} runs here, and {names_us(repository)} names mlhygiene already: "
            f"`{each.maker} install` is all it needs; `{each.maker} uninstall` first to go without it"
        )


def names_us(repository: Repository) -> str:
    """The config of a framework that has our hooks in it; empty without."""
    for name in FRAMEWORKS.values():
        try:
            with open(os.path.join(repository.top or os.curdir, name), "rb") as file:
                if NAMES_US.search(file.read()):
                    return name
        except OSError:
            continue
    return ""
