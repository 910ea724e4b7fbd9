"""Whatever is pushed, and with whatever else: each commit that is new is judged in the build of some ref."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from hub import ZERO, Hub
from mlhygiene.ci.build import Build
from mlhygiene.ci.change import Change, Way
from mlhygiene.git import Repository
from mlhygiene.git.ancestry import is_ancestor, merge_base
from mlhygiene.git.process import GitError
from mlhygiene.scope.checkout import Checkout
from mlhygiene.scope.proposals import proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

STAGES = ("main", "develop", "test")
# main ── develop ── exp/a
#             │  └── exp/b ── exp/child
#             └──── test                   exp/twin is exp/b
STARTS = {
    "develop": "main",
    "test": "develop",
    "exp/a": "develop",
    "exp/b": "develop",
    "exp/child": "exp/b",
}


@pytest.fixture
def hub(tmp_path: Path, environment: dict[str, str]) -> Hub:
    hub = Hub.begin(tmp_path, environment)
    for name, start in STARTS.items():
        hub.work.git("switch", "--quiet", "--create", name, start)
        hub.clean(name)
    hub.push("exp/b:exp/twin")
    return hub


def judged(hub: Hub, names: Iterable[str]) -> set[str]:
    """The commits that the builds of some branches judge, all of which are new at once."""
    found = set[str]()
    with Repository.find(str(hub.folder / "clone")) as repository:
        for name in names:
            change = Change(
                Build("GitHub Actions", name),
                Way.PUSH,
                hub.work.git("rev-parse", f"origin/{name}"),
                (ZERO,),
                "main",
            )
            proposed = proposal(Checkout(repository, change, STAGES))
            range_ = [proposed.head, *(f"^{each}" for each in proposed.known)]
            found.update(repository.place.run("rev-list", *range_).decode().split())
    return found


def test_branches_that_are_pushed_at_once_leave_nothing_to_one_another(hub: Hub) -> None:
    names = sorted(
        name.removeprefix("origin/") for name in hub.work.git("branch", "-r", "--format=%(refname:short)").split()
    )
    hub.work.git("fetch", "--quiet", "origin")
    hub.clone("origin/main")
    # What is not among those that are new was there before, and has been judged.
    for size in range(1, len(names) + 1):
        for new in combinations(names, size):
            known = [f"^origin/{name}" for name in names if name not in new]
            brought = set(hub.work.git("rev-list", *(f"origin/{name}" for name in new), *known).split())
            assert brought <= judged(hub, new), new


@pytest.mark.parametrize("ask", [merge_base, is_ancestor])
def test_a_commit_that_is_not_here_has_no_ancestry_that_anybody_could_know(
    hub: Hub, ask: Callable[..., object]
) -> None:
    with Repository.find(str(hub.work.root)) as repository, pytest.raises(GitError, match="git fsck"):
        ask(repository.place, "5" * 40, repository.head)
