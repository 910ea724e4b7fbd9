"""What a team has stripped out of its notebooks. The names are nbstripout's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from mlhygiene.notebook import volatile
from mlhygiene.notebook.volatile import CELL, NOTEBOOK


class Keys(NamedTuple):
    """Keys of metadata that go, those that lead into objects (`a.b`) apart, and keys that stay whatever else goes."""

    plain: frozenset[str]
    dotted: tuple[str, ...]
    kept: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Which outputs, counts, cells and metadata go.

    Where `keep_output` is false, each notebook may still say so of itself. `max_size` is
    characters in all the strings of one output: one of at most so many stays. An output
    type is `stream`, or `stream:stderr` by name.
    """

    keep_output: bool = False
    keep_count: bool = False
    extra_keys: tuple[str, ...] = ()
    keep_metadata_keys: tuple[str, ...] = ()
    metadata: str = volatile.DEFAULT
    drop_empty_cells: bool = False
    drop_tagged_cells: tuple[str, ...] = ()
    strip_init_cells: bool = False
    drop_output_type: tuple[str, ...] = ()
    keep_output_type: tuple[str, ...] = ()
    max_size: int = 0

    @cached_property
    def notebook_keys(self) -> Keys:
        """Keys in the notebook's metadata."""
        return self._within(NOTEBOOK)

    @cached_property
    def cell_keys(self) -> Keys:
        """Keys in a cell's metadata."""
        return self._within(CELL)

    @cached_property
    def strict(self) -> bool:
        """Whether all metadata goes but what is known to matter."""
        return self.metadata == volatile.STRICT

    @cached_property
    def keys(self) -> list[str]:
        """All keys that go, as nbstripout spells them."""
        wanted = dict.fromkeys((*volatile.PRESETS[self.metadata], *self.extra_keys))
        return [key for key in wanted if key not in self.keep_metadata_keys]

    def _within(self, space: str) -> Keys:
        going = [key.removeprefix(space) for key in self.keys if key.startswith(space)]
        kept = [key.removeprefix(space) for key in self.keep_metadata_keys if key.startswith(space)]
        return Keys(
            plain=frozenset(key for key in going if "." not in key),
            dotted=tuple(key for key in going if "." in key),
            kept=frozenset(name for key in kept for name in (key, key.partition(".")[0])),
        )
