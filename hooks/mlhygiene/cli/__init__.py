"""The command line: arguments in, an exit code out; policy is elsewhere."""

from __future__ import annotations

import errno
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from mlhygiene.model import Exit, Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# What says that a build agent looks for commands in what we write.
AGENTS = ("GITHUB_ACTIONS", "GITEA_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
# So many causes of a crash are told.
CAUSES = 8
UNWRITABLE = {errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EFBIG}


def main(argv: Sequence[str]) -> int:
    """Run one command and say how it ended."""
    _open_streams()
    try:
        return answered(lambda: _dispatch(argv))
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def answered(answer: Callable[[], int]) -> int:
    """The exit code of some work, and a line where it could not be done; never a traceback for a user's mistake."""
    try:
        code = answer()
        sys.stdout.flush()
    except Refusal as refusal:
        # Refusals quote names, of files and of refs: none may steer the terminal.
        print(f"mlhygiene: {shown(str(refusal).encode('utf-8', 'surrogateescape'))}", file=sys.stderr)
        return Exit.UNJUDGED
    except Exception as error:  # noqa: BLE001 - whatever it is, it is ours, and exit code 1 would say "findings"
        if isinstance(error, OSError) and error.errno in UNWRITABLE:
            return _unwritten(error)
        _confess(error)
        return Exit.BUG
    return code


def _open_streams() -> None:
    """Have both streams take any text, a stream that the caller has closed (`>&-`) as well."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - as long as the process
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if any(name in os.environ for name in AGENTS):
        from mlhygiene.cli.muting import mute  # re comes with it, and nobody else reads a log for commands

        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            if type(stream) is TextIOWrapper:
                setattr(sys, name, mute(stream))


def _unwritten(error: OSError) -> int:
    """The reader has gone (`| head`), or the disk is full: what is still buffered must not be flushed at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    try:
        if error.errno != errno.EPIPE:
            print(f"mlhygiene: cannot write: {error.strerror}", file=sys.stderr)
    except OSError:  # it was stderr that could not be written
        os.dup2(nowhere, sys.stderr.fileno())
    return Exit.UNJUDGED


def _dispatch(argv: Sequence[str]) -> int:
    if argv[:1] == ["hook"] and argv[1:2] and not argv[1].startswith("-") and argv[2:] not in (["--help"], ["-h"]):
        # Every commit runs this: it does without argparse.
        from mlhygiene.cli import hook

        return hook.run(argv[1], argv[2:])
    if argv[:1] == ["native"] and argv[1:2] and not argv[1].startswith("-") and argv[2:] not in (["--help"], ["-h"]):
        # As above, by the hooks that `install` writes.
        from mlhygiene.cli import native

        return native.run(argv[1], argv[2:])
    if argv[:1] == ["filter"]:
        # So does git, for every notebook that it stores or shows.
        from mlhygiene.cli import filter as notebook_filter

        return notebook_filter.run(argv[1:])
    from mlhygiene.cli import arguments

    return arguments.run(argv)


def _confess(error: BaseException) -> None:
    """Say where it went wrong. An exception's message may quote a file, and so a secret: its type is told."""
    import traceback

    chain = [error]
    while (error.__cause__ or error.__context__) and len(chain) < CAUSES:
        chain.append(error := error.__cause__ or error.__context__ or error)
    for each in reversed(chain):
        frames = "".join(traceback.format_tb(each.__traceback__))
        print(f"Traceback (most recent call last):\n{frames}", end="", file=sys.stderr)
        notes = getattr(each, "__notes__", ())  # the engine's: which rule, which file
        print(
            f"{type(each).__qualname__} (what it says is not told: it may quote a file)",
            *notes,
            sep="\n",
            file=sys.stderr,
        )
    print("mlhygiene: this is a bug of mlhygiene, not a finding: please report the lines above", file=sys.stderr)
