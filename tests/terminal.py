"""A command on a terminal: what it draws, what stands there at the end, Ctrl-C as a person types it."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CTRL_C = b"\x03"
# Far more than any command here takes: a hang is a failure, not a wait.
PATIENCE = 120
# A session leader that opens a terminal has it as its own: Ctrl-C then signals the whole of it.
LEADER = "import os, sys; os.open(os.ttyname(0), os.O_RDWR); os.execvp(sys.argv[1], sys.argv[1:])"
STEPS = re.compile(rb"\x1b\[K|\x1b\[[\d;]*m|\r\n|\r|\n|[^\x1b\r\n]+")


@dataclass(frozen=True)
class Shown:
    """What a command left on its terminal; `left` are processes of its that were there when it had ended."""

    code: int
    drawn: bytes
    left: tuple[str, ...]

    @property
    def screen(self) -> list[str]:
        """The lines that stand there at the end, the one with the cursor last."""
        lines, column = [""], 0
        for step in STEPS.findall(self.drawn):
            if step == b"\x1b[K":
                lines[-1] = lines[-1][:column]
            elif step == b"\r":
                column = 0
            elif step in {b"\n", b"\r\n"}:
                lines.append("")
                column = 0
            elif not step.startswith(b"\x1b["):
                text = step.decode()
                lines[-1] = lines[-1][:column] + text + lines[-1][column + len(text) :]
                column += len(text)
        return lines


def terminal(*command: str, cwd: Path, env: Mapping[str, str], interrupt: bytes | None = None, seen: int = 1) -> Shown:
    """Run a command on a new terminal; Ctrl-C once a text has been drawn so many times."""
    import pty  # no Windows has it

    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", LEADER, *command],
        cwd=cwd,
        env={**env, "TERM": "xterm"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    ) as running:
        os.close(slave)
        drawn = bytearray()
        while piece := _read(master):
            drawn += piece
            if interrupt is not None and drawn.count(interrupt) >= seen:
                os.write(master, CTRL_C)
                interrupt = None
        code = running.wait(PATIENCE)
    os.close(master)
    return Shown(code, bytes(drawn), _session(running.pid))


def _read(master: int) -> bytes:
    """What is drawn next; nothing once everybody has left the terminal."""
    ready, _, _ = select.select([master], [], [], PATIENCE)
    assert ready, "it hangs"
    try:
        return os.read(master, 1 << 16)
    except OSError:  # Linux says so with EIO
        return b""


def _session(leader: int) -> tuple[str, ...]:
    """The processes of a session that still run."""
    done = subprocess.run(["ps", "-eo", "sess=,stat=,args="], capture_output=True, text=True, check=True)
    found = (line.split(None, 2) for line in done.stdout.splitlines())
    return tuple(args for session, state, args in found if session == str(leader) and not state.startswith("Z"))
