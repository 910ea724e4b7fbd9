"""One git process: its environment, its words when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from io import BufferedReader

# What would bend our pathspecs and attributes to somebody else's purpose.
BENDING = (
    "GIT_ATTR_SOURCE",
    "GIT_GLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
)
# `git merge` hands the other sides to its hooks in names like this one.
MERGING = "GITHEAD_"
# Answer each question at once (GIT_FLUSH=0 would leave check-attr and us waiting for each
# other), never write (optional locks refresh the index), never fetch (GIT_NO_LAZY_FETCH is git
# 2.45; an empty list of protocols stops older ones), judge what is stored, not what
# refs/replace and info/grafts show in its place.
STEADY = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_FLUSH": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}

# Linux calls it F_SETPIPE_SZ.
SET_PIPE_SIZE = 1031
WIDE = 1 << 20


def _program() -> str:
    r"""Git as the PATH has it.

    Windows looks into the current folder before the PATH, where whoever wrote the
    repository could have put a `git.exe` (CVE-2022-24826 was this in git-lfs).
    """
    if sys.platform == "win32":
        folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(folder)]
        found = (os.path.join(folder, "git.exe") for folder in folders)
        return next((path for path in found if os.path.isfile(path)), "git.exe is not on the PATH")
    return "git"


GIT = _program()


def output(process: subprocess.Popen[bytes]) -> BufferedReader:
    """What a process that `Place.start` started writes."""
    return cast("BufferedReader", process.stdout)


def widen(pipe: BufferedReader) -> None:
    """Let git run ahead of us where the system allows a wider pipe."""
    if sys.platform == "linux":
        import fcntl  # not on Windows

        try:
            fcntl.fcntl(pipe.fileno(), SET_PIPE_SIZE, WIDE)
        except OSError:
            return


class GitError(Refusal):
    """git could not answer, in git's own words."""


@dataclass(frozen=True)
class Place:
    """Where a git process runs: a folder and an environment (which may hold secrets)."""

    folder: str
    environment: Mapping[str, str] = field(repr=False)

    def start(self, *args: str, stdin: int | None = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        """A running git whose standard output is ours to read."""
        try:
            return subprocess.Popen(
                [GIT, *args],
                cwd=self.folder,
                env=self.environment,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except FileNotFoundError as error:
            raise _absent(self.folder) from error

    @contextmanager
    def streaming(self, *args: str, failed: str) -> Generator[BufferedReader]:
        """The output of a git that starts at once, to be read while it comes. GitError says what `failed`.

        Whoever stops reading stops git.
        """
        process = Place(self.folder, {**self.environment, "GIT_FLUSH": "0"}).start(*args)
        arriving = output(process)
        widen(arriving)
        try:
            yield arriving
        except BaseException:
            process.kill()
            raise
        finally:
            arriving.close()
            code = process.wait()
        if code:
            raise GitError(failed)

    def run(self, *args: str, given: bytes | None = None) -> bytes:
        """The output of a git that must succeed."""
        code, out, err = self.ask(*args, given=given)
        if code:
            raise GitError(_words(args, code, err))
        return out

    def ask(self, *args: str, given: bytes | None = None) -> tuple[int, bytes, bytes]:
        """Exit code, output and complaint of a git that may fail."""
        try:
            done = subprocess.run(
                [GIT, *args],
                cwd=self.folder,
                env=self.environment,
                input=given,
                stdin=subprocess.DEVNULL if given is None else None,
                capture_output=True,
                check=False,
            )
        except (FileNotFoundError, NotADirectoryError) as error:
            raise _absent(self.folder) from error
        return done.returncode, done.stdout, done.stderr


def here(folder: str | None) -> Place:
    """The caller's place, or another folder.

    A hook is handed its repository in `GIT_DIR`, `GIT_INDEX_FILE` and their like, and
    they hold there alone: `git commit FILE` judges a temporary index. In any other
    folder they would lead back to the wrong repository (githooks(5)).
    """
    environment = {name: value for name, value in os.environ.items() if name not in BENDING} | STEADY
    place = Place(os.curdir, environment)
    if folder is None:
        return place
    local = place.run("rev-parse", "--local-env-vars").decode().split()
    kept = {name: text for name, text in environment.items() if name not in local and not name.startswith(MERGING)}
    # What keeps git steady is in that list, too (GIT_NO_REPLACE_OBJECTS).
    return Place(folder, kept | STEADY)


def _words(args: tuple[str, ...], code: int, err: bytes) -> str:
    """What git complained of, as one line: its first `fatal:`, why a push was refused, or else its last line."""
    lines = err.decode("utf-8", "replace").strip().splitlines() or [f"exit code {code}, no message"]
    said = [line for line in lines if not line.startswith("hint: ")] or lines
    refused = next((" ".join(line.split()[1:]) for line in lines if line.strip().startswith("! [")), said[-1])
    fatal = next((line for line in lines if line.startswith("fatal: ")), refused)
    advice = " ".join(line.strip() for line in lines if line.startswith("\t"))
    verb = next((arg for arg in args if not arg.startswith("-") and "=" not in arg), "git")
    return f"git {verb}: {fatal.removeprefix('fatal: ')}" + (f" ({advice})" if advice else "")


def _absent(folder: str) -> GitError:
    if not os.path.isdir(folder):
        return GitError(f"{folder}: no such folder")
    return GitError("git is not on the PATH: install git 2.30 or newer")
