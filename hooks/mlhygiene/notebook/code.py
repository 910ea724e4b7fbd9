"""The Python in a cell: magics and commands of the shell masked, line for line, so that it parses.

ipython.readthedocs.io/en/stable/interactive/reference.html says what IPython reads beyond Python.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

# Cell magics that run what stands below them as Python, and those that hand it to a shell.
PYTHON = frozenset(
    [
        *("capture", "heat", "lprun", "memit", "mprun", "prun", "pyinstrument", "python", "python3", "px", "scalene"),
        *("snakeviz", "time", "timeit", "wandb"),
    ]
)
SHELL = frozenset(("!", "bash", "cmd", "script", "sh", "sx", "system"))
CELL_MAGIC = re.compile(r"%%(!|\w*)")
# Magics that IPython takes without their `%`, where they could not be Python.
BARE = re.compile(r"(?:pip3?|conda|mamba|uv)\s+\w|cd\s+[\w./~]")
ASSIGNED = re.compile(r"(\w[\w\s.,*\[\]'\"]*=\s*)[!%]\s*\w")
MAGIC, INNER_MAGIC = re.compile(r"!|%{1,2}\s*[A-Za-z_]"), re.compile(r"!|%{1,2}[A-Za-z_]")
HELP = re.compile(r"\?{1,2}[\w.%*]+;?|[\w.%*]+\?{1,2};?")
INDENT = re.compile(r"[ \t]*")


class Command(NamedTuple):
    """What a cell hands to a shell or to a magic: from which line on, and without its mark."""

    line: int
    text: str


def parsed(source: str) -> ast.Module | None:
    """The syntax tree of a cell; None where it is not Python, or Python that does not parse."""
    return _tree(source) or _tree(masked(source) or "(")


def masked(source: str) -> str | None:
    """The source with `pass` in place of what IPython alone reads; None where a cell magic takes all of it.

    It has as many lines, and each begins where it began.
    """
    lines = source.split("\n")
    at, taking = _body(lines)
    if taking:
        return None
    masked = [""] * at
    while at < len(lines):
        line = lines[at]
        indent = INDENT.match(line)
        begin = indent.end() if indent else 0
        assigned = ASSIGNED.match(line, begin)
        after = at + 1
        if assigned:
            after = _continued(lines, at)
            masked.append(f"{line[:begin]}{assigned[1]}None")
        elif _is_command(line):
            after = _continued(lines, at)
            masked.append(f"{line[:begin]}pass")
        else:
            masked.append(line)
        masked += [""] * (after - at - 1)
        at = after
    return "\n".join(masked)


def commands(source: str) -> Iterator[Command]:
    """What a cell hands to a shell, and its line magics."""
    lines = source.split("\n")
    at, taking = _body(lines)
    if taking and taking not in SHELL:
        return
    while at < len(lines):
        after = _continued(lines, at)
        text = " ".join(line.rstrip("\\") for line in lines[at:after]).strip()
        assigned = ASSIGNED.match(text)
        text = text[assigned.end(1) :] if assigned else text
        bare = BARE.match(text) and _tree(source) is None
        if text and (taking or assigned or bare or (text[0] in "!%" and _is_command(lines[at]))):
            yield Command(at + 1, text.lstrip("!% \t"))
        at = after


def _tree(source: str) -> ast.Module | None:
    # A fifth of a hook's start, which few notebooks need.
    import ast
    import warnings
    from textwrap import dedent

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # escapes that are none: the cell's own affair
            return ast.parse(dedent(source) if source[:1] in (" ", "\t", "\n") else source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _body(lines: list[str]) -> tuple[int, str]:
    """Where the code begins, below the magics of the cell, and the one of them that takes it all, if one does."""
    for at, line in enumerate(lines):
        magic = CELL_MAGIC.match(line)
        if magic and magic[1] not in PYTHON:
            return at + 1, magic[1] or "%%"
        if not magic and line.strip():
            return at, ""
    return len(lines), ""


def _is_command(line: str) -> bool:
    """Whether IPython alone reads a line; `% name` in an indented one is what is left of a division."""
    text = line.strip()
    if text[:1] in ("!", "%"):
        return (MAGIC if line[:1] == text[0] else INNER_MAGIC).match(text) is not None
    return bool(BARE.match(text)) or ("?" in text and HELP.fullmatch(text) is not None)


def _continued(lines: list[str], at: int) -> int:
    """The line behind one that a backslash may continue."""
    while at < len(lines) - 1 and lines[at].endswith("\\"):
        at += 1
    return at + 1
