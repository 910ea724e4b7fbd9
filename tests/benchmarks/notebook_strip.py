"""`mlhygiene strip` in place beside nbstripout, nb-clean and nbstripout-fast: CPU, and lines that each one changes.

The notebooks are yours to bring: folders with any. Each tool gets fresh copies of them all in one process, then the
same files again, which are clean by then. Lines are those of `git diff --numstat` between what went in and what came
out. Tools that are not on the PATH are left out (`--program NAME=PATH` names them); each strips what it strips by
default, but for ids, which nbstripout would number anew, and cell metadata, of which nb-clean would leave nothing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from notebook_filter import made
from timing import ENVIRONMENT, MLHYGIENE, Contestant, Sample, ratio, timed, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OURS = "mlhygiene"
TOOLS = {
    OURS: (*MLHYGIENE, "strip", "--metadata", "minimal"),
    "nbstripout": ("nbstripout", "--keep-id"),
    "nb-clean": ("nb-clean", "clean", "--preserve-cell-metadata"),
    "nbstripout-fast": ("nbstripout-fast",),
}
BOUNDS = {"nbstripout": 1 / 7, "nb-clean": 1.2, "nbstripout-fast": 1.5}
# nb-clean goes on after a notebook that it refuses, and says so in the end.
REFUSED = (0, 1, 65)


def gathered(folders: Sequence[Path], into: Path, wanted: int) -> list[Path]:
    """Copies of every notebook of version 4, or some that were made; what is no notebook stops nbstripout."""
    found = [path for folder in folders for path in sorted(folder.rglob("*.ipynb")) if _is_one(path)]
    for number, path in enumerate(found):
        shutil.copyfile(path, into / f"{number:05}.ipynb")
    if not folders:
        for number in range(wanted):
            (into / f"{number:05}.ipynb").write_text(made(number), encoding="utf-8")
    return sorted(into.glob("*.ipynb"))


def _is_one(path: Path) -> bool:
    try:
        notebook = json.loads(path.read_bytes())
    except ValueError:
        return False
    return isinstance(notebook, dict) and isinstance(notebook.get("cells"), list) and notebook.get("nbformat") == 4


def lines(before: Path, after: Path) -> tuple[int, int, int]:
    """Files changed, lines added, lines removed between two folders."""
    done = subprocess.run(
        ["git", "diff", "--no-index", "--numstat", before.name, after.name],
        cwd=before.parent,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        check=False,
        text=True,
    )
    counts = [line.split("\t")[:2] for line in done.stdout.splitlines()]
    return len(counts), sum(int(added) for added, _ in counts), sum(int(gone) for _, gone in counts)


def stripped(command: Sequence[str], originals: Path, copies: Path) -> tuple[Sample, Sample]:
    """What a tool takes for fresh copies of all notebooks, and for the same once more."""
    shutil.rmtree(copies, ignore_errors=True)
    shutil.copytree(originals, copies)
    names = [f"{copies.name}/{path.name}" for path in sorted(copies.iterdir())]
    first = timed((*command, *names), copies.parent, REFUSED)
    return first, timed((*command, *names), copies.parent, REFUSED)


def told(
    contestants: Sequence[Contestant], again: Mapping[str, Contestant], changed: Mapping[str, Sequence[int]]
) -> None:
    print(f"{'':16}   wall      CPU   CPU when clean   files     + lines     - lines")
    for contestant in contestants:
        files, added, gone = changed[contestant.name]
        clean = again[contestant.name].median("cpu")
        times = f"{contestant.median('wall'):6.2f} s {contestant.median('cpu'):6.2f} s {clean:12.2f} s"
        print(f"{contestant.name:16} {times} {files:9,} {added:11,} {gone:11,}")


def programs(named: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The commands that can be run here."""
    paths = dict(each.split("=", 1) for each in named)
    found = {name: (paths.get(name, command[0]), *command[1:]) for name, command in TOOLS.items()}
    for name, command in list(found.items()):
        if not shutil.which(command[0]):
            print(f"{name}: {command[0]} is not on the PATH, left out")
            del found[name]
    return found


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="where notebooks are")
    parser.add_argument("--program", action="append", default=[], metavar="NAME=PATH", help="where a tool is")
    parser.add_argument("--times", type=int, default=5, metavar="N", help="runs of each (default: %(default)s)")
    parser.add_argument(
        "--quick", action="store_true", help="a few notebooks and one run: proves the script, measures nothing"
    )
    options = parser.parse_args()
    if not options.folders and not options.quick:
        parser.error("name folders with notebooks, or --quick")
    with TemporaryDirectory() as scratch:
        originals = Path(scratch) / "before"
        originals.mkdir()
        found = gathered(options.folders, originals, 20)
        print(f"{len(found):,} notebooks, {sum(path.stat().st_size for path in found) / 1e6:,.1f} MB")
        compared(originals, programs(options.program), 1 if options.quick else options.times)


def compared(originals: Path, commands: Mapping[str, tuple[str, ...]], times: int) -> None:
    """Every tool in turn, so many times; then the table, the ratios and the bounds."""
    copies = originals.with_name("after")
    contestants = {name: Contestant(name, partial(timed, command, originals)) for name, command in commands.items()}
    again = {name: Contestant(name, contestant.run) for name, contestant in contestants.items()}
    changed = dict[str, tuple[int, int, int]]()
    for _ in range(times):
        for name, command in commands.items():
            first, second = stripped(command, originals, copies)
            contestants[name].samples.append(first)
            again[name].samples.append(second)
            changed[name] = changed.get(name) or lines(originals, copies)
    told(list(contestants.values()), again, changed)
    for name, bound in BOUNDS.items():
        claim = f"at most {bound:.2f} x the CPU of {name}"
        if name in contestants:
            print(f"\nbeside {name}")
            verdict(claim, holds=ratio(contestants[OURS], contestants[name], "cpu") <= bound)
        else:
            print(f"bound: {claim}: not judged, it is not here")


if __name__ == "__main__":
    main()
