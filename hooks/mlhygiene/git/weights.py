"""How heavy objects are, told without reading one: git-cat-file(1), git-rev-list(1)."""

from __future__ import annotations

import subprocess
import threading
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.process import output, widen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import IO

    from mlhygiene.git.process import Place

FORMAT = "--batch-check=%(objectname) %(objectsize) %(objectsize:disk) %(deltabase)"
FIELDS = 4
# So many links of a chain of deltas are followed; git makes them up to 50 long.
LINKS = 50


class Stored(NamedTuple):
    """An object as git keeps it: bytes of content, bytes on the disk, and what it is a delta of, if it is one."""

    size: int
    disk: int
    base: str | None


def compressed(place: Place, oids: Iterable[str]) -> Mapping[str, int]:
    """For each object that is here, about the bytes that zlib would leave of it by itself.

    git has compressed each already, and tells what it takes. Of a delta that is next to nothing,
    whatever the whole would take: it counts as compressed as well as the object at the end of
    its chain, which it resembles. Loose objects are compressed at level 1 (git-config(1),
    core.looseCompression), so that what is staged seems some per cent larger than it will be
    packed; with `core.compression = 0` everything seems as large as it is. What a worker's
    archive adds (512 bytes a file before compression) and what lies beyond zlib's window is not
    counted: many small files, or equal ones side by side, seem larger than they get.
    """
    wanted = list(dict.fromkeys(oids))
    stored = dict[str, Stored]()
    process = place.start("cat-file", FORMAT, stdin=subprocess.PIPE)
    try:
        asked: list[str] = wanted
        for _ in range(LINKS + 1):
            stored.update(_told(process, asked))
            bases = {each.base for each in stored.values() if each.base and each.base not in stored}
            asked = sorted(bases)
            if not asked:
                break
    finally:
        process.kill()
        process.communicate()
    return {oid: _alone(oid, stored) for oid in wanted if oid in stored}


def _alone(oid: str, stored: Mapping[str, Stored]) -> int:
    """What an object takes by itself, as its chain of deltas lets one guess."""
    size, disk, base = stored[oid]
    if base is None or not size:
        return min(size, disk)
    root = stored[oid]
    while root.base and root.base in stored:
        root = stored[root.base]
    ratio = root.disk / root.size if root.size and root.base is None else 1
    return min(size, max(disk, round(size * ratio)))


def _told(process: subprocess.Popen[bytes], oids: list[str]) -> Mapping[str, Stored]:
    """What git says of objects; those that are missing are left out."""
    request = "".join([f"{oid}\n" for oid in oids]).encode()
    threading.Thread(target=_send, args=(process.stdin, request), daemon=True).start()
    arriving = output(process)
    widen(arriving)
    found = dict[str, Stored]()
    for _ in oids:
        fields = arriving.readline().decode().split()
        if len(fields) == FIELDS:
            oid, size, disk, base = fields
            found[oid] = Stored(int(size), int(disk), base if base.strip("0") else None)
    return found


def _send(stream: IO[bytes], request: bytes) -> None:
    try:
        stream.write(request)
        stream.flush()
    except OSError:  # git has stopped: whoever reads its answer sees it
        return


def brought(place: Place, commit: str) -> frozenset[str]:
    """The oids of what a commit has that none of its parents has, under any path."""
    out = place.run(
        *("rev-list", "--objects", "--no-object-names", "--missing=allow-any", commit, "--not", f"{commit}^@", "--")
    )
    return frozenset(out.decode().split())
