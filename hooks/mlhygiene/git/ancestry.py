"""How commits descend from one another: git-merge-base(1), git-rev-list(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.git.process import GitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git.process import Place


def merge_base(place: Place, one: str, *others: str) -> str | None:
    """The best commit that one has, and any of the others; None of unrelated histories."""
    code, out, _ = place.ask("merge-base", one, *others)
    if code > 1:
        raise GitError(f"git merge-base {one[:12]} failed: run `git fsck` to see what is broken")
    return out.decode().strip() or None


def is_ancestor(place: Place, below: str, above: str) -> bool:
    """Whether a commit is another one, or reached by it."""
    code, _, _ = place.ask("merge-base", "--is-ancestor", below, above)
    if code > 1:
        raise GitError(f"git merge-base {below[:12]} {above[:12]} failed: run `git fsck` to see what is broken")
    return code == 0


def count(place: Place, range_: Sequence[str]) -> int:
    """How many commits a range has."""
    return int(place.run("rev-list", "--count", *range_, "--"))
