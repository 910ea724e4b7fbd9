"""What a scope sees, and the situations that every scope has to stand."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository
from mlhygiene.model import Blob, Commit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conftest import Repo
    from mlhygiene.model import Subject

# Far more than any of these stories takes: a hang is a failure, not a wait.
PATIENCE = 60
HOOKS = Path(__file__).parents[1] / "hooks"

ODD_NAMES = {
    "a space": b"my model.pt",
    "a trailing space": b"model.pt ",
    "a tab": b"a\tb.pt",
    "double quotes": b'"a".pt',
    "a single quote": b"it's.pt",
    "a newline": b"a\nb.pt",
    "a leading dash": b"-rf.pt",
    "two leading dashes": b"--staged",
    "a leading colon": b":a.pt",
    "pathspec magic": b":(top)x",
    "a pathspec that excludes": b":!x",
    "a leading bang": b"!a.pt",
    "a leading hash": b"#a.pt",
    "glob characters": b"[a]*.pt",
    "a question mark": b"?.pt",
    "a backslash": b"a\\b.pt",
    "a carriage return": b"a\r.pt",
    "a control character": b"a\x01\x7f.pt",
    "a line separator that str.splitlines knows": "a\x85\u2028b.pt".encode(),
    "an umlaut": "modèle.pt".encode(),
    "an umlaut in two code points": "mode\u0300le.pt".encode(),
    "another script": "模型/权重.pt".encode(),
    "bytes that are no UTF-8": b"\xff\xfe.pt",
    "a folder that is no UTF-8": b"\xe8/\xff.pt",
    "a folder with a newline": b"a\nb/c.pt",
    "a folder with a colon": b":(top)/c.pt",
    "a very long name": b"n" * 250 + b".pt",
}
# Settings of a user that plumbing must not listen to.
SETTINGS = {
    "core.quotePath": "true",
    "core.autocrlf": "true",
    "core.ignoreCase": "true",
    "core.abbrev": "4",
    "core.fileMode": "false",
    "color.ui": "always",
    "diff.renames": "copies",
    "diff.noprefix": "true",
    "diff.external": "false",
    "diff.relative": "true",
    "diff.orderFile": "/dev/null",
    "diff.ignoreSubmodules": "all",
    "index.version": "4",
    "log.showRoot": "false",
    "log.showSignature": "true",
    "log.diffMerges": "off",
    "status.relativePaths": "true",
}


class Scope(Protocol):
    """A function of `mlhygiene.scope`."""

    def __call__(self, repository: Repository, coverage: Coverage, /, *args: Any) -> Iterator[Subject]: ...


@dataclass(frozen=True)
class Seen:
    """What came out of a scope. A file is its path, its size and its mode."""

    blobs: list[Blob]
    commits: list[Commit]
    notes: list[str]
    gaps: list[str]

    @property
    def files(self) -> set[tuple[bytes, int, str]]:
        return {(blob.path, blob.size, blob.mode) for blob in self.blobs}

    @property
    def paths(self) -> set[bytes]:
        return {blob.path for blob in self.blobs}

    @property
    def brought(self) -> set[tuple[bytes, str | None]]:
        return {(blob.path, blob.commit) for blob in self.blobs}


@dataclass
class Look:
    """A look at a repository through one scope, in this process."""

    repo: Repo

    def __call__(
        self,
        judge: Scope,
        *args: Any,
        cwd: Path | None = None,
        folder: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Seen:
        coverage = Coverage()
        with (
            standing(cwd or self.repo.root, {**self.repo.environment, **(env or {})}),
            Repository.find(folder) as found,
        ):
            subjects = list(judge(found, coverage, *args))
            return _seen(subjects, coverage)

    def filters(self, judge: Scope, *args: Any, cwd: Path | None = None) -> dict[tuple[bytes, str | None], str | None]:
        """The `filter` attribute of each blob, by its path and commit."""
        with standing(cwd or self.repo.root, self.repo.environment), Repository.find() as found:
            blobs = [subject for subject in judge(found, Coverage(), *args) if isinstance(subject, Blob)]
            if blobs:
                blobs[0].snapshot.expect(blobs, [])
            return {(blob.path, blob.commit): blob.snapshot.filter(blob) for blob in blobs}


def _seen(subjects: Iterable[Subject], coverage: Coverage) -> Seen:
    both = list(subjects)
    blobs = [subject for subject in both if isinstance(subject, Blob)]
    commits = [subject for subject in both if isinstance(subject, Commit)]
    return Seen(blobs, commits, coverage.notes, coverage.gaps)


class standing:  # noqa: N801 - reads as a word
    """Stand in a folder with an environment, as a process of its own would."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._patch = pytest.MonkeyPatch()
        self._folder = folder
        self._environment = environment

    def __enter__(self) -> None:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            self._patch.delenv(name)
        for name, value in self._environment.items():
            self._patch.setenv(name, value)
        self._patch.chdir(self._folder)

    def __exit__(self, *_: object) -> None:
        self._patch.undo()


def child(repo: Repo, root: Path) -> Repo:
    """Another repository in the same story."""
    return type(repo)(root, repo.environment)


def begin(repo: Repo, name: str, *options: str) -> Repo:
    """A new repository beside the first."""
    root = repo.root.parent / name
    root.mkdir(parents=True)
    begun = child(repo, root)
    begun.git("init", "--quiet", "--initial-branch=main", *options)
    return begun


def clone(repo: Repo, name: str, *options: str) -> Repo:
    """A clone over the wire protocol: a local path would be copied, whatever the depth or filter."""
    repo.git("clone", "--quiet", *options, repo.root.as_uri(), str(repo.root.parent / name))
    return child(repo, repo.root.parent / name)


def install(repo: Repo, name: str = "pre-commit", *args: str) -> None:
    """A real git hook that calls us."""
    hook = Path(repo.git("rev-parse", "--path-format=absolute", "--git-path", f"hooks/{name}"))
    hook.parent.mkdir(parents=True, exist_ok=True)
    hook.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mlhygiene hook large-files {" ".join(args)}\n')
    hook.chmod(0o755)


@dataclass
class Told:
    """How a command ended that had to end in time."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


def told(repo: Repo, *args: str | bytes, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Told:
    """Run mlhygiene, and fail where it hangs."""
    done = subprocess.run(
        [sys.executable, "-m", "mlhygiene", *args],
        cwd=cwd or repo.root,
        env={**repo.environment, **(env or {})},
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
    )
    return Told(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
