"""What a repository is, as far as it decides what the scaffold holds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene import files
from mlhygiene.cli.native_hooks import State, standings
from mlhygiene.cli.scaffolding.targets import looked_at, place
from mlhygiene.git import hooks
from mlhygiene.model import Refusal, Storage, printable, shown
from mlhygiene.scaffold import block
from mlhygiene.scaffold.facts import Facts, facts
from mlhygiene.scaffold.piece import Choices

if TYPE_CHECKING:
    from collections.abc import Collection

    from mlhygiene.git import Repository

# The blocks that record what was chosen, and their files.
RECORDS = ((".gitignore", "gitignore"), (".gitattributes", "gitattributes"))
# In this order: a config of pre-commit beside husky is run by nobody.
MANAGERS = {
    "husky": (".husky",),
    "lefthook": ("lefthook.yml", ".lefthook.yml", "lefthook.yaml", ".lefthook.yaml", "lefthook.toml"),
    "pre-commit": (".pre-commit-config.yaml",),
    "prek": ("prek.toml", ".pre-commit-config.yml"),
}
FRAMEWORKS = ("pre-commit", "prek")


class Hooks(NamedTuple):
    """Who runs hooks here, and what says so; `native` are the stages that git has a hook for."""

    manager: str = ""
    because: str = ""
    native: tuple[str, ...] = ()


class Look(NamedTuple):
    """What was found, what was recorded by an earlier run, and what that comes to."""

    facts: Facts
    recorded: Choices | None
    choices: Choices
    because: str
    hooks: Hooks
    notes: tuple[str, ...] = ()


def look(
    root: str, repository: Repository | None, storage: Storage | None, asked: Collection[str], dropped: Collection[str]
) -> Look:
    """Look at a repository, and choose: what is asked for comes first, then what blocks record, then what is there."""
    # First of all: git would wait for ever at a .gitignore that is a pipe.
    recorded, where = _recorded(root)
    found = _facts(root, repository)
    extras = (recorded.extras if recorded else found.extras) | frozenset(asked)
    if storage is not None:
        chosen, because = storage, "as asked"
    elif recorded is not None:
        chosen, because = recorded.storage, f"as {where} records"
    else:
        chosen, because = found.storage, _said(found) or "neither DVC nor Git LFS is here"
    choices = Choices(chosen, extras - frozenset(dropped))
    return Look(found, recorded, choices, because, _hooks(root, repository), tuple(_notes(found, recorded, choices)))


def _facts(root: str, repository: Repository | None) -> Facts:
    if repository is None:
        return facts([], lambda _: None)
    listing = ("ls-files", "-z", "--full-name")
    tracked = repository.at_top.run(*listing).split(b"\0")[:-1]
    others = repository.at_top.run(*listing, "--others", "--exclude-standard").split(b"\0")[:-1]

    def read(path: bytes) -> bytes | None:
        name = os.path.join(root, os.fsdecode(path))
        if os.path.islink(name) or not os.path.isfile(name):
            return None
        try:
            return files.read(name).content
        except Refusal:
            return None

    return facts(sorted({*tracked, *others}), read)._replace(fresh=not tracked)


def _recorded(root: str) -> tuple[Choices | None, str]:
    """What the blocks that are there say they were written for, and the file that says it."""
    for path, name in RECORDS:
        file = looked_at(root, path)
        found = block.find(file.content, name).blocks if file else ()
        if not found:
            continue
        if (storage := found[0].facts.get("storage")) not in set(Storage):
            why = f"its block says storage={printable(storage or '')}, which this mlhygiene does not know"
            raise Refusal(f"{path}: {why}: upgrade it (`pipx upgrade mlhygiene`)")
        return Choices.told(found[0].facts), path
    return None, ""


def _said(found: Facts) -> str:
    """By what the storage was found."""
    return " and ".join(why for what, why in found.because if what in {"dvc", "lfs"})


def _notes(found: Facts, recorded: Choices | None, choices: Choices) -> list[str]:
    """What is there and not in the choices."""
    notes = list[str]()
    if recorded and found.storage not in {Storage.NONE, choices.storage} and choices.storage is not Storage.BOTH:
        notes.append(
            f"{found.storage} is in use now ({_said(found)}): `mlhygiene init --storage {found.storage}` takes it up"
        )
    notes += [f"{name} is here: `--with {name}` takes it up" for name in sorted(found.extras - choices.extras)]
    return notes


def _hooks(root: str, repository: Repository | None) -> Hooks:
    """Who runs hooks: what lies where git looks for them, or else a file of a manager in the root."""
    there = [each for each in standings(repository) if each.runs] if repository else []
    names = tuple(each.stage for each in there)
    maker = next((each.maker for each in there if each.maker in MANAGERS), "")
    if maker or any(each.state is not State.FOREIGN for each in there):
        return Hooks(maker or "mlhygiene", "git's own hooks", names)
    for manager, tells in MANAGERS.items():
        because = next((name for name in tells if os.path.lexists(place(root, name))), None)
        if because:
            return Hooks(manager, because, names)
    folder = hooks.folder(repository) if repository else None
    if folder and (folder.shared or folder.tracked):
        return Hooks(hooks.KEY, shown(os.fsencode(folder.path)), names)
    return Hooks("", "", names)
