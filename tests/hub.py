"""A remote with branches, and the clones that CI services make of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conftest import MB, Ran, Repo

if TYPE_CHECKING:
    from pathlib import Path

ZERO = "0" * 40
BRANCHES = "+refs/heads/*:refs/remotes/origin/*"


@dataclass
class Hub:
    """A bare repository, and the clone of somebody who works on it."""

    folder: Path
    work: Repo

    @classmethod
    def begin(cls, folder: Path, environment: dict[str, str], object_format: str = "sha1") -> Hub:
        """With a `main` that holds weights of old, which nobody answers for."""
        (folder / "work").mkdir()
        work = Repo(folder / "work", environment)
        for root in (folder / "hub.git", work.root):
            bare = ["--bare"] if root.suffix else []
            work.git("init", "--quiet", *bare, "--initial-branch=main", f"--object-format={object_format}", str(root))
        hub = cls(folder, work)
        work.git("remote", "add", "origin", hub.url)
        work.git("--git-dir", str(folder / "hub.git"), "config", "uploadpack.allowAnySHA1InWant", "true")
        work.write("train.py", "print()\n").write("old.pt", size=2 * MB).stage().commit("feat: the first of all")
        work.write("more.py", "print()\n").stage().commit("feat: the second")
        hub.push("main")
        return hub

    @property
    def url(self) -> str:
        return (self.folder / "hub.git").as_uri()

    def push(self, *refs: str) -> None:
        self.work.git("push", "--quiet", "origin", *refs)

    def branch(self, name: str, start: str = "main") -> str:
        """A branch whose middle commit says nothing, and which brings weights and takes them away again."""
        self.work.git("switch", "--quiet", "--create", name, start)
        self.work.write("new.pt", size=MB).stage().commit("feat: the weights")
        self.work.git("rm", "--quiet", "new.pt")
        self.work.commit("wip")
        return self.clean(name)

    def clean(self, name: str) -> str:
        """A commit that nobody minds."""
        self.work.write(f"{name.replace('/', '_')}.py", "print()\n").stage()
        tip = self.work.commit("feat: what loads them")
        self.push(name)
        return tip

    def merge(self, head: str, base: str, message: str, ref: str) -> str:
        """A merge such as a service makes it, and the ref where it keeps it."""
        self.work.git("switch", "--quiet", "--detach", base)
        self.work.git("merge", "--quiet", "--no-ff", "-m", message, head)
        merged = self.work.git("rev-parse", "HEAD")
        self.push(f"HEAD:{ref}")
        return merged

    def clone(self, commit: str, *refs: str, depth: int | None = None, branch: str | None = None) -> Repo:
        """A clone as a runner makes it: only what is named is fetched, one commit is checked out."""
        root = self.folder / "clone"
        root.mkdir()
        repo = Repo(root, self.work.environment)
        object_format = self.work.git("rev-parse", "--show-object-format")
        repo.git("init", "--quiet", "--initial-branch=none", f"--object-format={object_format}")
        repo.git("remote", "add", "origin", self.url)
        shallow = [f"--depth={depth}"] if depth else []
        repo.git("fetch", "--quiet", *shallow, "origin", *(refs or (BRANCHES, "+refs/tags/*:refs/tags/*")))
        repo.git("checkout", "--quiet", *(["-B", branch] if branch else ["--detach"]), commit)
        return repo


def lint(repo: Repo, variables: dict[str, str], *arguments: str, event: object = None) -> Ran:
    """`mlhygiene lint --ci` in a build."""
    env = dict(variables)
    if event is not None:
        path = repo.root.parent / "event.json"
        path.write_text(event if isinstance(event, str) else json.dumps(event))
        env["GITHUB_EVENT_PATH"] = str(path)
    return repo.mlhygiene("lint", "--ci", *arguments, env=env)
