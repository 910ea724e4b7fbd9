"""Which pattern makes git ignore a path: git-check-ignore(1)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.git.process import GitError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mlhygiene.git.entries import Entry
    from mlhygiene.git.repository import Repository
    from mlhygiene.tree import Line

CHECK = ("check-ignore", "--verbose", "-z", "--stdin")
# What a user adds, and how a machine compares names.
NEUTRAL = ("-c", "core.excludesFile=", "-c", "core.ignorecase=false", "-c", "core.sparseCheckout=false")
# As git would otherwise read a path: `:(top)a`, `:!a`.
HERE = b"./"
# git does not follow a link there. os.O_NOFOLLOW and os.O_BINARY are not everywhere.
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def patterns(place: Place, paths: Sequence[bytes]) -> dict[bytes, str]:
    """`file:line:pattern` for each path that git would ignore on this machine, were it not tracked."""
    if not paths:
        return {}
    given = b"".join(path + b"\0" for path in paths)
    # Exit code 1 says that nothing is ignored.
    _, out, _ = place.ask(*CHECK, "--no-index", given=given)
    return {
        path: b":".join((source, number, pattern)).decode("utf-8", "surrogateescape")
        for source, number, pattern, path in _rows(out)
    }


def of_entries(repository: Repository, entries: Iterable[Entry]) -> Place:
    """A place where the given `.gitignore` entries alone speak: no worktree's, no user's, no `info/exclude`.

    They lie in an index of its own, where git looks for those that a sparse worktree has not:
    no file is written, so that no name can be one that this file system does not take.
    """
    place = repository.aside()
    place = Place(place.folder, {**place.environment, "GIT_WORK_TREE": repository.folder()})
    listed = [(entry.mode.encode(), entry.oid.encode(), entry.path) for entry in entries]
    place.run("update-index", "-z", "--index-info", given=b"".join(b"%s %s\t%s\0" % each for each in listed))
    place.run("update-index", "-z", "--skip-worktree", "--stdin", given=b"".join(path + b"\0" for *_, path in listed))
    return Place(place.environment["GIT_WORK_TREE"], place.environment)


def by_worktree(repository: Repository, entries: Iterable[Entry], paths: Iterable[bytes]) -> dict[bytes, Line] | None:
    """What `lines` would say, by the worktree's `.gitignore` files; None where they may say something else.

    Mostly they are those of the index, to the byte, and there is no other: then one process
    answers in place of four.
    """
    top = repository.top and os.fsencode(repository.top)
    speaking = {entry.path: entry.oid for entry in entries}
    asked = [path for path in paths if path not in speaking]
    if not top or not _alike(repository, top, speaking, asked):
        return None
    given = b"".join(HERE + path + b"\0" for path in asked)
    code, out, _ = repository.at_top.ask(*NEUTRAL, *CHECK, "--no-index", given=given)
    fields = out.split(b"\0")
    if code > 1 or not speaking.keys() >= set(fields[:-1:4]):
        return None
    return _told(out)


def _alike(repository: Repository, top: bytes, speaking: Mapping[bytes, str], paths: Sequence[bytes]) -> bool:
    """Whether the worktree has these `.gitignore` files as they are, and none beside them on the way to a path."""
    name = b".gitignore"
    folders = {b""}
    for path in paths:
        folder = path.rpartition(b"/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition(b"/")[0]
    on_the_way = (folder + b"/" + name if folder else name for folder in folders)
    # A pattern that ends with / asks the worktree whether a path is a folder.
    if any(os.path.isdir(os.path.join(top, path)) for path in paths):
        return False
    if any(each not in speaking and os.path.lexists(os.path.join(top, each)) for each in on_the_way):
        return False
    try:
        for path, oid in speaking.items():
            with open(os.open(os.path.join(top, path), READ), "rb") as file:
                if file.read() != repository.objects.read(oid):
                    return False
    except OSError:  # a link, or no file
        return False
    return True


def lines(place: Place, paths: Sequence[bytes]) -> dict[bytes, Line]:
    """The line for each path that the entries of `of_entries` make git ignore."""
    if not paths:
        return {}
    given = b"".join(HERE + path + b"\0" for path in paths)
    code, out, err = place.ask(*NEUTRAL, *CHECK, given=given)
    if code > 1:
        raise GitError(f"git check-ignore: {err.decode('utf-8', 'replace').strip()}")
    return _told(out)


def _told(out: bytes) -> dict[bytes, Line]:
    from mlhygiene.tree import Line  # a hook over files alone asks for none

    return {path[len(HERE) :]: Line(source, int(number), pattern) for source, number, pattern, path in _rows(out)}


def _rows(out: bytes) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """Source, line, pattern and path of what is ignored; a pattern that takes a path out again is told, too."""
    fields = out.split(b"\0")
    rows = zip(fields[::4], fields[1::4], fields[2::4], fields[3::4], strict=False)
    return (row for row in rows if not row[2].startswith(b"!"))
