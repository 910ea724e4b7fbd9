"""Throughput of `mlhygiene lint --select MLH2` on real checkouts, and what the hook adds to a commit of one file.

Bring repositories whose files are checked out. Beside ours stand gitleaks, which reads the same files on every core,
and detect-secrets, each with the rules that it has by default. Every file is read once beforehand, so that no scanner
waits for the disk; then all run in turn on one tree after the other. A commit is timed as each hook sees it.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import repositories
from timing import ENVIRONMENT, MLHYGIENE, Contestant, race, ratio, table, timed, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

OURS = "mlhygiene"
NAME = "model.py"
WHOLE = {
    OURS: (*MLHYGIENE, "lint", "--select", "MLH2", "--exit-zero"),
    "gitleaks": ("gitleaks", "dir", ".", "--no-banner", "--log-level", "error", "--redact", "--exit-code", "0"),
    "detect-secrets": ("detect-secrets", "scan", "--no-verify", "."),
}
COMMIT = {
    OURS: (*MLHYGIENE, "hook", "secrets", NAME),
    "gitleaks": ("gitleaks", "git", "--pre-commit", "--staged", "--no-banner", "--log-level", "error", "--redact"),
    "detect-secrets": ("detect-secrets-hook", "--no-verify", NAME),
    "python -c pass": (sys.executable, "-c", "pass"),
}
BOUND = 10.0


def megabytes(folder: Path) -> float:
    """The size of the files that git tracks, each of which is read."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, check=True)
    paths = [folder / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    return sum(len(path.read_bytes()) for path in paths if path.is_file() and not path.is_symlink()) / 1e6


def here(commands: dict[str, tuple[str, ...]], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The commands of these scanners whose program is on the PATH."""
    found = {}
    for name, command in commands.items():
        if name in names or name not in WHOLE:
            if shutil.which(command[0]):
                found[name] = command
            else:
                print(f"{command[0]} is not on the PATH: left out")
    return found


def scanned(folder: Path, names: Sequence[str], times: int) -> tuple[float, list[Contestant]]:
    """One tree: its size and what every scanner takes."""
    contestants = [Contestant(name, partial(timed, command, folder)) for name, command in here(WHOLE, names).items()]
    size = megabytes(folder)
    if contestants and contestants[0].name == OURS:
        contestants[0].run()
    for _ in range(times):
        for contestant in contestants:
            contestant.samples.append(contestant.run())
    print(f"\n{folder.resolve().name}: {size:,.1f} MB")
    rates(size, contestants)
    return size, contestants


def rates(size: float, contestants: Sequence[Contestant]) -> None:
    """Seconds and throughput, one scanner a line, and how many times theirs ours is."""
    print(f"{'':16}     wall      CPU   MB a second   MB a second of CPU")
    for contestant in contestants:
        wall, cpu = contestant.median("wall"), contestant.median("cpu")
        print(f"{contestant.name:16} {wall:6.2f} s {cpu:6.2f} s {size / wall:13.1f} {size / cpu:20.1f}")
    if contestants and contestants[0].name == OURS:
        for theirs in contestants[1:]:
            wall, cpu = (theirs.median(what) / contestants[0].median(what) for what in ("wall", "cpu"))
            print(f"ours is {wall:.1f} x {theirs.name} by wall, {cpu:.1f} x by CPU")


def total(trees: Sequence[tuple[float, list[Contestant]]], bound: float) -> None:
    """Every tree together, and whether ours is fast enough beside gitleaks."""
    takes = [Contestant(contestant.name, contestant.run) for contestant in trees[0][1]]
    for number, contestant in enumerate(takes):
        theirs = [contestants[number] for _, contestants in trees]
        contestant.samples = [
            type(samples[0])(sum(sample.wall for sample in samples), sum(sample.cpu for sample in samples))
            for samples in zip(*(one.samples for one in theirs), strict=True)
        ]
    size = sum(size for size, _ in trees)
    print(f"\n{len(trees)} trees: {size:,.1f} MB")
    rates(size, takes)
    names = [contestant.name for contestant in takes]
    claim = f"at least {bound:g} x the throughput of gitleaks, wall and CPU"
    if names[:2] != [OURS, "gitleaks"]:
        print(f"bound: {claim}: not judged, both must run")
        return
    times = [ratio(takes[0], takes[1], what) for what in ("wall", "cpu")]
    verdict(claim, holds=all(bound * ours <= 1 for ours in times))


def committed(folder: Path, names: Sequence[str], times: int) -> None:
    """The hook of each scanner on one staged file."""
    print("\na commit of one file")
    contestants = [Contestant(name, partial(timed, command, folder)) for name, command in here(COMMIT, names).items()]
    race(contestants, times)
    table(contestants)


def with_text(folder: Path, files: int) -> Path:
    """A tree of source that holds no secret, for `--quick`."""
    seed = random.Random(files)
    repositories.empty(folder)
    words = ("model", "token", "layer", "loss", "key", "batch", "optimizer", "state")
    for number in range(files):
        lines = (f"{seed.choice(words)} = {seed.choice(words)}({seed.random()})" for _ in range(500))
        (folder / f"file_{number}.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    repositories.git(folder, "add", "--all")
    return folder


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="*", type=Path, metavar="DIR", help="repositories, checked out")
    parser.add_argument("--scanners", nargs="+", default=list(WHOLE), choices=list(WHOLE), help="only these")
    parser.add_argument("--times", type=int, default=3, metavar="N", help="runs of each (default: %(default)s)")
    parser.add_argument("--bound", type=float, default=BOUND, metavar="N", help="times gitleaks (default: %(default)s)")
    parser.add_argument(
        "--quick", action="store_true", help="a tiny tree and one run: proves the script, measures nothing"
    )
    options = parser.parse_args()
    if not options.trees and not options.quick:
        parser.error("name repositories to scan, or --quick")
    times = 1 if options.quick else options.times
    with TemporaryDirectory() as scratch:
        trees = options.trees or [with_text(Path(scratch) / "tree", 20)]
        total([scanned(tree, options.scanners, times) for tree in trees], options.bound)
        folder = repositories.with_history(Path(scratch) / "repository", 3 if options.quick else 100, files=200)
        (folder / NAME).write_text("import torch\n", encoding="utf-8")
        repositories.git(folder, "add", NAME)
        committed(folder, options.scanners, 1 if options.quick else 15)


if __name__ == "__main__":
    main()
