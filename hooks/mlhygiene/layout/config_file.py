r"""Files in the form of git's config (git-config(1), "Syntax"), read without git: `.gitmodules`, `.lfsconfig`.

A line that git would stumble over is passed over, and the rest is read: what a broken file holds, history holds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTION = re.compile(r'\[(?P<name>[A-Za-z0-9.-]+)(?:[ \t]+"(?P<sub>(?:[^"\\\n]|\\[^\n])*)")?[ \t]*\]')
KEY = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9-]*)[ \t]*(?P<equals>=)?[ \t]*")
BLANK = re.compile(r"[ \t\r\n\f\v]*")
REST = re.compile(r"[^\n]*")
BLANKS = " \t\r\f\v"
ESCAPES = {"n": "\n", "t": "\t", "b": "\b"}
COMMENT = "#;"


class Line(NamedTuple):
    """A key as git lists it (`submodule.data.url`), its value (`true` of a bare key), and its line from 1, if known."""

    key: str
    value: str
    number: int | None = None


def lines(content: bytes) -> Iterator[Line]:
    """Every key that a file sets."""
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    at, section = 0, ""
    while (at := _after(BLANK, text, at)) < len(text):
        if found := SECTION.match(text, at):
            sub = found["sub"]
            section = found["name"].lower() + ("" if sub is None else "." + re.sub(r"\\(.)", r"\1", sub))
            at = found.end()
            continue
        found = KEY.match(text, at)
        if found is None or not section:
            at = _after(REST, text, at)
            continue
        number = text.count("\n", 0, at) + 1
        value, at = _value(text, found.end()) if found["equals"] else ("true", _after(REST, text, at))
        yield Line(f"{section}.{found['key'].lower()}", value, number)


def _value(text: str, at: int) -> tuple[str, int]:
    """A value, and where it ends: at a line break, or at a comment outside of quotes."""
    kept, whole, quoted = "", 0, False
    while at < len(text) and text[at] != "\n":
        letter, at = text[at], at + 1
        if letter in BLANKS and not quoted:
            kept += letter if kept else ""
            continue
        if letter in COMMENT and not quoted:
            at = _after(REST, text, at)
            break
        if letter == "\\":
            escaped, at = text[at : at + 1], at + 1
            kept += "" if escaped == "\n" else ESCAPES.get(escaped, escaped)
        elif letter == '"':
            quoted = not quoted
        else:
            kept += letter
        whole = len(kept)  # blanks at the end count only before a quote
    return kept[:whole], at


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
