"""The index, or a revision as a whole."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene import dvc
from mlhygiene.git import attributes, entries, ignored
from mlhygiene.snapshot.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Blob, Out


class IndexSnapshot(Reader):
    """The index, or a revision as a whole. `base` is what it is compared with.

    `named` are the files that a caller asks about by name. pre-commit names what is staged;
    whoever names any other file (`--all-files`) asks about all of each.
    """

    def __init__(  # noqa: PLR0913 - each scope has its own
        self,
        repository: Repository,
        listing: Callable[[], Iterable[Entry]],
        coverage: Coverage,
        *,
        base: str | None = None,
        revision: str | None = None,
        named: AbstractSet[bytes] = frozenset(),
    ) -> None:
        super().__init__(repository, listing, base, coverage)
        self._revision = revision
        self._named = named
        self._filters = dict[bytes, str | None]()
        self._ignored: dict[bytes, str] | None = None

    @property
    def uses_lfs(self) -> bool:
        return self.markers.lfs

    def before(self, blob: Blob, /) -> Sequence[bytes]:
        if self._named and self._staged is not None:
            blob = dataclasses.replace(blob, old=self._staged.get(blob.path, ()))
        elif self._named or not self._base:
            return ()
        return super().before(dataclasses.replace(blob, old=(*blob.old, *self._theirs.get(blob.path, ()))))

    @cached_property
    def _staged(self) -> dict[bytes, tuple[str, ...]] | None:
        """What the staged ones of the named files replace; None where any other file is named."""
        staged = entries.staged(self.repository.place, self._base or self.repository.empty_tree)
        old = {entry.path: entry.old for entry in staged}
        return old if old.keys() >= self._named else None

    @cached_property
    def _theirs(self) -> dict[bytes, tuple[str, ...]]:
        """What the other sides of a merge in progress have where it changes them."""
        theirs = dict[bytes, tuple[str, ...]]()
        for side in self.repository.merged:
            for entry in entries.staged(self.repository.place, side):
                theirs[entry.path] = (*theirs.get(entry.path, ()), *entry.old)
        return theirs

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
        return self.markers.outs.covering(blob.path) if self.markers.outs else None

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
