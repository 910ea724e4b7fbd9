"""The scripts that git runs as its hooks: whose they are, and whether they can start."""

from __future__ import annotations

import os
import re
import shutil
import sys
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene import native, programs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.cli.diagnosing.setup import Setup


class Maker(StrEnum):
    """Who has written a script."""

    PRE_COMMIT = "pre-commit"
    PREK = "prek"
    OURS = "mlhygiene"
    LFS = "git-lfs"
    HUSKY = "husky"
    LEFTHOOK = "lefthook"
    OTHER = "somebody else"


# Since its version 9 husky puts a script without its name there, which runs `h`.
HUSKY = re.compile(rb"/h\"?$|husky\.sh", re.MULTILINE)
FRAMEWORKS = (Maker.PRE_COMMIT, Maker.PREK)
# Where a script of each kind names what it starts; where that is gone, it takes what the PATH has.
STARTED = {
    Maker.PRE_COMMIT: re.compile(rb"^INSTALL_PYTHON=(.*)$", re.MULTILINE),
    Maker.PREK: re.compile(rb"^PREK=(.*)$", re.MULTILINE),
}
MODULES = {Maker.PRE_COMMIT: "pre_commit", Maker.OURS: "mlhygiene"}
SKIPPING = re.compile(rb"--skip-on-missing-config|--allow-missing-config")
# What a script of somebody else's says that leads to us; in a comment it leads nowhere.
LEADING = re.compile(
    rb"^[^#\n]*(?:\bmlhygiene +(?:hook|native|lint)\b|\bpre-commit +(?:run|hook-impl)\b|-m ?pre_commit\b|\bprek\b)",
    re.MULTILINE,
)
# A script of lefthook says nothing by itself.
LEFTHOOK = tuple(
    f"{dot}lefthook{local}.{end}" for dot in ("", ".") for local in ("", "-local") for end in ("yml", "yaml", "toml")
)
LFS_PUSH = re.compile(rb"^[^#\n]*\bgit[ -]lfs +pre-push\b", re.MULTILINE)
BEHIND = (native.LEGACY, native.ASIDE)


class Script(NamedTuple):
    """A file under the folder of hooks."""

    stage: str
    path: str
    content: bytes
    maker: Maker
    runs: bool

    def leads(self, pattern: re.Pattern[bytes]) -> bool:
        """Whether a command of it matches."""
        return pattern.search(self.content) is not None


def chain(setup: Setup, stage: str) -> list[Script]:
    """The script of a stage, and those that it runs besides: what frameworks have moved aside."""
    path = os.path.join(setup.hooks, stage)
    first = _script(stage, path)
    if first is None:
        return []
    found = [first]
    if first.maker is Maker.HUSKY and os.path.basename(setup.hooks) == "_":
        # Since version 9 the folder of git holds a launcher for every stage; the hook lies above it.
        own = _script(stage, os.path.join(os.path.dirname(setup.hooks), stage))
        found += [own._replace(runs=True)] if own else []
    if first.maker is Maker.LEFTHOOK:
        content = b"\n".join(setup.worktree(name) or b"" for name in LEFTHOOK)
        found.append(first._replace(content=content, maker=Maker.OTHER))
    behind = [native.ASIDE] if first.maker is Maker.OURS else [native.LEGACY] if first.maker in FRAMEWORKS else []
    for end in behind:
        moved = _script(stage, path + end)
        # A framework passes over what is not executable, as git does.
        if moved and moved.runs:
            found.append(moved)
            deeper = _script(stage, path + next(each for each in BEHIND if each != end))
            found += [deeper] if deeper and deeper.runs and moved.maker in {*FRAMEWORKS, Maker.OURS} else []
    return found


def unable(script: Script, *, ours: bool) -> Iterator[str]:
    """Why a script cannot start, in words.

    Starts its interpreter to ask, away from the repository; but none that whoever wrote the
    repository could name, so that it must be ours, which nobody else has.
    """
    if not script.runs:
        yield "is not executable, so git passes over it"
        return
    if hindrance := _interpreter(script.content):
        yield hindrance
    if not ours:
        return
    if read := native.read(script.content):
        yield from _started(script, read.python)
    elif script.maker in STARTED and (found := STARTED[script.maker].search(script.content)):
        yield from _started(script, os.fsdecode(found[1].strip(b"\r'\"")))


def _started(script: Script, program: str) -> Iterator[str]:
    if programs.found(script.maker):
        fallback = f"; the {script.maker} of the PATH is taken instead"
    else:
        fallback = f", and no {script.maker} is on the PATH"
    if not os.path.isabs(program) or not os.access(program, os.X_OK):
        yield f"starts {program}, which is gone{fallback}"
        return
    module = MODULES.get(script.maker)
    if module is None:
        return
    if not _has(program, module) and (script.maker is Maker.PRE_COMMIT or not programs.found(script.maker)):
        yield f"starts {program}, which has no {script.maker} any more"


@cache
def _has(python: str, module: str) -> bool:
    # Where it starts it would import from, too: its own folder has no module.
    return programs.run(python, ["-c", f"import {module}"], os.path.dirname(python))[0] == 0


def _interpreter(content: bytes) -> str:
    """What is wrong with the first line; nothing where git would have a shell read the script."""
    if not content.startswith(b"#!") or sys.platform == "win32":
        return ""
    line = content.partition(b"\n")[0][2:]
    if line.endswith(b"\r"):
        return "has Windows line ends, so its interpreter is not found"
    program, *rest = os.fsdecode(line).split()[:3] or [""]
    if os.path.basename(program) == "env":
        wanted = next((each for each in rest if not each.startswith("-")), "")
        return "" if not wanted or shutil.which(wanted) else f"needs {wanted}, which is not on the PATH"
    return "" if os.access(program, os.X_OK) else f"needs {program}, which is not there"


def _script(stage: str, path: str) -> Script | None:
    """What lies at a path; a link that leads nowhere is a script without content."""
    if not os.path.lexists(path) or os.path.isdir(path):
        return None
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        content = b""
    return Script(stage, path, content, _maker(content), os.access(path, os.X_OK))


def _maker(content: bytes) -> Maker:
    if native.read(content):
        return Maker.OURS
    return Maker.HUSKY if HUSKY.search(content) else Maker(native.maker(content) or Maker.OTHER)
