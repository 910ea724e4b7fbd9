"""What a repository is set up with: asked once, by whichever check comes first."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.cli.diagnosing import frameworks
from mlhygiene.cli.notebook_filter import Standing
from mlhygiene.git import settings
from mlhygiene.scope import clones

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlhygiene.cli.diagnosing.frameworks import Framework
    from mlhygiene.clone import Setting
    from mlhygiene.git import Repository
    from mlhygiene.git.entries import Entry


@dataclass
class Setup:
    """One repository, and the machine that it stands on."""

    repository: Repository

    @property
    def top(self) -> str:
        """The root of the worktree; of a bare repository, its own folder."""
        return self.repository.top or self.repository.git_folder

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """Git's config as it counts here."""
        return self.notebooks.settings

    @cached_property
    def every_setting(self) -> Sequence[Setting]:
        """Every line of git's config, with the file that it comes from."""
        return settings.every(self.repository.at_top)

    def setting(self, key: str) -> Setting | None:
        """The line of git's config that counts for a key."""
        return next((each for each in reversed(self.every_setting) if each.key == key), None)

    @property
    def files(self) -> Sequence[Entry]:
        """The files of the index."""
        return self.notebooks.files

    @cached_property
    def paths(self) -> frozenset[bytes]:
        """Their paths."""
        return frozenset(entry.path for entry in self.files)

    @cached_property
    def notebooks(self) -> Standing:
        """What stands of the filter over notebooks."""
        return Standing(self.repository)

    @cached_property
    def framework(self) -> Framework | None:
        """The config of pre-commit or prek; `Broken` says that it is none."""
        return frameworks.read(self)

    @cached_property
    def hooks(self) -> str:
        """The folder in which git looks for hooks. A relative one counts from the root."""
        return self._path("hooks")

    @property
    def own_hooks(self) -> str:
        """The folder in which it would look, had nobody chosen another."""
        return os.path.join(self.repository.common_folder, "hooks")

    def _path(self, name: str) -> str:
        place = self.repository.at_top
        path = os.fsdecode(place.run("rev-parse", "--git-path", name)).removesuffix("\n")
        return os.path.normpath(os.path.join(os.path.abspath(place.folder), path))

    def told(self, path: str) -> str:
        """A path for a person: from the root, or from home, where that is shorter."""
        return clones.told(path, self.top)

    def tracks(self, path: str) -> bool:
        """Whether a file that lies somewhere is one of the index."""
        return os.fsencode(self.told(path)) in self.paths

    def worktree(self, name: str) -> bytes | None:
        """A file as it lies in the worktree; None where there is none that can be read."""
        if self.repository.top is None:
            return None
        try:
            with open(os.path.join(self.repository.top, name), "rb") as file:
                return file.read()
        except OSError:
            return None

    def index(self, name: str) -> bytes | None:
        """A file as the index has it."""
        return self.repository.file(name) if name.encode() in self.paths else None
