"""What each hook adds to a commit of one file, beside the least that it could take.

The least is a Python that does nothing, and the git processes that the hook starts, run on
their own with the same arguments and the same input. What the hook takes over that is ours:
imports, reading the config, judging.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import repositories
from timing import ENVIRONMENT, MLHYGIENE, Contestant, Sample, arguments, race, table, timed, verdict

OURS = 0.040
NAME = "model.py"
MESSAGE = "message.txt"


class Asked(NamedTuple):
    """A command, what the message says, and the git processes that it may start.

    What a person waits for with an editor looks at history: its CPU is for information.
    """

    arguments: tuple[str, ...]
    message: str = ""
    processes: int = 4
    is_bound: bool = True


HOOKS = {
    "large-files": Asked(("hook", "large-files", NAME)),
    "every rule over files": Asked(("hook", "mlhygiene", NAME)),
    "repo-layout": Asked(("hook", "repo-layout")),
    "branch-name": Asked(("hook", "branch-name")),
    "a message": Asked(("hook", "experiment-message", MESSAGE), "fix: the loader reads the last batch\n", 3),
    "an experiment": Asked(("hook", "experiment-message", MESSAGE), "exp: lr=3e-4 -> val_loss=0.42\n", 3),
    "an experiment's editor": Asked(
        ("hook", "prepare-experiment-message", MESSAGE), "\n# Please enter the message\n", 6, False
    ),
    # Three hooks in one process.
    "git's own pre-commit": Asked(("native", "pre-commit"), processes=6, is_bound=False),
}
# Stands on the PATH in git's place: notes arguments and input, and lets git answer.
WRAPPER = """\
#!/bin/sh
here={record}/$(ls {record} | wc -l)
mkdir "$here"
printf '%s\\0' "$@" > "$here/arguments"
tee "$here/input" | {git} "$@"
"""


@dataclass(frozen=True)
class Call:
    """One git process: its arguments, and the file that holds what it was given to read."""

    arguments: tuple[str, ...]
    given: Path


def recorded(hook: tuple[str, ...], folder: Path, scratch: Path) -> list[Call]:
    """The git processes that a hook starts."""
    record, programs = scratch / "calls", scratch / "bin"
    record.mkdir()
    programs.mkdir()
    git = shutil.which("git") or sys.exit("git is not on the PATH")
    wrapper = programs / "git"
    wrapper.write_text(WRAPPER.format(record=shlex.quote(str(record)), git=shlex.quote(git)))
    wrapper.chmod(0o755)
    path = os.pathsep.join([str(programs), ENVIRONMENT.get("PATH", "")])
    subprocess.run(hook, cwd=folder, env={**ENVIRONMENT, "PATH": path}, stdout=subprocess.DEVNULL, check=True)
    calls = sorted(record.iterdir(), key=lambda call: int(call.name))
    return [Call(tuple((call / "arguments").read_text().split("\0")[:-1]), call / "input") for call in calls]


def replayed(call: Call, folder: Path) -> Sample:
    """One git process on its own. rev-parse may fail: there is no HEAD before the first commit."""
    return timed(("git", *call.arguments), folder, (0, 1, 128), given=call.given)


def compare(asked: Asked, folder: Path, times: int, scratch: Path) -> None:
    """One hook on a repository with one staged file."""
    hook = (*MLHYGIENE, *asked.arguments)

    def run() -> Sample:
        (folder / MESSAGE).write_text(asked.message)
        return timed(hook, folder)

    run()
    (folder / MESSAGE).write_text(asked.message)
    calls = recorded(hook, folder, scratch)
    ours = Contestant(f"mlhygiene {' '.join(asked.arguments)}", run)
    python = Contestant("python -c pass", lambda: timed((sys.executable, "-c", "pass"), folder))
    gits = [
        Contestant(f"git {' '.join(call.arguments)[:60]}", lambda call=call: replayed(call, folder)) for call in calls
    ]
    race([ours, python, *gits], times)
    table([ours, python, *gits])
    least = [
        sum(sample.cpu for sample in samples) for samples in zip(*(c.samples for c in (python, *gits)), strict=True)
    ]
    over = [sample.cpu - floor for sample, floor in zip(ours.samples, least, strict=True)]
    print(
        f"CPU over bare Python and git: {1000 * median(over):.1f} ms ({1000 * min(over):.1f} to {1000 * max(over):.1f})"
    )
    if asked.is_bound:
        verdict(f"at most {1000 * OURS:.0f} ms of CPU over bare Python and git", holds=median(over) <= OURS)
    verdict(f"at most {asked.processes} git processes: {len(calls)}", holds=len(calls) <= asked.processes)


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    options = arguments(parser, times=25)
    with TemporaryDirectory() as scratch:
        folder = options.repository
        if folder is None:
            folder = repositories.with_history(Path(scratch) / "repository", 3 if options.quick else 1000, files=200)
            (folder / NAME).write_text("import torch\n")
            repositories.git(folder, "add", NAME)
            repositories.git(folder, "switch", "--quiet", "-c", "exp/wider")
        # As git tells its hooks: a commit is being made.
        ENVIRONMENT["GIT_INDEX_FILE"] = f"{repositories.git(folder, 'rev-parse', '--absolute-git-dir')}/index"
        for number, (what, asked) in enumerate(HOOKS.items()):
            print(f"\n{what}")
            place = Path(scratch) / str(number)
            place.mkdir()
            compare(asked, folder, options.times, place)


if __name__ == "__main__":
    main()
