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
    pull request, and merges in a range by what their messages name; a merge that
    only moves the branch ahead leaves no trace, and git runs no hook for it.

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
            merged, target = subject.merging, subject.name
            fix = "git merge --abort" if subject.doing is Doing.MERGE else None
        for source in merged if target else ():
            if not self.branches.takes(target or "", source):
                sources = self.branches.sources(target or "")
                told = ", ".join(f"{each}*" if each.endswith("/") else each for each in sources)
                message = f"{source} does not go into {target}: the flow takes {told} there"
                yield self.found(subject, message, fix=fix, source=source, target=target)
