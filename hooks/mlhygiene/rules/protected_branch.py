"""MLH502."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from mlhygiene import advice
from mlhygiene.branches.scheme import Scheme
from mlhygiene.record import Branch, Doing
from mlhygiene.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.rule import Finding

WHAT = "what-you-try"


@dataclass(frozen=True, kw_only=True)
class ProtectedBranch(Rule[Branch]):
    """Commit made on a protected branch.

    What stands on `main` is what everybody starts from and what is released: a
    half-tried change there is in every later experiment. Merges are welcome, and
    so is the first commit of a repository. A push is judged by what it brings:
    commits that are neither a merge nor on another branch of the remote, a
    rewritten history, a deletion.

    Commit on a branch of its own (what is staged goes along), and merge that.
    Whoever works on `main` alone says so in the config: `protected = []` in the
    table `[tool.mlhygiene.branches]`.
    """

    code = "MLH502"
    name = "protected-branch"
    subjects: ClassVar[tuple[type, ...]] = (Branch,)

    branches: Scheme = Scheme()

    def check(self, branch: Branch, /) -> Iterator[Finding]:
        if not self.branches.protects(branch.name) or branch.unborn:
            return
        if branch.doing is Doing.COMMIT:
            name = self._free(branch)
            fix = f"git switch -c {advice.word(name)}" if name else None
            yield self.found(branch, "it is protected: no commit is made on it directly", fix=fix)
        elif branch.undone:
            yield self.found(branch, f"it is protected: it may not be {branch.undone}", undone=branch.undone)
        elif branch.straight:
            count = len(branch.straight)
            commits = f"{count:,} commit{'s' * (count > 1)} that no merge brings"
            yield self.found(
                branch, f"it is protected: the push takes {commits} straight to it", fix=self._push(branch), count=count
            )

    def _free(self, branch: Branch) -> str | None:
        """A name that can be pasted: no branch has it, and none is in its way."""
        from mlhygiene.branches.suggesting import suggested  # only a mistake needs it

        return suggested(WHAT, self.branches, branch.others)

    def _push(self, branch: Branch) -> str | None:
        if branch.pushing is None:
            return None
        remote, source = branch.pushing
        own = source.removeprefix("refs/heads/")
        good = source.startswith("refs/heads/") and self.branches.allows(own) and not self.branches.protects(own)
        name = own if good else self._free(branch)
        return name and f"git push {advice.word(remote)} {advice.word(f'{source}:refs/heads/{name}')}"
