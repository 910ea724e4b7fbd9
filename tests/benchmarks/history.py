"""`mlhygiene lint --history` beside git's own list of every object and its size.

Nothing that looks at all of history can be quicker than
`git rev-list --objects --all | git cat-file --batch-check`, the pipeline that people paste
to find what is large. Run it on the default generated repository, where nothing is large,
with `--large` for one where some files are, and on a real clone with `--repository`.
"""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import repositories
from timing import MLHYGIENE, Contestant, arguments, race, ratio, table, timed, verdict

LINT = (*MLHYGIENE, "lint", "--history", "--exit-zero")
PIPELINE = ("sh", "-c", "git rev-list --objects --all | git cat-file --batch-check")
BOUND = 1.5
# Each commit brings a commit, two blobs, their two folders, one or two of those above, a root.
OBJECTS_A_COMMIT = 7


def compare(folder: Path, times: int) -> None:
    """One run of the benchmark on a repository."""
    print(repositories.git(folder, "count-objects", "-v").replace("\n", ", "))
    one, every, theirs = contestants = [
        Contestant(
            "mlhygiene lint --history --select large-file", partial(timed, (*LINT, "--select", "large-file"), folder)
        ),
        Contestant("mlhygiene lint --history", partial(timed, LINT, folder)),
        Contestant("git rev-list --objects --all | git cat-file --batch-check", partial(timed, PIPELINE, folder)),
    ]
    race(contestants, times)
    table(contestants)
    ratio(one, theirs, "cpu")
    wall = ratio(one, theirs)
    verdict(f"sizes take at most {BOUND} x git's own list, wall", holds=wall <= BOUND)
    print("every rule, for information:")
    ratio(every, theirs)


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument(
        "--objects", type=int, default=120_000, metavar="N", help="about so many (default: %(default)s)"
    )
    parser.add_argument("--large", action="store_true", help="with a large file, in history alone")
    options = arguments(parser)
    if options.repository:
        compare(options.repository, options.times)
        return
    with TemporaryDirectory() as scratch:
        commits = 20 if options.quick else options.objects // OBJECTS_A_COMMIT
        folder = repositories.with_history(Path(scratch) / "repository", commits, files=50 if options.quick else 2000)
        if options.large:
            repositories.with_blob(folder, 1_000_000, random_bytes=True)
        compare(folder, options.times)


if __name__ == "__main__":
    main()
