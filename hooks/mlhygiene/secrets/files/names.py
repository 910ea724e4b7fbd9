"""Which row of the table a path belongs to: three look-ups for the many that belong to none."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from mlhygiene.secrets.files.table import EXCEPTED, HARMLESS, TABLE, Judge, Sign

DOTS = bytes.maketrans(b"_-", b"..")


class _Row(NamedTuple):
    """One pattern. `folder` has a slash at either end, and is empty where any will do."""

    sign: Sign
    folder: bytes
    name: bytes


class _Index(NamedTuple):
    """Rows by the whole name, by its last part, by how it begins, by the folder around it."""

    names: dict[bytes, list[_Row]]
    tails: dict[bytes, list[_Row]]
    heads: list[tuple[bytes, _Row]]
    folders: dict[bytes, list[_Row]]


def sign(path: bytes) -> Sign | None:
    """The kind of secret file that a path names, in whatever case; None for most paths."""
    index, heads = _index()
    folder, _, name = path.lower().rpartition(b"/")
    plain = name.translate(DOTS)
    tail = plain[plain.rfind(b".") + 1 :]
    parent = folder[folder.rfind(b"/") + 1 :]
    if name not in index.names and tail not in index.tails and parent not in index.folders:
        if not name.startswith(heads):
            return None
        rows = [row for head, row in index.heads if name.startswith(head)]
        return None if tail in HARMLESS else _first(rows, folder, name, plain)
    named = index.names.get(name, [])
    if found := _first(named, folder, name, plain):
        return found
    around = [] if tail in HARMLESS else index.folders.get(parent, [])
    begun = [] if tail in HARMLESS else [row for head, row in index.heads if name.startswith(head)]
    return _first([*begun, *index.tails.get(tail, []), *around], folder, name, plain)


def _first(rows: list[_Row], folder: bytes, name: bytes, plain: bytes) -> Sign | None:
    around = b"/" + folder + b"/"
    # An example that holds a whole private key is no example.
    excepted = not EXCEPTED.isdisjoint(plain.split(b"."))
    for row in rows:
        if excepted and row.sign.judge is not Judge.KEY:
            continue
        if around.endswith(row.folder) and (b"*" not in row.name or _glob(row.name).fullmatch(name)):
            return row.sign
    return None


@cache
def _glob(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(b".*".join(re.escape(part) for part in re.split(rb"\*", pattern)), re.DOTALL)


@cache
def _index() -> tuple[_Index, tuple[bytes, ...]]:
    index = _Index({}, {}, [], {})
    for each in TABLE:
        for pattern in each.patterns.encode().split():
            folder, slash, name = pattern.rpartition(b"/")
            row = _Row(each, b"/" + folder + slash if slash else b"", name)
            if b"*" not in name:
                index.names.setdefault(name, []).append(row)
            elif name == b"*":
                index.folders.setdefault(folder.rpartition(b"/")[2], []).append(row)
            elif name.endswith(b"*"):
                index.heads.append((name[: name.index(b"*")], row))
            else:
                index.tails.setdefault(name.translate(DOTS).rpartition(b".")[2], []).append(row)
    return index, tuple(head for head, _ in index.heads)
