"""Managed blocks: the part of somebody's file that is ours. Every byte around it is theirs.

A block stands between two lines of its own, each a comment of the file's format:

    # >>> mlhygiene gitignore storage=lfs sha256=0123456789abcdef
    *.log
    # <<< mlhygiene gitignore

The first says with which choices it was written, and a digest of the lines below it, which
tells a block that a person changed from one that an older mlhygiene wrote.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BOM = b"\xef\xbb\xbf"
DIGEST = "sha256"
DIGITS = 16
# A comment goes to the end of its line, but where its format has a mark for that.
MARK = re.compile(
    rb"(?P<lead>#|<!--) (?P<side>>>>|<<<) mlhygiene (?P<name>[a-z][\w.-]*)(?P<facts>(?: [\w-]+=\S*)*)(?: -->)?[ \t]*"
)
NEW_LINE, CRLF = b"\n", b"\r\n"


class Comment(NamedTuple):
    """How a format writes a comment line."""

    before: bytes = b"# "
    after: bytes = b""


HASH = Comment()
MARKUP = Comment(b"<!-- ", b" -->")


class Block(NamedTuple):
    """One whole block. `start` and `end` are bytes of the file, both marks included; `body` has no line ends."""

    start: int
    end: int
    facts: Mapping[str, str]
    body: tuple[bytes, ...]

    @property
    def edited(self) -> bool:
        """Whether somebody else has changed the lines."""
        return self.facts.get(DIGEST) != digest(self.body)


class Stray(NamedTuple):
    """A mark without its other half: a line of the file, from 1, and what it says."""

    line: int
    text: str


class Found(NamedTuple):
    """What a file holds under one name: more than one block where somebody has copied it."""

    blocks: tuple[Block, ...] = ()
    strays: tuple[Stray, ...] = ()


def digest(body: Sequence[bytes]) -> str:
    """What a block's first line says of the others, whatever their line ends."""
    return hashlib.sha256(b"".join(line + NEW_LINE for line in body)).hexdigest()[:DIGITS]


def find(content: bytes, name: str) -> Found:
    """The blocks of a name. A mark counts alone on its line: what quotes one in a comment of its own is none."""
    blocks, strays = list[Block](), list[Stray]()
    opened: tuple[int, Stray, Mapping[str, str]] | None = None
    body, at = list[bytes](), len(BOM) if content.startswith(BOM) else 0
    for number, line in enumerate(content[at:].split(NEW_LINE), 1):
        bare = line.removesuffix(b"\r")
        mark = MARK.fullmatch(bare)
        end = min(at + len(line) + 1, len(content))
        if mark is None or mark["name"] != name.encode():
            body.append(bare)
        elif mark["side"] == b">>>":
            strays += [opened[1]] if opened else []
            opened, body = (at, Stray(number, bare.decode("utf-8", "replace").strip()), _facts(mark["facts"])), []
        elif opened:
            blocks.append(Block(opened[0], end, opened[2], tuple(body)))
            opened = None
        else:
            strays.append(Stray(number, bare.decode("utf-8", "replace").strip()))
        at = end
    strays += [opened[1]] if opened else []
    return Found(tuple(blocks), tuple(strays))


class Wanted(NamedTuple):
    """A block as it should be. `last` puts a new one below what the file holds, not above."""

    name: str
    body: Sequence[bytes]
    facts: Mapping[str, str]
    comment: Comment = HASH
    last: bool = False


class Tangled(Exception):  # noqa: N818 - it says how a file stands
    """A copy of a block parts two strays: without it they would be taken for a block. `line` is the first's."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def written(content: bytes, wanted: Wanted, below: Sequence[bytes] = ()) -> bytes:
    """The content with exactly one block of a name: where the first one stands, else before all else.

    In gitignore(5) and gitattributes(5) the last match wins: what stands below the block has
    the last word, the lines of `below` as well. Copies of the block go. The block ends its
    last line, even that of the file: whoever appends a line must not lengthen our mark.
    """
    found = find(content, wanted.name)
    if not found.blocks:
        return _joined(content, _text(wanted, _line_end(content)), last=wanted.last)
    first, *others = found.blocks
    end = _line_end(content[first.start : first.end])
    for other in reversed(others):
        content = content[: other.start] + content[other.end :]
    if (left := find(content, wanted.name)).blocks[1:]:
        raise Tangled(_line_of(content, left.blocks[1].start))
    after = b"".join(line + end for line in below)
    return content[: first.start] + _text(wanted, end) + after + content[first.end :]


def _text(wanted: Wanted, end: bytes) -> bytes:
    name, body, facts, comment, _ = wanted
    said = {**{key: value for key, value in facts.items() if key != DIGEST}, DIGEST: digest(body)}
    told = " ".join(f"{key}={value}" for key, value in said.items())
    first = comment.before + f">>> mlhygiene {name} {told}".encode() + comment.after
    final = comment.before + f"<<< mlhygiene {name}".encode() + comment.after
    return b"".join(line + end for line in (first, *body, final))


def _joined(content: bytes, text: bytes, *, last: bool) -> bytes:
    """A new block and what is there, a blank line between."""
    end = _line_end(content)
    start = len(BOM) if content.startswith(BOM) else 0
    mark, rest = content[:start], content[start:]
    if not rest:
        return mark + text
    if not last:
        return mark + text + end + rest
    return content + (b"" if content.endswith(NEW_LINE) else end) + end + text


def _line_of(content: bytes, at: int) -> int:
    return content.count(NEW_LINE, 0, at) + 1


def _line_end(content: bytes) -> bytes:
    """How the first line of a file ends; a new file has line feeds."""
    return CRLF if content.partition(NEW_LINE)[0].endswith(b"\r") and b"\n" in content else NEW_LINE


def _facts(text: bytes) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.decode("ascii", "replace").split())
    return {key: value for key, _, value in pairs}
