"""Of several refs of one push, the one that something is told of."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.cli.curtailing import whole
from mlhygiene.model import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlhygiene.git.pushes import Push
    from mlhygiene.report import Report


def heading(
    push: Push, refs: Sequence[Push], curtail: Callable[[Report], Report] = whole
) -> Callable[[Report], Report]:
    """What says once that the next lines are about one ref, and what of a report is told.

    Silent where the push has no other ref, or where nothing is told.
    """
    left = [f"pushing {_named(push)}:"] if len(refs) > 1 else []

    def head(report: Report) -> Report:
        told = curtail(report)
        if told.findings and left:
            print(left.pop())
        return told

    return head


def _named(push: Push) -> str:
    name = f"the tag {push.tag}" if push.tag else push.branch or push.target
    return shown(os.fsencode(name))
