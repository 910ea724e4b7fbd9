"""MLH501."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from mlhygiene import advice
from mlhygiene.branches.naming import faults
from mlhygiene.branches.scheme import Scheme
from mlhygiene.record import Branch, Doing
from mlhygiene.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.rule import Finding


@dataclass(frozen=True, kw_only=True)
class BranchName(Rule[Branch]):
    """Branch name outside the team's scheme, or one that breaks tools.

    Experiments are found by their branches: one called `test2` is in no logbook,
    and nobody dares to delete it. A name with a `;` or a blank runs as a command
    in scripts of CI, and `exp/LR` beside `exp/lr` is one file on macOS and
    Windows. Branches of bots pass; `[tool.mlhygiene.branches]` has the scheme.

    Rename the branch: the line below the finding does it.
    """

    code = "MLH501"
    name = "branch-name"
    subjects: ClassVar[tuple[type, ...]] = (Branch,)

    branches: Scheme = Scheme()

    def check(self, branch: Branch, /) -> Iterator[Finding]:
        # What a pull request goes into was named before.
        target = branch.doing is Doing.REVIEW and branch.merging
        if target or branch.undone == "deleted" or not (wrong := faults(branch.name, self.branches, branch.others)):
            return
        from mlhygiene.branches.suggesting import suggested  # only a mistake needs it

        better = suggested(branch.name, self.branches, branch.others)
        yield self.found(branch, "; ".join(wrong), fix=_fix(branch, better), suggested=better)


def _fix(branch: Branch, better: str | None) -> str | None:
    """The command that renames it, or that pushes to a better name."""
    if better is None:
        return None
    if branch.pushing:
        remote, source = branch.pushing
        return f"git push {advice.word(remote)} {advice.word(f'{source}:refs/heads/{better}')}"
    if branch.unborn and branch.name.startswith("-"):
        # git renames no such branch before it has a commit.
        return f"git symbolic-ref HEAD {advice.word(f'refs/heads/{better}')}"
    return f"git branch -m -- {advice.word(branch.name)} {advice.word(better)}"
