"""A repository with our blocks in it, for git to judge."""

from __future__ import annotations

import subprocess
from itertools import product
from typing import TYPE_CHECKING

from mlhygiene.model import Storage
from mlhygiene.scaffold.attributes import gitattributes
from mlhygiene.scaffold.examples import example, pattern, speaks
from mlhygiene.scaffold.facts import Facts
from mlhygiene.scaffold.ignoring import gitignore
from mlhygiene.scaffold.piece import Choices
from mlhygiene.scaffold.pieces import EXTRAS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Repo

FACTS = Facts()
EVERY = [Choices(storage, frozenset(extras)) for storage, extras in product(Storage, ((), ("kedro",), tuple(EXTRAS)))]


def named(choices: Choices) -> str:
    """How a test calls choices."""
    return f"{choices.storage} with {len(choices.extras)} extras"


def prepared(repo: Repo, choices: Choices) -> Repo:
    """The repository with the two blocks."""
    for piece in (gitignore(choices, FACTS), gitattributes(choices, FACTS)):
        repo.write(piece.path, piece.written(b""))
    return repo


def ignored(repo: Repo, paths: Iterable[str]) -> dict[str, str]:
    """What git would leave out, each with the pattern that says so. A path with a slash at its end is a folder."""
    given = "".join(f"{path}\0" for path in paths).encode()
    done = _asked(repo, given, "check-ignore", "--no-index", "--verbose", "--non-matching", "-z", "--stdin")
    fields = done.decode().split("\0")
    rows = zip(fields[2::4], fields[3::4], strict=True)
    return {path: by for by, path in rows if by and not by.startswith("!")}


def attributes(repo: Repo, paths: Iterable[str], *names: str) -> dict[str, tuple[str, ...]]:
    """The attributes of paths, in git's words."""
    given = "".join(f"{path}\0" for path in paths).encode()
    values = _asked(repo, given, "check-attr", "-z", "--stdin", *names).decode().split("\0")
    found = dict[str, tuple[str, ...]]()
    for path, value in zip(values[:-1:3], values[2::3], strict=True):
        found[path] = (*found.get(path, ()), value)
    return found


def held(lines: Iterable[bytes]) -> dict[bytes, bytes]:
    """The patterns that Git LFS tracks, each with a path that it matches."""
    ours = (line for line in lines if speaks(line) and b"filter=lfs" in line.split())
    return {pattern(line): example(line) for line in ours}


def _asked(repo: Repo, given: bytes, *arguments: str) -> bytes:
    done = subprocess.run(
        ["git", *arguments], cwd=repo.root, env=repo.environment, input=given, capture_output=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    assert not done.stderr, done.stderr
    return done.stdout
