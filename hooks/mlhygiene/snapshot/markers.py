"""The files that say how their neighbours are kept: attributes and DVC's."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene import dvc
from mlhygiene.git import entries
from mlhygiene.model import Storage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository

ATTRIBUTES = b".gitattributes"
SPECS = (b":(top,glob)**/.gitattributes", *dvc.MARKERS)


def is_marker(path: bytes) -> bool:
    """Whether a file says how its neighbours are kept: attributes and DVC's files."""
    return path.rpartition(b"/")[2] == ATTRIBUTES or dvc.is_marker(path)


class Markers:
    """What `.gitattributes` and DVC's files of one state say, each read once."""

    def __init__(self, repository: Repository, listing: Iterable[Entry]) -> None:
        self._repository = repository
        self.entries = [entry for entry in listing if is_marker(entry.path) and entry.status != "U"]
        self.attributes = [entry for entry in self.entries if entry.path.rpartition(b"/")[2] == ATTRIBUTES]

    @cached_property
    def lfs(self) -> bool:
        """Whether any attribute can be `filter=lfs`: a macro has to spell it, too."""
        return any(b"lfs" in content for content in self._contents(self.attributes))

    @cached_property
    def outs(self) -> dvc.Outs | None:
        """What DVC holds; None, and nothing imported, where no file is DVC's."""
        files = [entry for entry in self.entries if dvc.is_marker(entry.path) and entry.mode != entries.LINK]
        if not files:
            return None
        paths = [entry.path for entry in files]
        return dvc.Outs(dict(zip(paths, self._contents(files), strict=True)))

    def _contents(self, files: Sequence[Entry]) -> list[bytes]:
        """What the files say; one that is missing leaves all its neighbours unjudged."""
        contents = self._repository.objects.contents([entry.oid for entry in files])
        for entry, content in zip(files, contents, strict=True):
            if content is None:
                raise self._repository.lacking(entry.path)
        return [content for content in contents if content is not None]

    @property
    def storage(self) -> Storage:
        if self.lfs:
            return Storage.BOTH if self.outs else Storage.LFS
        return Storage.DVC if self.outs else Storage.NONE
