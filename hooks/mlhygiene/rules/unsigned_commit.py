"""MLH505."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from mlhygiene import advice
from mlhygiene.model import Commit
from mlhygiene.rule import Rule, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.rule import Finding


def parse_switch(value: object) -> bool:
    """True or false, or ValueError."""
    if isinstance(value, bool):
        return value
    raise ValueError(f"{value!r} is neither true nor false")


@dataclass(frozen=True, kw_only=True)
class UnsignedCommit(Rule[Commit]):
    """Commit without a signature, where the team wants them signed.

    A name and an address can be written by anybody: a signature alone says who
    made the commit that a model was trained from. Nothing is asked of commits
    unless `required` is set. That a commit has a signature is judged; whose it
    is, and whether it holds, is for those to say who have the keys.

    Sign what the range adds again: `git rebase --gpg-sign` with its base.
    """

    code = "MLH505"
    name = "unsigned-commit"
    subjects: ClassVar[tuple[type, ...]] = (Commit,)

    required: bool = option(
        default=False,
        text="Whether every commit of a range must be signed.",
        parse=parse_switch,
        schema={"type": "boolean"},
    )

    def check(self, commit: Commit, /) -> Iterator[Finding]:
        record = commit.record
        if self.required and commit.oid and record is not None and record.signed is False:
            yield self.found(commit, "not signed", fix=advice.sign(commit.oid, root=not record.parents))
