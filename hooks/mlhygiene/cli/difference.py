"""What a command would change in a file, as git shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.model import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

COLORS = {"---": "1", "+++": "1", "@@": "36", "-": "31", "+": "32"}
NO_LINE_END = "\\ No newline at end of file\n"


def unified(name: bytes, old: str, new: str, *, color: bool = False, created: bool = False) -> str:
    """A unified diff of two texts, which differ in lines that end with a line feed; `created`: there was no file."""
    from difflib import unified_diff  # only whoever asks for it pays

    path = shown(name)
    lines = unified_diff(_lines(old), _lines(new), "/dev/null" if created else f"a/{path}", f"b/{path}")
    return "".join(_painted(line, color=color) for line in lines)


def _lines(text: str) -> list[str]:
    """The lines, ends and all. Not splitlines: it parts a line at marks that no editor and no git does."""
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])


def _painted(line: str, *, color: bool) -> str:
    end = "" if line.endswith("\n") else f"\n{NO_LINE_END}"
    if not color:
        return line + end
    return next(_colored(line, code) for mark, code in _marks() if line.startswith(mark)) + end


def _marks() -> Iterator[tuple[str, str]]:
    yield from COLORS.items()
    yield "", ""


def _colored(line: str, code: str) -> str:
    text = line.removesuffix("\n")
    return f"\033[{code}m{text}\033[0m" + line[len(text) :] if code else line
