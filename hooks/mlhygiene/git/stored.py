"""Every object that a clone stores: git-cat-file(1), `--batch-all-objects`. Never fetches."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhygiene.git.process import Place

FORMAT = "%(objecttype) %(objectsize) %(objectsize:disk) %(objectname)"
CHUNK = 1 << 20
BLOB, MISSING = b"blob", b" missing"
FAILED = "git cat-file stopped while it listed all objects: run `git fsck`"


@dataclass
class Stock:
    """All objects of a clone. Sizes are bytes: of the content, and on disk (zlib, or a delta).

    `totals` are number, content and disk by kind; `blobs` are content and disk by oid; `broken`
    counts what git could not read the head of.
    """

    totals: dict[str, tuple[int, int, int]] = field(default_factory=dict[str, tuple[int, int, int]])
    blobs: dict[bytes, tuple[int, int]] = field(default_factory=dict[bytes, tuple[int, int]])
    broken: int = 0


def stock(place: Place) -> Stock:
    """What lies in packs, loose and in alternates, reached by a ref or not. One process."""
    found, rest = Stock(), b""
    command = ("cat-file", "--batch-all-objects", "--unordered", "--buffer", f"--batch-check={FORMAT}")
    with place.streaming(*command, failed=FAILED) as arriving:
        while chunk := arriving.read(CHUNK):
            lines, newline, rest = (rest + chunk).rpartition(b"\n")
            if newline:
                _take(found, lines)
    return found


def _take(found: Stock, lines: bytes) -> None:
    """Many lines at once: split in one go, which is three times as fast as one by one."""
    if MISSING in lines:
        whole = [line for line in lines.split(b"\n") if not line.endswith(MISSING)]
        found.broken += lines.count(b"\n") + 1 - len(whole)
        lines = b"\n".join(whole)
    fields = lines.split()
    kinds, oids = fields[::4], fields[3::4]
    sizes, disks = list(map(int, fields[1::4])), list(map(int, fields[2::4]))
    for kind in set(kinds):
        chosen = [kind == each for each in kinds]
        here = list(compress(sizes, chosen)), list(compress(disks, chosen))
        number, size, disk = found.totals.get(kind.decode(), (0, 0, 0))
        found.totals[kind.decode()] = (number + len(here[0]), size + sum(here[0]), disk + sum(here[1]))
        if kind == BLOB:
            found.blobs.update(zip(compress(oids, chosen), zip(*here, strict=True), strict=True))
