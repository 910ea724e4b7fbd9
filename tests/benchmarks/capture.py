"""`provenance.capture()` beside what trackers do to name the code, each in a process of its own that is warm.

W&B: its `GitRepo`, asked for commit, branch, remote and whether the tree is dirty. MLflow: its git context, the tags of
a run. Comet: its own git module, as `Experiment` asks it. None of them logs in or sends anything. They are those of the
interpreter that `--python` names: `python -m venv trackers`, then `trackers/bin/pip install wandb mlflow-skinny
gitpython comet_ml dulwich`, then `--python trackers/bin/python`. Those that are not there are left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import repositories
from timing import ENVIRONMENT, Contestant, Sample, arguments, race, ratio, table, verdict

BOUND = 0.120
# Each is told to begin by a line, and answers with what one question took.
LOOP = """
import resource, sys, time
def cpu():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
print("ready", flush=True)
for _ in sys.stdin:
    before, start = cpu(), time.perf_counter()
    ask()
    print(time.perf_counter() - start, cpu() - before, flush=True)
"""
ASKED = {
    "mlhygiene capture()": "from mlhygiene import provenance\ndef ask(): assert provenance.capture('.').commit\n",
    "W&B GitRepo": (
        "from wandb.sdk.lib.gitlib import GitRepo\n"
        "def ask():\n"
        "    repo = GitRepo(root='.')\n"
        "    assert repo.last_commit\n"
        "    repo.branch, repo.remote_url, repo.dirty, repo.root_dir\n"
    ),
    "MLflow git context": (
        "from mlflow.tracking.context import git_context, registry\n"
        "git_context._get_main_file = lambda: '.'\n"
        "def ask():\n"
        "    context = git_context.GitRunContext()\n"
        "    assert context.in_context() and context.tags()\n"
    ),
    "Comet git module": (
        "import comet_ml\n"
        "from comet_ml import git_logging\n"
        "def ask():\n"
        "    repo = git_logging.find_git_repo('.')\n"
        "    assert git_logging.get_git_metadata(repo)['parent']\n"
        "    git_logging.get_git_patch(repo)\n"
    ),
}


class Asked:
    """A process that answers one question after another."""

    def __init__(self, python: str, code: str, folder: Path) -> None:
        environment = {**ENVIRONMENT, "COMET_LOGGING_CONSOLE": "ERROR", "WANDB_MODE": "offline"}
        self._process = subprocess.Popen(
            [python, "-P", "-c", code + LOOP],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.there = self._line() == "ready"

    def __call__(self) -> Sample:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        wall, cpu = map(float, self._line().split())
        return Sample(wall, cpu)

    def _line(self) -> str:
        assert self._process.stdout is not None
        while (line := self._process.stdout.readline()) and not (line == "ready\n" or line[0].isdigit()):
            pass
        return line.strip()

    def close(self) -> None:
        self._process.communicate()


def compare(folder: Path, python: str, times: int) -> None:
    """One run of the benchmark on a repository."""
    asked = {
        name: Asked(sys.executable if "mlhygiene" in name else python, code, folder) for name, code in ASKED.items()
    }
    for name in [name for name, each in asked.items() if not each.there]:
        print(f"{name}: not installed")
        asked.pop(name).close()
    contestants = [Contestant(name, partial(each)) for name, each in asked.items()]
    race(contestants, times)
    table(contestants)
    ours, *others = contestants
    for other in others:
        print(f"ours to {other.name}: ", end="")
        ratio(ours, other)
    verdict(f"{BOUND * 1000:.0f} ms at the median", holds=ours.median("wall") <= BOUND)
    for each in asked.values():
        each.close()


def with_tags(folder: Path, commits: int) -> Path:
    """A history whose one version tag is at its root, and a worktree with a file changed and one unknown."""
    repositories.with_history(folder, commits, changed=1, files=200 if commits < 1000 else 2000)
    root = repositories.git(folder, "rev-list", "--max-parents=0", "HEAD")
    repositories.git(folder, "tag", "v0.1.0", root)
    repositories.git(folder, "remote", "add", "origin", "https://example.org/m.git")
    (folder / "train.py").write_text("print()\n")
    return folder


def main() -> None:
    """Build a repository, or take the one that is named, and compare."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, metavar="PROGRAM", help="the Python that has the trackers")
    parsed = arguments(parser)
    if parsed.repository:
        compare(parsed.repository, parsed.python, parsed.times)
        return
    with TemporaryDirectory() as scratch:
        for commits in (50,) if parsed.quick else (1_000, 100_000):
            print(json.dumps({"commits": commits}))
            compare(with_tags(Path(scratch) / str(commits), commits), parsed.python, parsed.times)


if __name__ == "__main__":
    main()
