"""Names that a caller gives, as git has them."""

from __future__ import annotations

import os


def from_top(name: str, *, start: str, top: str) -> bytes | None:
    """A name given in the folder `start` as a path from the root; None outside the repository."""
    top = os.path.realpath(top)
    path = os.path.normpath(os.path.join(os.path.realpath(start), name))
    if not _inside(top, path):
        # The caller may know the repository by another way; a link inside it stays a link.
        path = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
    if not _inside(top, path):
        return None
    return os.fsencode(os.path.relpath(path, top).replace(os.sep, "/"))


def _inside(folder: str, path: str) -> bool:
    folder, path = os.path.normcase(folder), os.path.normcase(path)
    return path == folder or path.startswith(os.path.join(folder, ""))
