"""`patch()`: the difference of tracked files, for whoever asks for it: a patch may hold what nobody should see."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 10_000_000
PIECE = 1 << 20
# What a patch says of a file that LFS holds: its pointer, and nobody may have what that stands for.
POINTER = b"+version https://git-lfs.github.com/spec/v1\n"


class Patch(NamedTuple):
    """What was written: `path`, None where nothing differs, or where `reason` says why not; never a half.

    `sha256` is the digest that a stamp has, `size` bytes. `secrets` are those that a scan sees in it, masked; who finds
    any should keep the patch to himself. `reason` also tells of files whose content no patch can hold.
    """

    path: str | None
    sha256: str | None
    size: int
    secrets: tuple[str, ...] = ()
    reason: str | None = None


class _Large(Exception):  # noqa: N818 - it says what it is
    """More bytes than are wanted."""


def patch(path: str | os.PathLike[str], *, code: str | os.PathLike[str] | None = None, limit: int = LIMIT) -> Patch:
    """Write what makes the tracked files out of HEAD's into a file, for `git apply`; `code` as in `capture`.

    Untracked files, and what is in submodules, are not in it. A patch of more than `limit` bytes is not written.
    Refusal where git cannot tell, or the file cannot be written.
    """
    from mlhygiene import files
    from mlhygiene.git.code import top
    from mlhygiene.git.patch import pieces
    from mlhygiene.provenance.capturing import folder_of

    name, root = os.fsdecode(path), top(folder_of(code))
    if root is None:
        raise Refusal("a bare repository has no files that could differ: give the folder of a checkout")
    counted = _Counted(pieces(root), limit)
    try:
        first = next(counted, None)
        if first is None:
            return Patch(None, None, 0)
        files.report(name, _chained(first, counted))
    except _Large:
        return Patch(None, None, counted.size, reason=f"over {limit:,} bytes: commit, or give a larger limit")
    told = "it has pointers of LFS, not what they stand for: `git lfs push`" if counted.pointers else None
    return Patch(name, f"sha256:{counted.digest.hexdigest()}", counted.size, _secrets(name), told)


class _Counted:
    """The pieces of a patch, as long as they are not too many."""

    def __init__(self, pieces: Iterator[bytes], limit: int) -> None:
        import hashlib  # openssl comes with it

        self.digest, self.size, self.pointers = hashlib.sha256(), 0, False
        self._pieces, self._limit, self._last = pieces, limit, b""

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = next(self._pieces)
        self.size += len(piece)
        if self.size > self._limit:
            raise _Large
        self.digest.update(piece)
        self.pointers |= POINTER in self._last + piece
        self._last = piece[-len(POINTER) :]
        return piece


def _chained(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _secrets(name: str) -> tuple[str, ...]:
    """What a patch holds that should be in no file, masked."""
    from mlhygiene.secrets import find  # formats of tokens come with it

    with open(name, "rb") as file:
        found = find.secrets(b"changes.patch", iter(lambda: file.read(PIECE), b""))
        return tuple(dict.fromkeys(f"{secret.format.id}: {secret.masked}" for secret in found))
