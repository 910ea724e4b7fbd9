"""The lines of attributes that hand notebooks to the filter, and the file that they stand in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene import files
from mlhygiene.cli import takeover
from mlhygiene.cli.notebook_filter import ANY, KINDS, Standing, foreign, told
from mlhygiene.filtering.commands import DRIVER
from mlhygiene.git.drivers import NONE, Drivers
from mlhygiene.git.settings import GLOBAL, settings
from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlhygiene.git import Repository
    from mlhygiene.git.process import Place

# The driver of nbdime: what `mlhygiene init` writes into .gitattributes says it, whether or not nbdime is there.
NBDIME = "jupyternotebook"
# Every line that `line` can give.
LINES = [f"*{kind.decode()} filter={DRIVER}{diff}".encode() for kind in KINDS for diff in (f" diff={DRIVER}", "")]


@dataclass
class Target:
    """Where the filter goes: one repository, or all of a user's (no `standing`).

    `attributes` is the file for the lines, `base` the folder that it speaks of; `look` asks
    git anew what is in force.
    """

    place: Place
    scope: str
    attributes: str
    look: Callable[[], Mapping[bytes, Drivers]]
    base: bytes = b""
    standing: Standing | None = None

    @property
    def named(self) -> str:
        """The file of attributes for a person."""
        near = os.path.relpath(self.attributes)
        return shown(os.fsencode(self.attributes if near.startswith(os.pardir) else near))


def base(repository: Repository, path: str) -> bytes:
    """The folder, from the root, that a `.gitattributes` speaks of; the root for other files."""
    if os.path.basename(path) != ".gitattributes":
        return b""
    folder, top = os.path.realpath(os.path.dirname(path)), os.path.realpath(repository.top or os.curdir)
    inside = os.path.relpath(folder, top)
    if inside.startswith(os.pardir):
        raise Refusal(f"{path}: it lies outside of this repository")
    return b"" if inside == os.curdir else os.fsencode(inside).replace(os.sep.encode(), b"/") + b"/"


def lines(target: Target) -> list[bytes]:
    """The lines that are missing; Refusal where one would override somebody's choice."""
    in_force = target.look()
    return [line for kind in KINDS if (line := _line(target, in_force, kind))]


def _line(target: Target, in_force: Mapping[bytes, Drivers], kind: bytes) -> bytes | None:
    any_ = in_force[target.base + ANY + kind]
    if any_.filter == DRIVER:
        return None
    # Notebooks that are there come first: they are what the user knows.
    for path, each in in_force.items():
        if path.startswith(target.base) and path.lower().endswith(kind) and foreign(each.filter):
            raise Refusal(_conflict(path, each.filter, target))
    diff = f" diff={DRIVER}" if _free(target, any_.diff) else ""
    return b"*%s filter=%s%s" % (kind, DRIVER.encode(), diff.encode())


def _free(target: Target, diff: str) -> bool:
    """Whether nobody else shows what has changed in a notebook."""
    if diff == NBDIME:
        return not any(key.startswith(f"diff.{NBDIME}.") for key in settings(target.place))
    return diff in {NONE, DRIVER}


def _conflict(path: bytes, filter_: str, target: Target) -> str:
    """One line: who has the notebook, and what to do."""
    line = f"*{path[path.rindex(b'.') :].decode()} filter={DRIVER} diff={DRIVER}"
    by_hand = f"write `{line}` into .gitattributes yourself, before the line that chooses otherwise, and run this again"
    if filter_ == "nbstripout":
        keys = takeover.spelled(takeover.of_nbstripout(settings(target.place)))
        again = f"mlhygiene init --notebook-filter{' --global' * (target.scope == GLOBAL)}{keys}"
        return f"{told(path)} has filter=nbstripout already: run `nbstripout --uninstall`, then `{again}`"
    if filter_ == "lfs":
        return f"{told(path)} is held by Git LFS (filter=lfs): untrack it there (`git lfs untrack`), or {by_hand}"
    if filter_ == "unset":
        return f"{told(path)} has -filter, so that nothing strips it: take that back, or {by_hand}"
    return f"{told(path)} has filter={filter_} already: take that out of the attributes, or {by_hand}"


def content(path: str) -> bytes:
    """What a file of attributes holds; nothing where there is none."""
    return files.read(path).content if os.path.exists(path) else b""


def change(path: str, content: bytes) -> None:
    """Have a file hold a content, all of it or none; one that would hold nothing goes."""
    try:
        if not content and not os.path.islink(path):
            os.remove(path)
            return
        os.makedirs(os.path.dirname(os.path.realpath(path)), exist_ok=True)
    except OSError as error:
        raise Refusal(f"{path}: cannot write it: {error.strerror}") from None
    if os.path.exists(path):
        files.replace(files.read(path), content)
    else:
        files.create(os.path.realpath(path), content)
