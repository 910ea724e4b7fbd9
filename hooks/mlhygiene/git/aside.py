"""A bare repository of our own outside the real one: its objects, none of its settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.git.process import Place

if TYPE_CHECKING:
    from collections.abc import Mapping


def begin(folder: str, environment: Mapping[str, str], *, objects: str, object_format: str) -> Place:
    """Make an empty folder into such a repository. Its index is its own.

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
