"""A content without its secrets: what a rewritten history holds instead of a leaked one."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from mlhygiene.secrets import content, find
from mlhygiene.secrets.format import Family

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mlhygiene.secrets.find import Secret

# A word that no quotes are needed for in any language, and that no rule takes for a secret.
STAND_IN = "REMOVED"
# One secret may hide another, which the next look finds.
LOOKS = 8
# A shorter one is erased where it stands alone: elsewhere it may be part of any word.
SHORT = 6
# What is encoded may begin before the secret in it does.
ENCODED = string.ascii_letters + string.digits + "+/=%-_"
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def erased(path: bytes, raw: bytes, families: Collection[str] = tuple(Family)) -> bytes | None:
    """The content with `REMOVED` for every secret; the very same where it has none.

    None where that cannot be done: it is binary, its encoding does not survive, or a secret is
    encoded where no text can take its place. A secret that its own line sets aside stays, and so do those of other
    `families`.
    """
    name = content.encoding(raw)
    if name is None and content.is_binary(raw):
        return None if _secrets(path, raw, families) else raw
    text = _text(raw, name)
    if text is None:
        return None
    for _ in range(LOOKS):
        encoded = _encoded(text, name)
        found = _secrets(path, encoded, families)
        if not found:
            return encoded
        text = _without(text, found)
    return None


def _text(raw: bytes, name: str | None) -> str | None:
    """A content as text; None where it would not come back as it was."""
    if name is None:
        return raw.decode("utf-8", "surrogateescape")
    try:
        text = raw.decode(name)
        return text if text.encode(name) == raw else None
    except UnicodeError:
        return None


def _encoded(text: str, name: str | None) -> bytes:
    return text.encode(name or "utf-8", "surrogateescape" if name is None else "strict")


def _secrets(path: bytes, raw: bytes, families: Collection[str]) -> list[Secret]:
    return [each for each in find.secrets(path, [raw]) if not each.remark and each.format.family in families]


def _without(text: str, found: Sequence[Secret]) -> str:
    """A text after one look: each secret is taken out as it is written, or else with the rest of its lines."""
    lines = _lines(text)
    for secret in found:
        first, last = secret.place.line - 1, secret.last - 1
        if not _erase_written(lines, first, last, secret):
            _erase_lines(lines, first, last, secret.place.column - 1)
    return "".join(lines)


def _lines(text: str) -> list[str]:
    """Lines as places count them (`mlhygiene.lines`), each with its end."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)


def _erase_written(lines: list[str], first: int, last: int, secret: Secret) -> bool:
    """Take a secret out that is written in one line as it is, or as JSON escapes it; whether there was one."""
    if first != last or first >= len(lines):
        return False
    line = lines[first]
    for written in _spellings(secret.value.decode("utf-8", "surrogateescape")):
        if written in line:
            if len(written) < SHORT:
                at = line.find(written, max(0, min(secret.place.column - 1, line.rfind(written))))
                lines[first] = line[:at] + STAND_IN + line[at + len(written) :]
            else:
                lines[first] = line.replace(written, STAND_IN)
            return True
    return False


def _spellings(value: str) -> Iterator[str]:
    import json  # only what is erased needs it

    yield value
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield value.replace("/", "\\/")


def _erase_lines(lines: list[str], first: int, last: int, column: int) -> None:
    """Take out what stands from a place to the end of a line: a key of many lines, what is encoded.

    Strings of JSON stay strings.
    """
    for number in range(first, min(last + 1, len(lines))):
        body = lines[number].rstrip("\r\n")
        end = lines[number][len(body) :]
        start = column if number == first else len(body) - len(body.lstrip())
        around = next((each for each in STRING.finditer(body) if each.start() <= start < each.end()), None)
        if around:
            kept = re.search(r"(?:\\n)?\Z", around[0][1:-1])
            rest = f'"{STAND_IN}{kept[0] if kept else ""}"{body[around.end() :]}'
            lines[number] = body[: around.start()] + rest + end
        else:
            lines[number] = body[:start].rstrip(ENCODED) + STAND_IN + end
