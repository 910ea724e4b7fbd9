"""What a repository is made of, as far as its files tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Storage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# The extras that a repository has by itself; the others are asked for (`--with`).
FOUND = ("kedro", "valohai")


class Facts(NamedTuple):
    """What was found. `tools` are names such as `hydra`, `lightning`, `uv`; `because` says of each finding by what.

    `fresh` is true of a repository without a tracked file, `configured` of one with a config of ours
    (`documents.configured`).
    """

    storage: Storage = Storage.NONE
    extras: frozenset[str] = frozenset()
    tools: frozenset[str] = frozenset()
    notebooks: int = 0
    fresh: bool = True
    because: tuple[tuple[str, str], ...] = ()
    configured: bool = False


def facts(paths: Sequence[bytes], read: Callable[[bytes], bytes | None]) -> Facts:
    """Look at the files of a repository: `paths` from its root, and what `read` says stands in one."""
    raise NotImplementedError
