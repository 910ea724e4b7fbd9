"""Templates in sections: paragraphs, some of which are for certain choices only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.scaffold import templates

if TYPE_CHECKING:
    from mlhygiene.scaffold.piece import Choices

# `#? storage=lfs,both` or `#? with=kedro` on top of a section; it is not written itself.
CONDITION = b"#? "
# Said there of a section whose lines are right whatever is tracked.
STAYS = "stays"


def sections(name: str, choices: Choices) -> list[tuple[bytes, ...]]:
    """The sections of a template that these choices ask for, without the lines that say so."""
    return [_bare(lines) for lines in _paragraphs(name) if _wanted(lines[0], choices)]


def staying(name: str) -> frozenset[bytes]:
    """The lines of sections that stay."""
    return frozenset(line for lines in _paragraphs(name) if STAYS in _said(lines[0]) for line in _bare(lines))


def lines(name: str, choices: Choices) -> list[bytes]:
    """All lines that these choices ask for, sections parted by an empty one."""
    return [line for section in sections(name, choices) for line in (b"", *section)][1:]


def _text(name: str) -> bytes:
    # Whoever has checked us out on Windows has other line ends.
    return templates().joinpath(*name.split("/")).read_bytes().replace(b"\r\n", b"\n").strip(b"\n")


def _paragraphs(name: str) -> list[tuple[bytes, ...]]:
    return [tuple(text.splitlines()) for text in _text(name).split(b"\n\n")]


def _said(first: bytes) -> list[str]:
    return first.removeprefix(CONDITION).decode().split() if first.startswith(CONDITION) else []


def _wanted(first: bytes, choices: Choices) -> bool:
    asked = {"storage": {choices.storage.value}, "with": choices.extras}
    told = (said.partition("=") for said in _said(first) if said != STAYS)
    return all(not asked[key].isdisjoint(values.split(",")) for key, _, values in told)


def _bare(lines: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return lines[1:] if lines[0].startswith(CONDITION) else lines
