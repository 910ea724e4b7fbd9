"""Which drivers git takes for a path: what `git check-attr` says of `filter` and `diff`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.process import Place, here

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.git.repository import Repository

NONE = "unspecified"


class Drivers(NamedTuple):
    """The attributes of one path in git's words: a driver, `unspecified`, `unset` or `set`."""

    filter: str
    diff: str


def drivers(place: Place, paths: Iterable[bytes], *config: str) -> dict[bytes, Drivers]:
    """What is in force in the worktree, whichever file says it. Paths are from the root, and so is the place."""
    asked = list(dict.fromkeys(paths))
    given = b"".join(path + b"\0" for path in asked)
    out = place.run(*config, "check-attr", "--stdin", "-z", "filter", "diff", given=given)
    values = [value.decode("utf-8", "replace") for value in out.split(b"\0")[2::3]]
    return dict(zip(asked, map(Drivers, values[::2], values[1::2]), strict=True))


def without_user(place: Place, paths: Iterable[bytes]) -> dict[bytes, Drivers]:
    """As `drivers`, had this user no attributes of their own."""
    return drivers(place, paths, "-c", "core.attributesFile=")


def everywhere(paths: Iterable[bytes]) -> dict[bytes, Drivers]:
    """What is in force in a repository that says nothing itself: the user's and the machine's attributes."""
    from tempfile import TemporaryDirectory  # only an installation for all repositories asks

    with TemporaryDirectory(prefix="mlhygiene-") as folder:
        place = here(folder)
        place.run("init", "--quiet", "--template=")
        return drivers(place, paths)


def local_attributes(repository: Repository) -> str:
    """The file for attributes that are not shared; worktrees of one repository have one."""
    path = os.fsdecode(repository.place.run("rev-parse", "--git-path", "info/attributes")).removesuffix("\n")
    return os.path.join(os.path.abspath(repository.place.folder), path)


def global_attributes(settings: dict[str, str]) -> str:
    """The file for the attributes of one user: `core.attributesFile`, or where gitattributes(5) looks."""
    chosen = settings.get("core.attributesfile", "")
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.path.expanduser(chosen) if chosen else os.path.join(home, "git", "attributes")
