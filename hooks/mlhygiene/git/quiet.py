"""Options of git under which looking at files keeps nothing of them.

Whoever asks how a file of LFS differs has git-lfs copy the whole of it into `.git/lfs`.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhygiene.git.process import Place

LFS = r"filter\.lfs\.(process|clean)"
SET = re.compile(rf"(?m)(?:^|\0){LFS}\n")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def filters(place: Place) -> tuple[str, ...]:
    """The options for a repository, whose config is asked."""
    return options(place.ask("config", "--null", "--get-regexp", f"^{LFS}$")[1].decode("utf-8", "replace"))


def options(config: str) -> tuple[str, ...]:
    """The options, by what `git config --null` says of filters: none where LFS has none."""
    if SET.search(config) is None or not sys.executable:
        return ()
    from shlex import quote  # only where there is LFS

    code = f"import sys; sys.path[:0] = [{ROOT!r}]; from mlhygiene.git.pointing import main; main()"
    return "-c", f"filter.lfs.process={quote(sys.executable)} -I -c {quote(code)}", "-c", "filter.lfs.required=true"
