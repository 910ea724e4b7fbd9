"""Times commands side by side: A B A B, after a warm-up, with everything that they start."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import starmap
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Sequence

# Whoever has not installed mlhygiene measures the sources that stand beside the benchmark.
SOURCES = Path(__file__).parents[2] / "hooks"
ADA = {"NAME": "Ada", "EMAIL": "ada@example.org", "DATE": "2026-01-02T03:04:05+00:00"}
DROPPED = ("GIT_", "PRE_COMMIT", "PYTHONDONTWRITEBYTECODE")
# Nothing of the user's own git, no repository but the one that is measured; bytecode is
# kept from the first run on, as pip leaves it.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(DROPPED)},
    **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in ADA.items()},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C.UTF-8",
    "PYTHONPATH": os.pathsep.join(filter(None, [str(SOURCES), os.environ.get("PYTHONPATH")])),
}
# What the installed command does; `-m` would add the 3 ms of runpy.
MLHYGIENE = (sys.executable, "-c", "from mlhygiene.__main__ import run; run()")


@dataclass(frozen=True)
class Sample:
    """What one run took, in seconds. CPU is user and system, children included."""

    wall: float
    cpu: float


@dataclass
class Contestant:
    """A name for the table, and something that runs once and says what it took."""

    name: str
    run: Callable[[], Sample]
    samples: list[Sample] = field(default_factory=list)

    def median(self, what: str) -> float:
        return median(getattr(sample, what) for sample in self.samples)


def timed(command: Sequence[str], folder: Path, codes: Sequence[int] = (0,), *, given: Path | None = None) -> Sample:
    """Run one command to its end; its output is thrown away."""
    with open(given or os.devnull, "rb") as stdin:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=ENVIRONMENT, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        sys.exit(f"{' '.join(command)[:200]}: exit code {process.returncode}")
    return Sample(wall, usage.ru_utime + usage.ru_stime)


def timed_together(
    commands: Sequence[Sequence[str]], folder: Path, codes: Sequence[int] = (0,), *, at_once: int
) -> Sample:
    """Run commands as pre-commit does: so many at once."""
    begin = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        samples = list(pool.map(lambda command: timed(command, folder, codes), commands))
    return Sample(time.perf_counter() - begin, sum(sample.cpu for sample in samples))


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def race(contestants: Sequence[Contestant], times: int) -> None:
    """A warm-up each, then A B A B: what else the machine does falls on all alike."""
    for contestant in contestants:
        contestant.run()
    for _ in range(times):
        for contestant in contestants:
            contestant.samples.append(contestant.run())


def table(contestants: Sequence[Contestant]) -> None:
    """Medians, one contestant a line."""
    width = max(len(contestant.name) for contestant in contestants)
    print(f"{'':{width}}  median wall   median CPU")
    for contestant in contestants:
        print(f"{contestant.name:{width}}  {_shown(contestant.median('wall'))}  {_shown(contestant.median('cpu'))}")


def ratio(ours: Contestant, theirs: Contestant, what: str = "wall") -> float:
    """Print the ratio of each pair of runs, its median first; hand back the median."""
    pairs = zip(ours.samples, theirs.samples, strict=True)
    ratios = list(starmap(lambda a, b: getattr(a, what) / getattr(b, what), pairs))
    print(f"{what} ratio {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f} over {len(ratios)} pairs)")
    return median(ratios)


def verdict(bound: str, *, holds: bool) -> None:
    print(f"bound: {bound}: {'holds' if holds else 'does not hold'}")


def arguments(parser: ArgumentParser, *, times: int = 9) -> Namespace:
    """The arguments that every benchmark takes."""
    parser.add_argument("--repository", type=Path, metavar="DIR", help="measure this repository, not a generated one")
    parser.add_argument("--times", type=int, default=times, metavar="N", help="runs of each (default: %(default)s)")
    parser.add_argument(
        "--quick", action="store_true", help="a tiny size and one run: proves the script, measures nothing"
    )
    parsed = parser.parse_args()
    if parsed.quick:
        parsed.times = 1
    return parsed


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:8.1f} ms"
