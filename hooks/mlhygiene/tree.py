"""A state as a whole: what rules over the layout of a repository judge. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mlhygiene.location import Location

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class State(Protocol):
    """What can be asked of a tree. Everything is lazy; nothing that a worktree, a user or a machine adds counts."""

    @property
    def paths(self) -> Sequence[bytes]:
        """The paths of all files and links, sorted; what is unmerged is not among them."""
        ...

    def read(self, path: bytes, /) -> bytes | None:
        """The content of a regular file; None where the tree has none at that path."""
        ...

    def is_link(self, path: bytes, /) -> bool:
        """Whether a symbolic link stands at the path: git reads no attributes through one."""
        ...

    def ignored(self, paths: Sequence[bytes], /) -> Mapping[bytes, Line]:
        """The line for each path that the tree's own `.gitignore` files ignore, tracked or not.

        The `.gitignore` files themselves are never among them: git reads them all the same.
        """
        ...

    @property
    def sizes(self) -> Mapping[bytes, int]:
        """The bytes of each file and link; what this clone does not hold is not among them."""
        ...

    def compressed(self, paths: Sequence[bytes], /) -> Mapping[bytes, int]:
        """The bytes that zlib leaves of each, estimated without reading any."""
        ...

    def filters(self, paths: Sequence[bytes], /) -> Mapping[bytes, str | None]:
        """The `filter` attribute of paths, tracked or not, as the tree's own `.gitattributes` have it."""
        ...


class Line(NamedTuple):
    """A line of a `.gitignore`: the path of the file, the line from 1, the pattern as it stands there."""

    path: bytes
    number: int
    pattern: bytes


@dataclass(frozen=True, slots=True)
class Tree:
    """The index, or a revision as a whole."""

    state: State = field(repr=False, compare=False)

    @property
    def paths(self) -> Sequence[bytes]:
        """The paths of all its files, sorted."""
        return self.state.paths

    def named(self, basename: bytes) -> list[bytes]:
        """The paths of the files of a name, the one of the root first."""
        below = b"/" + basename
        found = [path for path in self.paths if path == basename or path.endswith(below)]
        return sorted(found, key=lambda path: (path.count(b"/"), path))

    def at(self, line: int | None = None, path: bytes = b".") -> Location:
        return Location(path=path, line=line)

    @property
    def identity(self) -> str:
        """One tree at a time is judged: what a baseline knows is the place in it."""
        return "tree"
