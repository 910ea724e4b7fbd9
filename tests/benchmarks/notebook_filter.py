"""`git add` of notebooks through our filter, beside no filter and beside nbstripout's.

The notebooks are yours to bring: folders with any. So many are taken from all over them, copied into one repository,
and added to an index that is empty; for information, looked at again after a `touch` (`git status`), and checked out.
"""

from __future__ import annotations

import os
import shlex
import shutil
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from itertools import count
from json import dumps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import repositories
from timing import MLHYGIENE, Contestant, Sample, arguments, race, ratio, table, timed, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TIMES_NO_FILTER = 1.5
# A notebook larger than that is data.
LARGEST = 10_000_000
# nbstripout takes half a minute for 250 notebooks.
FEW = 2
OURS = f"exec {shlex.join(MLHYGIENE)} filter process"
# No time that git has seen a file at before.
MOMENTS = count(1)


def made(number: int) -> str:
    """A notebook that was run, for whoever brings none."""
    cells = [
        {
            "cell_type": "code",
            "execution_count": each + 1,
            "metadata": {"scrolled": True},
            "outputs": [
                {"name": "stdout", "output_type": "stream", "text": [f"{number} {line}\n" for line in range(40)]}
            ],
            "source": [f"step({number}, {line})\n" for line in range(12)],
        }
        for each in range(30)
    ]
    return dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, indent=1) + "\n"


def notebooks(folders: Sequence[Path], wanted: int, into: Path) -> int:
    """Copy so many notebooks from all over the folders, or write some; their number."""
    found = sorted(path for folder in folders for path in folder.rglob("*.ipynb") if 0 < path.stat().st_size < LARGEST)
    for number, path in enumerate(found[:: max(1, len(found) // wanted)][:wanted]):
        shutil.copyfile(path, into / f"{number}.ipynb")
    if not folders:
        for number in range(wanted):
            (into / f"{number}.ipynb").write_text(made(number))
    return len(list(into.glob("*.ipynb")))


def through(filter_: str | None) -> tuple[str, ...]:
    """Git with a filter for notebooks, or with none."""
    if filter_ is None:
        return ("git",)
    kind = "process" if "filter process" in filter_ else "clean"
    return ("git", "-c", f"filter.notebooks.{kind}={filter_}", "-c", "filter.notebooks.required=true")


def added(folder: Path, git: Sequence[str]) -> Sample:
    """`git add` into an index and an object database that are empty."""
    (folder / ".git/index").unlink(missing_ok=True)
    for objects in (folder / ".git/objects").iterdir():
        shutil.rmtree(objects)
    return timed((*git, "add", "."), folder)


def looked_at(folder: Path, git: Sequence[str]) -> Sample:
    """`git status` that has to convert every notebook again."""
    added(folder, git)
    for path in folder.glob("*.ipynb"):
        os.utime(path, (0, next(MOMENTS)))
    return timed((*git, "status", "--porcelain"), folder)


def checked_out(folder: Path, git: Sequence[str]) -> Sample:
    """Every notebook written from the index, the same stripped ones for all, into a folder beside."""
    added(folder, through(OURS))
    return timed((*git, "checkout-index", "--all", "--force", "--prefix=.git/out/"), folder)


def compare(what: str, work: Callable[[Path, Sequence[str]], Sample], folder: Path, times: int) -> float:
    """One table: no filter and ours; the ratio of wall time."""
    print(f"\n{what}")
    plain = Contestant("no filter", lambda: work(folder, through(None)))
    ours = Contestant("mlhygiene filter process", lambda: work(folder, through(OURS)))
    race([plain, ours], times)
    table([plain, ours])
    ratio(ours, plain, "cpu")
    return ratio(ours, plain)


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="DIR", help="folders with notebooks (default: made ones)"
    )
    parser.add_argument("--count", type=int, default=250, metavar="N", help="so many notebooks (default: %(default)s)")
    parser.add_argument("--nbstripout", metavar="PROGRAM", help="measure this nbstripout as a filter, too")
    options = arguments(parser)
    with TemporaryDirectory() as scratch:
        folder = repositories.empty(Path(scratch) / "repository")
        number = notebooks(options.folders, 3 if options.quick else options.count, folder)
        size = sum(path.stat().st_size for path in folder.glob("*.ipynb"))
        (folder / ".git/info").mkdir(exist_ok=True)
        (folder / ".git/info/attributes").write_text("*.ipynb filter=notebooks\n")
        print(f"{number} notebooks, {size / 1e6:.1f} MB")
        wall = compare("git add", added, folder, options.times)
        compare("git status, all touched", looked_at, folder, options.times)
        compare("git checkout-index", checked_out, folder, options.times)
        if options.nbstripout:
            print("\ngit add")
            plain = Contestant("no filter", lambda: added(folder, through(None)))
            theirs = Contestant("nbstripout", lambda: added(folder, through(shlex.quote(options.nbstripout))))
            race([plain, theirs], min(options.times, FEW))
            table([plain, theirs])
            ratio(theirs, plain)
        # A smaller blob is sooner stored: what reading alone costs shows where nothing goes.
        added(folder, through(OURS))
        for path in folder.glob("*.ipynb"):
            path.unlink()
        repositories.git(folder, "checkout-index", "--all")
        compare("git add, nothing to strip", added, folder, options.times)
        verdict(f"at most {TIMES_NO_FILTER} x `git add` without a filter, wall", holds=wall <= TIMES_NO_FILTER)


if __name__ == "__main__":
    main()
