"""The states of a repository that a blob can be judged in: the index, or a commit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene import dvc
from mlhygiene.git import attributes, entries, ignored
from mlhygiene.model import Storage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Blob, Out

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
    def outs(self) -> dvc.Outs:
        files = [entry for entry in self.entries if dvc.is_marker(entry.path) and entry.mode != entries.LINK]
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
            return Storage.BOTH if self.outs.used else Storage.LFS
        return Storage.DVC if self.outs.used else Storage.NONE


class _Reader:
    """What both snapshots share: contents, and the state that advice is chosen by."""

    def __init__(self, repository: Repository, listing: Callable[[], Iterable[Entry]], base: str | None) -> None:
        self.repository = repository
        self._listing = listing
        self._base = base
        self._window: Sequence[Blob] = ()

    @cached_property
    def markers(self) -> Markers:
        return Markers(self.repository, self._listing())

    @property
    def storage(self) -> Storage:
        return self.markers.storage

    def read(self, blob: Blob, /) -> bytes:
        return self.repository.objects.read(blob.oid) or b""

    def head(self, blob: Blob, size: int, /) -> bytes:
        return self.repository.objects.head(blob.oid, size)

    def expect(self, window: Sequence[Blob], contents: Sequence[Blob]) -> None:
        """Say which blobs come next, and whose contents will be read: git is asked once."""
        self._window = window
        if contents:
            self.repository.objects.read_ahead([blob.oid for blob in contents])

    def elsewhere(self, blob: Blob, /) -> bytes | None:
        paths = self._base_paths.get(blob.oid, ())
        return paths[0] if paths and blob.path not in paths else None

    @cached_property
    def _base_paths(self) -> dict[str, list[bytes]]:
        """Where the base holds which bytes."""
        paths = dict[str, list[bytes]]()
        if self._base:
            for entry in entries.tree(self.repository.place, self._base):
                paths.setdefault(entry.oid, []).append(entry.path)
        return paths


class IndexSnapshot(_Reader):
    """The index, or a revision as a whole. `base` is what it is compared with."""

    def __init__(
        self,
        repository: Repository,
        listing: Callable[[], Iterable[Entry]],
        *,
        base: str | None = None,
        revision: str | None = None,
    ) -> None:
        super().__init__(repository, listing, base)
        self._revision = revision
        self._filters = dict[bytes, str | None]()
        self._ignored: dict[bytes, str] | None = None

    def filter(self, blob: Blob, /) -> str | None:
        if not self.markers.lfs:
            return None
        if blob.path not in self._filters:
            window = [other.path for other in self._window if other.regular]
            paths = window if blob.path in window else [blob.path]
            self._filters = dict(zip(paths, self._judged.filters(paths), strict=True))
        return self._filters[blob.path]

    def caseless_filter(self, blob: Blob, /) -> str | None:
        return self._caseless.filters([blob.path])[0] if self.markers.lfs else None

    def local_filter(self, blob: Blob, /) -> str | None:
        if self._revision or not self.repository.top:
            return self.filter(blob)
        return self._machine.filters([blob.path])[0]

    def out(self, blob: Blob, /) -> Out | None:
        return self.markers.outs.covering(blob.path)

    def ignored_by(self, blob: Blob, /) -> str | None:
        if self._revision or not self.repository.top:
            return None
        if self._ignored is None:
            paths = [entry.path for entry in self.markers.entries if dvc.is_marker(entry.path)]
            self._ignored = ignored.patterns(self.repository.at_top, paths)
        return self._ignored.get(blob.path)

    @cached_property
    def _judged(self) -> attributes.Attributes:
        """As the index has them; a copy of it where git would mix in what is not shared."""
        if self._revision or self.repository.local_attributes:
            return attributes.of_entries(self.repository, self.markers.attributes)
        return attributes.of_index(self.repository)

    @cached_property
    def _caseless(self) -> attributes.Attributes:
        return attributes.of_entries(self.repository, self.markers.attributes, ignore_case=True)

    @cached_property
    def _machine(self) -> attributes.Attributes:
        return attributes.of_machine(self.repository)


class RangeSnapshot(_Reader):
    """The commits of a range, each with its own attributes; what DVC holds at the tip.

    A file that one commit puts into git and a later one hands to DVC is no breach any
    more, so DVC's word is asked of what the tip still has.
    """

    def __init__(self, repository: Repository, tip: str, base: str | None) -> None:
        super().__init__(repository, lambda: self._tip_entries, base)
        self._tip = tip
        self._history = attributes.History(repository)
        self._caseless = attributes.History(repository, ignore_case=True)
        self._filters = dict[tuple[str, bytes], str | None]()

    def filter(self, blob: Blob, /) -> str | None:
        """By the tip's attributes while the tip has the file as it is, else by its commit's.

        A pointer that a later commit of the range gives its attribute is whole by then;
        raw bytes that a later attribute claims are a breach by then.
        """
        place = (self._state(blob), blob.path)
        if place not in self._filters:
            window = [(self._state(other), other.path) for other in self._window if other.regular]
            self._filters = self._history.filters(window if place in window else [place])
        return self._filters[place]

    def _state(self, blob: Blob) -> str:
        """The commit whose attributes judge a blob."""
        return self._tip if blob.commit is None or self._at_tip.get(blob.path) == blob.oid else blob.commit

    def caseless_filter(self, blob: Blob, /) -> str | None:
        place = (self._state(blob), blob.path)
        return self._caseless.filters([place])[place]

    def local_filter(self, blob: Blob, /) -> str | None:
        return self.filter(blob)

    def out(self, blob: Blob, /) -> Out | None:
        if not self.markers.outs.used or self._at_tip.get(blob.path) != blob.oid:
            return None
        return self.markers.outs.covering(blob.path)

    def ignored_by(self, _blob: Blob, /) -> str | None:
        return None

    @cached_property
    def _tip_entries(self) -> list[Entry]:
        return list(entries.tree(self.repository.place, self._tip))

    @cached_property
    def _at_tip(self) -> dict[bytes, str]:
        return {entry.path: entry.oid for entry in self._tip_entries}
