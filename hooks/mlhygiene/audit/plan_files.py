"""The files that the steps of a plan need: lists, and what git-filter-repo calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.advice import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.audit.plan_work import Work

# `value` and what it does: git-filter-repo(1), "--file-info-callback".
REPLACE = b"""\
# Called by git-filter-repo for every file of every commit: takes what `mlhygiene mend` has put aside for its blob.
import zipfile

if "clean" not in value.data:
    value.data["clean"] = zipfile.ZipFile("../clean.zip")
    value.data["names"] = frozenset(value.data["clean"].namelist())
    value.data["done"] = {}
name = blob_id.decode() if isinstance(blob_id, bytes) else ""
if name not in value.data["names"]:
    return (filename, mode, blob_id)
if name not in value.data["done"]:
    value.data["done"][name] = value.insert_file_with_contents(value.data["clean"].read(name))
return (filename, mode, value.data["done"][name])
"""
# git-filter-repo itself follows the ids that it has rewritten; those before git-lfs are told here.
MOVED = b"""\
# Called by git-filter-repo for every message: a commit's id becomes the one that git-lfs has given it.
import bisect

if "lfs_map" not in globals():
    with open("../lfs-map.csv", "rb") as file:
        globals()["lfs_map"] = sorted(line.strip().split(b",") for line in file if b"," in line)


def moved(found):
    at = bisect.bisect_left(lfs_map, [found[0]])
    here = [new for old, new in lfs_map[at : at + 2] if old.startswith(found[0])]
    return here[0][: len(found[0])] if len(here) == 1 else found[0]


message = re.sub(rb"\\b[0-9a-f]{7,64}\\b", moved, message)
"""
# A message is known by its digest: its commit has another id by now.
CLEAN = b"""\
# Called by git-filter-repo for every message: takes what `mlhygiene mend` has put aside for it.
import hashlib
import zipfile

if "clean" not in globals():
    globals()["clean"] = zipfile.ZipFile("../clean.zip")
    globals()["names"] = frozenset(clean.namelist())
name = "message-" + hashlib.sha256(message.strip()).hexdigest()
if name in names:
    message = clean.read(name)
"""


def files(work: Work) -> dict[str, bytes]:
    """Every file of a plan but the page, by name."""
    made = dict[str, bytes]()
    if work.drop:
        made["drop-blobs.txt"] = _lines(oid.encode() for oid in work.drop)
    if work.caches:
        made["drop-paths.txt"] = _lines(b"literal:" + folder for folder in work.caches)
    if work.erase or work.maybe:
        made["erase.txt"] = _listed(work)
    if work.erase or work.strip or work.maybe:
        made["replace.py"] = REPLACE
    if work.messages or (work.move and work.rewrites):
        made["messages.py"] = (CLEAN if work.messages else b"") + (MOVED if work.move else b"") + b"return message\n"
    if work.move:
        made["lfs-patterns.txt"] = ",".join(work.patterns).encode()
    if work.untrack:
        made["untrack.txt"] = b"".join(path + b"\0" for path in work.untrack)
        made["ignore.txt"] = b"\n" + _lines(_ignored(path) for path in work.untrack)
    return made


def _lines(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def _listed(work: Work) -> bytes:
    """What `mlhygiene mend --list` reads; what may be no secret stands behind a `#`, for a person to decide."""

    def lines(rows: Iterable[tuple[str, str, bytes]], mark: bytes = b"") -> bytes:
        return _lines(mark + f"{oid} {code} ".encode() + escape(path) for oid, code, path in rows)

    head = b"# These may be no secrets. Take the `#` away where they are.\n" if work.maybe else b""
    return lines(work.erase) + head + lines(work.maybe, b"# ")


def escape(path: bytes) -> bytes:
    r"""A path on one line: `\\` and `\n` for a backslash and a line break."""
    return path.replace(b"\\", b"\\\\").replace(b"\n", b"\\n")


def unescape(text: bytes) -> bytes:
    """The path that a line of `erase.txt` names."""
    return re.sub(rb"\\(.)", lambda found: b"\n" if found[1] == b"n" else found[1], text)


def _ignored(path: bytes) -> bytes:
    """The line of .gitignore that matches a path, and it alone but for a line break: gitignore(5)."""
    pattern = re.sub(rb"[\r\n]", b"?", escaped(path))
    return b"/" + (pattern[:-1] + b"\\ " if pattern.endswith(b" ") else pattern)
