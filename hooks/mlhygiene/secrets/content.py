"""A file's content as texts to scan: encodings undone, binaries apart, notebooks cell by cell."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from mlhygiene.lines import Lines
from mlhygiene.secrets.text import Place, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# As git looks for a NUL: buffer_is_binary().
HEAD = 8000
# A NUL in a text must not hide what the text says: of a binary's bytes more are none of these.
TEXTUAL = bytes(range(32, 127)) + bytes(range(128, 256)) + b"\t\n\r\f\x1b"
SLIPS = 0.02
# Three of four characters of a text in UTF-16 are ASCII, or it is another binary.
MOST = 0.75
LEAST = 8
# Kinds of file where values stand without quotes; so they do where a name has no extension.
LOOSE = frozenset(
    b"bash bat cfg cmd conf config csh dockerfile dotenv editorconfig env envrc example fish gitconfig gitmodules hcl"
    b" ini j2 ksh log md mdx netrc npmrc pgpass properties ps1 psm1 pypirc rst sample sh template tf tfvars toml txt"
    b" xml yaml yml zsh".split()
)
ANSI = rb"\x1b\[[0-9;]{0,16}[A-Za-z]"
NOTEBOOKS = frozenset((b".ipynb", b".zpln"))
JSON = frozenset((b".json", b".jsonl", b".ndjson"))


def texts(path: bytes, content: bytes) -> Sequence[Text]:
    """What a file, or a run of one, says. The content is UTF-8 where its encoding is known."""
    lines = Lines(content)

    def place(offset: int) -> Place:
        return Place(*lines.position(offset))

    if is_binary(content):
        return [Text(content, place, firm=True)]
    extension = path[path.rfind(b".") :].lower()
    if extension in NOTEBOOKS or (extension in JSON and b"\\" in content):
        from mlhygiene.secrets import notebook  # nothing else needs it

        cells = notebook.texts(content) if extension in NOTEBOOKS else None
        return cells if cells is not None else [notebook.raw_text(content)]
    loose = _is_loose(path)
    if b"\x1b[" not in content:
        return [Text(content, place, loose=loose)]
    # A colour may end a word before a secret, and it may stand inside one.
    blank = re.sub(ANSI, lambda found: b" " * len(found[0]), content)
    plain, origin = _uncoloured(content)

    def coloured(offset: int) -> Place:
        return place(origin(offset))

    return [Text(blank, place, loose=loose), Text(plain, coloured, loose=loose)]


def _uncoloured(content: bytes) -> tuple[bytes, Callable[[int], int]]:
    """A text without a terminal's colours, and where each of its offsets was before."""
    ends, removed = [0], [0]
    for found in re.finditer(ANSI, content):
        ends.append(found.start() - removed[-1])
        removed.append(removed[-1] + len(found[0]))
    return re.sub(ANSI, b"", content), lambda offset: offset + removed[bisect_right(ends, offset) - 1]


def is_binary(content: bytes) -> bool:
    """Whether a content is no text: it has a NUL, and more bytes that no text has than a slip would leave."""
    head = content[:HEAD]
    return b"\0" in head and len(head.translate(None, TEXTUAL)) > SLIPS * len(head)


def decoded(content: bytes) -> bytes:
    """A whole file, or its head, in UTF-8 where its encoding is known; anything else as it is."""
    name = encoding(content)
    return content.decode(name, "replace").encode() if name else content


def encoding(content: bytes) -> str | None:
    """UTF-32 with a byte order mark, UTF-16 with one or without; None for anything else."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return name
    head = content[:HEAD]
    if b"\0" not in head or len(head) < LEAST:
        return None
    for name, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        text = head[high::2].count(0) >= MOST * len(head[high::2]) and head.decode(name, "replace")
        if text and "\0" not in text:
            return name
    return None


def _is_loose(path: bytes) -> bool:
    name = path.rpartition(b"/")[2].lower()
    stem, dot, extension = name.rpartition(b".")
    # `.env.production`, `Dockerfile.gpu`
    return not dot or not stem or extension in LOOSE or name.startswith((b".env.", b"dockerfile."))
