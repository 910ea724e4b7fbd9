"""What refs hold now, without their history: git-rev-list(1), `--no-walk`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.git.process import output

if TYPE_CHECKING:
    from mlhygiene.git.process import Place


def present(place: Place) -> set[bytes]:
    """The oids of all objects that the trees of the refs' own commits hold. Objects that are not here are among them.

    One process, and every tree once, however many refs have it.
    """
    command = ("rev-list", "--objects", "--no-object-names", "--no-walk", "--missing=print", "--all")
    walk = place.start(*command)
    found = {line.strip(b"?\n") for line in output(walk)}
    output(walk).close()
    walk.wait()  # a tree that is missing is told by whoever walks through history
    return found
