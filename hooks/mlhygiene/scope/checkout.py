"""The clone that a CI service has made: which of what it tells is here. Nothing is fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene import advice
from mlhygiene.ci.change import Way
from mlhygiene.ci.remedies import REMEDIES, REQUESTS
from mlhygiene.git import integrated, records
from mlhygiene.git.refs import REMOTES, refs
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.ci.change import Change
    from mlhygiene.git.refs import Ref
    from mlhygiene.git.repository import Repository

SHORT = 7
SIDES = 2
# GitHub's merge of a pull request, and git's, as Jenkins, Travis and Drone make it.
MERGED = re.compile(r"Merge (?:commit ')?([0-9a-f]{40}(?:[0-9a-f]{24})?)\b")


class Merge(NamedTuple):
    """What a service has merged to try it: the side that is proposed, and the other one."""

    head: str
    base: str


class Checkout:
    """The clone of a change. `stages` are the branches that others are merged into, beside the default one."""

    def __init__(self, repository: Repository, change: Change, stages: Sequence[str] = ()) -> None:
        self.repository = repository
        self.change = change
        self.stages = stages
        self._known: list[Ref] = refs(repository.place, (REMOTES,))
        self.default = change.default or integrated.default(repository, self._known)
        self.merge = self._merge()

    def here(self, name: str | None) -> str | None:
        """A commit by its hash, whole or shortened, tags followed; None where it is not in this clone."""
        info = self.repository.objects.info(f"{name}^{{commit}}") if name else None
        return info.oid if info else None

    def tip(self, branch: str | None) -> str | None:
        """Where the remote's branch stood when it was fetched last."""
        return next((self.here(ref.oid) for ref in self._known if branch and ref.branch == branch), None)

    @property
    def head(self) -> str:
        """The commit that is proposed: the one that is told, or that the merge brings, or what is checked out."""
        told = self.change.head or (self.merge.head if self.merge else None)
        found = self.here(told or self.repository.head)
        if found:
            return found
        if told is None:
            raise Refusal(f"{self.change.build.service}: nothing is checked out: no commit can be judged")
        if self.repository.objects.info(told):
            raise Refusal(f"{self.change.build.service}: {self.change.said} leads to no commit: it cannot be judged")
        raise self._headless(f"{self.change.said} ends with {short(told)}")

    def lacking(self, what: str, branch: str | None = None) -> Refusal:
        """The word that something is not here, with the line that mends it."""
        service = self.change.build.service
        if self.repository.shallow:
            return Refusal(f"{service}: {what}, and this clone is shallow: {REMEDIES[service]}")
        name = branch or "*"
        return self._unfetched(what, f"+refs/heads/{name}:refs/remotes/origin/{name}")

    def _unfetched(self, what: str, ref: str) -> Refusal:
        fetch = f"git fetch origin {advice.word(ref)}"
        return Refusal(f"{self.change.build.service}: {what}, which is not in this clone: run `{fetch}` before")

    def _headless(self, what: str) -> Refusal:
        """The same of what is proposed, which a branch of the remote need not hold."""
        change, number = self.change, self.change.build.request
        if change.event == "pull_request_target":
            ref = f"ref: refs/pull/{number}/merge"
            return Refusal(f"{change.build.service}: {what}: give actions/checkout `{ref}` and `fetch-depth: 0`")
        if self.repository.shallow or change.way is not Way.REQUEST or change.build.service not in REQUESTS:
            return self.lacking(what, change.build.branch)
        return self._unfetched(what, REQUESTS[change.build.service].format(number))

    def _merge(self) -> Merge | None:
        """The merge that is checked out, where it is one of what is proposed; one of somebody's own is not."""
        head, told = self.repository.head, self.change.head
        if head is None or self.change.way is not Way.REQUEST:
            return None
        (record,) = records.read(self.repository.objects, [head])
        if len(record.parents) != SIDES:
            return None
        first, second = record.parents
        if told:
            sides = {second: Merge(second, first), first: Merge(first, second)}
            return next((sides[side] for side in sides if side.startswith(told)), None)
        subject = MERGED.match(record.subject)
        return Merge(second, first) if subject and subject[1] == second else None


def short(oid: str) -> str:
    """As much of a hash as people read."""
    return oid[:SHORT]
