"""What an audit found: everything that its reports and its plan tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.audit.held import Weight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlhygiene.audit.held import Held, Origin


class Leak(NamedTuple):
    """A secret that history holds, or a file that is one. `masked` shows none of it.

    `code` and `severity` are the rule's; `message` what the rule says; `path` and `line` where it was first;
    `revoke` where it is made invalid. `oids` are the blobs (of MLH206 the commits and tags) that hold it, `names`
    all their paths, `messages` the commits' oids and the tags' refs; `in_head` is true where HEAD still has it.
    """

    code: str
    message: str
    masked: str
    fingerprint: str
    path: bytes
    line: int | None
    first: Origin | None
    oids: tuple[str, ...]
    names: tuple[bytes, ...]
    in_head: bool
    revoke: str = ""
    severity: str = "error"
    messages: tuple[str, ...] = ()


class Pointers(NamedTuple):
    """What Git LFS holds for this history, by its pointers: each object counts once.

    `size` is bytes of all objects, `head` of those that HEAD's pointers name.
    """

    pointers: int = 0
    objects: int = 0
    size: int = 0
    head: int = 0


class Notebooks(NamedTuple):
    """The weight of what stripping would take out of notebooks.

    `versions` have `size` bytes, `output` of which would go; the same for HEAD's.
    `paths` are those of HEAD that have something to lose; `broken` could not be read.
    """

    versions: int = 0
    size: int = 0
    output: int = 0
    head_versions: int = 0
    head_size: int = 0
    head_output: int = 0
    paths: tuple[bytes, ...] = ()
    broken: int = 0


class Stored(NamedTuple):
    """The objects of one kind that the object database holds."""

    objects: int
    size: int
    disk: int


@dataclass(frozen=True)
class Audit:
    """One look at a history. Sizes are bytes; every sequence has its order: the heaviest first, then by name.

    `stored` is by kind (`blob`, `tree`, `commit`, `tag`). `reachable` is of all blobs that a ref reaches, `loose` of
    those that none does. `blobs` are the candidates that a ref reaches, larger than `limit`; `unreachable` what is as
    large, and that none does. `paths`, `folders` (from the root, without a slash at the end; the root is empty) and
    `extensions` (`.ipynb`; empty for none) are of every blob. `churn` are the paths with several versions, by how many:
    each is in `paths`. `duplicates` are candidates that lie at several paths at once. `gone` are paths that HEAD has
    not and whose newest commit takes them away, with its date. `missing` counts objects that refs need and this clone
    does not hold. `caches` are DVC's own, in git.
    """

    head: str | None
    branch: str | None
    commits: int
    refs: Mapping[str, str]
    limit: int
    stored: Mapping[str, Stored]
    reachable: Weight
    loose: Weight
    blobs: Sequence[Held]
    paths: Mapping[bytes, Weight]
    folders: Mapping[bytes, Weight]
    extensions: Mapping[str, Weight]
    churn: Sequence[tuple[bytes, int]] = ()
    duplicates: Sequence[Held] = ()
    gone: Mapping[bytes, int] = field(default_factory=dict[bytes, int])
    pointers: Pointers = Pointers()
    caches: Weight = Weight()
    unreachable: Sequence[Held] = ()
    notebooks: Notebooks | None = None
    leaks: Sequence[Leak] | None = None
    missing: int = 0
    shallow: bool = False
    partial: bool = False
    notes: Sequence[str] = field(default_factory=tuple)
    gaps: Sequence[str] = field(default_factory=tuple)
