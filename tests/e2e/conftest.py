"""Front ends driven for real: the hook repository as users install it, pre-commit and prek."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import HERMETIC, Ran, Repo, tool

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CHECKOUT = Path(__file__).parents[2]
# Until `mlhygiene` generates its own; then the one at the root is read.
MANIFEST = """\
- id: {id}
  name: {id}
  entry: mlhygiene hook {id}
  language: python
  require_serial: true
  types: [file]
  stages: [pre-commit, pre-merge-commit, pre-push, manual]
"""


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    """`python -m mlhygiene` is this checkout's."""
    return {**environment, "PYTHONPATH": str(CHECKOUT / "hooks")}


UNEXPECTED = re.compile(r'^pointer: unexpectedGitObject: ("(?:[^"\\]|\\.)*") ', re.MULTILINE)
NONCANONICAL = re.compile(r"^pointer: nonCanonicalPointer: .*\(blob ([0-9a-f]+)\)", re.MULTILINE)


@pytest.fixture
def fsck(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Repo], set[str]]:
    """The paths that `git lfs fsck --pointers` complains of in HEAD. Asked of a copy: it writes hooks."""
    tool("git-lfs")

    def complaints(repo: Repo) -> set[str]:
        copy = Repo(tmp_path_factory.mktemp("fsck") / "copy", repo.environment)
        shutil.copytree(repo.root, copy.root, symlinks=True)
        ran = copy.run("git", "lfs", "fsck", "--pointers", "HEAD")
        assert ran.code in {0, 1}, ran
        oids = set(NONCANONICAL.findall(ran.out))
        rows = (row.split(" ", 2)[2].partition("\t") for row in copy.git("ls-tree", "-rz", "HEAD").split("\0") if row)
        told = {path for oid, _, path in rows if oid in oids}
        told |= {json.loads(name) for name in UNEXPECTED.findall(ran.out)}
        assert bool(told) == bool(ran.code), ran
        return told

    return complaints


@dataclass(frozen=True)
class HookRepository:
    """A repository that `.pre-commit-config.yaml` can name."""

    url: str
    rev: str
    hooks: tuple[str, ...]


@pytest.fixture(scope="session")
def hook_repository(tmp_path_factory: pytest.TempPathFactory) -> HookRepository:
    """This checkout's tracked files, as they are now, in a repository of their own."""
    root = tmp_path_factory.mktemp("hook") / "repository"
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=True).stdout
    for name in filter(None, os.fsdecode(listing).split("\0")):
        if (CHECKOUT / name).exists():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, root / name)
    _supply(root)
    hermetic = Repo(root, {**os.environ, **HERMETIC, "GIT_CONFIG_GLOBAL": os.devnull})
    hermetic.git("init", "--quiet", "--initial-branch=main")
    rev = hermetic.stage().commit("a release")
    hooks = re.findall(r"^- id: (\S+)", (root / ".pre-commit-hooks.yaml").read_text(), re.MULTILINE)
    return HookRepository(root.as_uri(), rev, tuple(hooks))


def _supply(root: Path) -> None:
    """What the checkout does not hold yet and an installation needs."""
    manifest = root / ".pre-commit-hooks.yaml"
    if not manifest.exists():
        manifest.write_text("".join(MANIFEST.format(id=name) for name in ("large-files", "mlhygiene")))
    if not (root / "README.md").exists():
        (root / "README.md").write_text("# mlhygiene\n")
    if not (root / "templates").exists():
        (root / "templates").mkdir()
        (root / "templates" / "gitignore").write_text("*.pt\n")


@dataclass(frozen=True)
class Framework:
    """pre-commit or prek, with the hook environment it has installed."""

    name: str
    program: str
    hook: HookRepository
    home: Path
    environment: Mapping[str, str] = field(repr=False)

    def configure(self, repo: Repo, *, hook: str = "large-files", **keys: str) -> None:
        """Write and stage the config of a user of one hook."""
        lines = [f"      - id: {hook}", *(f"        {key}: {value}" for key, value in keys.items())]
        head = f"repos:\n  - repo: {self.hook.url}\n    rev: {self.hook.rev}\n    hooks:\n"
        repo.write(".pre-commit-config.yaml", head + "\n".join(lines) + "\n").stage(".pre-commit-config.yaml")

    def install(self, repo: Repo, *stages: str) -> None:
        """Write git's own hooks, as `pre-commit install` does."""
        kinds = [f"--hook-type={stage}" for stage in stages or ("pre-commit", "pre-merge-commit")]
        done = self.run(repo, "install", *kinds)
        assert done.code == 0, done.err

    def run(self, repo: Repo, *args: str, cwd: Path | None = None) -> Ran:
        return repo.run(self.program, *args, cwd=cwd, env=self.environment)

    def git(self, repo: Repo, *args: str, cwd: Path | None = None) -> Ran:
        """Git as a person runs it, hooks and all. What hooks say comes on either stream."""
        done = repo.run("git", *args, cwd=cwd, env=self.environment)
        return Ran(done.code, done.out + done.err, "")


@pytest.fixture(scope="session", params=["pre-commit", "prek"])
def framework(
    request: pytest.FixtureRequest, hook_repository: HookRepository, tmp_path_factory: pytest.TempPathFactory
) -> Framework:
    """The environment is installed once a session; every test reuses it."""
    name = request.param
    home = tmp_path_factory.mktemp(name)
    environment = {
        "PREK_HOME": str(home),
        "PRE_COMMIT_COLOR": "never",
        "PRE_COMMIT_HOME": str(home),
        # The package under test is the one that the framework has installed.
        "PYTHONPATH": "",
    }
    return Framework(name, tool(name), hook_repository, home, environment)


@pytest.fixture
def project(repo: Repo, framework: Framework) -> Repo:
    """A repository whose first commit configures the hook, and whose git hooks are installed."""
    framework.configure(repo)
    repo.commit("chore: hooks")
    framework.install(repo)
    return repo
