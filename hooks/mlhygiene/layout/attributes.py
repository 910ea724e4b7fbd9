"""A `.gitattributes` line by line, as git's attr.c reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = b".gitattributes"
BLANK = b" \t\r"
MACRO = b"[attr]"
MARK = b"\xef\xbb\xbf"
# git from 2.39.1 on, and 2.30.7 to 2.38.3 of its older lines, passes over longer ones (CVE-2022-41903).
TOO_LONG = 2048
WORD = re.compile(rb"[^ \t\r]+")
ATTRIBUTE = re.compile(rb"[A-Za-z0-9_.][A-Za-z0-9_.-]*")
ESCAPE = re.compile(rb'\\([abfnrtv\\"]|[0-3][0-7]{2})')
CONTROL = dict(zip(b"abfnrtv", b"\a\b\f\n\r\t\v", strict=True))
QUOTED = re.compile(rb'"((?:[^"\\]|\\(?:[abfnrtv\\"]|[0-3][0-7]{2}))*)"')


class Line(NamedTuple):
    """One line that is neither blank nor a comment.

    `pattern` is without its quotes, `spelled` as it stands; `remark` is the comment right above.
    """

    number: int
    text: bytes
    pattern: bytes
    spelled: bytes
    words: tuple[bytes, ...]
    remark: str = ""

    @property
    def macro(self) -> bytes | None:
        """The attribute that the line defines, if it defines one."""
        return self.pattern.removeprefix(MACRO) if self.pattern.startswith(MACRO) and self.pattern != MACRO else None

    @property
    def rest(self) -> bytes:
        """All that follows the pattern, from the blank on."""
        return self.text.lstrip(BLANK)[len(self.spelled) :].rstrip(BLANK)


def lines(content: bytes) -> Iterator[Line]:
    """The lines that git looks at: none after a NUL, where it takes the file to end."""
    remark = b""
    for number, text in enumerate(content.partition(b"\0")[0].split(b"\n"), 1):
        bare = text.strip(BLANK)
        if not bare.removeprefix(MARK).strip(BLANK) or bare.removeprefix(MARK).startswith(b"#"):
            remark = bare
            continue
        spelled, pattern = _pattern(bare)
        words = tuple(WORD.findall(bare[len(spelled) :]))
        yield Line(number, text, pattern, spelled, words, remark.decode("utf-8", "replace"))
        remark = b""


def named(word: bytes) -> bytes:
    """The attribute that a word is about: `-text`, `!text`, `text` and `text=auto` are about `text`."""
    return word.partition(b"=")[0].removeprefix(word[:1] if word[:1] in {b"-", b"!"} else b"")


def is_attribute(word: bytes) -> bool:
    """Whether git takes a word for one; where it does not, it passes over the whole line."""
    return ATTRIBUTE.fullmatch(named(word)) is not None


def giving(content: bytes, word: bytes, known: frozenset[bytes] = frozenset()) -> frozenset[bytes]:
    """The macros of the root that set what a word says (`filter=lfs`), and those known already."""
    found = known
    for line in lines(content):
        if line.macro and (word in line.words or not found.isdisjoint(line.words)):
            found |= {line.macro}
    return found


def _pattern(bare: bytes) -> tuple[bytes, bytes]:
    """The pattern as it stands, and what it means."""
    quoted = QUOTED.match(bare)
    if quoted:
        return quoted[0], ESCAPE.sub(_unescaped, quoted[1])
    word = WORD.match(bare)
    return (word[0], word[0]) if word else (b"", b"")


def _unescaped(match: re.Match[bytes]) -> bytes:
    told = match[1]
    return bytes([int(told, 8) if told.isdigit() else CONTROL.get(told[0], told[0])])
