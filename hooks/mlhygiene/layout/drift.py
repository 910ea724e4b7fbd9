"""How a managed block of a file differs from what `mlhygiene init` writes for the choices that it records."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.scaffold.piece import Piece

# Whatever has a mark of ours holds this.
OURS = b" mlhygiene "
# By the name of the block: the module and the function that say what it should be.
MAKERS = {"gitignore": ("ignoring", "gitignore"), "gitattributes": ("attributes", "gitattributes")}
REFRESH, FORCE, OUT = "mlhygiene init", "mlhygiene init --force", "take the line out, then run `mlhygiene init`"


class Drift(NamedTuple):
    """One thing that is not as it should be, at a line from 1, and what mends it."""

    line: int
    message: str
    fix: str


def drifts(name: str, content: bytes) -> Iterator[Drift]:
    """All that is wrong with the blocks of a name; a file without a mark of them has none."""
    if OURS not in content:
        return
    from mlhygiene.scaffold import block  # whoever has no block does without all of these
    from mlhygiene.scaffold.piece import Standing, left_out

    found = block.find(content, name)
    for stray in found.strays:
        yield Drift(stray.line, f"`{stray.text}` is one mark of a block, and its other one is gone", OUT)
    wanted = piece(name, content)
    if wanted is None:
        return
    first, *copies = found.blocks
    at = _line(content, first.start)
    for copy in copies:
        yield Drift(_line(content, copy.start), f"a copy of the block of line {at}", REFRESH)
    alone = content[first.start : first.end]
    standing = wanted.standing(alone)
    if standing is not Standing.SAME:
        how = _told(first.body, wanted.without(left_out(alone, name)).lines)
        edited = standing is Standing.EDITED
        message = f"the block was changed by hand: {how}" if edited else f"the block is not of this version: {how}"
        yield Drift(at, message, FORCE if edited else REFRESH)


def piece(name: str, content: bytes) -> Piece | None:
    """What the block should be for the choices that its first line records; None where there is no block."""
    from mlhygiene.scaffold import block, facts
    from mlhygiene.scaffold.piece import Choices

    blocks = block.find(content, name).blocks
    if not blocks:
        return None
    module, function = MAKERS[name]
    made: Piece = getattr(import_module(f"mlhygiene.scaffold.{module}"), function)(
        Choices.told(blocks[0].facts), facts.Facts()
    )
    return made


def refreshed(name: str, content: bytes) -> bytes | None:
    """The file with a block as it should be; None where a person has changed it, or left half of one."""
    from mlhygiene.scaffold import block
    from mlhygiene.scaffold.piece import Standing

    wanted = piece(name, content)
    if wanted is None or block.find(content, name).strays or wanted.standing(content) is Standing.EDITED:
        return None
    return wanted.written(content)


def _told(body: Sequence[bytes], wanted: Sequence[bytes]) -> str:
    """By how many lines a block differs from what it should be."""
    more, less = Counter(body) - Counter(wanted), Counter(wanted) - Counter(body)
    counts = {"that should not be there": more.total(), "missing": less.total()}
    told = " and ".join(f"{n:,} line{'s' * (n != 1)} {what}" for what, n in counts.items() if n)
    return told or ("its first line" if tuple(body) == tuple(wanted) else "the order of its lines")


def _line(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1
