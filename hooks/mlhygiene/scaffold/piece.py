"""What `mlhygiene init` writes: a block in a file, or a file where there is none."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Storage
from mlhygiene.scaffold import block
from mlhygiene.scaffold.block import HASH, Comment, Wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# How a line is left out that would do harm here: by us, since tracked files match it, or by a person.
LEFT_OUT = b"# left out: "


class Choices(NamedTuple):
    """What was asked for, or found. `extras` are by name, such as `ci-github` and `kedro`.

    They stand in the first line of each block, so that a later look needs nothing else to say
    whether it is as it should be.
    """

    storage: Storage = Storage.NONE
    extras: frozenset[str] = frozenset()

    def facts(self) -> dict[str, str]:
        """As the first line of a block has them."""
        return {"storage": self.storage.value, "with": ",".join(sorted(self.extras))}

    @classmethod
    def told(cls, facts: Mapping[str, str]) -> Choices:
        """Out of the first line of a block; what it says that we do not know counts for nothing."""
        known = {storage.value: storage for storage in Storage}
        named = frozenset(name for name in facts.get("with", "").split(",") if name)
        return cls(known.get(facts.get("storage", ""), Storage.NONE), named)


class Standing(StrEnum):
    """How a piece stands in the file that it belongs to."""

    SAME = "same"
    MISSING = "missing"
    STALE = "stale"
    EDITED = "edited"


class Piece(NamedTuple):
    """A managed block. `path` is from the root, `/` between its parts; `lines` are bytes of UTF-8.

    `last` puts a new block below what the file holds; `whole` is true where the block is all of the file.
    """

    path: str
    name: str
    lines: tuple[bytes, ...]
    choices: Choices
    comment: Comment = HASH
    last: bool = False
    whole: bool = False

    def without(self, left_out: Collection[bytes]) -> Piece:
        """The same without some lines, which say so themselves."""
        return self._replace(lines=tuple(LEFT_OUT + line if line in left_out else line for line in self.lines))

    def written(self, content: bytes) -> bytes:
        """The file with this block, and what is not of us as it was. Lines stay out that were left out before."""
        if self.standing(content) is Standing.SAME:
            return content
        lines = self._as_left(content).lines
        return block.written(content, Wanted(self.name, lines, self.choices.facts(), self.comment, self.last))

    def standing(self, content: bytes) -> Standing:
        """Whether the file has this block; where it has another one, whether a person made it so."""
        found = block.find(content, self.name).blocks
        if not found:
            return Standing.MISSING
        wanted = self._as_left(content).lines
        facts = {key: value for key, value in found[0].facts.items() if key != block.DIGEST}
        if len(found) == 1 and found[0].body == wanted and facts == self.choices.facts():
            return Standing.SAME
        return Standing.EDITED if any(each.edited and each.body != wanted for each in found) else Standing.STALE

    def _as_left(self, content: bytes) -> Piece:
        return self.without(left_out(content, self.name))


def left_out(content: bytes, name: str) -> frozenset[bytes]:
    """The lines that the blocks of a name leave out."""
    marked = (line for each in block.find(content, name).blocks for line in each.body if line.startswith(LEFT_OUT))
    return frozenset(line.removeprefix(LEFT_OUT) for line in marked)


class Once(NamedTuple):
    """A file for people to edit: written where there is none, and then left alone."""

    path: str
    content: bytes
