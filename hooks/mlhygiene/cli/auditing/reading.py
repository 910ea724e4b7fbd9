"""Contents of history, in the order in which they are stored: git finds those the fastest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.git.process import GitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mlhygiene.git.objects import Objects

# Of contents that are read in one round: bytes and number.
ROUND, MANY = 8 * 1024 * 1024, 1000


def read(
    objects: Objects, oids: Iterable[bytes], sizes: Mapping[bytes, tuple[int, int]]
) -> Iterator[tuple[bytes, bytes | None]]:
    """Each oid and its content; None where it cannot be read."""
    some, weight = list[bytes](), 0
    for oid in oids:
        some.append(oid)
        weight += sizes[oid][0]
        if weight > ROUND or len(some) > MANY:
            yield from _round(objects, some)
            some, weight = [], 0
    yield from _round(objects, some)


def _round(objects: Objects, oids: list[bytes]) -> Iterator[tuple[bytes, bytes | None]]:
    try:
        yield from zip(oids, objects.contents([oid.decode() for oid in oids]), strict=True)
    except GitError:
        # One that is broken has stopped git in the midst of the others.
        for oid in oids:
            yield oid, _alone(objects, oid)


def _alone(objects: Objects, oid: bytes) -> bytes | None:
    objects.close()
    try:
        return objects.contents([oid.decode()])[0]
    except GitError:
        objects.close()
        return None
