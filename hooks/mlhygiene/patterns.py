"""One pattern of the config, as .gitignore has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def _steady() -> dict[str, Any]:
    """Have pathspec 1 match by itself.

    Where google-re2 or hyperscan happen to be installed, it would hand names to them, and they
    take none that is not UTF-8. Older ones know no other way.
    """
    import pathspec  # as late as below

    return {"backend": "simple"} if int(pathspec.__version__.partition(".")[0]) else {}


def spec(pattern: str) -> GitIgnoreSpec:
    """What matches the pattern; Refusal where it can match nothing, such as `!` or `a[z-a]`."""
    import warnings  # as late as pathspec

    from pathspec import GitIgnoreSpec  # 25 ms that only patterns need

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # `[[:foo:]]` is no business of the reader
            return GitIgnoreSpec.from_lines([pattern], **_steady())
    except (ValueError, re.error):
        raise Refusal(f"{pattern!r} in the config is not a pattern that .gitignore could hold") from None
