"""The `filter` attribute of paths, judged by git itself: gitattributes(5)."""

from __future__ import annotations

import subprocess
import threading
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
# The `.gitattributes` files that can speak of a path, outermost first.
State = tuple[Entry, ...]


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
    told to pass over `info/attributes`. A repository of our own has none: its index holds
    the entries, its objects are the real ones.
    """
    place = repository.aside()
    listing = b"".join(b"%s %s\t%s\0" % (e.mode.encode(), e.oid.encode(), e.path) for e in entries)
    place.run("update-index", "-z", "--index-info", given=listing)
    return repository.closing(Attributes(place, *NEUTRAL, *CASE[ignore_case], *CHECK, "--cached"))


class History:
    """The `filter` attribute of paths as their own commits have it."""

    def __init__(self, repository: Repository, *, ignore_case: bool = False) -> None:
        self._repository = repository
        self._ignore_case = ignore_case
        self._contents = dict[str, bytes]()

    def filters(self, places: Sequence[tuple[str, bytes]]) -> dict[tuple[str, bytes], str | None]:
        """The value for each pair of a commit and a path.

        Paths that the same `.gitattributes` speak of are asked together. All such states
        share one scratch index, each in a folder of its own, since a process for each
        would be thousands; macros, which git reads at the root alone, need their own.
        """
        answers: dict[tuple[str, bytes], str | None] = dict.fromkeys(places)
        shared = list[tuple[State, list[tuple[str, bytes]]]]()
        for state, members in self._states(places).items():
            contents = [self._content(entry) for entry in state]
            if any(b"[attr]" in content for content in contents):
                answers.update(self._ask([(state, members)], own_root=True))
            elif any(b"lfs" in content for content in contents):
                shared.append((state, members))
        answers.update(self._ask(shared))
        return answers

    def _states(self, places: Sequence[tuple[str, bytes]]) -> dict[State, list[tuple[str, bytes]]]:
        """The places by the `.gitattributes` files that can speak of them."""
        wanted = dict.fromkeys((commit, folder) for commit, path in places for folder in _folders(path))
        names = [f"{commit}:{_text(folder)}.gitattributes" for commit, folder in wanted]
        infos = dict(zip(wanted, self._repository.objects.infos(names), strict=True))
        if self._repository.partial:
            self._all_here([place for place, info in infos.items() if info is None])
        states = dict[State, list[tuple[str, bytes]]]()
        for commit, path in places:
            found = ((folder, infos[commit, folder]) for folder in _folders(path))
            state = tuple(Entry("100644", info.oid, folder + b".gitattributes") for folder, info in found if info)
            states.setdefault(state, []).append((commit, path))
        return states

    def _ask(
        self, states: Sequence[tuple[State, list[tuple[str, bytes]]]], *, own_root: bool = False
    ) -> dict[tuple[str, bytes], str | None]:
        if not states:
            return {}
        folders = [b"" if own_root else b"%d/" % number for number in range(len(states))]
        named = list(zip(folders, states, strict=True))
        entries = [e._replace(path=folder + e.path) for folder, (state, _) in named for e in state]
        paths = dict.fromkeys(folder + place[1] for folder, (_, members) in named for place in members)
        asked = of_entries(self._repository, entries, ignore_case=self._ignore_case)
        by_path = dict(zip(paths, asked.filters(list(paths)), strict=True))
        asked.close()
        return {place: by_path[folder + place[1]] for folder, (_, members) in named for place in members}

    def _content(self, entry: Entry) -> bytes:
        if entry.oid not in self._contents:
            self._contents[entry.oid] = self._repository.objects.read(entry.oid) or b""
        return self._contents[entry.oid]

    def _all_here(self, places: list[tuple[str, bytes]]) -> None:
        """Tell a `.gitattributes` that a partial clone lacks from one that never was."""
        trees = self._repository.objects.contents([f"{commit}:{_text(folder[:-1])}" for commit, folder in places])
        for (_, folder), tree in zip(places, trees, strict=True):
            if b" .gitattributes\0" in (tree or b""):
                raise self._repository.lacking(folder + b".gitattributes")


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
