"""Programs beside git: those that set a repository up (`pre-commit`, `prek`, `dvc`), and the one that a user runs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

# What somebody sends to a wrapper and means for the command in it. Ctrl-Z, its `fg`, and a terminal's new size go to
# the whole group anyway.
MEANT = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGTERM")
# Python ignores them, and what it starts would, too.
RESTORED = ("SIGPIPE", "SIGXFSZ")
# As a shell has it: env(1), "Exit status".
ABSENT, UNFIT = 127, 126
SIGNALLED = 128
# An exit code of Windows has 32 bits, and Python hands on a signed one.
WORD = 1 << 32


class Unstarted(Refusal):
    """A command that could not be started: `code` is what a shell would answer."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class Ended(NamedTuple):
    """How a command ended: its exit code, or the signal that it died of."""

    code: int
    signal: int = 0


def found(name: str) -> str | None:
    """Where the PATH has a program. Never in the current folder, where whoever wrote the repository put it."""
    folders = os.pathsep.join(path for path in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(path))
    path = shutil.which(name, path=folders)
    return path if path and os.path.dirname(os.path.abspath(path)) != os.path.abspath(os.curdir) else None


def run(name: str, arguments: Sequence[str], folder: str) -> tuple[int, str]:
    """Exit code and all that a program says. Refusal where the PATH has none."""
    program = found(name)
    if program is None:
        raise Refusal(f"{name} is not on the PATH")
    done = subprocess.run(
        [program, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "backslashreplace")


def follow(command: Sequence[str], environment: Mapping[str, str]) -> Ended:
    """Run a command as if it stood in our place: our folder, streams, process group and open files are its own.

    A signal that a terminal sends has reached it already; one that somebody sends to us alone is handed on. Where
    somebody signals the whole group by hand it gets both. Unstarted where the system does not start it.
    """
    if not command[0]:
        raise Unstarted("the command has an empty name", ABSENT)
    try:
        return _beside(command, environment) if sys.platform == "win32" else _below(command, environment)
    except FileNotFoundError:
        folder = os.path.dirname(command[0])
        where = "no such file, or no such interpreter in its first line" if folder else "not on the PATH"
        raise Unstarted(f"{command[0]}: {where}", ABSENT) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "a NUL in it"
        raise Unstarted(f"{command[0]}: cannot be run: {why}", UNFIT) from None


def _below(command: Sequence[str], environment: Mapping[str, str]) -> Ended:
    """POSIX: no signal is taken while the child starts, and it begins with the mask that we were given."""
    assert sys.platform != "win32"
    meant = {each for each in map(_signal, MEANT) if signal.getsignal(each) is not signal.SIG_IGN}  # as under nohup
    # Where it is ignored, there is nothing to wait for (wait(2)).
    before = signal.signal(signal.SIGCHLD, _heard)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {*meant, signal.SIGCHLD})
    try:
        restored = list(map(_signal, RESTORED))
        child = os.posix_spawnp(command[0], [*command], environment, setsigmask=mask, setsigdef=restored)
        code = os.waitstatus_to_exitcode(_status(child, meant))
        while late := signal.sigpending() & meant:  # Ctrl-C, Ctrl-C, Ctrl-C
            signal.sigwait(late)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGCHLD, before or signal.SIG_DFL)
    return Ended(code) if code >= 0 else Ended(SIGNALLED - code, -code)


def _heard(_number: int, _frame: object) -> None:
    """Who has a handler does not ignore."""


def _signal(name: str) -> signal.Signals:
    return signal.Signals[name]


def _status(child: int, meant: AbstractSet[signal.Signals]) -> int:
    """Wait for the end of a child, and hand on what comes meanwhile."""
    assert sys.platform != "win32"
    while True:
        number, shared = _next({*meant, signal.SIGCHLD})
        if number == signal.SIGCHLD:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return status
        elif not shared:
            os.kill(child, number)


def _next(awaited: AbstractSet[signal.Signals]) -> tuple[int, bool]:
    """The next signal, and whether a terminal sent it, so that the whole group has it."""
    assert sys.platform != "win32"
    if sys.platform == "darwin":
        number = signal.sigwait(awaited)
        return number, number in {signal.SIGINT, signal.SIGQUIT, signal.SIGHUP} and _in_front()
    told = signal.sigwaitinfo(awaited)
    return told.si_signo, told.si_code > 0  # sigaction(2): by the kernel


def _in_front() -> bool:
    """Whether a terminal would signal our group."""
    assert sys.platform != "win32"
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)


def _beside(command: Sequence[str], environment: Mapping[str, str]) -> Ended:
    """Windows: Ctrl-C and Ctrl-Break go to every process of a console, so the child has them."""
    # To ignore them by name would have the child ignore them, too (SetConsoleCtrlHandler).
    names = [name for name in ("SIGINT", "SIGBREAK") if hasattr(signal, name)]
    before = {_signal(name): signal.signal(_signal(name), _heard) for name in names}
    # CreateProcess would look beside our own python.exe first.
    program = shutil.which(command[0]) or command[0]
    try:
        code = subprocess.Popen([program, *command[1:]], env=dict(environment), close_fds=False).wait()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    return Ended(code - WORD if code >= WORD >> 1 else code)


def die(number: int) -> None:
    """End as a command ended that a signal has killed: a shell's loop over runs stops at Ctrl-C by this alone."""
    if sys.platform == "win32":
        return
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))  # one is enough
    if number not in {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})
    os.kill(os.getpid(), number)
