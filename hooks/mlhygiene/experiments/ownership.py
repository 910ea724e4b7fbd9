"""Which refs own commits, and what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git.tips import Tip

# What default branches are called where no remote says which one it is.
USUAL = ("main", "master", "trunk")
HEADS, REMOTES, TAGS, ARCHIVE, DVC = "refs/heads/", "refs/remotes/", "refs/tags/", "refs/tags/archive/", "refs/exps/"
ORIGIN_HEAD = "refs/remotes/origin/HEAD"
LOCAL, REMOTE, ARCHIVED, OTHER = range(4)


class Name(NamedTuple):
    """A branch that may own commits. They are ordered as they are preferred where two stand at one commit."""

    plain: bool
    kind: int
    name: str


def default(tips: Sequence[Tip], *, bare: bool = False) -> set[str]:
    """The refs of the default branch, here and on remotes.

    A remote's HEAD says which it is, and so does that of a bare repository; in a worktree,
    the current branch is asked last.
    """
    remote = [tip for tip in tips if tip.symbolic and tip.ref.startswith(REMOTES) and tip.ref.endswith("/HEAD")]
    told = [tip.symbolic for tip in sorted(remote, key=lambda tip: tip.ref != ORIGIN_HEAD)]
    current = [tip.ref for tip in tips if tip.current and (bare or "/" not in tip.ref[len(HEADS) :])]
    usual = [HEADS + name for name in USUAL]
    names = {_plain(tip.ref) for tip in tips if not tip.symbolic} - {None}
    candidates = map(_plain, [*told, *current, *usual] if bare else [*told, *usual, *current])
    chosen = next((name for name in candidates if name in names), None)
    return {tip.ref for tip in tips if chosen is not None and _plain(tip.ref) == chosen}


def _plain(ref: str) -> str | None:
    """The name of a branch, without its remote."""
    if ref.startswith(HEADS):
        return ref[len(HEADS) :]
    return ref[len(REMOTES) :].partition("/")[2] if ref.startswith(REMOTES) else None


def owner(tip: Tip) -> Name | None:
    """What a ref is called as the owner of commits; None of a tag that archives no branch."""
    ref, plain = tip.ref, _plain(tip.ref)
    if tip.symbolic:
        return None
    if plain is not None:
        kind = LOCAL if ref.startswith(HEADS) else REMOTE
        return Name(not plain.startswith("exp/"), kind, plain if kind == LOCAL else ref[len(REMOTES) :])
    if ref.startswith(ARCHIVE):
        name = ref[len(ARCHIVE) :]
        return Name(not name.startswith("exp/"), ARCHIVED, name)
    if ref.startswith(TAGS):
        return None
    if ref.startswith(DVC):
        return Name(plain=True, kind=OTHER, name=f"exps/{ref.rpartition('/')[2]}")
    return Name(plain=True, kind=OTHER, name=ref.removeprefix("refs/"))
