"""The files of rules as the scaffold would have them, and git's word on them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.git.proposed import Proposed, rule_files
from mlhygiene.scaffold import block
from mlhygiene.scaffold.examples import speaks
from mlhygiene.scaffold.piece import Standing, left_out

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mlhygiene.git import Repository
    from mlhygiene.scaffold.piece import Piece

IGNORE, ATTRIBUTES = ".gitignore", ".gitattributes"


class Proposal:
    """The pieces over what the files hold. Lines that were left out before stay out."""

    def __init__(
        self, repository: Repository, pieces: Sequence[Piece], contents: Mapping[str, bytes], *, force: bool
    ) -> None:
        self._repository = repository
        self._force = force
        self._old = {path: contents.get(path, b"") for path in (IGNORE, ATTRIBUTES)}
        self.pieces = [piece.without(left_out(self._old.get(piece.path, b""), piece.name)) for piece in pieces]
        others = {path: _content(repository, path) for path in rule_files(repository)}
        self._others = {path: content for path, content in others.items() if content is not None}

    def leave_out(self, file: str, lines: Collection[bytes]) -> None:
        """Do without some lines of a file."""
        self.pieces = [piece.without(lines) if piece.path == file else piece for piece in self.pieces]

    @property
    def stays(self) -> frozenset[bytes]:
        """The lines that are right whatever is tracked."""
        return frozenset[bytes]().union(*(piece.stays for piece in self.pieces))

    def git(self) -> Proposed:
        """Somebody to ask about the files as they would be."""
        ours = {path.encode(): self.content(path) for path in self._old}
        return Proposed(self._repository.folder(), {**self._others, **ours})

    def without(self, file: str, line: bytes) -> Proposed:
        """The same without one line."""
        kept = self.pieces
        self.leave_out(file, {line})
        git, self.pieces = self.git(), kept
        return git

    def content(self, path: str) -> bytes:
        """A file as it would be."""
        content = self._old[path]
        for piece in self._of(path):
            content = piece.forced(content)
        return content

    def fresh(self, path: str) -> set[bytes]:
        """The lines of ours that speak of files, and did not do so before."""
        fresh = set[bytes]()
        for piece in self._of(path):
            old = (line for each in block.find(self._old[path], piece.name).blocks for line in each.body)
            fresh |= {line for line in piece.lines if speaks(line)}.difference(old)
        return fresh

    def by_fresh(self, ignored: Mapping[bytes, str]) -> dict[bytes, bytes]:
        """The fresh line of `.gitignore` that ignores each path, out of git's `file:line:pattern`."""
        content, fresh = self.content(IGNORE), self.fresh(IGNORE)
        lines = [line.removesuffix(b"\r") for line in content.split(b"\n")]
        found = (each for piece in self._of(IGNORE) for each in block.find(content, piece.name).blocks)
        spans = [range(content.count(b"\n", 0, each.start), content.count(b"\n", 0, each.end)) for each in found]
        places = {path: by.split(":", 2) for path, by in ignored.items()}
        ours = {
            path: lines[int(number) - 1]
            for path, (file, number, _) in places.items()
            if file == IGNORE and any(int(number) - 1 in span for span in spans)
        }
        return {path: line for path, line in ours.items() if line in fresh}

    def _of(self, path: str) -> list[Piece]:
        """The pieces of a file that are going to be written."""
        pieces = (piece for piece in self.pieces if piece.path == path)
        return [each for each in pieces if self._force or each.standing(self._old[path]) is not Standing.EDITED]


def _content(repository: Repository, path: bytes) -> bytes | None:
    """A file of rules as the worktree has it, or else the index."""
    assert repository.top is not None
    name = os.path.join(repository.top, os.fsdecode(path))
    if os.path.isfile(name) and not os.path.islink(name):
        with open(name, "rb") as file:
            return file.read()
    return repository.file(path.decode("utf-8", "surrogateescape"))
