"""Files given new content: all of it or none, and never over somebody else's change.

The new content goes into a temporary file of the same folder, reaches the disk, and takes
the old one's place in one step: whoever reads sees the old file or the new one. Three kinds
of file have a say of their own:

- a symbolic link stays one: what it leads to is replaced;
- a file of several names (hard links), or one that is a mount point, is written in place,
  with a backup beside it until the write has reached the disk;
- a file without write permission is refused, whoever asks: DVC and git-annex protect what
  their caches share with the worktree in this way.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

# No notebook's name, and no longer than any file system takes. Only a kill -9 leaves one behind.
TEMPORARY = ".mlhygiene-{}.tmp"
BACKUP = ".mlhygiene-{}.bak"
# os.O_BINARY and os.O_CLOEXEC are not everywhere.
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
OLD = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
CHUNK = 1 << 20
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class File(NamedTuple):
    """A file as it was read: the name it was asked for by, where it lies, what it held."""

    name: str
    path: str
    content: bytes
    facts: os.stat_result

    def unchanged(self) -> bool:
        """Whether the file that lies there now is the one that was read."""
        now, then = os.stat(self.path), self.facts
        same = (now.st_dev, now.st_ino) == (then.st_dev, then.st_ino)
        return same and (now.st_size, now.st_mtime_ns) == (then.st_size, then.st_mtime_ns)


def read(name: str) -> File:
    """A regular file, by whatever name; Refusal says why it cannot be read."""
    path = name
    try:
        facts = os.lstat(path)
        if stat.S_ISLNK(facts.st_mode):
            path = os.path.realpath(name)
            facts = os.stat(path)
        if not stat.S_ISREG(facts.st_mode):
            raise _refused(name, "not a regular file")
        handle = os.open(path, READ)
        try:
            facts = os.fstat(handle)  # before it is read: who writes meanwhile is seen by it
            return File(name, path, _content(handle, facts.st_size), facts)
        finally:
            os.close(handle)
    except OSError as error:
        raise _refused(name, f"cannot read: {error.strerror}") from None


def _content(handle: int, size: int) -> bytes:
    """All that a file holds: at one go where it has the size that it says, with half the calls of `open`."""
    content = os.read(handle, size + 1)
    if len(content) == size:
        return content
    pieces = [content]
    while piece := os.read(handle, CHUNK):
        pieces.append(piece)
    return b"".join(pieces)


def replace(file: File, content: bytes) -> None:
    """Give a file that was read a new content. Refusal says why not; the file is then as it was."""
    try:
        with _undisturbed():
            _replace(file, content)
    except OSError as error:
        raise _refused(file.name, f"cannot write: {error.strerror}; it is as it was") from None


def create(name: str, content: bytes, mode: int = 0o666) -> None:
    """Make a file that is not there yet, with the rights that the user's umask leaves; Refusal says why not."""
    try:
        with _undisturbed():
            temporary = _beside(name, TEMPORARY, content, mode=mode)
            if os.path.lexists(name):
                os.unlink(temporary)
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            os.replace(temporary, name)
            _sync_folder(name)
    except OSError as error:
        raise _refused(name, f"cannot write: {error.strerror}") from None


def report(name: str, pieces: Iterable[bytes]) -> None:
    """Write a report, piece by piece: the file is the old one or the whole new one. Refusal says why not.

    What is no regular file, such as a pipe, is written as it comes.
    """
    target = os.path.realpath(name)
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "wb") as stream:
                stream.writelines(pieces)
            return
        mode = stat.S_IMODE(os.stat(target).st_mode) if os.path.exists(target) else 0o666
        temporary = os.path.join(os.path.dirname(target), TEMPORARY.format(os.urandom(6).hex()))
        handle = os.open(temporary, NEW, mode)
        try:
            with open(handle, "wb", buffering=CHUNK) as stream:
                stream.writelines(pieces)
            os.replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise _refused(name, f"cannot write the report: {error.strerror}") from None


def _replace(file: File, content: bytes) -> None:
    facts = os.stat(file.path)
    if not facts.st_mode & WRITABLE:
        raise _refused(file.name, "it is write-protected: `chmod u+w` first, if it is yours to change")
    os.close(os.open(file.path, OLD))  # whoever may not write the file may not replace it either
    if facts.st_nlink > 1:
        _in_place(file, content)
        return
    temporary = _beside(file.path, TEMPORARY, content, like=facts)
    try:
        _still(file)
        os.replace(temporary, file.path)
    except BaseException as error:
        os.unlink(temporary)
        if isinstance(error, OSError) and error.errno == errno.EBUSY:  # a mount point, in a container
            _in_place(file, content)
            return
        raise
    # Its folder is not waited for: should the power fail now, the old file is there, or the new one.


def _in_place(file: File, content: bytes) -> None:
    """Write over a file whose every name is to see the change.

    No longer content needs room that a full disk might not have: what is there is written
    over first, and cut off last.
    """
    backup = _beside(file.path, BACKUP, file.content)
    try:
        _still(file)
    except BaseException:
        os.unlink(backup)
        raise
    try:
        _overwrite(file.path, content)
    except BaseException:
        try:
            _overwrite(file.path, file.content)
        except OSError as error:
            why = f"{error.strerror}; what it held is in {shown(os.fsencode(backup))}"
            raise _refused(file.name, f"cannot write: {why}") from None
        os.unlink(backup)
        raise
    os.unlink(backup)


def _beside(path: str, form: str, content: bytes, like: os.stat_result | None = None, mode: int = 0o666) -> str:
    """A new file in the folder of another, on the disk; gone again where that fails."""
    made = os.path.join(os.path.dirname(path), form.format(os.urandom(6).hex()))
    handle = os.open(made, NEW, mode if like is None else 0o600)
    try:
        try:
            _write(handle, content)
            if like is not None:
                _liken(handle, path, like)
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        os.unlink(made)
        raise
    return made


def _liken(handle: int, path: str, like: os.stat_result) -> None:
    """Owner, rights and extended attributes (access lists among them), as far as we may set them."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        os.fchown(handle, like.st_uid, like.st_gid)
    if sys.platform == "linux":
        with suppress(OSError):
            for name in os.listxattr(path):
                with suppress(OSError):
                    os.setxattr(handle, name, os.getxattr(path, name))
    os.fchmod(handle, stat.S_IMODE(like.st_mode))


def _overwrite(path: str, content: bytes) -> None:
    handle = os.open(path, OLD)
    try:
        _write(handle, content)
        os.ftruncate(handle, len(content))
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest[:CHUNK]) :]


def _still(file: File) -> None:
    if not file.unchanged():
        raise _refused(file.name, "it has changed while it was read, and is left as it is: run this again")


def _sync_folder(path: str) -> None:
    """Have the new name reach the disk, too. Not every system can be asked to."""
    with suppress(OSError):
        handle = os.open(os.path.dirname(path) or os.curdir, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _undisturbed() -> Generator[None]:
    """Have `Ctrl-C`, `kill` and a closed terminal wait until nothing is half done."""
    import signal  # 1 ms that a clean run never needs

    if sys.platform == "win32":
        yield
        return
    waiting = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, waiting)


def _refused(name: str, why: str) -> Refusal:
    return Refusal(f"{shown(os.fsencode(name))}: {why}")
