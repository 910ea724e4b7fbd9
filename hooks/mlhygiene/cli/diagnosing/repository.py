"""The repository: its scaffold, and the config of mlhygiene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene import config
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, error, note, warning
from mlhygiene.model import Refusal
from mlhygiene.scaffold import attributes, block, ignoring
from mlhygiene.scaffold.facts import Facts
from mlhygiene.scaffold.piece import Choices, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.cli.diagnosing.setup import Setup
    from mlhygiene.scaffold.piece import Piece

WRITTEN = {
    Standing.STALE: "is not what mlhygiene would write now",
    Standing.EDITED: "was changed by hand",
}


def scaffold(setup: Setup) -> Iterator[Diagnosis]:
    """The blocks of `mlhygiene init` are there, whole, and as they should be. A block says itself what it is for."""
    missing = list[str]()
    for make in (ignoring.gitignore, attributes.gitattributes):
        piece = make(Choices(), Facts())
        content = setup.index(piece.path) or b""
        found = block.find(content, piece.name)
        for stray in found.strays:
            yield error(f"{piece.path}:{stray.line}: a mark without its other half: {stray.text}; take the line out")
        if not found.blocks:
            if block.find(setup.worktree(piece.path) or b"", piece.name).blocks:
                yield note(f"{piece.path} has its block in the worktree alone: what is staged counts", _add(piece.path))
            else:
                missing.append(piece.path)
        elif len(found.blocks) > 1:
            yield warning(f"{piece.path} has {len(found.blocks)} blocks of mlhygiene", _again(piece.path))
        elif not found.strays:
            wanted = make(next(Choices.told(each.facts) for each in found.blocks), Facts())
            yield _compared(wanted, content)
    if missing:
        yield note(f"no block of mlhygiene in {' and '.join(missing)}", _again(*missing))


def _compared(piece: Piece, content: bytes) -> Diagnosis:
    standing = piece.standing(content)
    if standing in WRITTEN:
        text = f"{piece.path}: the block of mlhygiene {WRITTEN[standing]} (`mlhygiene init --diff` shows it)"
        return warning(text, _again(piece.path, force=" --force" if standing is Standing.EDITED else ""))
    return Diagnosis(f"{piece.path} has its block of mlhygiene")


def _again(*paths: str, force: str = "") -> str:
    return f"mlhygiene init{force} && {_add(*paths)}"


def _add(*paths: str) -> str:
    return f"git add {' '.join(paths)}"


def settings(setup: Setup) -> Iterator[Diagnosis]:
    """The config can be read: the index's, which counts, and the worktree's, which is to come."""
    for name in config.FILES:
        staged, here = setup.index(name), setup.worktree(name)
        told = ""
        try:
            counts = staged is not None and config.parse(staged, name) is not None
            if counts:
                told = f"{name} can be read"
        except Refusal as refusal:
            yield error(f"in the index, which counts: {refusal}")
            counts = True
        if here is not None and here != staged:
            yield from _to_come(name, here, counts=counts)
        elif told:
            yield Diagnosis(told)


def _to_come(name: str, content: bytes, *, counts: bool) -> Iterator[Diagnosis]:
    """What the worktree has instead."""
    try:
        ours = config.parse(content, name) is not None
    except Refusal as refusal:
        yield error(f"in the worktree: {refusal}")
        return
    if ours or counts:
        yield note(f"{name} has changes that are not staged: what the index has counts", f"git add {name}")


CHECKS = (scaffold, settings)
