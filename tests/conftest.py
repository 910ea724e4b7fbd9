"""Real repositories, told as stories, cut off from the machine they run on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

MB = 1_000_000
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 48100000\n" % (b"4d" * 32)
DATE = "2026-01-02T03:04:05+00:00"
# What tells a hook who calls it: git, a framework, a CI; and how wide pytest-xdist says that a terminal is.
CALLERS = (
    *(
        "GIT_",
        "PRE_COMMIT",
        "PREK_",
        "GITHUB_",
        "GITEA_",
        "GITLAB_",
        "CI",
        "TEAMCITY_",
        "TF_BUILD",
        "BITBUCKET_",
        "JENKINS_",
    ),
    *("BUILDKITE", "TRAVIS", "DRONE", "COLUMNS", "LINES"),
)
HERMETIC = {
    "GIT_AUTHOR_DATE": DATE,
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_COMMITTER_DATE": DATE,
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C.UTF-8",
}


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in its background so, and every process that a test starts would be deaf to it, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    # So does nohup with another.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@dataclass
class Ran:
    """How a process ended."""

    code: int
    out: str
    err: str


@dataclass
class Repo:
    """A repository in a story: `repo.write("model.pt", size=6 * MB).stage().commit("exp: wider")`."""

    root: Path
    environment: Mapping[str, str] = field(repr=False)

    def git(self, *args: str | bytes, check: bool = True, env: Mapping[str, str] | None = None) -> str:
        done = subprocess.run(
            ["git", *args], cwd=self.root, env={**self.environment, **(env or {})}, capture_output=True, check=False
        )
        assert not check or done.returncode == 0, f"git {args}: {done.stderr.decode('utf-8', 'replace')}"
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def write(self, path: str | bytes, content: bytes | str | None = None, *, size: int = 0) -> Repo:
        target = Path(os.fsdecode(os.path.join(os.fsencode(self.root), os.fsencode(path))))
        target.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            content = b"\0" * size
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def stage(self, *paths: str | bytes) -> Repo:
        """Stage paths, or everything (ignored files stay out)."""
        self.git("add", *(["--", *paths] if paths else ["--all"]))
        return self

    def commit(self, message: str = "a commit") -> str:
        """Commit what is staged without any hook, and give the commit's oid."""
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def put(self, path: str | bytes, content: bytes, mode: str = "100644") -> Repo:
        """Put a blob into the index as it is, past every filter and without a worktree file."""
        done = subprocess.run(
            ["git", "hash-object", "-w", "--stdin"],
            cwd=self.root,
            env=self.environment,
            input=content,
            capture_output=True,
            check=True,
        )
        entry = b"%s %s\t%s\0" % (mode.encode(), done.stdout.strip(), os.fsencode(path))
        subprocess.run(
            ["git", "update-index", "-z", "--index-info"], cwd=self.root, env=self.environment, input=entry, check=True
        )
        return self

    def run(
        self,
        *command: str | bytes,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: bytes | None = None,
    ) -> Ran:
        """Any command in the repository."""
        done = subprocess.run(
            command,
            cwd=cwd or self.root,
            env={**self.environment, **(env or {})},
            input=stdin,
            capture_output=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))

    def mlhygiene(
        self,
        *args: str | bytes,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: bytes | None = None,
    ) -> Ran:
        """The command as a user runs it, in a process of its own."""
        return self.run(sys.executable, "-m", "mlhygiene", *args, cwd=cwd, env=env, stdin=stdin)


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """No user's or machine's git config, no repository but the one at hand, a home of its own."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(CALLERS)}
    (home / ".gitconfig").write_text(
        '[init]\n\tdefaultBranch = main\n\ttemplateDir =\n[protocol "file"]\n\tallow = always\n'
    )
    return {
        **kept,
        **HERMETIC,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "PYTHONPATH": str(Path(__file__).parents[1] / "hooks"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "GIT_CEILING_DIRECTORIES": str(home.parent),
    }


@pytest.fixture
def repo(tmp_path: Path, environment: dict[str, str]) -> Repo:
    """An empty repository on an unborn `main`."""
    root = tmp_path / "repo"
    root.mkdir()
    repository = Repo(root, environment)
    repository.git("init", "--quiet", "--initial-branch=main")
    return repository


def tool(name: str) -> str:
    """The path of a program that a test drives for real, or a skip that says how to get it."""
    how = {
        "chromium": "apt-get install chromium, or set MLHYGIENE_CHROMIUM to the path of a Chromium or Chrome",
        "git-lfs": "apt-get install git-lfs (brew install git-lfs)",
        "git-filter-repo": "pip install git-filter-repo",
        "dvc": "pipx install dvc, or set MLHYGIENE_DVC to its path",
        "pre-commit": "pip install pre-commit",
        "prek": "pip install prek",
        "setuptools-scm": "pip install setuptools-scm",
        "trackers": "set MLHYGIENE_TRACKERS to the Python of an environment with `pip install -e . --group trackers`",
        "versioningit": "pip install versioningit",
    }
    also = {"chromium": ("chromium-browser", "google-chrome")}
    beside = Path(sys.executable).with_name(name)
    found = os.environ.get(f"MLHYGIENE_{name.replace('-', '_').upper()}")
    found = found or next(filter(None, map(shutil.which, (name, *also.get(name, ())))), None)
    found = found or (str(beside) if beside.exists() else None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing, and in CI no test may be skipped: {how.get(name, '')}")
        pytest.skip(f"{name} is not installed: {how.get(name, '')}")
    return found
