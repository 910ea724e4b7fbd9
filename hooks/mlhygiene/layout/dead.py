"""Why a line of `.gitattributes` does nothing, and what to write in its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.layout import attributes
from mlhygiene.layout.samples import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlhygiene.layout.attributes import Line

# The one attribute that git asks of a folder: git-archive(1).
OF_FOLDERS = b"export-ignore"
# A file's name that a blank has parted: no attribute of git, git-lfs or a host has a dot.
PARTED = re.compile(rb"[\w-]*(?:\.[\w-]+)+")
SEPARATOR = re.compile(rb"\\(?=[A-Za-z0-9_])")
MACHINE = re.compile(rb"/(?:home|Users|root)/|~/|[A-Za-z]:[/\\]")
# An odd number of backslashes at the end of a pattern without quotes.
ESCAPES_NOTHING = re.compile(rb"(?<!\\)(?:\\\\)*\\\Z")
NOWHERE = {b"", b".", b".."}


class Dead(NamedTuple):
    """Why, in words; `instead` are lines, or words where only a person can say."""

    why: str
    instead: str


def dead(line: Line, *, root: bool, tracked: Callable[[bytes], bool]) -> Dead | None:
    """What is wrong with a line; `tracked` says whether any file lies below a folder beside the file."""
    if len(line.text) >= attributes.TOO_LONG:
        why = f"git passes over a line of {attributes.TOO_LONG:,} bytes or more, and this one has {len(line.text):,}"
        return Dead(why, "several lines, each with the pattern and a part of the attributes")
    if line.macro is not None:
        return _of_macro(line, root=root)
    return _of_words(line) or _of_pattern(line) or _of_path(line, tracked)


def _of_macro(line: Line, *, root: bool) -> Dead | None:
    if not root:
        return Dead("git takes macros from the .gitattributes of the root alone", "the line there")
    return _of_words(line) if line.words else Dead("a macro that sets no attribute", "the attributes that it sets")


def _of_words(line: Line) -> Dead | None:
    if line.spelled.startswith((b'"', b"'")) and line.pattern == line.spelled:
        return _quotes(line)
    if not line.spelled.startswith(b'"') and ESCAPES_NOTHING.search(line.spelled):
        return _escaped(line)
    for number, word in enumerate(line.words):
        if word.startswith(b"#"):
            comment = b" ".join(line.words[number:])
            kept = b" ".join([line.spelled, *line.words[:number]])
            return Dead(
                "git knows no comment after a pattern: it passes over the whole line",
                f"{_text(comment)}, and below it {_text(kept)}",
            )
        if not attributes.is_attribute(word):
            return Dead(
                f"{_text(word)} can be no attribute, and git passes over the whole line", _joined(line) or "its name"
            )
    parted = [number for number, word in enumerate(line.words) if PARTED.fullmatch(word)]
    if parted and line.macro is None:
        name = b"[[:space:]]".join([line.spelled.removesuffix(b"\\"), *line.words[: parted[-1] + 1]])
        rest = b" ".join(line.words[parted[-1] + 1 :])
        return Dead(f"a blank ends the pattern, so this one is {_text(line.spelled)}", _text(name + b" " + rest))
    return None if line.words else Dead("a pattern that is given no attribute", "the attributes after it")


def _escaped(line: Line) -> Dead:
    """A backslash at the end of a pattern, which then matches nothing."""
    parts, words = [line.spelled], list(line.words)
    while ESCAPES_NOTHING.search(parts[-1]) and words and b"=" not in words[0]:
        parts.append(words.pop(0))
    name = b"[[:space:]]".join(ESCAPES_NOTHING.sub(b"", part) for part in parts)
    instead = _text(b" ".join([name, *words])) if words else "[[:space:]] for a blank, and the attributes after it"
    return Dead(f"a blank ends the pattern, so this one is {_text(line.spelled)}", instead)


def _joined(line: Line) -> str:
    """`filter = lfs` as git wants it."""
    text = re.sub(rb"[ \t]*=[ \t]*", b"=", line.text.strip(attributes.BLANK))
    return _text(text) if b"=" in line.words else ""


def _quotes(line: Line) -> Dead:
    text = line.text.strip(attributes.BLANK)
    mark, inside = text[:1], text[1:].partition(text[:1])
    if mark == b"'" and inside[1]:
        kept = inside[0].replace(b" ", b"[[:space:]]")
        return Dead("git knows single quotes as a part of the name", _text(kept + inside[2]))
    return Dead("a quote that nothing closes is a part of the name", "the pattern without it, [[:space:]] for a blank")


def _of_pattern(line: Line) -> Dead | None:
    pattern = line.pattern
    if pattern.startswith(attributes.MARK):
        why = "a byte order mark is a part of the pattern wherever git reads no worktree, such as in a fresh clone"
        return Dead(why, "the file without the mark, or a blank first line")
    if pattern.startswith(b"!"):
        undone = b" ".join(b"!" + attributes.named(word) for word in line.words)
        return Dead("git forbids negative patterns here", _text(pattern[1:] + b" " + undone))
    if pattern != pattern.strip(b" \t"):
        return Dead("a blank inside of the quotes is a part of the name", _text(pattern.strip(b" \t") + line.rest))
    if b"[" in TOKEN.sub(b"", pattern):
        return Dead("a bracket that nothing closes matches no name", "`\\[` for a bracket, or the one that closes it")
    return None


def _of_path(line: Line, tracked: Callable[[bytes], bool]) -> Dead | None:
    pattern = line.pattern
    if MACHINE.match(pattern) and not tracked(pattern.lstrip(b"/").partition(b"/")[0]):
        return Dead("patterns count from the folder of the file, not from that of a machine", "the path from there")
    if SEPARATOR.search(pattern):
        return Dead("a backslash parts no folders: it escapes", _text(SEPARATOR.sub(b"/", pattern) + line.rest))
    parts = pattern.removeprefix(b"/").removesuffix(b"/").split(b"/")
    if not NOWHERE.isdisjoint(parts) and pattern != b"/":
        return _of_steps(line, parts)
    return _of_folder(line, tracked) if pattern.endswith(b"/") else None


def _of_steps(line: Line, parts: list[bytes]) -> Dead:
    why = "no path of git's has an empty part, `.` or `..` in it"
    if b".." in parts:
        return Dead(why, "the line in the .gitattributes of the folder that it is about, or of one above")
    anchor = b"/" if sum(part not in NOWHERE for part in parts) == 1 else b""
    kept = anchor + b"/".join(part for part in parts if part not in NOWHERE)
    return Dead(why, _text(kept + (b"/**" if line.pattern.endswith(b"/") else b"") + line.rest))


def _of_folder(line: Line, tracked: Callable[[bytes], bool]) -> Dead | None:
    """No folder is asked for its attributes, but when git packs an archive."""
    if all(attributes.named(word) == OF_FOLDERS for word in line.words):
        return None
    folder = line.pattern.removeprefix(b"/").removesuffix(b"/")
    anchored = b"/" in line.pattern[:-1] or tracked(folder)
    depth = b"" if anchored or not folder else b"**/"
    return Dead("a pattern that ends with / matches no file", _text(depth + folder + b"/**" + line.rest))


def _text(line: bytes) -> str:
    return f"`{line.decode('utf-8', 'backslashreplace').strip()}`"
