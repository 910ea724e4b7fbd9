"""Where refs stand: git-for-each-ref(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlhygiene.git.process import Place

FORMAT = "%(refname)%00%(objectname)%00%(*objectname)%00%(symref)%00%(HEAD)"


class Tip(NamedTuple):
    """A ref by its whole name, and the commit (or what else) that it leads to.

    `symbolic` names the other ref that it stands for; `current` is true of the branch that HEAD is on.
    """

    ref: str
    commit: str
    symbolic: str = ""
    current: bool = False


def tips(place: Place, *patterns: str) -> list[Tip]:
    """Every ref, tags followed to what they tag, by one process."""
    out = place.run("for-each-ref", f"--format={FORMAT}", *patterns).decode("utf-8", "surrogateescape")
    fields = (line.split("\0") for line in out.split("\n")[:-1])
    return [Tip(ref, peeled or oid, symbolic, head == "*") for ref, oid, peeled, symbolic, head in fields]
