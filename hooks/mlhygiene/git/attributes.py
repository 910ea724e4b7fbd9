"""The `filter` attribute of paths, judged by git itself: gitattributes(5)."""

from __future__ import annotations

import os
import subprocess
import threading
from typing import TYPE_CHECKING

from mlhygiene.git.process import GitError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository

CHUNK = 1 << 16
UNSET = {b"unspecified", b"unset"}
NEUTRAL = ("-c", "core.attributesFile=")
CASE = {True: ("-c", "core.ignorecase=true"), False: ("-c", "core.ignorecase=false")}


class Attributes:
    """One long-lived `git check-attr`; each path is asked once."""

    def __init__(self, place: Place, *arguments: str) -> None:
        self._place = place
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None

    def filters(self, paths: Sequence[bytes]) -> list[str | None]:
        """The value for each path, in order; None where it is unspecified or unset."""
        if self._process is None:
            self._process = self._place.start(*self._arguments, "filter", stdin=subprocess.PIPE)
        request = b"".join(path + b"\0" for path in paths)
        threading.Thread(target=_send, args=(self._process, request), daemon=True).start()
        values = _fields(self._process, 3 * len(paths))[2::3]
        return [None if value in UNSET else value.decode("utf-8", "replace") for value in values]

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def of_index(repository: Repository, *, ignore_case: bool = False) -> Attributes:
    """Attributes as the index holds them, and nothing that only this machine has."""
    place = Place(repository.place.folder, {**repository.place.environment, "GIT_ATTR_NOSYSTEM": "1"})
    return Attributes(place, *NEUTRAL, *CASE[ignore_case], "check-attr", "--cached", "--stdin", "-z")


def of_machine(repository: Repository) -> Attributes:
    """Attributes as this machine sees them, worktree and user's files included."""
    return Attributes(repository.place, "check-attr", "--stdin", "-z")


def of_entries(repository: Repository, entries: Iterable[Entry], folder: str, *, ignore_case: bool = False) -> Attributes:
    """Attributes out of the given `.gitattributes` entries alone.

    git before 2.40 cannot be asked for the attributes of a revision, and no git can be
    told to pass over `info/attributes`. A repository of our own, in a temporary
    `folder`, has none: its index holds the entries, its objects are the real ones.
    """
    os.makedirs(os.path.join(folder, "refs"), exist_ok=True)
    with open(os.path.join(folder, "HEAD"), "w", encoding="ascii") as head:
        head.write("ref: refs/heads/none\n")
    with open(os.path.join(folder, "config"), "w", encoding="ascii") as config:
        config.write(f"[core]\nrepositoryformatversion = 1\n[extensions]\nobjectformat = {repository.object_format}\n")
    environment = {
        **repository.place.environment,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_DIR": folder,
        "GIT_INDEX_FILE": os.path.join(folder, "index"),
        "GIT_OBJECT_DIRECTORY": repository.objects_folder,
    }
    for name in ("GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX"):
        environment.pop(name, None)
    place = Place(folder, environment)
    listing = b"".join(b"%s %s\t%s\0" % (e.mode.encode(), e.oid.encode(), e.path) for e in entries)
    place.run("update-index", "-z", "--index-info", given=listing)
    return Attributes(place, *NEUTRAL, *CASE[ignore_case], "check-attr", "--cached", "--stdin", "-z")


def _send(process: subprocess.Popen[bytes], request: bytes) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(request)
        process.stdin.flush()
    except OSError:
        return


def _fields(process: subprocess.Popen[bytes], count: int) -> list[bytes]:
    """So many NUL-terminated fields. git flushes after each path: it never holds any back."""
    assert process.stdout is not None
    fields, rest = list[bytes](), b""
    while len(fields) < count:
        chunk = process.stdout.read1(CHUNK)  # type: ignore[attr-defined]
        if not chunk:
            raise GitError("git check-attr stopped before it had answered")
        *arrived, rest = (rest + chunk).split(b"\0")
        fields += arrived
    return fields
