"""Which branch a commit was made on, as far as the graph tells: computed once, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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


class Ownership(NamedTuple):
    """The owner of each commit that is not of the default branch, and all commits that the default branch reaches."""

    owners: Mapping[str, Name]
    default: frozenset[str]

    def name(self, commit: str) -> str | None:
        owner = self.owners.get(commit)
        return owner.name if owner else None

    def rank(self, commit: str) -> int:
        """Which of two equal commits to keep, lowest first: that on a local branch, on the default one, elsewhere."""
        owner = self.owners.get(commit)
        if owner is None:
            return 1 if commit in self.default else len((LOCAL, REMOTE, ARCHIVED, OTHER)) + 1
        return 0 if owner.kind == LOCAL else owner.kind + 1


def ownership(graph: Mapping[str, str], tips: Sequence[Tip], *, bare: bool = False) -> Ownership:
    """Give every commit to the nearest branch.

    `graph` maps a commit to its parents, parted by blanks. The default branch keeps its own line
    of first parents. What else it reaches belongs to the branches that were merged into it, on
    their own lines, as a branch is left standing, or goes on; all else to those that reach it.
    """
    main = default(tips, bare=bare)
    starts = [tip.commit for tip in tips if tip.ref in main]
    trunk = {commit for start in starts for commit in line(graph, start)}
    reached = _reached(graph, starts)
    named = [(name, tip.commit) for tip in tips if tip.ref not in main and (name := _name(tip))]
    return Ownership(_nearest(graph, sorted(named), trunk, reached), frozenset(reached))


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


def _name(tip: Tip) -> Name | None:
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


def line(graph: Mapping[str, str], start: str) -> Iterator[str]:
    """A commit and its first parents."""
    commit = start
    while commit in graph:
        yield commit
        commit = graph[commit].partition(" ")[0]


def _reached(graph: Mapping[str, str], starts: Iterable[str]) -> set[str]:
    """All that some commits reach, themselves included."""
    reached, todo = set[str](), list(starts)
    while todo:
        commit = todo.pop()
        while commit in graph and commit not in reached:
            reached.add(commit)
            commit, _, others = graph[commit].partition(" ")
            if others:
                todo += others.split(" ")
    return reached


def _nearest(
    graph: Mapping[str, str], tips: Iterable[tuple[Name, str]], trunk: set[str], reached: set[str]
) -> dict[str, Name]:
    """The branches that reach each commit first: over first parents, and only then over what was merged."""
    owners: dict[str, Name] = {}
    edge: list[str] = []
    later = list(tips)

    def take(name: Name, commit: str) -> None:
        if commit in graph and commit not in owners and commit not in trunk:
            owners[commit] = name
            edge.append(commit)

    while later:
        waiting, later = later, list[tuple[Name, str]]()
        for name, commit in waiting:
            take(name, commit)
        while edge:
            level, edge[:] = edge[:], []
            for commit in level:
                name, merged = owners[commit], commit in reached
                first, _, others = graph[commit].partition(" ")
                take(name, first)
                if others:
                    later += [(name, other) for other in others.split(" ") if merged or other not in reached]
    return owners
