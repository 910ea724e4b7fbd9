"""Programs beside git that set a repository up: `pre-commit`, `prek`, `dvc`."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence


def found(name: str) -> str | None:
    """Where the PATH has a program. Never in the current folder, where whoever wrote the repository put it."""
    folders = os.pathsep.join(path for path in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(path))
    path = shutil.which(name, path=folders)
    return path if path and os.path.dirname(os.path.abspath(path)) != os.path.abspath(os.curdir) else None


def run(name: str, arguments: Sequence[str], folder: str) -> tuple[int, str]:
    """Exit code and all that a program says. Refusal where the PATH has none."""
    program = found(name)
    if program is None:
        raise Refusal(f"{name} is not on the PATH")
    done = subprocess.run(
        [program, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "backslashreplace")
