"""`mlhygiene exp log` beside the very `git log` that it reads, over 100,000 commits, half of them experiments.

The history is a default branch with branches `exp/*` that are merged, left standing or known by a tag,
with bodies, trailers and forms of every kind. The table is what the bound is for; as many lines of JSON
as there are experiments are told beside it. Peaks of memory are told for the same history without
experiments, too: what a commit takes that is none, and what an experiment does.
"""

from __future__ import annotations

import random
import subprocess
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import repositories
from memory import MB, peaks
from timing import ENVIRONMENT, MLHYGIENE, SOURCES, Contestant, arguments, race, ratio, table, timed, verdict

sys.path.insert(0, str(SOURCES))

from mlhygiene.git.log import ASIDE, STEADY

if TYPE_CHECKING:
    from collections.abc import Iterator

BOUND = 2.0
GIT_LOG = ("git", *STEADY, *ASIDE, "--all", "--")
# Commits of a branch, at most.
BRANCH = 40
BODY = b"\n\nThe curve is flat after step 4000, and the seed hardly matters; see the notes of last week.\n"


def history(commits: int, experiments: float = 0.54) -> Iterator[bytes]:
    """The stream of git-fast-import(1); `experiments` is their share of the commits on branches."""
    seed = random.Random(4)
    main, number, branch = 0, 0, 0
    while number < commits:
        number += 1
        yield _commit(b"refs/heads/main", number, _other(seed, number), (main,))
        main, tip, name = number, number, b"refs/heads/exp/try-%d" % branch
        branch += 1
        for _ in range(min(seed.randrange(BRANCH), commits - number)):
            number += 1
            message = _experiment(seed, number) if seed.random() < experiments else _other(seed, number)
            yield _commit(name, number, message, (tip,))
            tip = number
        fate = seed.random()
        if tip != main and fate < 0.8 and number < commits:
            number += 1
            yield _commit(b"refs/heads/main", number, b"Merge branch 'exp/try-%d'" % branch, (main, tip))
            main = number
        if tip != main and fate < 0.9:
            yield b"reset %s\nfrom 0000000000000000000000000000000000000000\n\n" % name
            if fate > 0.5:
                yield b"reset refs/tags/archive/%s\nfrom :%d\n\n" % (name.removeprefix(b"refs/heads/"), tip)
    yield b"done\n"


def _commit(ref: bytes, number: int, message: bytes, parents: tuple[int, ...]) -> bytes:
    who = b"Ada <ada@example.org> %d +0000" % (1_600_000_000 + 300 * number)
    first, *others = [b":%d" % parent for parent in parents if parent] or [b""]
    lines = [b"commit %s\nmark :%d\ncommitter %s\ndata %d\n%s\n" % (ref, number, who, len(message), message)]
    lines += [b"from %s\n" % first] if first else []
    lines += [b"merge %s\n" % other for other in others]
    return b"".join(lines)


def _experiment(seed: random.Random, number: int) -> bytes:
    loss, acc = 2 + seed.random(), seed.random()
    rate, size = 10 ** -seed.uniform(2, 5), 2 ** seed.randrange(4, 10)
    form = seed.random()
    if form < 0.5:
        text = b"exp: lr=%.1e, bs=%d, warmup=1000 -> val_loss=%.4f, acc=%.3f" % (rate, size, loss, acc)
    elif form < 0.7:
        text = b"exp(nlp): add dropout=0.%d to attention -> val_loss=%.4f (3%% improvement)" % (number % 9 + 1, loss)
    elif form < 0.8:
        text = b"exp: depth %d->%d -> val_bpb=%.4f" % (number % 8 + 1, number % 8 + 2, loss)
    elif form < 0.9:
        text = b"exp: 5 seeds of bs=%d -> acc=%.1f%% +/- 0.4%%, mem=38 GB" % (size, 100 * acc)
    elif form < 0.95:
        text = b"exp: bs=%d -> failed: OOM on 8xH100" % size
    else:
        text = b"experiment: exp%d widen the window %d->%d" % (number, size, 2 * size)
    body = BODY if seed.random() < 0.3 else b""
    return text + body + (b"\nRun: https://runs.example.org/%d\nSeed: 0\n" % number if seed.random() < 0.1 else b"")


def _other(seed: random.Random, number: int) -> bytes:
    kind = seed.choice((b"feat: a loader", b"fix: the sampler", b"data: a new split", b"docs: how to run it", b"wip"))
    return b"%s, number %d" % (kind, number) + (BODY if seed.random() < 0.3 else b"")


def compare(folder: Path, times: int) -> tuple[int, int]:
    """One run of the benchmark on a repository: our peak of memory in bytes, and how many experiments there are."""
    written = len(subprocess.run(GIT_LOG, cwd=folder, env=ENVIRONMENT, capture_output=True, check=True).stdout)
    with TemporaryDirectory() as scratch:
        report = str(Path(scratch) / "rows.jsonl")
        lines, shown, theirs = contestants = [
            Contestant(
                "mlhygiene exp log --format jsonl --output FILE",
                partial(timed, (*MLHYGIENE, "exp", "log", "--format", "jsonl", "--output", report), folder),
            ),
            Contestant("mlhygiene exp log", partial(timed, (*MLHYGIENE, "exp", "log"), folder)),
            Contestant("git log, the same", partial(timed, GIT_LOG, folder)),
        ]
        race(contestants, times)
        rows = Path(report).read_bytes().count(b"\n")
        size = Path(report).stat().st_size
    table(contestants)
    print(f"jsonl is {ratio(lines, theirs):.2f} x git log, with every experiment written out")
    verdict(f"the table takes at most {BOUND} x git log, wall", holds=ratio(shown, theirs) <= BOUND)
    own, gits = peaks(folder, "exp", "log")
    print(f"{rows:,} experiments, {size / MB:.1f} MB as jsonl; git log writes {written / MB:.1f} MB")
    print(f"peak memory: ours {own / MB:.1f} MB, the largest git {gits / MB:.1f} MB")
    return own, rows


def memory(scratch: Path, commits: int, own: int, rows: int) -> None:
    """What is held of a commit, and of an experiment: beside the same history without experiments."""
    empty, plain = (repositories.empty(scratch / name) for name in ("empty", "plain"))
    repositories.imported(plain, history(commits, experiments=0))
    least, without = (peaks(folder, "exp", "log")[0] for folder in (empty, plain))
    print(f"without commits {least / MB:.1f} MB; without experiments {without / MB:.1f} MB")
    print(f"a commit takes {(without - least) / commits:.0f} bytes, an experiment {(own - without) / rows:.0f} more")


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument(
        "--commits", type=int, default=100_000, metavar="N", help="of a generated one (default: %(default)s)"
    )
    options = arguments(parser)
    if options.repository:
        compare(options.repository, options.times)
        return
    with TemporaryDirectory() as scratch:
        folder = repositories.empty(Path(scratch) / "repository")
        commits = 200 if options.quick else options.commits
        repositories.imported(folder, history(commits))
        memory(Path(scratch), commits, *compare(folder, options.times))


if __name__ == "__main__":
    main()
