"""Which branches another one holds already: merged, rebased or squashed into it. Writes nothing to the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.git import aside
from mlhygiene.git.process import GitError, Place
from mlhygiene.git.refs import HEADS, REMOTES
from mlhygiene.git.settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhygiene.git.refs import Ref
    from mlhygiene.git.repository import Repository

# A commit that is thrown away needs a name, whatever the user's config lacks.
NOBODY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in {"NAME": "mlhygiene", "EMAIL": "mlhygiene@localhost", "DATE": "2000-01-01T00:00:00Z"}.items()
}


def default(repository: Repository, known: Sequence[Ref]) -> str | None:
    """The branch that work is merged into: what a remote says, or this clone's config, or the usual names."""
    heads = {ref.symbolic.removeprefix(REMOTES).partition("/")[2] for ref in known if ref.name.endswith("/HEAD")}
    chosen = settings(repository.place).get("init.defaultbranch")
    names = {ref.branch for ref in known}
    wanted = [*sorted(filter(None, heads)), *filter(None, [chosen]), "main", "master"]
    return next((name for name in wanted if name in names), None)


def merged(place: Place, tips: Iterable[str]) -> set[str]:
    """The refs of branches that one of some commits reaches. A process for each."""
    found = set[str]()
    for tip in tips:
        out = place.run("for-each-ref", "--format=%(refname)", f"--merged={tip}", HEADS, REMOTES)
        found.update(out.decode("utf-8", "surrogateescape").split("\n")[:-1])
    return found


class Equals:
    """Looks for the same changes in other commits: git-cherry(1), by patch-id.

    To find a squash merge, git is asked for a commit that is the whole of a branch; that one
    is made in a folder of its own.
    """

    def __init__(self, repository: Repository) -> None:
        place = aside.diverted(repository.at_top, repository.folder(), repository.objects_folder)
        self._place = Place(place.folder, {**place.environment, **NOBODY})
        self._objects = repository.objects

    def how(self, commit: str, target: str) -> str | None:
        """How a branch's changes have come into the target; None where they have not, or there are none."""
        code, out, _ = self._place.ask("merge-base", target, commit)
        base, trees = out.decode().strip(), self._trees(commit)
        if code or not base or trees == self._trees(base):
            return None
        if self._has(target, commit):
            return "rebased or picked"
        whole = self._place.run("commit-tree", f"{commit}^{{tree}}", "-p", base, "-m", "whole").decode().strip()
        return "squashed" if self._has(target, whole) else None

    def _trees(self, commit: str) -> str:
        info = self._objects.info(f"{commit}^{{tree}}")
        if info is None:
            raise GitError(f"commit {commit[:12]}: its tree is not in this clone: run `git fsck` to see what is broken")
        return info.oid

    def _has(self, target: str, commit: str) -> bool:
        """Whether each change up to a commit has its like in the target."""
        lines = self._place.run("cherry", target, commit).decode().splitlines()
        return bool(lines) and all(line.startswith("-") for line in lines)


def begun(place: Place, ref: str) -> bool:
    """Whether a branch was only created: its log knows one commit alone."""
    code, out, _ = place.ask("rev-list", "--walk-reflogs", ref, "--")
    return code == 0 and len(set(out.split())) == 1


def gone(place: Place) -> set[str]:
    """The branches whose branch on the remote was there, and is no more."""
    out = place.run("for-each-ref", "--format=%(refname)%00%(upstream:track)", HEADS).decode("utf-8", "surrogateescape")
    rows = (line.partition("\0") for line in out.split("\n")[:-1])
    return {name for name, _, track in rows if track == "[gone]"}


def only_here(place: Place, commit: str) -> int:
    """How many commits no remote's branch has, as far as this clone knows."""
    return int(place.run("rev-list", "--count", commit, "--not", "--remotes", "--"))
