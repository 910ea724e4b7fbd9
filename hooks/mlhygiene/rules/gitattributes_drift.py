"""MLH602."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from mlhygiene.layout import drift
from mlhygiene.model import Severity
from mlhygiene.rule import Rule
from mlhygiene.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.rule import Finding

PATH = b".gitattributes"


@dataclass(frozen=True, kw_only=True)
class GitattributesDrift(Rule[Tree]):
    """Managed block of `.gitattributes` that is not as `mlhygiene init` writes it.

    `git lfs untrack` takes a line out of the middle of it, and the next model of
    that kind goes into git itself; a block that was edited by hand gets none of
    the patterns that a newer version knows. What to write follows from the
    choices in its first line; a file without a block has none to drift.

    Run `mlhygiene init`, or let `mlhygiene lint --fix` refresh a block that nobody
    has changed. Your own lines go below the block, where they have the last word;
    `mlhygiene init --force` puts those there that stand in it.
    """

    code = "MLH602"
    name = "gitattributes-drift"
    subjects: ClassVar[tuple[type, ...]] = (Tree,)

    severity: Severity = Severity.WARNING

    def check(self, tree: Tree, /) -> Iterator[Finding]:
        for found in drift.drifts("gitattributes", tree.state.read(PATH) or b""):
            yield self.found(tree, found.message, fix=found.fix, at=tree.at(found.line, PATH))
