"""The process: `python -m mlhygiene`, the `mlhygiene` command."""

from __future__ import annotations

import sys

from mlhygiene.cli import main


def run() -> None:
    """Answer with one of the documented exit codes."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
