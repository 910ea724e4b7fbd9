"""Patterns as .gitignore has them: one of the config, or a file of them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
    try:
        return _spec([pattern])
    except (ValueError, re.error):
        raise Refusal(f"{pattern!r} in the config is not a pattern that .gitignore could hold") from None


def ignoring(content: bytes) -> Callable[[str], bool]:
    """Whether a file of the form of .gitignore, at the root, takes in a path.

    As git has it, nothing is taken out again of a folder that is in, and what is no pattern is
    passed over.
    """
    found = _spec(list(_patterns(content)))

    @cache
    def takes_in(folder: str) -> bool:
        above, _, _ = folder.rpartition("/")
        return bool(folder) and (takes_in(above) or found.match_file(f"{folder}/"))

    return lambda path: takes_in(path.rpartition("/")[0]) or found.match_file(path)


def _patterns(content: bytes) -> Iterator[str]:
    for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        pattern = line.removesuffix(b"\r").decode("utf-8", "surrogateescape")
        try:
            _spec([pattern])
        except (ValueError, re.error):
            continue
        yield pattern


def _spec(patterns: Sequence[str]) -> GitIgnoreSpec:
    import warnings  # as late as pathspec

    from pathspec import GitIgnoreSpec  # 25 ms that only patterns need

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # `[[:foo:]]` is no business of the reader
        return GitIgnoreSpec.from_lines(patterns, **_steady())
