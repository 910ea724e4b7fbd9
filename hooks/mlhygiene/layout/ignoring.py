"""A `.gitignore` line by line, as far as rules look at it: gitignore(5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.tree import Line, Tree

NAME = b".gitignore"


def told(line: Line) -> str:
    """A line as git tells it: `.gitignore:12:*.pt`."""
    return b":".join((line.path, b"%d" % line.number, line.pattern)).decode("utf-8", "backslashreplace")


def remark(tree: Tree, line: Line) -> str:
    """The comment right above a line: there is no room for one in the line itself."""
    above = (tree.state.read(line.path) or b"").split(b"\n")[line.number - 2 : line.number - 1]
    return above[0].decode("utf-8", "replace") if above and above[0].startswith(b"#") else ""


def readmitted(content: bytes) -> Iterator[bytes]:
    """The patterns that take files out of what is ignored again."""
    for line in content.split(b"\n"):
        if line.startswith(b"!"):
            yield line[1:].rstrip(b"\r ")
