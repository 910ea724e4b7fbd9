"""What it takes to judge one message, and a range of 1,000, beside gitlint, commitizen and commitlint.

One message is judged as a commit-msg hook does it. gitlint, `cz check` and commitlint follow rules of their own on the
same messages, every other one of which is an experiment; what they find is not compared. A tool that is not on the
PATH is left out (`--program NAME=PATH` names it). The range is measured beside the `git log` of the same messages, too.
"""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import repositories
from timing import MLHYGIENE, Contestant, arguments, ratio, table, timed, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMITS = 1000
OURS, LOG = "mlhygiene", "git log"
FILE = ".git/COMMIT_EDITMSG"
MESSAGE = "feat: a wider net\n\nIt was too narrow for the long inputs of the new data.\n"
# 1 and, of commitizen, 14: something was found.
FOUND = (0, 1, 14)
ONE = {
    OURS: (*MLHYGIENE, "hook", "experiment-message", FILE),
    "gitlint": ("gitlint", "--ignore", "body-is-missing", "--msg-filename", FILE),
    "cz": ("cz", "check", "--commit-msg-file", FILE),
    "commitlint": ("commitlint", "--edit", FILE),
}
RANGE = {
    OURS: (*MLHYGIENE, "lint", "--select", "MLH401,MLH402,MLH403,MLH404", "--from-ref", "start", "--to-ref", "main"),
    LOG: ("git", "log", "-z", "--format=%H%x00%P%x00%an%x00%ae%x00%at%x00%B", "start..main"),
    "gitlint": ("gitlint", "--ignore", "body-is-missing", "--commits", "start..main"),
    "cz": ("cz", "check", "--rev-range", "start..main"),
    "commitlint": ("commitlint", "--from", "start", "--to", "main"),
}
PEERS = ("gitlint", "cz", "commitlint")
BESIDE_LOG = 0.150


def made(folder: Path, commits: int) -> Path:
    """A repository of conventional messages and experiments, and one message about to be stored."""
    repositories.empty(folder)
    stream = b"".join(map(_commit, range(commits + 1))) + b"done\n"
    repositories.git(folder, "fast-import", "--quiet", given=stream)
    repositories.git(folder, "repack", "-adq")
    repositories.git(folder, "tag", "start", f"main~{commits}")
    (folder / "commitlint.config.js").write_text("module.exports = { rules: { 'type-empty': [2, 'never'] } };\n")
    (folder / FILE).write_text(MESSAGE)
    return folder


def _commit(number: int) -> bytes:
    """One commit of git-fast-import(1)."""
    result = f"exp: lr={number}e-5 -> val_loss={1 / (number + 1):.4f}, ppl=12.3\n"
    message = (result if number % 2 else f"feat: step {number} of the training loop\n").encode()
    who = b"Ada <ada@example.org> %d +0000" % (1_700_000_000 + 60 * number)
    return b"commit refs/heads/main\ncommitter %s\ndata %d\n%s\n" % (who, len(message), message)


def programs(commands: dict[str, tuple[str, ...]], named: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The commands that can be run here."""
    paths = dict(each.split("=", 1) for each in named)
    found = {name: (paths.get(name, command[0]), *command[1:]) for name, command in commands.items()}
    return {name: command for name, command in found.items() if shutil.which(command[0])}


def compared(title: str, commands: dict[str, tuple[str, ...]], folder: Path, times: int) -> dict[str, Contestant]:
    """Every tool in turn, so many times, after a warm-up each."""
    contestants = {name: Contestant(name, partial(timed, command, folder, FOUND)) for name, command in commands.items()}
    for contestant in contestants.values():
        contestant.run()
    for _ in range(times):
        for contestant in contestants.values():
            contestant.samples.append(contestant.run())
    print(f"\n{title}")
    table(list(contestants.values()))
    for name, theirs in contestants.items():
        if name in PEERS:
            print(f"beside {name}: ", end="")
            ours = ratio(contestants[OURS], theirs)
            verdict(f"{title}: faster than {name}", holds=ours < 1)
        elif name == LOG:
            more = contestants[OURS].median("cpu") - theirs.median("cpu")
            print(f"over git log: {1000 * more:.1f} ms of CPU")
            verdict(f"{title}: at most {1000 * BESIDE_LOG:.0f} ms of CPU over git log", holds=more <= BESIDE_LOG)
    return contestants


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--program", action="append", default=[], metavar="NAME=PATH", help="where a tool is")
    options = arguments(parser)
    missing = sorted(set(PEERS) - set(programs(ONE, options.program)))
    if missing:
        print(f"left out, not on the PATH: {', '.join(missing)}")
    with TemporaryDirectory() as scratch:
        commits = 20 if options.quick else COMMITS
        folder = options.repository or made(Path(scratch) / "repository", commits)
        compared("one message", programs(ONE, options.program), folder, options.times)
        compared(f"{commits:,} messages", programs(RANGE, options.program), folder, options.times)


if __name__ == "__main__":
    main()
