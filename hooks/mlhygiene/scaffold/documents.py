"""Further files of a repository: `.dvcignore`, `.vhignore`, `CONTRIBUTING.md`, `mlhygiene.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.dvc.document import mapping
from mlhygiene.model import Storage
from mlhygiene.scaffold import templates
from mlhygiene.scaffold.block import HASH, MARKUP, Comment
from mlhygiene.scaffold.piece import Once, Piece
from mlhygiene.scaffold.template import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from mlhygiene.scaffold.facts import Facts
    from mlhygiene.scaffold.piece import Choices

CONFIG, PROJECT = "mlhygiene.toml", "pyproject.toml"


# Where hosts look for the page, in GitHub's order.
CONTRIBUTING = (b".github/contributing.md", b"contributing.md", b"docs/contributing.md")


def pieces(choices: Choices, facts: Facts) -> list[Piece]:
    """The managed blocks of those that these choices ask for, below what a file holds."""
    found = list[Piece]()
    if choices.storage in {Storage.DVC, Storage.BOTH}:
        found.append(_below(".dvcignore", "dvcignore", choices))
    if "valohai" in choices.extras:
        found.append(_below(".vhignore", "vhignore", choices))
    if "contributing" in choices.extras:
        found.append(_below(facts.contributing, "contributing.md", choices, MARKUP))
    return found


def onces(_choices: Choices, facts: Facts) -> list[Once]:
    """Those that are written where there are none: a config of ours, unless one is in pyproject.toml."""
    if facts.configured:
        return []
    return [Once(CONFIG, (templates() / CONFIG).read_bytes().replace(b"\r\n", b"\n"))]


def contributing(paths: Iterable[bytes]) -> str:
    """The page for contributors: the one that hosts show where there are several, or the one to write."""
    there = {path.lower(): path for path in paths if path.lower() in CONTRIBUTING}
    found = next((there[path] for path in CONTRIBUTING if path in there), None)
    return found.decode() if found else "CONTRIBUTING.md"


def configured(paths: Collection[bytes], read: Callable[[bytes], bytes | None]) -> bool:
    """Whether a repository has a config of ours. One that cannot be read may well be one."""
    if CONFIG.encode() in paths:
        return True
    content = read(PROJECT.encode()) if PROJECT.encode() in paths else None
    if content is None or b"mlhygiene" not in content:
        return False
    import tomllib  # 8 ms that most repositories never need

    try:
        return "mlhygiene" in mapping(tomllib.loads(content.decode("utf-8-sig")).get("tool"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return True


def _below(path: str, source: str, choices: Choices, comment: Comment = HASH) -> Piece:
    name = source.removesuffix(".md")
    return Piece(path, name, tuple(lines(source, choices)), choices, comment, last=True)
