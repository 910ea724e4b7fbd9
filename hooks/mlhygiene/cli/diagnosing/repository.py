"""The repository: its scaffold, and the config of mlhygiene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene import config
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, error, note, warning
from mlhygiene.model import Refusal
from mlhygiene.scaffold import block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.cli.diagnosing.setup import Setup

# The blocks that every scaffold has: file and name.
BLOCKS = ((".gitignore", "gitignore"), (".gitattributes", "gitattributes"))


def scaffold(setup: Setup) -> Iterator[Diagnosis]:
    """The blocks of `mlhygiene init` are there, and whole."""
    found = {path: block.find(setup.index(path) or b"", name) for path, name in BLOCKS}
    for path, each in found.items():
        for stray in each.strays:
            yield error(f"{path}:{stray.line}: a mark without its other half: {stray.text}; take the line out")
        if len(each.blocks) > 1:
            yield warning(f"{path} has {len(each.blocks)} blocks of mlhygiene", "mlhygiene init")
        elif any(one.edited for one in each.blocks):
            yield warning(f"{path}: somebody has changed the block of mlhygiene", "mlhygiene init --diff")
    missing = [path for path, each in found.items() if not each.blocks]
    if len(missing) == len(found):
        yield note("no scaffold of mlhygiene (.gitignore, .gitattributes)", "mlhygiene init")
    elif missing:
        yield warning(f"{', '.join(missing)}: no block of mlhygiene", "mlhygiene init")
    elif not any(each.strays for each in found.values()):
        yield Diagnosis("the scaffold is there (`mlhygiene init --check` compares it)")


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
