"""Places outside the repository: what git would write goes there, what it must not know is not there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.git.process import Place

if TYPE_CHECKING:
    from collections.abc import Mapping


def begin(folder: str, environment: Mapping[str, str], *, objects: str, object_format: str) -> Place:
    """Make an empty folder into a bare repository that shares nothing but the objects.

    It has no `info/attributes`, no sparse checkout, and no promisor: what is missing in
    a partial clone is missing here, and no git can be moved to fetch it.
    """
    os.mkdir(os.path.join(folder, "refs"))
    with open(os.path.join(folder, "HEAD"), "w", encoding="ascii") as head:
        head.write("ref: refs/heads/none\n")
    with open(os.path.join(folder, "config"), "w", encoding="ascii") as config:
        config.write(f"[core]\nrepositoryformatversion = 1\n[extensions]\nobjectformat = {object_format}\n")
    ours = {
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_DIR": folder,
        "GIT_INDEX_FILE": os.path.join(folder, "index"),
        "GIT_OBJECT_DIRECTORY": objects,
    }
    theirs = ("GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX")
    return Place(folder, {name: value for name, value in environment.items() if name not in theirs} | ours)


def diverted(place: Place, folder: str, objects: str) -> Place:
    """The same place, where objects that git writes end in a folder that is thrown away.

    To expand a sparse index git makes the trees of what is staged, even for `ls-files`.
    """
    alternates = [_quoted(objects), place.environment.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "")]
    ours = {
        "GIT_OBJECT_DIRECTORY": folder,
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.pathsep.join(filter(None, alternates)),
    }
    return Place(place.folder, {**place.environment, **ours})


def _quoted(path: str) -> str:
    """A path that may hold the separator: git(1), GIT_ALTERNATE_OBJECT_DIRECTORIES."""
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
