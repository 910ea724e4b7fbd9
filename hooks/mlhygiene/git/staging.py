"""Contents put into the index, past the worktree: the one place that writes to a repository."""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING

from mlhygiene.git import entries
from mlhygiene.git.process import Place
from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository

# git 2.39 would put an entry beside the folder of a sparse index that holds it already.
UPDATE = ("-c", "index.sparse=false", "update-index")
# pre-commit runs several of us at once, and one holds the lock of the index for a moment.
LOCKED = re.compile(rb"\.lock': File exists")
PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
# `git commit FILE` commits from this index, and leaves the one in `index.lock` behind.
PARTIAL = re.compile(r"next-index-\d+\.lock")
# What an entry loses when it is written anew (a sparse checkout leaves it out of the worktree, or
# git is to take it as unchanged), by the letters of git-ls-files(1), `-v`.
MARKS: dict[str, Callable[[bytes], bool]] = {
    "--skip-worktree": lambda mark: mark in {b"S", b"s"},
    "--assume-unchanged": bytes.islower,
}


class Staging:
    """Contents on their way into the index: gathered first, then written by few processes.

    The folder of the temporary files is gone when the work ends. Nothing is in the index
    before `write`, and then all that nobody has staged anew meanwhile.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._place = repository.writing
        self._folder: str | None = None
        self._entries: list[Entry] = []

    def add(self, entry: Entry, content: bytes) -> None:
        """Have an entry of the index hold a content, with the mode that it has."""
        folder = self._folder = self._folder or self._repository.folder()
        with open(os.path.join(folder, str(len(self._entries))), "wb") as file:
            file.write(content)
        self._entries.append(entry)

    def write(self) -> None:
        """Put it all into the index, whole or not at all."""
        if not self._entries or self._folder is None:
            return
        names = [os.path.join(self._folder, str(number)) for number in range(len(self._entries))]
        # The names are ours: no line break in them but for one in TMPDIR itself.
        given = b"".join(os.fsencode(name) + b"\n" for name in names)
        oids = self._place.run("hash-object", "-w", "--no-filters", "--stdin-paths", given=given).decode().split()
        new = dict(zip(self._entries, oids, strict=True))
        if other := _replace(self._place, new):
            raise Refusal(f"{shown(other[0])}: staged anew while it was read, and left so: run this again")
        if PARTIAL.fullmatch(os.path.basename(self._place.environment.get("GIT_INDEX_FILE", ""))):
            left = os.path.join(self._repository.git_folder, "index.lock")
            # Where it has another version of the file, that one is not ours to judge.
            _replace(Place(self._place.folder, {**self._place.environment, "GIT_INDEX_FILE": left}), new)


def is_rebuilt() -> bool:
    """Whether the index is made for one commit alone, and thrown away if that fails.

    So it is for `git commit -a` and `git commit FILE`: GIT_INDEX_FILE says so.
    """
    name = os.path.basename(os.environ.get("GIT_INDEX_FILE", ""))
    return name == "index.lock" or PARTIAL.fullmatch(name) is not None


def _replace(place: Place, new: Mapping[Entry, str]) -> list[bytes]:
    """Replace the entries that are still there, marks and all; the paths of those that are not."""
    held = {path: (mark, oid) for mark, oid, path in _held(place, [entry.path for entry in new])}
    there = {entry: oid for entry, oid in new.items() if held.get(entry.path, (b"", ""))[1] == entry.oid}
    if there:
        listing = b"".join(b"%s %s\t%s\0" % (e.mode.encode(), oid.encode(), e.path) for e, oid in there.items())
        _update(place, ("-z", "--index-info"), listing)
    for option, is_marked in MARKS.items():
        if marked := [entry.path for entry in there if is_marked(held[entry.path][0])]:
            _update(place, (option, "-z", "--stdin"), b"".join(path + b"\0" for path in marked))
    return [entry.path for entry in new if entry not in there]


def _held(place: Place, paths: Sequence[bytes]) -> Iterator[tuple[bytes, str, bytes]]:
    r"""Mark, oid and path of entries: git-ls-files(1), `mark mode oid stage\tpath`."""
    specs = [os.fsdecode(b":(top,literal)" + path) for path in paths]
    if len(specs) > entries.FEW_NAMES or sum(map(len, specs)) > entries.SHORT_LINE:
        specs = []  # so many are slower than the whole index
    for line in place.run("ls-files", "-v", "--stage", "-z", "--full-name", "--", *specs).split(b"\0")[:-1]:
        facts, _, path = line.partition(b"\t")
        mark, _, oid, _ = facts.split(b" ")
        yield mark, oid.decode(), path


def _update(place: Place, arguments: Iterable[str], given: bytes) -> None:
    for pause in PAUSES:
        code, _, complaint = place.ask(*UPDATE, *arguments, given=given)
        if code == 0:
            return
        if not LOCKED.search(complaint):
            break
        time.sleep(pause)
    place.run(*UPDATE, *arguments, given=given)
