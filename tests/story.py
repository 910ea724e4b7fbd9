"""A logbook of a story: real commits, each a minute after the last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from look import standing
from mlhygiene.experiments import history
from mlhygiene.git import Repository

if TYPE_CHECKING:
    from conftest import Repo
    from mlhygiene.experiments.logbook import Logbook, Row

EPOCH = 1_767_322_800


@dataclass
class Story:
    """A repository in which time passes."""

    repo: Repo
    minutes: int = field(default=0)

    def commit(self, message: str, *options: str) -> str:
        """An empty commit, a minute after the last; its oid."""
        self.minutes += 1
        date = f"{EPOCH + 60 * self.minutes} +0000"
        dated = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        self.repo.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", message, *options, env=dated)
        return self.repo.git("rev-parse", "HEAD")

    def git(self, *args: str) -> str:
        self.minutes += 1
        date = f"{EPOCH + 60 * self.minutes} +0000"
        return self.repo.git(*args, env={"GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date})

    def on(self, branch: str, start: str | None = None) -> Story:
        """Go to a new branch, or to one that is there."""
        known = self.repo.git("branch", "--list", branch) != ""
        self.repo.git("checkout", "--quiet", *([] if known else ["-b"]), branch, *([start] if start else []))
        return self

    def book(self, repo: Repo | None = None) -> Logbook:
        read_in = repo or self.repo
        with standing(read_in.root, read_in.environment), Repository.find() as repository:
            return history.read(repository)

    def rows(self, repo: Repo | None = None) -> dict[str, Row]:
        """The rows by what was tried."""
        rows = self.book(repo).rows
        found = {row.experiment.what: row for row in rows}
        assert len(found) == len(rows), "the story tells one thing twice"
        return found
