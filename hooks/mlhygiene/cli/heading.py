"""Of several refs of one push, the one that something is told of."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.model import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlhygiene.git.pushes import Push


def heading(push: Push, refs: Sequence[Push]) -> Callable[[], None]:
    """What says once that the next lines are about one ref; silent where the push has no other."""
    left = [f"pushing {_named(push)}:"] if len(refs) > 1 else []

    def head() -> None:
        if left:
            print(left.pop())

    return head


def _named(push: Push) -> str:
    name = f"the tag {push.tag}" if push.tag else push.branch or push.target
    return shown(os.fsencode(name))
