"""A state as a whole: its paths, and what its own `.gitignore` and `.gitattributes` say."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.git import attributes, ignored
from mlhygiene.git.entries import LINK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.process import Place
    from mlhygiene.git.repository import Repository
    from mlhygiene.tree import Line

IGNORE, ATTRIBUTES = b".gitignore", b".gitattributes"


class Whole:
    """What can be asked of a tree (`mlhygiene.tree.State`); git is asked when somebody asks."""

    def __init__(
        self, repository: Repository, listing: Callable[[], Iterable[Entry]], coverage: Coverage | None = None
    ) -> None:
        self._repository = repository
        self._listing = listing
        self._coverage = coverage

    @property
    def paths(self) -> Sequence[bytes]:
        return self._sorted

    def read(self, path: bytes, /) -> bytes | None:
        entry = self._entries.get(path)
        return None if entry is None or entry.mode == LINK else self._content(entry)

    def is_link(self, path: bytes, /) -> bool:
        entry = self._entries.get(path)
        return entry is not None and entry.mode == LINK

    def ignored(self, paths: Sequence[bytes], /) -> Mapping[bytes, Line]:
        if not self._ignores or not paths:
            return {}
        found = ignored.by_worktree(self._repository, self._ignores, paths)
        return ignored.lines(self._ignoring, paths) if found is None else found

    def filters(self, paths: Sequence[bytes], /) -> Mapping[bytes, str | None]:
        if self._attributes is None:
            return dict.fromkeys(paths)
        return dict(zip(paths, self._attributes.filters(paths), strict=True))

    @property
    def sizes(self) -> Mapping[bytes, int]:
        return self._sizes

    def compressed(self, paths: Sequence[bytes], /) -> Mapping[bytes, int]:
        from mlhygiene.git.weights import compressed  # only what is heavy is looked at so closely

        oids = {path: self._entries[path].oid for path in paths}
        left = compressed(self._repository.objects.place, oids.values())
        return {path: left.get(oid, self._sizes[path]) for path, oid in oids.items()}

    @cached_property
    def _sorted(self) -> list[bytes]:
        return sorted(self._entries)

    @cached_property
    def _sizes(self) -> Mapping[bytes, int]:
        oids = list({entry.oid for entry in self._entries.values()})
        infos = dict(zip(oids, self._repository.objects.stream(oids), strict=True))
        sizes = {path: info.size for path, entry in self._entries.items() if (info := infos[entry.oid])}
        lacking = len(self._entries) - len(sizes)
        # Where each file is judged, too, each is told already.
        if lacking and self._coverage and not self._coverage.absent:
            whole = len(self._entries)
            self._coverage.note(f"the size of the tree: {lacking:,} of {whole:,} files are not in this clone")
        return sizes

    @cached_property
    def _entries(self) -> dict[bytes, Entry]:
        return {entry.path: entry for entry in self._listing() if entry.status != "U"}

    @cached_property
    def _ignores(self) -> list[Entry]:
        return self._speaking(IGNORE)

    @cached_property
    def _ignoring(self) -> Place:
        return ignored.of_entries(self._repository, self._ignores)

    @cached_property
    def _attributes(self) -> attributes.Attributes | None:
        speaking = self._speaking(ATTRIBUTES)
        return attributes.of_entries(self._repository, speaking) if speaking else None

    def _speaking(self, name: bytes) -> list[Entry]:
        """The files of a name that git reads: not through a link, and never without their content."""
        below = b"/" + name
        found = [e for e in self._entries.values() if (e.path == name or e.path.endswith(below)) and e.mode != LINK]
        infos = self._repository.objects.infos([entry.oid for entry in found])
        for entry, info in zip(found, infos, strict=True):
            if info is None:
                raise self._repository.lacking(entry.path)
        return found

    def _content(self, entry: Entry) -> bytes:
        content = self._repository.objects.read(entry.oid)
        if content is None:
            raise self._repository.lacking(entry.path)
        return content
