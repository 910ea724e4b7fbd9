"""Which row of the table a path belongs to: three look-ups for the many that belong to none."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from mlhygiene.secrets.files.sign import Judge, Sign
from mlhygiene.secrets.files.table import EXCEPTED, HARMLESS, KNOWN, PROSE, TABLE

DOTS = bytes.maketrans(b"_-", b"..")


class _Row(NamedTuple):
    """One pattern. `folder` has a slash at either end, and is empty where any will do.

    `part` is the longest text in the name between two `*`.
    """

    sign: Sign
    folder: bytes
    name: bytes
    part: bytes


class _Index(NamedTuple):
    """Rows by the whole name, by its last part, by how it begins, by the folder around it."""

    names: dict[bytes, list[_Row]]
    tails: dict[bytes, list[_Row]]
    heads: list[_Row]
    folders: dict[bytes, list[_Row]]


def signs(path: bytes) -> list[Sign]:
    """The kinds of secret file that a path names, in whatever case; none for most paths."""
    index, heads = _index()
    folder, _, name = path.lower().rpartition(b"/")
    plain = name.translate(DOTS)
    tail = plain[plain.rfind(b".") + 1 :]
    rows = index.names.get(name, [])
    if tail in index.tails:
        rows = rows + [row for row in index.tails[tail] if row.part in name]
    if name.startswith(heads) and tail not in HARMLESS:
        rows = [*rows, *index.heads]
    if (parent := folder[folder.rfind(b"/") + 1 :]) in index.folders and tail not in HARMLESS:
        rows = [*rows, *index.folders[parent]]
    return _matching(rows, folder, name, plain) if rows and name not in KNOWN else []


def _matching(rows: list[_Row], folder: bytes, name: bytes, plain: bytes) -> list[Sign]:
    around = b"/" + folder + b"/"
    example = not EXCEPTED.isdisjoint(plain.split(b"."))
    prose = not PROSE.isdisjoint(folder.split(b"/"))
    return [
        row.sign
        for row in rows
        if around.endswith(row.folder)
        and not (prose and row.sign.judge in {Judge.VALUES, Judge.ANY_VALUES})
        and (b"*" not in row.name or (_glob(row.name).fullmatch(name) and not (example and _forgives(row.sign))))
    ]


def _forgives(sign: Sign) -> bool:
    """An example that holds a whole private key is no example."""
    return sign.judge is not Judge.KEY


@cache
def _glob(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(b".*".join(re.escape(part) for part in re.split(rb"\*", pattern)), re.DOTALL)


@cache
def _index() -> tuple[_Index, tuple[bytes, ...]]:
    index = _Index({}, {}, [], {})
    for each in TABLE:
        for pattern in each.patterns.encode().split():
            folder, slash, name = pattern.rpartition(b"/")
            row = _Row(each, b"/" + folder + slash if slash else b"", name, max(name.split(b"*"), key=len))
            if b"*" not in name:
                index.names.setdefault(name, []).append(row)
            elif name == b"*":
                index.folders.setdefault(folder.rpartition(b"/")[2], []).append(row)
            elif name.endswith(b"*"):
                index.heads.append(row)
            else:
                index.tails.setdefault(name.translate(DOTS).rpartition(b".")[2], []).append(row)
    return index, tuple(row.part for row in index.heads)
