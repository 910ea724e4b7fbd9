"""Which pattern makes git ignore a path: git-check-ignore(1)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git.process import Place


def patterns(place: Place, paths: Sequence[bytes]) -> dict[bytes, str]:
    """`file:line:pattern` for each path that git would ignore, were it not tracked."""
    if not paths:
        return {}
    given = b"".join(path + b"\0" for path in paths)
    # Exit code 1 says that nothing is ignored.
    _, out, _ = place.ask("check-ignore", "--no-index", "--verbose", "-z", "--stdin", given=given)
    fields = [os.fsdecode(field) for field in out.split(b"\0")]
    rows = zip(fields[::4], fields[1::4], fields[2::4], fields[3::4], strict=False)
    return {
        os.fsencode(path): f"{source}:{line}:{pattern}"
        for source, line, pattern, path in rows
        if not pattern.startswith("!")
    }
