"""The command line: arguments in, an exit code out; policy is elsewhere."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from mlhygiene.model import Exit, Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run one command and say how it ended; never a traceback for a user's mistake."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _dispatch(argv)
        sys.stdout.flush()
    except Refusal as refusal:
        print(f"mlhygiene: {refusal}", file=sys.stderr)
        return Exit.UNJUDGED
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader has gone (`| head`): what is still buffered must not be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.UNJUDGED
    except Exception:  # noqa: BLE001 - whatever it is, it is ours, and exit code 1 would say "findings"
        _confess()
        return Exit.BUG
    return code


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
