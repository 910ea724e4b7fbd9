"""The commits of a range."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.git import attributes, entries
from mlhygiene.snapshot.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from mlhygiene.coverage import Coverage
    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Blob, Out

Filters = dict[tuple[str, bytes], str | None]


class RangeSnapshot(Reader):
    """The commits of a range, each with its own attributes; what DVC holds at the tip.

    A file that one commit puts into git and a later one hands to DVC is no breach any
    more, so DVC's word is asked of what the tip still has. With `everything`, a content is
    judged as a whole, and not by what it adds to the version before.
    """

    def __init__(
        self, repository: Repository, tip: str, base: str | None, coverage: Coverage, *, everything: bool = False
    ) -> None:
        super().__init__(repository, lambda: self._tip_entries, base, coverage)
        self._tip = tip
        self._everything = everything
        self._history = attributes.History(repository)
        self._caseless = attributes.History(repository, ignore_case=True)
        self._filters = Filters()
        self._caseless_filters = Filters()

    @property
    def uses_lfs(self) -> bool:
        """The tip may have given up what older commits used."""
        return True

    def before(self, blob: Blob, /) -> Sequence[bytes]:
        return () if self._everything else super().before(blob)

    def filter(self, blob: Blob, /) -> str | None:
        """By the tip's attributes while the tip has the file as it is, else by its commit's.

        A pointer that a later commit of the range gives its attribute is whole by then;
        raw bytes that a later attribute claims are a breach by then.
        """
        place = (self._state(blob), blob.path)
        self._filters = self._with(place, self._filters, self._history)
        return self._filters[place]

    def _with(self, place: tuple[str, bytes], known: Filters, history: attributes.History) -> Filters:
        """Filters that hold the one of a place: those known, or those of the window around it."""
        if place in known:
            return known
        window = [(self._state(other), other.path) for other in self._window if other.regular]
        return history.filters(window if place in window else [place])

    def _state(self, blob: Blob) -> str:
        """The commit whose attributes judge a blob."""
        return self._tip if blob.commit is None or self._at_tip.get(blob.path) == blob.oid else blob.commit

    def caseless_filter(self, blob: Blob, /) -> str | None:
        place = (self._state(blob), blob.path)
        self._caseless_filters = self._with(place, self._caseless_filters, self._caseless)
        return self._caseless_filters[place]

    def local_filter(self, blob: Blob, /) -> str | None:
        return self.filter(blob)

    def out(self, blob: Blob, /) -> Out | None:
        outs = self.markers.outs
        return outs.covering(blob.path) if outs and self._at_tip.get(blob.path) == blob.oid else None

    def _held_before(self, blobs: Sequence[Blob]) -> AbstractSet[str]:
        from mlhygiene.git.weights import brought  # only what is heavy is looked at so closely

        return {blob.oid for blob in blobs} - brought(self.repository.place, blobs[0].commit or self._tip)

    def ignored_by(self, _blob: Blob, /) -> str | None:
        return None

    @cached_property
    def _tip_entries(self) -> list[Entry]:
        return list(entries.tree(self.repository.place, self._tip))

    @cached_property
    def _at_tip(self) -> dict[bytes, str]:
        return {entry.path: entry.oid for entry in self._tip_entries}
