"""What `.dvcignore` files hide from DVC: gitignore patterns, read from the DVC root down."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.dvc.files import IGNORE, parents, within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathspec import GitIgnoreSpec


class Hidden:
    """The `.dvcignore` files of a repository, by the folder they lie in."""

    def __init__(self, files: Mapping[bytes, bytes]) -> None:
        self._files = files

    def hides(self, path: bytes, root: bytes) -> bool:
        """Whether DVC, working in `root`, passes over the path."""
        specs = [(folder, spec) for folder, spec in self._specs if folder == root or within(folder, root)]
        if not specs:
            return False
        folders = [folder + b"/" for folder in parents(path) if folder != root and within(folder, root)]
        return any(_decided(candidate, specs) for candidate in [*folders, path])

    @cached_property
    def _specs(self) -> list[tuple[bytes, GitIgnoreSpec]]:
        """Deepest first: the nearest file has the last word."""
        paths = [path for path in self._files if path.rpartition(b"/")[2] == IGNORE]
        specs = [(path.rpartition(b"/")[0], _spec(self._files[path])) for path in paths]
        return sorted(((folder, spec) for folder, spec in specs if spec), key=lambda pair: -len(pair[0]))


def _spec(content: bytes) -> GitIgnoreSpec | None:
    lines = [line.strip() for line in content.decode("utf-8", "replace").splitlines()]
    patterns = [line for line in lines if line and not line.startswith("#")]
    if not patterns:
        return None
    from pathspec import GitIgnoreSpec  # 25 ms that only a .dvcignore needs

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError:
        return None


def _decided(path: bytes, specs: list[tuple[bytes, GitIgnoreSpec]]) -> bool:
    for folder, spec in specs:
        if within(path, folder):
            relative = path[len(folder) + 1 :] if folder else path
            include = spec.check_file(relative.decode("utf-8", "surrogateescape")).include
            if include is not None:
                return include
    return False
