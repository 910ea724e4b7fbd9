"""Managed blocks as `mlhygiene init` writes them, and as an older one wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.scaffold.attributes import gitattributes
from mlhygiene.scaffold.block import digest
from mlhygiene.scaffold.facts import Facts
from mlhygiene.scaffold.ignoring import gitignore
from mlhygiene.scaffold.piece import Choices

if TYPE_CHECKING:
    from mlhygiene.model import Storage

MAKERS = {"gitignore": gitignore, "gitattributes": gitattributes}
# The other of the two.
NEW = {"gitignore": "gitattributes", "gitattributes": "gitignore"}


def block(name: str, storage: Storage, *, left_out: bool = False) -> bytes:
    """A file that is the block; with `left_out`, one of its patterns does not count."""
    piece = MAKERS[name](Choices(storage), Facts())
    patterns = [line for line in piece.lines if line and not line.startswith(b"#")]
    return (piece.without(patterns[:1]) if left_out else piece).written(b"")


def old(name: str) -> bytes:
    """The block of a version that knew of one pattern."""
    body = [b"*.old -text"]
    facts = f"storage=lfs with= sha256={digest(body)}".encode()
    return b"# >>> mlhygiene %s %s\n%s\n# <<< mlhygiene %s\n" % (name.encode(), facts, body[0], name.encode())


OLD = {name: old(name) for name in MAKERS}
