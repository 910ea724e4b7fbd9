"""Every object that a clone stores: git-cat-file(1), `--batch-all-objects`. Never fetches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhygiene.git.process import Place

FORMAT = "%(objecttype) %(objectsize) %(objectsize:disk) %(objectname)"
CHUNK = 1 << 20
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
    totals = dict[bytes, list[int]]()
    failed = FAILED
    command = ("cat-file", "--batch-all-objects", "--unordered", "--buffer", f"--batch-check={FORMAT}")
    with place.streaming(*command, failed=failed) as arriving:
        while chunk := arriving.read(CHUNK):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                try:
                    kind, content, stored, oid = line.split(b" ")
                except ValueError:  # `<oid> missing`
                    found.broken += 1
                    continue
                size, disk = int(content), int(stored)
                total = totals.setdefault(kind, [0, 0, 0])
                total[0] += 1
                total[1] += size
                total[2] += disk
                if kind == b"blob":
                    found.blobs[oid] = (size, disk)
    found.totals = {kind.decode(): (number, size, disk) for kind, (number, size, disk) in totals.items()}
    return found
