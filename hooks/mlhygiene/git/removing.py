"""Branches taken away, here and on a remote, once a tag holds what they held. Writes refs; only when told to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.git.process import STEADY, GitError, Place
from mlhygiene.git.refs import HEADS, TAGS

if TYPE_CHECKING:
    from mlhygiene.git.repository import Repository


def archive(repository: Repository, tag: str, commit: str, message: str) -> None:
    """Make a tag with a message; GitError where it does not hold the commit then."""
    place = repository.writing
    place.run("tag", "--annotate", "-m", message, "--", tag, commit)
    held = place.run("rev-parse", "--verify", "--quiet", f"{TAGS}{tag}^{{commit}}").decode().strip()
    if held != commit:
        raise GitError(f"tag {tag} does not hold {commit[:12]}: nothing was removed")


def remove(repository: Repository, branch: str, commit: str) -> None:
    """Take a branch away that still stands at a commit, and its section of the config."""
    repository.writing.run("update-ref", "-d", f"{HEADS}{branch}", commit)
    repository.writing.ask("config", "--local", "--remove-section", f"branch.{branch}")


def push_tag(repository: Repository, remote: str, tag: str) -> None:
    """Have a remote hold a tag, and nothing else."""
    _online(repository).run("push", "--quiet", "--end-of-options", remote, f"{TAGS}{tag}:{TAGS}{tag}")


def remove_there(repository: Repository, remote: str, branch: str, commit: str) -> None:
    """Take a remote's branch away that still stands at a commit there."""
    lease = f"--force-with-lease={HEADS}{branch}:{commit}"
    _online(repository).run("push", "--quiet", lease, "--end-of-options", remote, f":{HEADS}{branch}")


def _online(repository: Repository) -> Place:
    """As the user runs git: what keeps checks off the network is left to them."""
    place = repository.writing
    environment = {name: value for name, value in place.environment.items() if name not in STEADY}
    theirs = {name: os.environ[name] for name in STEADY if name in os.environ}
    return Place(place.folder, {**environment, **theirs, "LC_ALL": "C"})
