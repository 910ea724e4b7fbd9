"""All files of the scaffold, or none: what was written before one that cannot be is put back."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from mlhygiene import files
from mlhygiene.cli.scaffolding.targets import place
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlhygiene.cli.scaffolding.targets import Target


def write(root: str, targets: Sequence[Target]) -> None:
    """Write what changes, in order; Refusal says what is left, mostly nothing."""
    undoing: list[tuple[str, Callable[[], None]]] = []
    try:
        for target in targets:
            name = place(root, target.path)
            for folder in _missing(os.path.dirname(name)):
                os.mkdir(folder)
                undoing.append((folder, partial(os.rmdir, folder)))
            if target.file is None:
                files.create(name, target.after)
                undoing.append((name, partial(os.unlink, name)))
            else:
                files.replace(target.file, target.after)
                undoing.append((name, partial(_put_back, name, target.before)))
    except BaseException as error:
        left = _undone(undoing)
        if not isinstance(error, (Refusal, OSError)):
            raise
        said = str(error) if isinstance(error, Refusal) else f"cannot write: {error.strerror}"
        told = f"these are written, and could not be put back: {', '.join(left)}" if left else "nothing is left written"
        raise Refusal(f"{said}; {told}") from None


def _missing(folder: str) -> list[str]:
    """The folders that are not there yet, outermost first."""
    missing = list[str]()
    while not os.path.isdir(folder):
        missing.insert(0, folder)
        folder = os.path.dirname(folder)
    return missing


def _put_back(name: str, content: bytes) -> None:
    files.replace(files.read(name), content)


def _undone(undoing: Sequence[tuple[str, Callable[[], None]]]) -> list[str]:
    """Take everything back, the last first; the names of what could not be."""
    left = list[str]()
    for name, undo in reversed(undoing):
        try:
            undo()
        except (OSError, Refusal):
            left.append(name)
    return left


def found(root: str) -> None:
    """Make the folder of a repository to come."""
    try:
        os.makedirs(root, exist_ok=True)
    except OSError as error:
        raise Refusal(f"{root}: cannot make this folder: {error.strerror}") from None
