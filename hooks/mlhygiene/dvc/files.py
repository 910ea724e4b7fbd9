"""Which files of a repository are DVC's, and what their names mean."""

from __future__ import annotations

PIPELINE = b"dvc.yaml"
LOCK = b"dvc.lock"
IGNORE = b".dvcignore"
FOLDER = b".dvc"
ROOTS = (b".dvc/config", b".dvc/.gitignore")
CLOSED = {b".dvc", b".git", b".hg"}
"""Folders that DVC never looks into."""

MARKERS: tuple[bytes, ...] = (
    b":(top,glob)**/*.dvc",
    b":(top,glob)**/dvc.yaml",
    b":(top,glob)**/dvc.lock",
    b":(top,glob)**/.dvcignore",
    b":(top,glob)**/.dvc/config",
    b":(top,glob)**/.dvc/.gitignore",
)
"""Pathspecs that list every file which `Outs` wants to see."""


def is_marker(path: bytes) -> bool:
    """The choice of `MARKERS`."""
    folder, _, name = path.rpartition(b"/")
    if name in (PIPELINE, LOCK, IGNORE) or name.endswith(FOLDER):
        return True
    return name in (b"config", b".gitignore") and folder.rpartition(b"/")[2] == FOLDER


def is_stage_file(path: bytes) -> bool:
    """Whether DVC reads the path as an `X.dvc` file."""
    return path.endswith(FOLDER) and not is_closed(path)


def is_dvc_file(path: bytes) -> bool:
    """Whether DVC reads the path as an `X.dvc` file, a `dvc.yaml` or a `dvc.lock`."""
    return is_stage_file(path) or (path.rpartition(b"/")[2] in (PIPELINE, LOCK) and not is_closed(path))


def is_closed(path: bytes) -> bool:
    """Whether the path lies in a folder that DVC never looks into."""
    return not CLOSED.isdisjoint(path.split(b"/")[:-1])


def lock_of(pipeline: bytes) -> bytes:
    return pipeline.removesuffix(PIPELINE) + LOCK


def parents(path: bytes) -> list[bytes]:
    """The folders above a path, the top (`b""`) first.

    >>> parents(b"a/b/c")
    [b'', b'a', b'a/b']
    """
    parts = path.split(b"/")[:-1]
    return [b"/".join(parts[:depth]) for depth in range(len(parts) + 1)]


def within(path: bytes, folder: bytes) -> bool:
    return not folder or path.startswith(folder + b"/")
