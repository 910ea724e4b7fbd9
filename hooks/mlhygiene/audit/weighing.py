"""Sums over contents, by path, folder and extension: each content once in each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.audit.held import Weight

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

# Blobs, size, disk, head, deleted.
Sum = list[int]
Place = bytes | set[bytes]


class Sums(NamedTuple):
    """Weights by path, by folder (the root is empty) and by extension (none is empty), the heaviest first."""

    paths: Mapping[bytes, Weight]
    folders: Mapping[bytes, Weight]
    extensions: Mapping[str, Weight]
    reachable: Weight


def weighed(
    places: Mapping[bytes, Place],
    sizes: Mapping[bytes, tuple[int, int]],
    head: Collection[bytes],
    tips: Collection[bytes],
) -> Sums:
    """Sums over the contents at `places` (by oid: one path, or a set) whose sizes (content, disk) are known."""
    paths, folders, extensions = (defaultdict[bytes, Sum](_nothing) for _ in range(3))
    alone, total = defaultdict[bytes, Sum](_nothing), _nothing()
    for oid, place in places.items():
        if oid not in sizes:
            continue
        size, disk = sizes[oid]
        weight = (1, size, disk, size if oid in head else 0, 0 if oid in head or oid in tips else size)
        _add(total, weight)
        if isinstance(place, bytes):
            _add(alone[place], weight)
        else:
            _spread(place, weight, paths, folders, extensions)
    # What lies at one path alone is summed up there first: paths are fewer than versions.
    for path, whole in alone.items():
        _spread((path,), whole, paths, folders, extensions)
    return Sums(
        _ordered(paths),
        _ordered(folders),
        {extension.decode("utf-8", "surrogateescape"): weight for extension, weight in _ordered(extensions).items()},
        Weight(*total),
    )


def extension(path: bytes) -> bytes:
    """The last suffix of a name, in lower case, with its dot; empty for none, and for a name that is all suffix."""
    name = path.rpartition(b"/")[2].lstrip(b".")
    return name[name.rfind(b".") :].lower() if b"." in name else b""


def folders(path: bytes) -> Iterable[bytes]:
    """The folders that a path lies in, the root included."""
    while path:
        path = path.rpartition(b"/")[0]
        yield path


def _spread(
    places: Collection[bytes],
    weight: Iterable[int],
    paths: dict[bytes, Sum],
    within: dict[bytes, Sum],
    kinds: dict[bytes, Sum],
) -> None:
    weight = tuple(weight)
    for path in places:
        _add(paths[path], weight)
    for folder in {folder for path in places for folder in folders(path)}:
        _add(within[folder], weight)
    for kind in {extension(path) for path in places}:
        _add(kinds[kind], weight)


def _nothing() -> Sum:
    return [0, 0, 0, 0, 0]


def _add(total: Sum, weight: Iterable[int]) -> None:
    for at, number in enumerate(weight):
        total[at] += number


def _ordered(sums: Mapping[bytes, Sum]) -> dict[bytes, Weight]:
    weights = ((name, Weight(*total)) for name, total in sums.items())
    return dict(sorted(weights, key=lambda pair: (-pair[1].size, pair[0])))
