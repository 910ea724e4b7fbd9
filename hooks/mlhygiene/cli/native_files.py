"""The files of git's own hooks: written all or none, and what was there before comes back to the byte."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from mlhygiene import files, native
from mlhygiene.cli.native_hooks import State
from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlhygiene.cli.native_hooks import Standing

RUNS = 0o777
READABLE = 0o444


def differs(standing: Standing, content: bytes) -> bool:
    """Whether the hook of a stage is not what `install` would write."""
    if standing.script is None or not standing.runs:
        return True
    return files.read(standing.path).content != content


def install(folder: str, todo: Mapping[Standing, bytes]) -> None:
    """Write hooks. Where one cannot be written, those before it are taken back."""
    undo: list[Callable[[], None]] = []
    try:
        os.makedirs(folder, exist_ok=True)
        for each, content in todo.items():
            _install(each, content, undo)
    except (OSError, Refusal) as error:
        for step in reversed(undo):
            with suppress(OSError, Refusal):
                step()
        if isinstance(error, Refusal):
            raise
        raise _refused(error.filename or folder, error) from None


def _install(each: Standing, content: bytes, undo: list[Callable[[], None]]) -> None:
    """One hook. Our own is replaced where it lies; another's keeps its bytes and rights under another name."""
    if each.script is not None:
        old = files.read(each.path)
        files.replace(old, content)
        undo.append(lambda: files.replace(files.read(each.path), old.content))
        if not each.runs:
            mode = os.stat(each.path).st_mode
            os.chmod(each.path, mode | (mode & READABLE) >> 2)
        return
    aside = each.path + native.ASIDE
    if each.state is State.FOREIGN:
        (os.replace if each.again else os.rename)(each.path, aside)
        undo.append(lambda: _put_back(aside, each))
    files.create(each.path, content, RUNS)
    undo.append(lambda: os.unlink(each.path))


def _put_back(aside: str, each: Standing) -> None:
    """Undo the move. Where both names had the same hook, both have it again."""
    os.replace(aside, each.path)
    if each.again:
        import shutil  # few hooks are undone

        shutil.copy2(each.path, aside)


def uninstall(each: Standing) -> None:
    """Take one hook of ours out. What was there before takes its place in one step."""
    try:
        if each.earlier is not None:
            os.replace(each.earlier, each.path)
        else:
            os.unlink(each.path)
    except OSError as error:
        raise _refused(each.path, error) from None


def _refused(path: str, error: OSError) -> Refusal:
    return Refusal(f"{shown(os.fsencode(path))}: cannot write the hook: {error.strerror}")
