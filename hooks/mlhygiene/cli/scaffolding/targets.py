"""The files that the scaffold is about: as they are, as they should be, and what a person is told."""

from __future__ import annotations

import os
import stat
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene import files
from mlhygiene.files import WRITABLE, File
from mlhygiene.model import Refusal, printable
from mlhygiene.scaffold import block
from mlhygiene.scaffold.piece import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git import Repository
    from mlhygiene.scaffold.piece import Once, Piece

# What PowerShell's `>` writes; git reads no rule out of it.
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Action(StrEnum):
    """What is done with a file, as a person is told."""

    WRITE = "write"
    REFRESH = "refresh"
    UNCHANGED = "unchanged"
    LEAVE = "leave alone"


class Target(NamedTuple):
    """One file. `file` is None where there is none.

    `drift` is true of one that is not as it should be, left alone or not, `edited` of one
    whose block somebody has changed.
    """

    path: str
    file: File | None
    after: bytes
    action: Action
    why: str = ""
    drift: bool = False
    edited: bool = False
    notes: tuple[str, ...] = ()

    @property
    def before(self) -> bytes:
        return self.file.content if self.file else b""

    @property
    def changes(self) -> bool:
        """Whether it is to be written."""
        return self.action in {Action.WRITE, Action.REFRESH}


def place(root: str, path: str) -> str:
    """The name of a file of the scaffold."""
    return os.path.join(root, *path.split("/"))


def looked_at(root: str, path: str) -> File | None:
    """A file as it is; None where there is none. Refusal where none could be, or git would not read it."""
    *folders, _ = path.split("/")
    at = root
    for folder in folders:
        at = os.path.join(at, folder)
        if os.path.islink(at):
            raise Refusal(f"{path}: {folder} is a symbolic link, and nothing is written through one: make it a folder")
        if os.path.lexists(at) and not os.path.isdir(at):
            raise Refusal(f"{path}: {folder} is a file, and a folder is needed: move it away")
    name = place(root, path)
    if not os.path.lexists(name):
        return None
    if os.path.islink(name):
        raise Refusal(f"{path}: it is a symbolic link, through which git reads nothing: put a file in its place")
    if os.path.isdir(name):
        raise Refusal(f"{path}: it is a folder, and a file is needed: move it away")
    file = files.read(name)
    if file.content.startswith(UTF_16) or b"\0" in file.content:
        raise Refusal(f"{path}: it is UTF-16 or no text, and git reads no rule out of it: save it as UTF-8")
    return file


def writable(root: str, target: Target) -> None:
    """Refuse what could not be written, before anything is."""
    file = target.file
    if file is not None and not (file.facts.st_mode & WRITABLE and os.access(file.path, os.W_OK)):
        raise Refusal(f"{target.path}: it is write-protected: `chmod u+w` first, if it is yours to change")
    near = os.path.dirname(place(root, target.path))
    while not os.path.lexists(near):
        near = os.path.dirname(near)
    if not stat.S_IMODE(os.stat(near).st_mode) & WRITABLE or not os.access(near, os.W_OK | os.X_OK):
        raise Refusal(f"{target.path}: its folder is write-protected: `chmod u+w` first, if it is yours to change")


def checked_out(repository: Repository, target: Target) -> None:
    """Refuse to write anew what git has and the worktree has not: the lines that git has would go."""
    if target.file is None and repository.file(target.path) is not None:
        back = f"`git checkout --ignore-skip-worktree-bits -- {target.path}` brings it back"
        gone = f"`git rm --cached -- {target.path}` says that it is gone"
        raise Refusal(f"{target.path}: git has it, and the worktree has not: {back}, {gone}")


def of_pieces(path: str, file: File | None, pieces: Sequence[Piece], *, force: bool) -> Target:
    """A file with the blocks that it should have."""
    before = content = file.content if file else b""
    notes = tuple(note for piece in pieces for note in strays(piece, before))
    standings = {piece.standing(before) for piece in pieces}
    edited = Standing.EDITED in standings
    if edited and not force:
        why = "somebody has changed the block: see --diff, then use --force"
        return Target(path, file, before, Action.LEAVE, why, drift=True, edited=True, notes=notes)
    if Standing.THEIRS in standings:
        notes += tuple(f"{path}: {line}" for piece in pieces for line in piece.otherwise)
        return Target(path, file, before, Action.LEAVE, "a file of yours", notes=notes)
    for piece in pieces:
        notes += (*_copies(piece, content), *_lost(piece, content))
        content = piece.forced(content)
    if content == before:
        return Target(path, file, before, Action.UNCHANGED, notes=notes)
    action = Action.WRITE if standings <= {Standing.MISSING} else Action.REFRESH
    side = "below" if all(piece.last for piece in pieces) else "above"
    why = f"a block {side} what is there" if before and action is Action.WRITE else ""
    return Target(path, file, content, action, why, drift=True, edited=edited, notes=notes)


def of_once(root: str, once: Once) -> Target:
    """A file that is written where there is none."""
    if os.path.lexists(place(root, once.path)):
        return Target(once.path, None, b"", Action.UNCHANGED, "yours")
    return Target(once.path, looked_at(root, once.path), once.content, Action.WRITE)


def strays(piece: Piece, content: bytes) -> list[str]:
    """What is said of marks without their other half, each time."""
    found = block.find(content, piece.name).strays
    return [f"{piece.path}:{each.line}: `{each.text}` lacks its other half: left as it is" for each in found]


def _copies(piece: Piece, content: bytes) -> list[str]:
    copies = len(block.find(content, piece.name).blocks) - 1
    if copies < 1:
        return []
    return [f"{piece.path}: the block {piece.name} is there {copies + 1} times: the first stays, what is a copy goes"]


def _lost(piece: Piece, content: bytes) -> Sequence[str]:
    """What happens to the lines that a person has put into a block."""
    if piece.standing(content) is not Standing.EDITED:
        return []
    lost = piece.lost(content)
    changed = f"{piece.path}: somebody has changed the block {piece.name}, and --force writes it anew"
    where = "goes with it" if piece.whole else "is kept below it"
    return [changed, *(f"{piece.path}: `{printable(line.decode('utf-8', 'replace'))}` {where}" for line in lost)]
