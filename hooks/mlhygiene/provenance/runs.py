"""A run that `mlhygiene run` starts: its ID, what its command is told, the record that names the code."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlhygiene.model import Refusal, shown
from mlhygiene.provenance import environment, running

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlhygiene.provenance.stamp import Stamp

# In `.git`, shared by its worktrees: no file there makes a tree dirty, and no run takes another's.
FOLDER = os.path.join("mlhygiene", "runs")
LONGEST = 100
NAMED = re.compile(r"[A-Za-z0-9](?:[\w.-]*\w)?", re.ASCII)
SCRIPTS = (".py", ".pyw", ".pyz", ".sh", ".r", ".R", ".jl", ".ipynb")


@dataclass(frozen=True)
class Run:
    """A run: `stamp` of the code, `snapshot` the commit that keeps what differs from it.

    `command` has no secrets in it; `started` is seconds since the epoch.
    """

    id: str
    stamp: Stamp
    command: tuple[str, ...]
    started: float
    snapshot: str | None = None

    @property
    def commit(self) -> str | None:
        """The commit whose files ran."""
        return self.snapshot or self.stamp.commit

    def document(self, *, ended: float | None = None, code: int | None = None) -> dict[str, object]:
        """For `provenance.json`: the stamp, and the run beside it. `code` is None as long as it goes on."""
        stamp = replace(self.stamp, run=self.id, snapshot=self.snapshot)
        times = {"started": _told(self.started), "ended": None if ended is None else _told(ended)}
        return {**stamp.document(), "command": list(self.command), **times, "exit_code": code}


def described(stamp: Stamp, command: Sequence[str]) -> Stamp:
    """The stamp of the command, not of the process that starts it: its script, the words behind it, its Python."""
    at = next((at for at, word in enumerate(command) if word.endswith(SCRIPTS) and os.path.isfile(word)), 0)
    script = command[at] if at or os.path.dirname(command[0]) else None
    ours = os.path.basename(command[0]) == os.path.basename(sys.executable)
    return replace(
        stamp,
        entry=running.named(script, top(os.getcwd())) if script else None,
        argv=told(command[at + 1 :]),
        python=stamp.python if ours else None,
    )


def told(command: Sequence[str]) -> tuple[str, ...]:
    """The words of a command line, without the secrets among them."""
    return running.masked(command)


def top(folder: str) -> str | None:
    """The root of the repository around a folder; None where there is none, or git does not say."""
    from mlhygiene.git.code import top  # what has no script needs it not

    try:
        return top(folder)
    except Refusal:
        return None


def identified(given: str | None, stamp: Stamp, started: float) -> str:
    """The ID that was given, or one of the time, the commit and chance; Refusal of one that no tag could have."""
    if given is None:
        from time import gmtime, strftime

        return "-".join([strftime("%Y%m%dT%H%M%SZ", gmtime(started)), stamp.short or "none", os.urandom(3).hex()])
    from mlhygiene.branches.naming import unfit  # who has no wish does without
    from mlhygiene.secrets.redaction import redacted

    if redacted([given]) != [given]:
        raise Refusal("--id: it looks like a secret, and the ID of a run is public: give another")
    if not NAMED.fullmatch(given) or unfit(given) or len(given) > LONGEST:
        why = next(iter(unfit(given)), "letters, digits, `.`, `_` and `-` between them")
        raise Refusal(f"--id {shown(os.fsencode(given))} is no name for a tag and a file: {why}")
    return given


def variables(run: Run, caller: Mapping[str, str], *, record: str | None, dry: bool) -> dict[str, str]:
    """The environment of the command: the caller's, with what is known of the code in place of what it said of it."""
    kept = {name: text for name, text in caller.items() if not name.startswith(environment.PREFIX)}
    told = environment.variables(run.stamp) | {environment.RUN: run.id}
    told |= {environment.SNAPSHOT: run.snapshot} if run.snapshot else {}
    told |= {environment.FILE: os.path.abspath(record)} if record else {}
    return kept | told | ({environment.DRY: "1"} if dry else {})


def _told(seconds: float) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
