"""A hook that has nothing to say imports nothing that only a finding, a config, history or DVC needs."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from conftest import Repo

LATE = (
    *("argparse", "base64", "difflib", "humanize", "identify", "json", "pathspec", "rich", "ruamel", "tempfile"),
    *("tomllib", "traceback", "unicodedata"),
    # Ours: reading history, formats of secrets, what other scanners have judged, forms of a merge.
    *("mlhygiene.scope.commits", "mlhygiene.snapshot.commits", "mlhygiene.secrets.scan", "mlhygiene.adopted"),
    *("mlhygiene.branches.merges", "mlhygiene.report.text", "mlhygiene.ci"),
)


class Called(NamedTuple):
    """A hook as git calls it, what it may do without beside the rest, and the git processes that it may start."""

    arguments: tuple[str, ...]
    without: tuple[str, ...] = ()
    processes: int = 3
    command: str = "hook"


SAID = ("mlhygiene.snapshot", "mlhygiene.cli.caller", "mlhygiene.secrets.find")
FILES = ("mlhygiene.record", "mlhygiene.messages", "mlhygiene.branches")
HOOKS = {
    "a file": Called(("large-files", "train.py"), FILES),
    "a small file without secrets": Called(("secrets", "train.py"), ("mlhygiene.messages", "mlhygiene.branches")),
    "a layout": Called(("repo-layout",), FILES, processes=4),
    "a branch": Called(("branch-name",), ("mlhygiene.cli.caller", "mlhygiene.git.records"), processes=4),
    "a message": Called(("experiment-message", "fix.txt"), ("mlhygiene.scope", *SAID)),
    "an experiment": Called(("experiment-message", "exp.txt"), ("mlhygiene.scope", "mlhygiene.git.log", *SAID)),
    "a message without an editor": Called(("prepare-experiment-message", "fix.txt", "message"), SAID, processes=0),
    "a commit": Called(
        ("pre-commit",), ("hashlib", "mlhygiene.git.records", "mlhygiene.native"), processes=8, command="native"
    ),
    "a native message without an editor": Called(
        ("prepare-commit-msg", "fix.txt", "message"), ("mlhygiene.git", "mlhygiene.cli.prepare"), 0, "native"
    ),
    "a native message": Called(("commit-msg", "fix.txt"), ("mlhygiene.scope", *SAID), command="native"),
}


class Ran(NamedTuple):
    """What a clean run imports, packages by their names alone, too; the git processes that it starts."""

    imports: set[str]
    processes: int


@pytest.fixture(params=HOOKS.values(), ids=HOOKS)
def called(request: pytest.FixtureRequest) -> Called:
    found: Called = request.param
    return found


@pytest.fixture
def ran(repo: Repo, called: Called) -> Ran:
    repo.write("train.py", "print()\n").stage()
    repo.write("fix.txt", "fix: the loader reads the last batch\n")
    repo.write("exp.txt", "exp: lr=3e-4 -> val_loss=0.42\n")
    trace = repo.root / ".git" / "trace"
    # `-S`: no site-packages, nor what they make every Python import.
    command = (sys.executable, "-S", "-X", "importtime", "-m", "mlhygiene", called.command, *called.arguments)
    done = repo.run(*command, env={"GIT_TRACE": str(trace), "GIT_INDEX_FILE": ".git/index"})
    assert (done.code, done.out) == (0, "")
    names = {name.strip() for name in re.findall(r"\|([^|\n]+)$", done.err, re.MULTILINE)}
    processes = trace.read_text().count("trace: built-in:") if trace.exists() else 0
    return Ran(names | {name.partition(".")[0] for name in names}, processes)


def test_a_clean_commit_does_without(called: Called, ran: Ran) -> None:
    assert "mlhygiene" in ran.imports
    assert sorted(ran.imports & {*LATE, *called.without}) == []


def test_a_clean_commit_starts_few_processes(called: Called, ran: Ran) -> None:
    assert ran.processes <= called.processes
