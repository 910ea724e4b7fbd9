"""What git keeps beside trees: what a commit says, branches, tags. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from mlhygiene.location import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _unknown() -> Mapping[str, int]:
    return {}


@dataclass(frozen=True, slots=True)
class Record:
    r"""What a commit says, beside its tree.

    `message` is what git stores (or is about to), lines parted by `\n`; bytes that are not of
    its encoding are surrogates. `parents` are oids; `merged` the names of the branches that a
    merge brings in, as far as anybody knows. `author` is `Ada <ada@example.org>`, `authored`
    and `committed` are seconds since the epoch: a rebase and an amendment keep the first, and
    set the second, which is None where a commit does not tell. `signed` is None of a commit that is not made yet.

    `pending` is true of the commit about to be made. `target` is the branch that it is made on,
    pushed to or proposed for, where that is known. `past` is true of what was committed before the
    day from which on messages are judged. `closed` is true of an unfinished experiment
    whose result a later commit of the same range brings. `metrics` gives the names of metrics in
    the logbook so far, with the number of their uses: whoever asks pays for a look at history.
    """

    # May hold a secret, and what crashes tells its subject.
    message: str = field(repr=False)
    parents: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    author: str = ""
    authored: int = 0
    committed: int | None = None
    signed: bool | None = None
    pending: bool = False
    target: str | None = None
    past: bool = False
    closed: bool = False
    metrics: Callable[[], Mapping[str, int]] = field(default=_unknown, repr=False, compare=False)

    @property
    def subject(self) -> str:
        """The first line. What git calls so (`%s`) also takes in what follows without a blank line."""
        return self.message.lstrip("\n").partition("\n")[0]

    @property
    def merge(self) -> bool:
        return len(self.parents) > 1


class Doing(StrEnum):
    """What happens to a branch when it is judged."""

    COMMIT = "commit"
    MERGE = "merge"
    PUSH = "push"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch as a person or a machine is about to use it, without `refs/heads/`.

    `merging` names the branches that a merge, or a pull request, brings into it; of a push, those
    that it may have been moved ahead to. `others` are
    all the branches that this clone knows, here and on remotes, without a remote's name.
    `unborn` is true before the first commit; `remote` is true of a name on the other side of a push.
    Of such a one, `pushing` are the remote and what is pushed there, as `git push` takes them;
    `straight` the commits that reach it neither by a merge nor from another branch of the remote;
    `undone` says what becomes of its history, where that is not merely longer: `deleted`, `rewritten`.
    """

    name: str
    doing: Doing = Doing.COMMIT
    merging: tuple[str, ...] = ()
    others: frozenset[str] = field(default=frozenset(), repr=False)
    unborn: bool = False
    remote: bool = False
    pushing: tuple[str, str] | None = None
    straight: tuple[str, ...] = ()
    undone: str | None = None

    def at(self, _line: int | None = None) -> Location:
        return Location(ref=self.name)

    @property
    def identity(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as somebody is about to push it, or as it stands, without `refs/tags/`.

    `versioned_by` names the file and the tool that read the version from tags, where it breaks
    on this one; `setting` is what the file needs to keep on working. None where nothing breaks.
    """

    name: str
    versioned_by: str | None = None
    setting: str | None = None

    def at(self, _line: int | None = None) -> Location:
        return Location(ref=f"tag {self.name}")

    @property
    def identity(self) -> str:
        return f"tag {self.name}"
