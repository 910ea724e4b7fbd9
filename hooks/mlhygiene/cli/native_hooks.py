"""What stands of git's own hooks in a repository: `install` changes it, `doctor` judges it."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene import native
from mlhygiene.git import hooks
from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.git import Repository
    from mlhygiene.native import Script


class State(StrEnum):
    """Whose hook lies there."""

    ABSENT = "absent"
    OURS = "ours"
    EDITED = "edited"
    FOREIGN = "foreign"


class Standing(NamedTuple):
    """One stage: the file that git runs, what it is, and what `install` has moved aside for it.

    `runs` is false where git passes over the file, for it is not executable. `maker` names the
    program that wrote somebody else's; `leads` is true where it runs us itself, `legacy` where
    pre-commit or prek has moved ours aside; `again` where somebody has put the very hook that
    `install` has moved aside in our place, as `git lfs update --force` does.
    """

    stage: str
    path: str
    state: State
    script: Script | None = None
    runs: bool = False
    maker: str = ""
    earlier: str | None = None
    legacy: bool = False
    leads: bool = False
    again: bool = False

    @property
    def blocked(self) -> bool:
        """Whether there is one hook too many: that of somebody else, and another that `install` has moved aside."""
        return self.state is State.FOREIGN and self.earlier is not None and not self.again and not self.legacy


def standings(repository: Repository, stages: Iterable[str] = native.STAGES) -> list[Standing]:
    """Every stage, under the folder of hooks that is in force."""
    folder = hooks.folder(repository)
    return [standing(stage, folder.hook(stage)) for stage in stages]


def standing(stage: str, path: str) -> Standing:
    """What stands at the path of a stage. Refusal where it cannot be read."""
    earlier = path + native.ASIDE if os.path.lexists(path + native.ASIDE) else None
    if not os.path.lexists(path):
        return Standing(stage, path, State.ABSENT, earlier=earlier)
    content = _content(path)
    script = native.read(content)
    runs = os.access(path, os.X_OK)
    if script is not None:
        return Standing(stage, path, State.EDITED if script.edited else State.OURS, script, runs, earlier=earlier)
    moved = native.read(_content(path + native.LEGACY)) is not None
    leads = native.leads(content)
    again = earlier is not None and content == _content(earlier)
    return Standing(stage, path, State.FOREIGN, None, runs, native.maker(content), earlier, moved, leads, again)


def _content(path: str) -> bytes:
    """A hook as it is; nothing where a link leads nowhere, or where there is none."""
    if os.path.isdir(path):
        raise Refusal(f"{shown(os.fsencode(path))}: a folder where git looks for a hook: move it away")
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise Refusal(f"{shown(os.fsencode(path))}: cannot read the hook: {error.strerror}") from None
