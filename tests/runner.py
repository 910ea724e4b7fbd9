"""A build agent reading a log, as GitHub's runner does: which lines it obeys, and what it understands."""

from __future__ import annotations

import re
from typing import NamedTuple

NAMES = {
    *("debug", "error", "warning", "notice", "group", "endgroup", "add-mask", "add-path", "add-matcher", "echo"),
    *("remove-matcher", "save-state", "set-env", "set-output", "stop-commands"),
}


class Command(NamedTuple):
    """One command: its name, its properties, its message."""

    name: str
    properties: dict[str, str]
    message: str


def obeyed(log: str) -> list[Command]:
    """The commands in a log: `::name key=value,…::message` at the start of a line, or `##[name …]` anywhere in it.

    Azure's `##vso[…]` and TeamCity's `##teamcity[…]` count as well.
    """
    return [command for line in re.split(r"\r\n|\n|\r", log) if (command := _command(line))]


def _command(line: str) -> Command | None:
    start = line.lstrip()
    head, parted, message = start[2:].partition("::")
    if start.startswith("::") and parted:
        name, _, given = head.partition(" ")
        if name.lower() in NAMES:
            pairs = (pair.partition("=") for pair in given.strip().split(",") if pair)
            properties = {key: _unescaped(value, ":", ",") for key, _, value in pairs}
            return Command(name, properties, _unescaped(message))
    if found := re.search(r"##(?:vso|teamcity)?\[([^ \]]*)[^\]]*\](.*)", line):
        return Command(found[1], {}, found[2])
    return None


def _unescaped(text: str, *more: str) -> str:
    for character in ("\r", "\n", *more, "%"):
        text = text.replace(f"%{ord(character):02X}", character)
    return text
