"""The difference of tracked files as a patch, whatever the user's config is: git-diff(1), git-apply(1)."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from mlhygiene.git import quiet
from mlhygiene.git.code import PATIENCE, at
from mlhygiene.git.process import GitError, output, widen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A patch shows what is in a submodule by its commit alone.
DIFF = (
    *("-c", "core.quotePath=true", "-c", f"diff.orderFile={os.devnull}", "-c", "diff.suppressBlankEmpty=false"),
    *("-c", "core.fsmonitor=false", "-c", "core.safecrlf=false", "--no-optional-locks"),
    *("diff", "--binary", "--full-index", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames"),
    *("--no-relative", "--src-prefix=a/", "--dst-prefix=b/", "--submodule=short", "--ignore-submodules=dirty"),
    *("--diff-algorithm=myers", "--no-indent-heuristic", "--unified=3", "--inter-hunk-context=0"),
    *("HEAD", "--"),
)
PIECE = 1 << 16
# A digest of what is large is not worth more of a run's time; whoever asks for the patch waits longer. Seconds.
BRIEF = 10.0


def pieces(top: str, filters: Sequence[str] | None = None, patience: float = 10 * PATIENCE) -> Iterator[bytes]:
    """What makes the tracked files out of HEAD's, as it comes. GitError where git stops, or takes too long."""
    from threading import Timer  # it has come with subprocess

    place = at(top)
    process = place.start(*(quiet.filters(place) if filters is None else filters), *DIFF)
    arriving = output(process)
    widen(arriving)
    stopped = list[bool]()

    def stop() -> None:
        stopped.append(True)
        process.kill()

    late = Timer(patience, stop)
    late.daemon = True
    late.start()
    try:
        while piece := arriving.read(PIECE):
            yield piece
    except GeneratorExit:
        process.kill()
        raise
    finally:
        late.cancel()
        arriving.close()
        exit_code = process.wait()
    if exit_code and stopped:
        raise GitError(f"git diff: no answer within {patience:g} s: commit what is large")
    if exit_code:
        raise GitError("git diff stopped: run `git diff HEAD` to see why")


def digest(top: str, filters: Sequence[str]) -> str:
    """`sha256:` of the patch, in memory that does not grow with it."""
    found = hashlib.sha256()
    for piece in pieces(top, filters, BRIEF):
        found.update(piece)
    return f"sha256:{found.hexdigest()}"
