"""Lines in a file of attributes that is somebody else's: every other byte of it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def added(content: bytes, lines: Sequence[bytes]) -> bytes:
    """The content with lines at its end, ended as its own are; where its last line has no end, neither has ours."""
    end = _end(content)
    block = end.join(lines)
    if content and not content.endswith(b"\n"):
        return content + end + block
    return content + block + end


def removed(content: bytes, lines: Sequence[bytes]) -> bytes:
    """The content without lines, wherever they stand: what `added` has added goes to the byte."""
    kept = [line for line in content.splitlines(keepends=True) if line.rstrip(b"\r\n") not in lines]
    rest = b"".join(kept)
    if len(rest) < len(content) and not content.endswith(b"\n"):
        return rest.removesuffix(_end(rest[:-2]))
    return rest


def _end(content: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in content else b"\n"
