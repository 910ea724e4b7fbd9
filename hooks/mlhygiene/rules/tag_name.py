"""MLH504."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from mlhygiene.branches.naming import unfit
from mlhygiene.model import Severity
from mlhygiene.record import Tag
from mlhygiene.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.rule import Finding


@dataclass(frozen=True, kw_only=True)
class TagName(Rule[Tag]):
    """Tag that breaks scripts, or the tool that reads versions from tags.

    setuptools-scm and its like take the nearest tag with a digit for a version:
    after `v1.0-best` or `run/3x8k1abc` no build of any later commit works. Told
    where a tool reads tags and no setting of its own chooses which; `v1.2.0` and
    `v1.2.0-rc.1` are versions. Names that a shell takes for commands are told
    everywhere.

    Put the setting below the finding into the file, or name the tag otherwise.
    """

    code = "MLH504"
    name = "tag-name"
    subjects: ClassVar[tuple[type, ...]] = (Tag,)

    severity: Severity = Severity.WARNING

    def check(self, tag: Tag, /) -> Iterator[Finding]:
        if wrong := unfit(tag.name):
            yield self.found(tag, "; ".join(wrong))
        if tag.versioned_by:
            message = f"no version, and {tag.versioned_by} takes it for one: builds fail from this tag on"
            yield self.found(tag, message, fix=tag.setting)
