"""What Git LFS holds, by the pointers in git, and what of DVC lies in git that should not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene import lfs
from mlhygiene.audit.audit import Pointers
from mlhygiene.audit.weighing import Place
from mlhygiene.rules.dvc_internal_file import CACHED, INTERNAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ATTRIBUTES = b".gitattributes"
FILTER = b"lfs"
# The folders of DVC that hold data: `config.local` and locks weigh nothing.
HEAVY = {b"cache", b"tmp", b"repos"}


def pointers(contents: Iterable[tuple[bytes, bytes | None]], head: Mapping[bytes, object]) -> Pointers:
    """Totals over the contents (by oid) that are pointers: each object counts once."""
    number, objects, standing = 0, dict[str, int](), set[str]()
    for oid, content in contents:
        if content is None or not lfs.HEADER.search(content):
            continue
        try:
            pointer = lfs.parse(content)
        except lfs.NotAPointer:
            continue
        number += 1
        objects[pointer.oid] = pointer.size
        if oid in head:
            standing.add(pointer.oid)
    return Pointers(number, len(objects), sum(objects.values()), sum(objects[oid] for oid in standing))


def cached(places: Mapping[bytes, Place]) -> dict[bytes, Place]:
    """The contents that lie in DVC's own cache or scratch folders."""
    found = dict[bytes, Place]()
    for oid, place in places.items():
        if paths := {path for path in paths_of(place) if b".dvc/" in path and _is_internal(path)}:
            found[oid] = paths
    return found


def paths_of(place: Place | None) -> Iterable[bytes]:
    """The paths of a content; none where no ref reaches it."""
    if place is None:
        return ()
    return (place,) if isinstance(place, bytes) else place


def _is_internal(path: bytes) -> bool:
    known = INTERNAL.fullmatch(path)
    return known["name"] in HEAVY if known else CACHED.fullmatch(path) is not None
