"""How notebooks are stripped here: as MLH301 is set, and not where it is set aside."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene import config
from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhygiene.config import Config
    from mlhygiene.ignores import Ignores
    from mlhygiene.notebook.stripping import Stripper

CODE = "MLH301"


class Stripping:
    """One team's choice. `stripper` is None where MLH301 is not chosen at all."""

    def __init__(self, stripper: Stripper | None, per_path: Mapping[str, Mapping[str, str]]) -> None:
        self.stripper = stripper
        self.per_path = per_path

    def of(self, path: bytes) -> Stripper | None:
        """What strips the notebook at a path from the root; None where it keeps what it has."""
        return None if self.per_path and self._ignores.covers(path, CODE) else self.stripper

    @cached_property
    def _ignores(self) -> Ignores:
        from mlhygiene.ignores import Ignores  # pathspec comes with it

        return Ignores(self.per_path)


class Worktrees:
    """The choice that counts for each file: that of the worktree it lies in, or of a config that was named."""

    def __init__(self, options: Mapping[str, object], config_file: str | None = None) -> None:
        self._options = options
        self._config = config_file
        self._roots = dict[str, str | None]()
        self._choices = dict[str | None, Stripping]()

    def of(self, name: str) -> Stripper | None:
        """What strips a file; None where it keeps what it has."""
        folder, base = os.path.split(name)
        choice = self._choice(folder or os.curdir)
        if not choice.per_path:
            return choice.stripper
        path = os.path.relpath(os.path.join(os.path.realpath(folder), base), self._roots[folder or os.curdir])
        return choice.of(os.fsencode(path.replace(os.sep, "/")))

    def stripper(self, folder: str) -> Stripper | None:
        """What strips a content that has no name."""
        return self._choice(folder).stripper

    def _choice(self, folder: str) -> Stripping:
        if folder not in self._roots:
            self._roots[folder] = worktree(folder)
        root = self._roots[folder]
        if root not in self._choices:
            self._choices[root] = chosen(self._settings(folder), **self._options)
        return self._choices[root]

    def _settings(self, folder: str) -> Config:
        if self._config is None:
            return of_worktree(folder)
        return config.named(self._config)


def chosen(settings: Config, **options: object) -> Stripping:
    """As a config says; options of the command line outweigh the config's."""
    from mlhygiene.rules.notebook_output import NotebookOutput

    settings = settings.with_option(NotebookOutput.name, **options)
    strippers = [rule.stripper for rule in settings.rules(among=[CODE]) if isinstance(rule, NotebookOutput)]
    return Stripping(strippers[0] if strippers else None, settings.per_path)


def of_worktree(folder: str) -> Config:
    """The config that lies at the root of the worktree around a folder, found without git.

    A filter and a command over files judge files, and no index: their settings are a file, too.
    """
    top = worktree(folder)
    for name in config.FILES if top else ():
        path = os.path.join(top or "", name)
        try:
            with open(path, "rb") as file:
                found = config.parse(file.read(), name)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise Refusal(f"{shown(os.fsencode(path))}: cannot read the config: {error.strerror}") from None
        if found:
            return found
    return config.Config()


def worktree(folder: str) -> str | None:
    """The root of the worktree around a folder: where `.git` lies, a folder or, in a worktree of another, a file."""
    if named := os.environ.get("GIT_WORK_TREE"):
        return os.path.realpath(named)  # git says so to whoever it starts, and `.git` may lie elsewhere
    here = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(here, ".git")):
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above
    return here
