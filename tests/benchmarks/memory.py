"""The peak memory of our own process, which neither history nor the largest blob may raise.

git's own processes are shown apart: they map packs into memory, and what a map holds
counts as theirs.
"""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from tempfile import TemporaryDirectory

import repositories
from timing import ENVIRONMENT, verdict

MB = 1_000_000
# More than this over the small repository is growth; less is how Python's memory is laid out.
FLAT = 8 * MB
# Linux: VmHWM is this program's alone; ru_maxrss would count what the parent had before exec.
MEASURED = """\
import resource, sys
from mlhygiene.cli import main
main(sys.argv[1:])
unit = 1 if sys.platform == "darwin" else 1024
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
try:
    with open("/proc/self/status") as status:
        own = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
except OSError:
    pass
gits = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
print(own, gits, file=sys.stderr)
"""
COMMANDS = (("lint", "--history"), ("hook", "large-files"))


def peaks(folder: Path, *command: str) -> tuple[int, int]:
    """Bytes of our process, and of the largest git, at their peaks."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command],
        cwd=folder,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    own, gits = done.stderr.split()[-2:]
    return int(own), int(gits)


def row(what: str, folder: Path, command: tuple[str, ...]) -> int:
    """Print one line of the table; hand back our peak."""
    own, gits = peaks(folder, *command)
    print(f"{what:40} {'mlhygiene ' + ' '.join(command):28} {own / MB:8.1f} MB {gits / MB:10.1f} MB", flush=True)
    return own


def blobs(scratch: Path, size: int, *, commits: int) -> bool:
    """One blob, shrinkable and not, against the same repository without it."""
    small = repositories.with_history(scratch / "small", commits, files=100)
    without = {command: row("without a large blob", small, command) for command in COMMANDS}
    growth = []
    for what, random_bytes in (("random", True), ("zeros", False)):
        folder = repositories.with_history(scratch / what, commits, files=100)
        repositories.with_blob(folder, size, random_bytes=random_bytes)
        growth += [
            row(f"with {size / MB:,.0f} MB of {what}", folder, command) - without[command] for command in COMMANDS
        ]
    return max(growth) <= FLAT


def histories(scratch: Path, sizes: tuple[int, int]) -> bool:
    """The same repository with few commits and with many."""
    few, many = (
        row(
            f"{count:,} commits",
            repositories.with_history(scratch / str(count), count, changed=1, files=500),
            COMMANDS[0],
        )
        for count in sizes
    )
    return many - few <= FLAT


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--repository", type=Path, metavar="DIR", help="show this repository alone")
    parser.add_argument("--quick", action="store_true", help="a tiny size: proves the script, measures nothing")
    options = parser.parse_args()
    print(f"{'':69} {'our peak':>11} {'git at most':>13}")
    if options.repository:
        row(options.repository.name, options.repository, COMMANDS[0])
        return
    with TemporaryDirectory() as scratch:
        flat = blobs(Path(scratch), 2 * MB if options.quick else 1000 * MB, commits=5 if options.quick else 500)
        verdict(f"flat in the size of the largest blob (within {FLAT / MB:.0f} MB)", holds=flat)
        flat = histories(Path(scratch), (5, 20) if options.quick else (20_000, 100_000))
        verdict(f"flat in the size of history (within {FLAT / MB:.0f} MB)", holds=flat)


if __name__ == "__main__":
    main()
