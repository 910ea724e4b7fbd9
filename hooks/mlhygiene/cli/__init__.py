"""The command line: arguments in, an exit code out; policy is elsewhere."""

from __future__ import annotations

import errno
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from mlhygiene.model import Exit, Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

UNWRITABLE = {errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EFBIG}


def main(argv: Sequence[str]) -> int:
    """Run one command and say how it ended; never a traceback for a user's mistake."""
    _open_streams()
    try:
        code = _dispatch(argv)
        sys.stdout.flush()
    except Refusal as refusal:
        # Refusals quote names, of files and of refs: none may steer the terminal.
        print(f"mlhygiene: {shown(str(refusal).encode('utf-8', 'surrogateescape'))}", file=sys.stderr)
        return Exit.UNJUDGED
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - whatever it is, it is ours, and exit code 1 would say "findings"
        if isinstance(error, OSError) and error.errno in UNWRITABLE:
            return _unwritten(error)
        _confess()
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


def _unwritten(error: OSError) -> int:
    """The reader has gone (`| head`), or the disk is full: what is still buffered must not be flushed at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno != errno.EPIPE:
        print(f"mlhygiene: cannot write: {error.strerror}", file=sys.stderr)
    return Exit.UNJUDGED


def _dispatch(argv: Sequence[str]) -> int:
    if argv[:1] == ["hook"] and argv[1:2] and not argv[1].startswith("-") and argv[2:] not in (["--help"], ["-h"]):
        # Every commit runs this: it does without argparse.
        from mlhygiene.cli import hook

        return hook.run(argv[1], argv[2:])
    from mlhygiene.cli import arguments

    return arguments.run(argv)


def _confess() -> None:
    import traceback

    traceback.print_exc()
    print("mlhygiene: this is a bug of mlhygiene, not a finding: please report the lines above", file=sys.stderr)
