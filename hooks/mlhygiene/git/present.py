"""What refs hold now, without their history: git-rev-list(1), `--no-walk`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.git.process import GitError

if TYPE_CHECKING:
    from mlhygiene.git.process import Place

CHUNK = 1 << 20
COMMAND = ("rev-list", "--objects", "--no-object-names", "--no-walk", "--missing=print", "--all")


def present(place: Place) -> set[bytes]:
    """The oids of all objects that the trees of the refs' own commits hold. Objects that are not here are among them.

    One process, and every tree once, however many refs have it.
    """
    found, rest = set[bytes](), b""
    try:
        with place.streaming(*COMMAND, failed="git rev-list stopped") as arriving:
            while chunk := arriving.read(CHUNK):
                *oids, rest = (rest + chunk.replace(b"?", b"")).split(b"\n")
                found.update(oids)
    except GitError:  # whoever walks through history tells what is missing
        return found
    return found
