"""The `filter` attribute of paths, judged by git itself: gitattributes(5)."""

from __future__ import annotations

import os
import subprocess
import threading
from collections import OrderedDict
from itertools import accumulate
from typing import TYPE_CHECKING

from mlhygiene.git.entries import Entry
from mlhygiene.git.process import GitError, Place, output

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhygiene.git.repository import Repository

CHUNK = 1 << 16
UNSET = {b"unspecified", b"unset"}
CHECK = ("check-attr", "--stdin", "-z")
# In a sparse checkout git passes over the .gitattributes of folders that are not checked out.
NEUTRAL = ("-c", "core.attributesFile=", "-c", "core.sparseCheckout=false")
CASE = {True: ("-c", "core.ignorecase=true"), False: ("-c", "core.ignorecase=false")}
# How many states of history's attributes keep a process each.
OPEN_STATES = 16


class Attributes:
    """One long-lived `git check-attr`."""

    def __init__(self, place: Place, *arguments: str) -> None:
        self._process = place.start(*arguments, "filter", stdin=subprocess.PIPE)

    def filters(self, paths: Sequence[bytes]) -> list[str | None]:
        """The value for each path, in order; None where it is unspecified or unset."""
        request = b"".join(path + b"\0" for path in paths)
        threading.Thread(target=_send, args=(self._process, request), daemon=True).start()
        values = _fields(self._process, 3 * len(paths))[2::3]
        return [None if value in UNSET else value.decode("utf-8", "replace") for value in values]

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


def of_index(repository: Repository) -> Attributes:
    """Attributes as the index holds them, and nothing that a user or a machine adds."""
    place = Place(repository.at_top.folder, {**repository.at_top.environment, "GIT_ATTR_NOSYSTEM": "1"})
    return repository.closing(Attributes(place, *NEUTRAL, *CASE[False], *CHECK, "--cached"))


def of_machine(repository: Repository) -> Attributes:
    """Attributes as this machine sees them, worktree and user's files included."""
    return repository.closing(Attributes(repository.at_top, *CHECK))


def of_entries(repository: Repository, entries: Iterable[Entry], *, ignore_case: bool = False) -> Attributes:
    """Attributes out of the given `.gitattributes` entries alone.

    git before 2.40 cannot be asked for the attributes of a revision, and no git can be
    told to pass over `info/attributes`. A scratch repository outside this one has none:
    its index holds the entries, its objects are the real ones.
    """
    folder = repository.scratch()
    place = _scratch_place(repository, folder)
    listing = b"".join(b"%s %s\t%s\0" % (e.mode.encode(), e.oid.encode(), e.path) for e in entries)
    place.run("update-index", "-z", "--index-info", given=listing)
    return repository.closing(Attributes(place, *NEUTRAL, *CASE[ignore_case], *CHECK, "--cached"))


def _scratch_place(repository: Repository, folder: str) -> Place:
    os.mkdir(os.path.join(folder, "refs"))
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
    return Place(folder, environment)


class History:
    """The `filter` attribute of paths as their own commits have it."""

    def __init__(self, repository: Repository, *, ignore_case: bool = False) -> None:
        self._repository = repository
        self._ignore_case = ignore_case
        self._open = OrderedDict[tuple[Entry, ...], Attributes]()
        self._mentions = dict[str, bool]()

    def filters(self, places: Sequence[tuple[str, bytes]]) -> dict[tuple[str | None, bytes], str | None]:
        """The value for each pair of a commit and a path."""
        wanted = {(commit, folder) for commit, path in places for folder in _folders(path)}
        names = {place: f"{place[0]}:{_text(place[1])}.gitattributes" for place in wanted}
        infos = dict(zip(names, self._repository.objects.infos(list(names.values())), strict=True))
        groups = dict[tuple[Entry, ...], list[tuple[str, bytes]]]()
        for commit, path in places:
            found = ((folder, infos[commit, folder]) for folder in _folders(path))
            state = tuple(Entry("100644", info.oid, folder + b".gitattributes") for folder, info in found if info)
            groups.setdefault(state, []).append((commit, path))
        answers = dict[tuple[str | None, bytes], str | None]()
        for state, members in groups.items():
            answers.update(zip(members, self._values(state, [path for _, path in members]), strict=True))
        return answers

    def _values(self, state: tuple[Entry, ...], paths: list[bytes]) -> Sequence[str | None]:
        if not any(self._mentions_lfs(entry.oid) for entry in state):
            return [None] * len(paths)
        if state not in self._open:
            if len(self._open) == OPEN_STATES:
                self._open.popitem(last=False)[1].close()
            self._open[state] = of_entries(self._repository, state, ignore_case=self._ignore_case)
        self._open.move_to_end(state)
        return self._open[state].filters(paths)

    def _mentions_lfs(self, oid: str) -> bool:
        if oid not in self._mentions:
            self._mentions[oid] = b"lfs" in (self._repository.objects.read(oid) or b"")
        return self._mentions[oid]


def _folders(path: bytes) -> list[bytes]:
    """`a/b/c.pt` -> `` `a/` `a/b/`: where a `.gitattributes` can speak of the path."""
    return [b"", *accumulate(part + b"/" for part in path.split(b"/")[:-1])]


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def _send(process: subprocess.Popen[bytes], request: bytes) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(request)
        process.stdin.flush()
    except (OSError, ValueError):
        return


def _fields(process: subprocess.Popen[bytes], count: int) -> list[bytes]:
    """So many NUL-terminated fields. git flushes after each path: it never holds any back."""
    fields, rest = list[bytes](), b""
    while len(fields) < count:
        chunk = output(process).read1(CHUNK)
        if not chunk:
            raise GitError("git check-attr stopped before it had answered")
        *arrived, rest = (rest + chunk).split(b"\0")
        fields += arrived
    return fields
