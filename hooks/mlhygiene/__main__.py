"""The process: `python -m mlhygiene`, the `mlhygiene` command."""

from __future__ import annotations

import gc
import sys

# What is imported stays, and we make no cycles: looking for them at every 700th object
# takes a hook 2 ms, and a walk through history a tenth of its time.
COLLECT_AT = 20_000


def run() -> None:
    """Answer with one of the documented exit codes."""
    gc.set_threshold(COLLECT_AT)
    from mlhygiene.cli import main  # not before the line above

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
