"""Templates in sections: paragraphs, some of which are for certain choices only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.scaffold import templates

if TYPE_CHECKING:
    from mlhygiene.scaffold.piece import Choices

# `#? storage=lfs,both` or `#? with=kedro` on top of a section; it is not written itself.
CONDITION = b"#? "


def sections(name: str, choices: Choices) -> list[tuple[bytes, ...]]:
    """The sections of a template that these choices ask for, without the lines that say so."""
    paragraphs = (tuple(text.splitlines()) for text in _text(name).split(b"\n\n"))
    return [_bare(lines) for lines in paragraphs if _wanted(lines[0], choices)]


def lines(name: str, choices: Choices) -> list[bytes]:
    """All lines that these choices ask for, sections parted by an empty one."""
    return [line for section in sections(name, choices) for line in (b"", *section)][1:]


def _text(name: str) -> bytes:
    # Whoever has checked us out on Windows has other line ends.
    return templates().joinpath(*name.split("/")).read_bytes().replace(b"\r\n", b"\n").strip(b"\n")


def _wanted(first: bytes, choices: Choices) -> bool:
    if not first.startswith(CONDITION):
        return True
    key, _, values = first.removeprefix(CONDITION).decode().partition("=")
    asked = {"storage": {choices.storage.value}, "with": choices.extras}[key]
    return not asked.isdisjoint(values.split(","))


def _bare(lines: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return lines[1:] if lines[0].startswith(CONDITION) else lines
