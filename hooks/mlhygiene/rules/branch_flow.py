"""MLH503."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from mlhygiene import advice
from mlhygiene.branches.scheme import Scheme
from mlhygiene.model import Commit
from mlhygiene.record import Branch, Doing
from mlhygiene.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.rule import Finding


@dataclass(frozen=True, kw_only=True)
class BranchFlow(Rule[Branch | Commit]):
    """Merge against the team's flow of branches.

    A feature that is merged into `main` past `develop`, `test` and a release has
    been seen by nobody who would have caught it. Judged are a merge under way, a
    pull request, and merges in a range by what their messages name. git runs no
    hook for a merge that only moves a branch ahead, and no commit tells of it:
    of a protected branch it is told where that is pushed.

    Take the merge back, and merge in the direction that the message names.
    """

    code = "MLH503"
    name = "branch-flow"
    subjects: ClassVar[tuple[type, ...]] = (Branch, Commit)

    branches: Scheme = Scheme()

    def check(self, subject: Branch | Commit, /) -> Iterator[Finding]:
        if isinstance(subject, Commit):
            record = subject.record
            merged, target = (record.merged, record.target) if record else ((), None)
            fix = advice.reopen(subject.oid) if subject.oid else None
        else:
            merged, target = self._brought(subject), subject.name
            fix = "git merge --abort" if subject.doing is Doing.MERGE else None
        for source in merged if target else ():
            if not self.branches.takes(target or "", source):
                sources = self.branches.sources(target or "")
                told = ", ".join(f"{each}*" if each.endswith("/") else each for each in sources)
                message = f"{source} does not go into {target}: the flow takes {told} there"
                yield self.found(subject, message, fix=fix, source=source, target=target)

    def _brought(self, branch: Branch) -> tuple[str, ...]:
        """What comes into a branch. One of the branches that a push has moved it ahead to is enough to allow it.

        A branch that is not protected may have been worked on, and the others started from it.
        """
        if branch.doing is not Doing.PUSH:
            return branch.merging
        is_moved = self.branches.protects(branch.name)
        allowed = any(self.branches.takes(branch.name, source) for source in branch.merging)
        return branch.merging[:1] if is_moved and not allowed else ()
