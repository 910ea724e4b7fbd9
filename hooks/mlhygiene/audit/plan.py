"""The plan that repairs a history: steps for people, each with commands that run as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Storage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Person(NamedTuple):
    """Somebody who works here: `commits` since a year before the newest one, `last` in seconds."""

    name: str
    commits: int
    last: int


class Facts(NamedTuple):
    """What a plan has to know beside the audit.

    `url` is where everybody clones from, without any password; the folder of this clone where `local`, as there is no
    remote. `branch` is the one whose tree must come out right. `store` is the remote that DVC pushes to, and
    its folder where it is one.
    """

    name: str
    url: str
    branch: str
    local: bool = False
    storage: Storage = Storage.NONE
    store: tuple[str, str] | None = None
    people: Sequence[Person] = ()


class Block(NamedTuple):
    """Lines of a POSIX shell, what is said before them, and what one then sees.

    `everyone` is for people to run in their own clones: not a part of the run from top to bottom.
    """

    commands: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    everyone: bool = False


@dataclass(frozen=True)
class Step:
    """One thing to do, under a title."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Plan:
    """The steps in order, and the files that they need, by name. `left` is what no step repairs."""

    name: str
    summary: Sequence[tuple[str, str]]
    steps: Sequence[Step]
    appendix: Sequence[Step] = ()
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    left: Sequence[str] = ()
