"""What `mlhygiene init` writes: a block in a file, or a file where there is none."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Refusal, Storage
from mlhygiene.scaffold import block
from mlhygiene.scaffold.block import HASH, Comment, Tangled, Wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

# How a line is left out that would do harm here: by us, since tracked files match it, or by a person.
LEFT_OUT = b"# left out: "
# A line of .gitignore that takes something out of what the lines above it say.
EXCEPTION = b"!"


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
    # Somebody's own file stands where we would have the whole of one: it is left alone.
    THEIRS = "theirs"


class Piece(NamedTuple):
    """A managed block. `path` is from the root, `/` between its parts; `lines` are bytes of UTF-8.

    `last` puts a new block below what the file holds; `whole` is true where the block is all of the file:
    one that stands there without it is somebody's own, and `otherwise` says what to do by hand, a line
    each. It is done where the file holds `needle`. Lines that are left out here stay where a block has them.
    What `stays` is not left out for what is tracked.
    """

    path: str
    name: str
    lines: tuple[bytes, ...]
    choices: Choices
    comment: Comment = HASH
    last: bool = False
    whole: bool = False
    otherwise: tuple[str, ...] = ()
    needle: bytes = b""
    stays: frozenset[bytes] = frozenset()

    def without(self, left_out: Collection[bytes]) -> Piece:
        """The same without some lines, which say so themselves. The exceptions below one (`!…`) go with it."""
        lines, gone = list[bytes](), False
        for line in self.lines:
            exception = gone and line.startswith(EXCEPTION)
            gone = exception or line in left_out or line.startswith(LEFT_OUT)
            if not exception:
                lines.append(LEFT_OUT + line if line in left_out else line)
        return self._replace(lines=tuple(lines))

    def written(self, content: bytes) -> bytes:
        """The file with this block, and what is not of us as it was. Lines stay out that were left out before."""
        settled = self.standing(content) in {Standing.SAME, Standing.THEIRS}
        return content if settled else self._put(content)

    def forced(self, content: bytes) -> bytes:
        """The same where a person has changed the block: lines that only they have go below it, and so still count.

        A file that is all block has no room for them: what goes is `lost`.
        """
        below = () if self.whole else self.lost(content)
        return self._put(content, below) if self.standing(content) is Standing.EDITED else self.written(content)

    def lost(self, content: bytes) -> tuple[bytes, ...]:
        """The lines of blocks that a person has changed, but for those that the new block has."""
        wanted = self._as_left(content).lines
        ours = {*wanted, *(line.removeprefix(LEFT_OUT) for line in wanted)}
        changed = (each for each in block.find(content, self.name).blocks if each.edited and each.body != wanted)
        return tuple(dict.fromkeys(line for each in changed for line in each.body if line.strip() and line not in ours))

    def standing(self, content: bytes) -> Standing:
        """Whether the file has this block; where it has another one, whether a person made it so."""
        found = block.find(content, self.name).blocks
        if not found:
            return self._without_block(content)
        wanted = self._as_left(content).lines
        first = found[0]
        facts = {key: value for key, value in first.facts.items() if key != block.DIGEST}
        if len(found) == 1 and not first.edited and first.body == wanted and facts == self.choices.facts():
            return Standing.SAME
        return Standing.EDITED if any(each.edited and each.body != wanted for each in found) else Standing.STALE

    def _put(self, content: bytes, below: Sequence[bytes] = ()) -> bytes:
        wanted = Wanted(self.name, self._as_left(content).lines, self.choices.facts(), self.comment, self.last)
        try:
            return block.written(content, wanted, below)
        except Tangled as tangled:
            why = f"a mark of a block {self.name} without its other half stands among copies of that block"
            raise Refusal(f"{self.path}:{tangled.line}: {why}: take the mark out, and run this again") from None

    def _without_block(self, content: bytes) -> Standing:
        if not self.whole or not content.strip():
            return Standing.MISSING
        return Standing.SAME if self.needle and self.needle in content else Standing.THEIRS

    def _as_left(self, content: bytes) -> Piece:
        """The lines as the file has had them: what is left out stays out, and what a block has stays in it."""
        blocks = block.find(content, self.name).blocks
        out = left_out(content, self.name)
        held = frozenset(line for each in blocks for line in each.body)
        own = {line: line.removeprefix(LEFT_OUT) for line in self.lines if line.startswith(LEFT_OUT)}
        stays = {marked for marked, line in own.items() if line in held and line not in out}
        lines = tuple(own[line] if line in stays else line for line in self.lines)
        return self._replace(lines=lines).without(out.union(own[line] for line in own.keys() - stays))


def left_out(content: bytes, name: str) -> frozenset[bytes]:
    """The lines that the blocks of a name leave out."""
    marked = (line for each in block.find(content, name).blocks for line in each.body if line.startswith(LEFT_OUT))
    return frozenset(line.removeprefix(LEFT_OUT) for line in marked)


class Once(NamedTuple):
    """A file for people to edit: written where there is none, and then left alone."""

    path: str
    content: bytes
