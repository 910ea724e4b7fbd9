"""What git would say of paths if `.gitignore` and `.gitattributes` had other contents.

A repository of our own holds the files of rules, and nothing else: what a user or a machine
adds does not count, and nothing is written to the real one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.git import ignored
from mlhygiene.git.process import GitError, Place, here

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlhygiene.git.repository import Repository

RULES = (b".gitignore", b".gitattributes")
NEUTRAL = "[core]\n\tattributesFile =\n\texcludesFile =\n\tignoreCase = false\n"


def rule_files(repository: Repository) -> list[bytes]:
    """The tracked files of rules, from the root."""
    specs = [f":(top,glob)**/{os.fsdecode(name)}" for name in RULES]
    return repository.at_top.run("ls-files", "-z", "--full-name", "--", *specs).split(b"\0")[:-1]


def crlf_files(repository: Repository) -> list[bytes]:
    """The text files whose lines the index has with CRLF. No file of the worktree is read."""
    search = ("grep", "--cached", "-I", "-l", "-z", "--full-name", "--no-color", "-G", "-e", "\r$", "--", ":/")
    code, out, _ = repository.at_top.ask(*search)
    if code > 1:
        raise GitError(f"the line ends of what is tracked cannot be looked at: {repository.remedy}")
    # Exit code 1 says that there is none.
    return out.split(b"\0")[:-1]


class Proposed:
    """The answers under the given files of rules, by their paths from the root."""

    def __init__(self, folder: str, rules: Mapping[bytes, bytes]) -> None:
        place = here(folder)
        place.run("init", "--quiet", "--template=")
        with open(os.path.join(folder, ".git", "config"), "a", encoding="ascii") as config:
            config.write(NEUTRAL)
        for path, content in rules.items():
            name = os.path.join(folder, os.fsdecode(path))
            os.makedirs(os.path.dirname(name), exist_ok=True)
            with open(name, "wb") as file:
                file.write(content)
        self._place = Place(place.folder, {**place.environment, "GIT_ATTR_NOSYSTEM": "1"})

    def ignored(self, paths: Sequence[bytes]) -> dict[bytes, str]:
        """`file:line:pattern` for each path that would be ignored, were it not tracked."""
        return ignored.patterns(self._place, paths)

    def attribute(self, name: str, paths: Sequence[bytes]) -> dict[bytes, str]:
        """The value of an attribute for each path: a text, `set`, `unset` or `unspecified`."""
        given = b"".join(path + b"\0" for path in paths)
        out = self._place.run("check-attr", "--stdin", "-z", name, given=given) if paths else b""
        values = [value.decode("utf-8", "replace") for value in out.split(b"\0")[2::3]]
        return dict(zip(paths, values, strict=True))
