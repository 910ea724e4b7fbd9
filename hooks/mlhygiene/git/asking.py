"""Questions to several gits at once, none of which is waited for without an end."""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.process import GIT, GitError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from mlhygiene.git.process import Place

Process = subprocess.Popen[bytes]
# A process that waits for a disk that is gone does not end when it is killed.
DYING = 0.5


class Answer(NamedTuple):
    """What a git said."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """What it wrote, if it succeeded."""
        return self.out.decode("utf-8", "surrogateescape") if self.code == 0 else ""


class Asking:
    """Processes that share one deadline, in seconds from now; those that are left are stopped at the end."""

    def __init__(self, place: Place, patience: float) -> None:
        self._place = place
        self._patience = patience
        self._until = time.monotonic() + patience
        self._running = dict[Process, str]()

    def ask(self, *args: str) -> Process:
        """A git that works while others are asked."""
        try:
            process = subprocess.Popen(
                [GIT, *args],
                cwd=self._place.folder,
                env=self._place.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except (FileNotFoundError, NotADirectoryError):
            self._place.run("version")  # says which of the two is not there
            raise
        self._running[process] = next(arg for arg in args if not arg.startswith("-") and "=" not in arg)
        return process

    def answer(self, process: Process) -> Answer:
        """Wait for one of them. GitError where it takes too long."""
        try:
            out, err = process.communicate(timeout=max(self._until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            raise GitError(
                f"git {self._running[process]}: no answer within {self._patience:g} s: run it by hand"
            ) from None
        del self._running[process]
        return Answer(process.returncode, out, err)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._running:
            _stop(process)


def _stop(process: Process) -> None:
    process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=DYING)
    if process.returncode is None:
        process.returncode = -9  # else Python warns of it, whenever it comes by
