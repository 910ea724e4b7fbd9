"""Remotes that tests push to: what stands in them, and the hooks that guard the way there."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conftest import Ran, Repo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass
class Remote:
    """A bare repository on this machine, and the clone that knows it by a name."""

    root: Path
    clone: Repo
    name: str

    @property
    def bare(self) -> Repo:
        return Repo(self.root, self.clone.environment)

    def push(self, *what: str, env: Mapping[str, str] | None = None) -> Ran:
        """A push as a person makes it. What hooks say, of the clone or of the remote, is told on standard error."""
        ran = self.clone.run("git", "push", self.name, *what, env=env)
        return Ran(ran.code, "", ran.out + ran.err)

    def files(self) -> dict[str, bytes]:
        """Every file of the remote, with its content; folders by a slash."""
        found = sorted(self.root.rglob("*"))
        return {
            str(path.relative_to(self.root)) + "/" * path.is_dir(): b"" if path.is_dir() else path.read_bytes()
            for path in found
        }

    def holds_only_what_was_pushed(self, before: Mapping[str, bytes]) -> None:
        """Nothing has come but refs and objects, and no object that no ref reaches."""
        after = self.files()
        changed = {path for path in after if before.get(path) != after[path]}
        assert {path.partition("/")[0] for path in changed} <= {"objects", "refs"}
        come = {path for path in changed - before.keys() if path.startswith("objects/") and not path.endswith("/")}
        assert all(path.count("/") == 2 for path in come)
        loose = {path.removeprefix("objects/").replace("/", "") for path in come if "/pack/" not in path}
        reached = {line.split(" ")[0] for line in self.bare.git("rev-list", "--objects", "--all").splitlines()}
        assert loose <= reached


def around(repo: Repo, root: Path, *, as_address: bool = False) -> Remote:
    """A remote that has main and feature/there; the clone goes on, on feature/work."""
    format_ = repo.git("rev-parse", "--show-object-format")
    repo.git("init", "--quiet", "--bare", f"--object-format={format_}", "-b", "main", str(root))
    # Else git itself refuses that the branch of HEAD goes.
    repo.git("-C", str(root), "config", "receive.denyDeleteCurrent", "ignore")
    repo.git("remote", "add", "origin", root.as_uri() if as_address else str(root))
    repo.write("train.py", "1\n").stage().commit("chore: a start")
    repo.git("switch", "--quiet", "-c", "feature/there")
    repo.write("there.py", "1\n").stage().commit("feat: there")
    repo.git("push", "--quiet", "origin", "main", "feature/there")
    repo.git("switch", "--quiet", "-c", "feature/work", "main")
    return Remote(root, repo, "origin")


def guard(repo: Repo, remote: Remote, by: str, *options: str) -> None:
    """Set a hook up: `install`, `hook pre-push` in the clone, or `pre-receive` on the remote."""
    if by == "install":
        installed = repo.mlhygiene("install", "--stage", "pre-push")
        assert installed.code == 0, installed.err
    elif by == "pre-receive":
        script(remote.root / "hooks" / "pre-receive", "pre-receive", *options)
    else:
        script(repo.root / ".git" / "hooks" / "pre-push", *by.split(" "), '"$@"')


def script(path: Path, *arguments: str) -> None:
    """A hook that has us judge."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mlhygiene {" ".join(arguments)}\n')
    path.chmod(0o755)
