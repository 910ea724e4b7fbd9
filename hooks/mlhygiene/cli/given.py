"""What git hands to its hooks on standard input."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from mlhygiene.git.pushes import Push

LEFTHOOK = "(lefthook does with `use_stdin: true`)"


def refs() -> list[Push]:
    """The refs of a push, as git tells its pre-push hook of them."""
    from mlhygiene.git.pushes import told  # no commit needs it

    return told(lines(f"the refs of the push {LEFTHOOK}"))


def lines(what: str) -> bytes:
    """All of it. Refusal where nobody hands anything over: a terminal would be waited for, and nothing look clean."""
    if sys.stdin is None or stat.S_ISCHR(os.fstat(sys.stdin.fileno()).st_mode):
        raise Refusal(f"nobody hands anything over on standard input: give it what git does, {what}")
    return sys.stdin.buffer.read()
