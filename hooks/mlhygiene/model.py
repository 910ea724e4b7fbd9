"""The nouns: what a rule judges, where a finding lies, what was passed over. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING, Protocol, overload

from mlhygiene.location import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlhygiene.clone import Clone
    from mlhygiene.record import Branch, Record, Tag
    from mlhygiene.tree import Tree


LINK_MODE = "120000"


class Refusal(Exception):  # noqa: N818 - it is an answer, and reads as one
    """Something the user must mend before we can judge: one line, exit code 2."""


class Severity(StrEnum):
    """SARIF 2.1.0 section 3.27.10 without `none`; only `error` fails a run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Exit(IntEnum):
    """What a process answers: the contract of every command."""

    CLEAN = 0
    FINDINGS = 1
    UNJUDGED = 2
    BUG = 3
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Out:
    """A path that DVC says it holds (dvc.org/doc/user-guide/project-structure).

    `path` is the out from the repository root, `source` the tracked file that
    names it. `cached` is false where the user chose `cache: false`, which puts
    the file in git on purpose. `certain` is false where the path was templated
    and no `dvc.lock` resolves it.
    """

    path: bytes
    source: bytes
    cached: bool = True
    certain: bool = True


class Storage(StrEnum):
    """What a repository already uses for large files: it chooses the advice."""

    NONE = "none"
    LFS = "lfs"
    DVC = "dvc"
    BOTH = "both"


class Snapshot(Protocol):
    """The state of the repository that a blob is judged in. Everything is lazy."""

    @property
    def storage(self) -> Storage: ...

    @property
    def uses_lfs(self) -> bool:
        """False where no attribute can give any path to LFS."""
        ...

    def expect(self, window: Sequence[Blob], contents: Sequence[Blob], /) -> None:
        """Say which blobs come next, and whose contents will be read."""
        ...

    def read(self, blob: Blob, /) -> bytes:
        """The whole content."""
        ...

    def head(self, blob: Blob, size: int, /) -> bytes:
        """The first `size` bytes, in memory that does not grow with the blob."""
        ...

    def pieces(self, blob: Blob, size: int, /) -> Iterator[bytes]:
        """The content in pieces of `size` bytes; nothing else may be read until they have ended."""
        ...

    def before(self, blob: Blob, /) -> Sequence[bytes]:
        """What the commit that brings the blob finds at its path, one content for each parent.

        Empty where all of the content is new, and where a state is judged as a whole.
        """
        ...

    def scanned(self, blob: Blob, size: int, /) -> None:
        """Say that a content was searched as far as `size` bytes; saying it again counts once."""
        ...

    def filter(self, blob: Blob, /) -> str | None:
        """The `filter` attribute of the path as this state has it.

        Nothing that a worktree, a user or a machine would add counts.
        """
        ...

    def local_filter(self, blob: Blob, /) -> str | None:
        """The `filter` attribute as this machine sees it.

        Worktree files, `info/attributes`, global and system files and
        `core.ignorecase` count.
        """
        ...

    def caseless_filter(self, blob: Blob, /) -> str | None:
        """As `filter`, on a machine whose git ignores case."""
        ...

    def out(self, blob: Blob, /) -> Out | None:
        """The DVC out that the path is, or lies inside."""
        ...

    def ignored_by(self, blob: Blob, /) -> str | None:
        """The `file:line:pattern` that makes git ignore the path on this machine."""
        ...

    def elsewhere(self, blob: Blob, /) -> bytes | None:
        """Another path under which the base already holds these very bytes."""
        ...

    def fresh(self, blobs: Sequence[Blob], /) -> Sequence[Blob]:
        """Of the blobs of one commit those whose bytes nothing before it holds, under any path: each content once."""
        ...

    def compressed(self, blobs: Sequence[Blob], /) -> Sequence[int]:
        """For each blob the bytes that zlib leaves of it, estimated without reading any."""
        ...


@dataclass(frozen=True, slots=True)
class Blob:
    """One version of one file as git stores it: exactly what enters history.

    `path` is bytes from the repository root, `size` is bytes of content, `mode`
    git's six octal digits, `commit` the commit that brings it, if there is one, `old` the
    oids of the versions that it takes the place of, where they are known.
    """

    path: bytes
    oid: str
    size: int
    mode: str
    snapshot: Snapshot = field(repr=False, compare=False)
    commit: str | None = None
    old: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def name(self) -> str:
        """The path as text; bytes that are not UTF-8 survive as surrogates."""
        return self.path.decode("utf-8", "surrogateescape")

    @property
    def basename(self) -> bytes:
        return self.path.rpartition(b"/")[2]

    @property
    def regular(self) -> bool:
        """False for a symbolic link, whose blob is only the text of its target."""
        return self.mode != LINK_MODE

    def read(self) -> bytes:
        return self.snapshot.read(self)

    def head(self, size: int) -> bytes:
        return self.snapshot.head(self, size)

    def at(self, line: int | None = None) -> Location:
        return Location(path=self.path, line=line, commit=self.commit)

    @property
    def identity(self) -> str:
        """What a baseline knows this subject by: the same bytes at the same place."""
        return self.oid


class Unsized(Sequence["Blob"]):
    """Blobs whose paths are known, and whose sizes git is asked for only if somebody looks."""

    def __init__(self, paths: Sequence[bytes], load: Callable[[], Sequence[Blob]]) -> None:
        self.paths = paths
        self._load = cache(load)

    def __len__(self) -> int:
        return len(self.paths)

    @overload
    def __getitem__(self, index: int) -> Blob: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Blob]: ...
    def __getitem__(self, index: int | slice) -> Blob | Sequence[Blob]:
        return self._load()[index]

    def __iter__(self) -> Iterator[Blob]:
        return iter(self._load())


@dataclass(frozen=True)
class Commit:
    """One commit, or the one about to be made: the blobs it adds or changes, and what it says.

    `record` is None where nothing is said yet (at pre-commit), or nobody asked. `estimate` is of
    its `size`, where git is not asked for every size.
    """

    oid: str | None
    added: Sequence[Blob] = ()
    changed: Sequence[Blob] = ()
    record: Record | None = None
    estimate: int | None = None

    @property
    def paths(self) -> Sequence[bytes]:
        """The paths of what is added, known before any size."""
        return self.added.paths if isinstance(self.added, Unsized) else [blob.path for blob in self.added]

    @cached_property
    def size(self) -> int:
        """The bytes of all that it adds or changes, as if none of them had been there before."""
        if self.estimate is not None:
            return self.estimate
        return sum([blob.size for blob in self.added]) + sum([blob.size for blob in self.changed])

    def at(self, line: int | None = None) -> Location:
        return Location(line=line, commit=self.oid)

    @property
    def identity(self) -> str:
        return self.oid or "pending"


if TYPE_CHECKING:
    # What a rule judges. Hooks over files do without the last four.
    Subject = Blob | Commit | Branch | Tag | Tree | Clone


def shown(path: bytes) -> str:
    r"""A path for a person: one line, no control character, `\xNN` for what is not UTF-8.

    >>> shown(b"mod\xc3\xa8le.bin"), shown(b"a\xff\n")
    ('modèle.bin', 'a\\\\xff\\\\n')
    """
    return printable(path.decode("utf-8", "backslashreplace"))


def printable(text: str) -> str:
    r"""A text that may quote a file's content: one line, nothing that steers a terminal.

    >>> printable("a key \x1b[31m")
    'a key \\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
