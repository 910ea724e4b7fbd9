"""Folding a random history says what a look at the tree of each commit says."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collected import audit
from conftest import Repo

if TYPE_CHECKING:
    from mlhygiene.audit.audit import Audit

PATHS = ("a.pt", "b.pt", "x/a.csv", "x/y/a.pt")
CONTENTS = tuple(letter * 150 for letter in "pqr")


class Commit(NamedTuple):
    """The parents by number, and the content of each path."""

    parents: tuple[int, ...]
    tree: dict[str, str]


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Commit], list[int]]:
    """Commits, each on some of those before it, and those that branches stand on."""
    trees = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(CONTENTS))
    commits = list[Commit]()
    for number in range(draw(st.integers(1, 7))):
        earlier = st.integers(0, number - 1) if number else st.nothing()
        parents = draw(st.lists(earlier, unique=True, max_size=3)) if number else []
        commits.append(Commit(tuple(parents), draw(trees)))
    return commits, draw(st.lists(st.integers(0, len(commits) - 1), min_size=1, max_size=3))


def _imported(repo: Repo, commits: list[Commit], tips: list[int]) -> None:
    lines = list[str]()
    for number, (parents, tree) in enumerate(commits):
        lines += [f"commit refs/all/{number}", f"mark :{number + 1}"]
        lines += [f"committer Ada <ada@example.org> {1_700_000_000 + number} +0000", "data 1", "x"]
        lines += [f"{'merge' if at else 'from'} :{parent + 1}" for at, parent in enumerate(parents)]
        lines += [
            "deleteall",
            *(f"M 100644 inline {path}\ndata {len(text)}\n{text}" for path, text in tree.items()),
            "",
        ]
    lines += [f"reset refs/heads/b{at}\nfrom :{tip + 1}\n" for at, tip in enumerate(tips)]
    command = ["git", "fast-import", "--quiet", "--force"]
    subprocess.run(command, cwd=repo.root, env=repo.environment, input="\n".join(lines).encode(), check=True)
    for number in range(len(commits)):
        repo.git("update-ref", "-d", f"refs/all/{number}")
    repo.git("symbolic-ref", "HEAD", "refs/heads/b0")


def _trees(repo: Repo) -> dict[str, dict[str, str]]:
    """The oid at every path of every commit."""
    trees = {}
    for commit in repo.git("rev-list", "--all").split():
        rows = (row.partition("\t") for row in repo.git("ls-tree", "-r", commit).splitlines())
        trees[commit] = {path: facts.split()[2] for facts, _, path in rows}
    return trees


def _naive(repo: Repo) -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, int]]:
    """Paths and refs of each blob, and the versions of each path."""
    trees, places, refs = _trees(repo), dict[str, set[str]](), dict[str, set[str]]()
    for tree in trees.values():
        for path, blob in tree.items():
            places.setdefault(blob, set()).add(path)
    for ref in repo.git("for-each-ref", "--format=%(refname)").split():
        for commit in repo.git("rev-list", ref).split():
            for blob in trees[commit].values():
                refs.setdefault(blob, set()).add(ref)
    versions = {path: sum(path in paths for paths in places.values()) for path in PATHS}
    return places, refs, {path: number for path, number in versions.items() if number}


def _told(found: Audit) -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, int]]:
    held = [blob for blob in found.blobs if blob.refs]
    places = {blob.oid: {name.path.decode() for name in blob.names} for blob in held}
    refs = {blob.oid: set(blob.refs) for blob in held}
    return places, refs, {path.decode(): weight.blobs for path, weight in found.paths.items()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories())
def test_a_history_is_the_sum_of_its_trees(environment: dict[str, str], story: tuple[list[Commit], list[int]]) -> None:
    with TemporaryDirectory() as scratch:
        repo = Repo(Path(scratch), environment)
        repo.git("init", "--quiet")
        _imported(repo, *story)
        trees = _trees(repo)

        found = audit(repo)

        assert _told(found) == _naive(repo)
        for blob in found.blobs:
            for name in blob.names:
                assert trees[name.first.commit][name.path.decode()] == blob.oid
                assert name.deleted is None or trees[name.deleted.commit].get(name.path.decode()) != blob.oid
