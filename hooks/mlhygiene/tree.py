"""A state as a whole: what rules over the layout of a repository judge. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from mlhygiene.location import Location

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class State(Protocol):
    """What can be asked of a tree. Everything is lazy; nothing that a worktree, a user or a machine adds counts."""

    def read(self, path: bytes, /) -> bytes | None:
        """The content of a regular file; None where the tree has none at that path."""
        ...

    def is_link(self, path: bytes, /) -> bool:
        """Whether a symbolic link stands at the path: git reads no attributes through one."""
        ...

    def ignored(self, paths: Sequence[bytes], /) -> Mapping[bytes, str]:
        """`file:line:pattern` for each path that the tree's own `.gitignore` files ignore, tracked or not."""
        ...

    def filters(self, paths: Sequence[bytes], /) -> Mapping[bytes, str | None]:
        """The `filter` attribute of paths, tracked or not, as the tree's own `.gitattributes` have it."""
        ...


@dataclass(frozen=True, slots=True)
class Tree:
    """The index, or a revision as a whole. `paths` are those of all its files, sorted."""

    paths: Sequence[bytes]
    state: State = field(repr=False, compare=False)
    commit: str | None = None

    def at(self, _line: int | None = None) -> Location:
        return Location(path=b".", commit=self.commit)

    @property
    def identity(self) -> str:
        """One tree at a time is judged: what a baseline knows is the place in it."""
        return "tree"
