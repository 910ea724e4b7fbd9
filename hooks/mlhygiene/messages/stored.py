"""The message that git will store, out of the file that a person has edited: git-commit(1), `--cleanup`.

git cleans a message after its hooks have seen it. What a hook judges must be what git
is going to keep: no more, and no less.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

CUT = b" ------------------------ >8 ------------------------\n"
# What git takes for a blank: neither a form feed nor a non-breaking space.
BLANK = b" \t\r\n"
SIGNED_OFF = b"Signed-off-by: "
# In this order git looks for a character that begins no line (`core.commentChar = auto`).
CANDIDATES = b"#;@!$%^&|:"
ENGLISH = b" Please enter the commit message"
# Below its own scissors git goes on with a comment; somebody may have typed others.
MARKED = re.compile(rb"^([%s])(?:%s(?=\1)|%s)" % (re.escape(CANDIDATES), re.escape(CUT), ENGLISH), re.MULTILINE)
# U+FDD0 and those like it: nobody may use them, and git takes them for bytes of Latin-1.
NEVER = re.compile(
    "[\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)) + "]"
)
UTF_8 = {"", "utf-8", "utf8"}


class Cleanup(StrEnum):
    """What git takes out of a message: `commit.cleanup`."""

    STRIP = "strip"
    WHITESPACE = "whitespace"
    VERBATIM = "verbatim"
    SCISSORS = "scissors"


class Facts(NamedTuple):
    """What decides about a message, beside its file.

    `comment` is what begins a comment, None where git chose it by the message (`auto`).
    `edited` is true where an editor was open, `verbose` where git has cut the diff off (`-v`).
    `template` is what `commit.template` put there.
    """

    cleanup: Cleanup = Cleanup.STRIP
    comment: bytes | None = b"#"
    edited: bool = True
    verbose: bool = False
    encoding: str = "utf-8"
    template: bytes = b""


def stored(content: bytes, facts: Facts) -> str | None:
    """The text that git will store; None where git is going to give up by itself."""
    comment = comment_of(content, facts)
    text = content
    if facts.cleanup is Cleanup.SCISSORS or facts.verbose or (facts.edited and has_diff(content, comment)):
        text = cut(text, comment)
    if facts.cleanup is not Cleanup.VERBATIM:
        text = stripped(text, comment if facts.cleanup is Cleanup.STRIP else None)
    if b"\0" in text or _is_empty(text, facts, comment):
        return None
    return decoded(text, facts.encoding)


def comment_of(content: bytes, facts: Facts) -> bytes:
    """What begins a comment in a file: as configured, or as git's own words there show it."""
    if facts.comment is not None:
        return facts.comment
    if not facts.edited:
        return _unused(content)
    marks = MARKED.findall(content)
    if marks:
        return bytes(marks[-1])
    # In any language, git's words end in a comment that says nothing.
    last = content.rstrip(BLANK).rpartition(b"\n")[2]
    return last if len(last) == 1 and last in CANDIDATES else b"#"


def _unused(content: bytes) -> bytes:
    """The character that git chooses for a message that it finds whole: one that begins no line."""
    begun = {line[:1] for line in re.split(rb"[\r\n]", content)} if b"#" in content else set[bytes]()
    return next((bytes([each]) for each in CANDIDATES if bytes([each]) not in begun), b"#")


def has_diff(content: bytes, comment: bytes) -> bool:
    """Whether git has put scissors into a file: it writes a comment below them, in any language."""
    _, *below = (b"\n" + content).split(b"\n" + comment + CUT)
    return any(each.startswith(comment) for each in below)


def cut(content: bytes, comment: bytes) -> bytes:
    """What stands above the scissors. A NUL hides those below it from git."""
    seen = b"\n" + content.partition(b"\0")[0]
    at = seen.find(b"\n" + comment + CUT)
    return content if at < 0 else content[:at]


def stripped(content: bytes, comment: bytes | None = None) -> bytes:
    """As git-stripspace(1): no blanks at the ends, one blank line at a time, no comments where there is a prefix."""
    lines = list[bytes]()
    gap = False
    for line in content.split(b"\n"):
        if comment and line.startswith(comment):
            continue
        kept = line.rstrip(BLANK)
        if kept and gap and lines:
            lines.append(b"")
        gap = not kept
        if kept:
            lines.append(kept)
    return b"".join([line + b"\n" for line in lines])


def decoded(text: bytes, encoding: str) -> str:
    """Text in the encoding that the commit names; git makes UTF-8 of Latin-1 where none is named."""
    if encoding.lower() in UTF_8:
        return _as_utf_8(text)
    try:
        return text.decode(encoding)
    except (LookupError, UnicodeError):
        return text.decode("utf-8", "surrogateescape")


def _as_utf_8(text: bytes) -> str:
    """Every byte that is not UTF-8 is one of Latin-1, as git has it."""
    try:
        known = text.decode()
    except UnicodeDecodeError:
        known = "".join(
            character if character < "\udc80" or character > "\udcff" else chr(ord(character) - 0xDC00)
            for character in text.decode("utf-8", "surrogateescape")
        )
    return NEVER.sub(lambda found: found[0].encode().decode("latin-1"), known)


def _is_empty(text: bytes, facts: Facts, comment: bytes) -> bool:
    """Whether nothing but sign-offs is there, or nothing over the template."""
    if facts.cleanup is Cleanup.VERBATIM and text:
        return False
    template = stripped(facts.template, comment if facts.cleanup is Cleanup.STRIP else None)
    lines = text.removeprefix(template).split(b"\n")
    return not any(line.strip(BLANK) and not line.startswith(SIGNED_OFF) for line in lines)
