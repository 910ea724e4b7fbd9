"""A path for which a line of a file of rules was written: what git is asked about it proves the line."""

from __future__ import annotations

import re

# Parts of a pattern, and what they match: gitignore(5), which gitattributes(5) follows.
PARTS = (
    (re.compile(rb"\\(.)"), rb"\1"),
    (re.compile(rb"\[[!^]?(.)[^]]*\]"), rb"\1"),
    (re.compile(rb"\*\*"), b"a/b"),
    (re.compile(rb"[*?]"), b"a"),
)
# A line that has git convert line ends.
CONVERTS = re.compile(rb"\s(?:text(?:=auto)?|eol=\S+)(?=\s|$)")


def speaks(line: bytes) -> bool:
    """Whether a line says something of files: no comment, no macro, nothing but blanks."""
    return bool(line.strip()) and not line.lstrip().startswith((b"#", b"[attr]"))


def pattern(line: bytes) -> bytes:
    """The pattern of a line of attributes."""
    if line.lstrip().startswith(b'"'):
        return line.lstrip()[1:].partition(b'"')[0]
    return line.split()[0]


def example(line: bytes) -> bytes:
    r"""A path that the pattern of a line of attributes matches, mostly: whoever asks git will see.

    >>> example(b"*.pt filter=lfs"), example(b"/models/**/*.[pP][tT] text"), example(b"saved_model/** -text")
    (b'a.pt', b'models/a/b/a.pt', b'saved_model/a/b')
    """
    path = pattern(line)
    for part, instead in PARTS:
        path = part.sub(instead, path)
    return path.strip(b"/") or b"a"
