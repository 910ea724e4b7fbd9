"""Names that a caller gives, as git has them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property

BACKWARDS = {os.curdir, os.pardir, ""}


@dataclass(frozen=True)
class Names:
    """Names given in the folder `start`, of files in the worktree whose root is `top`."""

    start: str
    top: str

    def from_top(self, name: str) -> bytes | None:
        """The path from the root; None outside the repository."""
        if self._at_top and not os.path.isabs(name) and BACKWARDS.isdisjoint(name.split("/")) and os.sep == "/":
            return os.fsencode(name)
        path = os.path.normpath(os.path.join(self._start, name))
        if not self._inside(path):
            # The caller may know the repository by another way; a link inside it stays a link.
            path = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
        if not self._inside(path):
            return None
        return os.fsencode(os.path.relpath(path, self._top).replace(os.sep, "/"))

    @cached_property
    def _start(self) -> str:
        return os.path.realpath(self.start)

    @cached_property
    def _top(self) -> str:
        return os.path.realpath(self.top)

    @cached_property
    def _at_top(self) -> bool:
        return self._start == self._top

    def _inside(self, path: str) -> bool:
        folder, path = os.path.normcase(self._top), os.path.normcase(path)
        return path == folder or path.startswith(os.path.join(folder, ""))
