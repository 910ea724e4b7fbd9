"""Builders that the tests share: blobs and trees without git."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlhygiene.model import Blob, Out, Storage
from mlhygiene.rule import BlobRule
from mlhygiene.tree import Line, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlhygiene.model import Subject
    from mlhygiene.rule import AnyRule

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 48100000\n" % (b"4d" * 32)


@dataclass
class Shelf:
    """A `Snapshot` made by hand: what it holds is what the test says."""

    content: bytes | None = None
    attribute: str | None = None
    local_attribute: str | None = None
    caseless_attribute: str | None = None
    held_by: Out | None = None
    ignoring: str | None = None
    twin: bytes | None = None
    storage: Storage = Storage.NONE
    uses_lfs: bool = True
    old: Sequence[bytes] = ()
    held: Sequence[bytes] = ()
    ratio: float = 1
    reads: list[bytes] = field(default_factory=list)
    searched: list[tuple[bytes, int]] = field(default_factory=list)

    def expect(self, window: Sequence[Blob], contents: Sequence[Blob], /) -> None:
        """A shelf has everything at hand."""

    def read(self, blob: Blob, /) -> bytes:
        self.reads.append(blob.path)
        assert self.content is not None, f"{blob.path!r} was read, and the test gave it no content"
        return self.content

    def head(self, blob: Blob, size: int, /) -> bytes:
        return self.read(blob)[:size]

    def pieces(self, blob: Blob, size: int, /) -> Iterator[bytes]:
        content = self.read(blob)
        yield from (content[at : at + size] for at in range(0, len(content), size))

    def before(self, _blob: Blob, /) -> Sequence[bytes]:
        return self.old

    def scanned(self, blob: Blob, size: int, /) -> None:
        self.searched.append((blob.path, size))

    def filter(self, _blob: Blob, /) -> str | None:
        return self.attribute

    def local_filter(self, _blob: Blob, /) -> str | None:
        return self.local_attribute or self.attribute

    def caseless_filter(self, _blob: Blob, /) -> str | None:
        return self.caseless_attribute or self.attribute

    def out(self, _blob: Blob, /) -> Out | None:
        return self.held_by

    def ignored_by(self, _blob: Blob, /) -> str | None:
        return self.ignoring

    def elsewhere(self, _blob: Blob, /) -> bytes | None:
        return self.twin

    def fresh(self, blobs: Sequence[Blob], /) -> Sequence[Blob]:
        return list({blob.oid: blob for blob in blobs if blob.path not in self.held}.values())

    def compressed(self, blobs: Sequence[Blob], /) -> Sequence[int]:
        return [round(blob.size * self.ratio) for blob in blobs]


def blob(
    path: str | bytes,
    content: bytes | None = None,
    *,
    size: int | None = None,
    mode: str = "100644",
    commit: str | None = None,
    oid: str | None = None,
    **shelf: object,
) -> Blob:
    """A blob with a content, or with a size alone (then nobody may read it)."""
    path = path.encode() if isinstance(path, str) else path
    if size is None:
        size = len(content or b"")
    oid = oid or hashlib.sha1(path + (content or str(size).encode()), usedforsecurity=False).hexdigest()
    return Blob(path, oid, size, mode, Shelf(content, **shelf), commit)  # type: ignore[arg-type]


def found(rule: AnyRule, subject: Subject) -> list[str]:
    """What a rule says of a subject."""
    if isinstance(rule, BlobRule) and isinstance(subject, Blob) and not asked(rule, subject):
        return []
    return [finding.message for finding in rule.check(subject)]


def asked(rule: BlobRule, subject: Blob) -> bool:
    """Whether the engine asks a rule about a blob at all."""
    return subject.size in rule.sizes and rule.needle in subject.path


# What stands at the path of a symbolic link.
LINK = b"link to nowhere"


@dataclass
class Grove:
    """A `State` made by hand: files by path, and who ignores and filters which is what the test says."""

    files: Mapping[bytes, bytes | None]
    ignoring: Mapping[bytes, Line] = field(default_factory=dict[bytes, Line])
    filtering: Mapping[bytes, str | None] = field(default_factory=dict[bytes, "str | None"])
    weighing: Mapping[bytes, int] = field(default_factory=dict[bytes, int])
    ratio: float = 1
    asked: list[bytes] = field(default_factory=list)

    @property
    def paths(self) -> Sequence[bytes]:
        return sorted(self.files)

    def read(self, path: bytes, /) -> bytes | None:
        return None if self.is_link(path) else self.files.get(path)

    def is_link(self, path: bytes, /) -> bool:
        return self.files.get(path) is LINK

    def ignored(self, paths: Sequence[bytes], /) -> Mapping[bytes, Line]:
        self.asked += paths
        return {path: self.ignoring[path] for path in paths if path in self.ignoring}

    @property
    def sizes(self) -> Mapping[bytes, int]:
        return {path: self.weighing.get(path, len(content or b"")) for path, content in self.files.items()}

    def compressed(self, paths: Sequence[bytes], /) -> Mapping[bytes, int]:
        return {path: round(self.sizes[path] * self.ratio) for path in paths}

    def filters(self, paths: Sequence[bytes], /) -> Mapping[bytes, str | None]:
        self.asked += paths
        return {path: self.filtering.get(path) for path in paths}


def grove(files: Mapping[str, bytes | None], **state: Any) -> Tree:
    """A tree of files, each with a content, or none that anybody reads."""
    return Tree(Grove({path.encode(): content for path, content in files.items()}, **state))
