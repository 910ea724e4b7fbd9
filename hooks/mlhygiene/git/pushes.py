"""What a push brings: the lines that git hands to its pre-push and pre-receive hooks, and the commits behind them.

The source is githooks(5).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.records import walk
from mlhygiene.git.refs import HEADS, TAGS
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.git.repository import Repository

ZERO = re.compile(r"0{40}(?:0{24})?")
FIELDS = 4
# A command line of Windows takes 32,000 characters.
MANY = 200


class Push(NamedTuple):
    """One ref of a push. `source` is what was named here, `oid` what it is; `target` is the ref there.

    `known` is what the remote's ref was before: None where it is new.
    """

    source: str
    oid: str
    target: str
    known: str | None

    @property
    def deletes(self) -> bool:
        return ZERO.fullmatch(self.oid) is not None

    @property
    def branch(self) -> str | None:
        """The branch on the other side, if it is one."""
        return self.target.removeprefix(HEADS) if self.target.startswith(HEADS) else None

    @property
    def tag(self) -> str | None:
        return self.target.removeprefix(TAGS) if self.target.startswith(TAGS) else None

    @property
    def local(self) -> str | None:
        """The branch on this side, if it is one."""
        return self.source.removeprefix(HEADS) if self.source.startswith(HEADS) else None


class There(NamedTuple):
    """The other side of a push: what git-rev-list(1) is told that it has, and the remote's name.

    A server has no name for itself. While its pre-receive hook runs, no ref is moved yet.
    """

    has: tuple[str, ...]
    remote: str | None = None


HERE = There(("--all",))
# Where nobody says which remote it is.
ANYWHERE = There(("--remotes",))


def there(remote: str) -> There:
    """A remote, by the branches of it that this clone knows; an address has none here."""
    return There((f"--remotes={glob(remote)}",), remote)


def told(given: bytes) -> list[Push]:
    """The lines of git: `local-ref oid remote-ref oid`. A local name may hold blanks: `HEAD@{1 day ago}`."""
    found = list[Push]()
    for line in given.decode("utf-8", "surrogateescape").split("\n"):
        fields = line.rstrip("\r").rsplit(" ", FIELDS - 1)
        if len(fields) == FIELDS:
            source, oid, target, known = fields
            found.append(Push(source, oid, target, None if ZERO.fullmatch(known) else known))
        elif line.strip():
            raise Refusal("standard input is not what git hands to its pre-push hook: `local-ref oid remote-ref oid`")
    return found


def received(given: bytes) -> list[Push]:
    """The lines of git for a server: `known oid ref`. No ref has a name of the pusher's."""
    found = list[Push]()
    for line in given.decode("utf-8", "surrogateescape").split("\n"):
        known, *rest = line.split(" ", 2)
        if len(rest) == FIELDS - 2:
            found.append(Push("", rest[0], rest[1], None if ZERO.fullmatch(known) else known))
        elif line:
            raise Refusal("standard input is not what git hands to its pre-receive hook: `old-oid new-oid ref`")
    return found


def straight(repository: Repository, push: Push, there: There) -> tuple[str, ...]:
    """The commits that reach a branch neither by a merge nor from another branch of the remote.

    What a merge has brought is off the line of first parents. A merge that only moves the branch
    ahead is told by the other branch, where that has been pushed.
    """
    base = [push.known] if push.known and has(repository, push.known) else []
    range_ = [push.oid, "--not", *base, *there.has]
    return tuple(repository.place.run("rev-list", "--first-parent", "--no-merges", *range_, "--").decode().split())


def base(repository: Repository, push: Push, there: There) -> str | None:
    """The commit that a ref goes on from, of those that the remote has; None where it has none of them.

    A branch or a tag that is new there begins where its line of first parents leaves what is there;
    one that brings nothing begins and ends at the same commit.
    """
    info = repository.objects.info(f"{push.known}^{{commit}}") if push.known else None
    if info is not None:
        return info.oid
    range_ = [push.oid, "--not", *there.has]
    out = repository.place.run("rev-list", "--first-parent", "--boundary", *range_, "--").decode().split()
    edges = [oid[1:] for oid in out if oid.startswith("-")]
    return edges[-1] if edges else None if out else push.oid


def line(repository: Repository, push: Push) -> list[str]:
    """The commits that a push adds to the line of first parents of a branch, newest first."""
    range_ = [push.oid, *([f"^{push.known}"] if push.known else [])]
    return repository.place.run("rev-list", "--first-parent", *range_, "--").decode().split()


def is_rewritten(repository: Repository, push: Push) -> bool:
    """Whether the branch loses commits that it has. What is not here cannot be in what is pushed."""
    if push.known is None or push.known == push.oid:
        return False
    if not has(repository, push.known):
        return True
    return repository.place.ask("merge-base", "--is-ancestor", push.known, push.oid)[0] != 0


def added(repository: Repository, push: Push, there: There, *options: str) -> Iterator[str]:
    """The commits that a push brings to a remote."""
    base = [push.known] if push.known and has(repository, push.known) else []
    range_ = [push.oid, "--not", *base, *there.has]
    yield from repository.place.run("rev-list", *options, *range_, "--").decode().split()


def has(repository: Repository, oid: str) -> bool:
    """Whether an object is here: of what a remote has, a clone may not know."""
    return repository.objects.info(oid) is not None


def glob(remote: str) -> str:
    """A remote as a pattern that is itself; an address has no branches here, and matches none."""
    return re.sub(r"([*?\[\\])", r"\\\1", remote)


def bringing(repository: Repository, pushes: Sequence[Push], there: There) -> set[str]:
    """The commits of some refs that the remote does not have yet. A process for many refs."""
    found = set[str]()
    for at in range(0, len(pushes), MANY):
        some = pushes[at : at + MANY]
        tips = {each.oid for each in some}
        known = [each.known for each in some if each.known and has(repository, each.known)]
        range_ = [*tips, "--not", *known, *there.has]
        found.update(oid for oid in walk(repository.place, range_, repository.remedy) if oid in tips)
    return found
