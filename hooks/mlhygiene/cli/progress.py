"""A count on the terminal while long work goes on."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlhygiene.coverage import Coverage
    from mlhygiene.model import Subject

# Work that ends sooner needs no word; a change more often than this cannot be read.
PATIENCE = 1.0
EVERY = 0.2
CLEAR = "\r\033[K"


def counted(subjects: Iterable[Subject], coverage: Coverage) -> Iterator[Subject]:
    """The same subjects; on a terminal, standard error shows how far they have come."""
    if not sys.stderr.isatty():
        yield from subjects
        return
    due, told = time.monotonic() + PATIENCE, False
    for subject in subjects:
        yield subject
        if (now := time.monotonic()) >= due:
            due, told = now + EVERY, True
            print(f"{CLEAR}judged {coverage.blobs:,} files", end="", file=sys.stderr, flush=True)
    if told:
        print(CLEAR, end="", file=sys.stderr, flush=True)
