"""What a cell installs by name alone: another version on another day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.notebook import code

if TYPE_CHECKING:
    from collections.abc import Iterator

QUICK = re.compile(r"\b(?:pip[\d.]*|conda|mamba)\s+(?:-\S+\s+)*install\b")
PIP = re.compile(r"(?:.*/)?pip[\d.]*")
CONDA = frozenset(("conda", "mamba", "micromamba"))
# Options that take the next word: pip install --help, conda install --help.
TAKING = {
    "pip": frozenset(
        [
            *("-e", "--editable", "-f", "--find-links", "-i", "--index-url", "--extra-index-url", "-t", "--target"),
            *("-r", "--requirement", "--python", "--prefix", "--root", "--platform", "--proxy", "--cache-dir", "-C"),
            *("--timeout", "--trusted-host", "--retries", "--python-version", "--abi", "--implementation", "--log"),
            *("--progress-bar", "--upgrade-strategy", "--no-binary", "--only-binary", "--global-option"),
            *("--config-settings",),
        ]
    ),
    "conda": frozenset(("-c", "--channel", "-n", "--name", "-p", "--prefix", "--file", "--revision", "--solver")),
}
CONSTRAINTS = ("-c", "--constraint")
# What installs the rest is wanted new.
INSTALLERS = frozenset(("pip", "setuptools", "wheel", "uv", "conda", "mamba"))
NAME = re.compile(r"(?:[\w.-]+::)?([A-Za-z0-9][\w.-]*)(?:\[[\w.,\s-]*\])?")
# What follows an option that we do not know may be one; no package is called so.
TOKEN = re.compile(r"(?=\D*\d)\w{20,}")
FILE = re.compile(r"[./~]|.*[/\\]|.*\.(?:whl|zip|tar\.\w+|txt)$")


def unpinned(source: str) -> Iterator[tuple[int, str]]:
    """Each package that a cell installs without any version, with the line of the command."""
    if not QUICK.search(source):
        return
    for command in code.commands(source):
        for words in _commands(command.text):
            for package in _packages(words):
                yield command.line, package


def _commands(text: str) -> Iterator[list[str]]:
    """The commands of one line, in words."""
    import shlex  # a line that installs is worth it

    lexer = shlex.shlex(text, posix=True, punctuation_chars="&|;")
    lexer.whitespace_split, lexer.commenters = True, ""
    words = list[str]()
    try:
        for word in lexer:
            if word.startswith("#"):
                break
            if word[0] in "&|;":
                yield words
                words = []
            else:
                words.append(word)
    except (ValueError, IndexError):  # a quote without its end
        return
    yield words


def _packages(words: list[str]) -> Iterator[str]:
    if "install" not in words:
        return
    at = words.index("install")
    tool = next((word for word in reversed(words[:at]) if not word.startswith("-")), "")
    kind = "pip" if PIP.fullmatch(tool) else "conda" if tool in CONDA else ""
    rest = words[at + 1 :]
    if not kind or (kind == "pip" and any(word.startswith(CONSTRAINTS) for word in rest)):
        return
    taken = False
    for word in rest:
        if taken or word.startswith("-"):
            taken = not taken and word in TAKING[kind]
            continue
        if word[0] in "<>" or word[:2] in ("2>", "1>"):
            return
        if (name := _loose(word)) and name.lower() not in INSTALLERS:
            yield name


def _loose(word: str) -> str:
    """The name of a package that no version goes with; empty for anything else."""
    scheme, colon, address = word.partition("://")
    if colon:
        # What stands before the path, or in a query, may be a token.
        path = re.split(r"[?#]", address.partition("/")[2], maxsplit=1)[0]
        if "+" not in scheme or "@" in path:
            return ""
        word = path.rstrip("/").rpartition("/")[2].removesuffix(".git")
    named = NAME.fullmatch(word)
    return named[1] if named and not FILE.match(word) and not TOKEN.fullmatch(named[1]) else ""
