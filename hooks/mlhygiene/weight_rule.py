"""What MLH109 and MLH114 share: a limit on the compressed size of a commit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from mlhygiene.model import Commit
from mlhygiene.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.rule import Finding
    from mlhygiene.tree import Tree


class _Subjects:
    """Commits and trees: a hook over files, where there is no tree, does without the latter."""

    def __get__(self, rule: object, kind: type) -> tuple[type, ...]:
        from mlhygiene.tree import Tree  # as above

        return (Commit, Tree)


class WeightRule(Rule["Commit | Tree"]):
    """A limit on the compressed size of a commit: of the contents that it brings, and of its whole tree."""

    subjects: ClassVar[tuple[type, ...]] = cast("tuple[type, ...]", _Subjects())
    over_files: ClassVar[bool] = True

    limit: int

    @classmethod
    def judges(cls, kind: type) -> bool:
        return kind is Commit or kind in cls.subjects

    def check(self, subject: Commit | Tree, /) -> Iterator[Finding]:
        if isinstance(subject, Commit) and subject.size <= self.limit:
            return
        from mlhygiene import weighing  # most commits are light

        if isinstance(subject, Commit):
            weight, same = weighing.brought(subject, self.limit), None
        else:
            weight, same = weighing.held(subject, self.limit), "snapshot"
        if weight is not None:
            figures = {"size": weight.size, "compressed": weight.compressed, "limit": self.limit}
            finding = self.found(subject, weight.message, fix=weight.fix)
            yield replace(finding, data=figures, same=same)
