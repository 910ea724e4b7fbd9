"""`large-files` on thousands of newly staged files, beside `check-added-large-files`.

Both are called as pre-commit calls them: the names split over processes by the length of a
command line and the number of cores. `mlhygiene lint --staged`, which needs no names, is
there for comparison.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import repositories
from timing import MLHYGIENE, Contestant, arguments, cores, race, ratio, table, timed, timed_together, verdict

HOOK = (*MLHYGIENE, "hook", "large-files")
# pre-commit never makes a command line longer (pre_commit/xargs.py).
LONGEST = 1 << 17
FOUND_OR_NOT = (0, 1)


def peer() -> str:
    """The program `check-added-large-files`, beside this Python or on the PATH."""
    beside = Path(sys.executable).with_name("check-added-large-files")
    found = str(beside) if beside.exists() else shutil.which("check-added-large-files")
    return found or sys.exit("check-added-large-files is missing: pip install pre-commit-hooks")


def partitions(command: tuple[str, ...], names: list[str], at_once: int) -> list[list[str]]:
    """The command lines that pre-commit makes of a long list of names, for so many at once."""
    room = min(os.sysconf("SC_ARG_MAX") - 2048 - len(str(os.environ)), LONGEST)
    most = max(4, math.ceil(len(names) / at_once))
    lines, length = [list(command)], 0
    for name in names:
        length += len(os.fsencode(name)) + 1
        if length > room - 200 or len(lines[-1]) - len(command) == most:
            lines.append(list(command))
            length = len(os.fsencode(name)) + 1
        lines[-1].append(name)
    return lines


def compare(folder: Path, names: list[str], times: int) -> None:
    """One run of the benchmark on a repository and the names of its staged files."""
    run = partial(timed_together, folder=folder, codes=FOUND_OR_NOT)
    # Our manifest has `require_serial`; theirs has not.
    theirs, ours = partitions((peer(),), names, cores()), partitions(HOOK, names, 1)
    print(f"{len(names):,} staged files; {len(ours)} processes of ours in turn, {len(theirs)} of theirs on every core")
    contestants = [
        Contestant("mlhygiene hook large-files NAME…", partial(run, ours, at_once=1)),
        Contestant("check-added-large-files NAME…", partial(run, theirs, at_once=cores())),
        Contestant("mlhygiene hook large-files", partial(timed, HOOK, folder, FOUND_OR_NOT)),
    ]
    race(contestants, times)
    table(contestants)
    wall, cpu = (ratio(contestants[0], contestants[1], what) for what in ("wall", "cpu"))
    verdict("faster than check-added-large-files, wall and CPU", holds=wall < 1 and cpu < 1)
    print("without names, in one process, beside check-added-large-files with them:")
    ratio(contestants[2], contestants[1])


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000, metavar="N", help="staged files (default: %(default)s)")
    options = arguments(parser)
    if options.repository:
        listed = subprocess.run(
            ["git", "diff", "--cached", "--name-only", "-z"], cwd=options.repository, stdout=subprocess.PIPE, check=True
        ).stdout
        compare(options.repository, [os.fsdecode(name) for name in listed.split(b"\0")[:-1]], options.times)
        return
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "repository"
        compare(folder, repositories.with_staged_files(folder, 60 if options.quick else options.files), options.times)


if __name__ == "__main__":
    main()
