"""The branch that a range belongs to, judged beside its commits: as the caller names it, or a CI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.model import Refusal
from mlhygiene.scope import branches as scope
from mlhygiene.scope.commits import is_zero

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from mlhygiene.ci import Build
    from mlhygiene.git import Repository
    from mlhygiene.model import Subject


def beside(repository: Repository, arguments: Namespace, build: Build | None) -> Iterable[Subject]:
    """The names at stake in a range; of any other scope, and of a branch that is gone, none."""
    if arguments.from_ref is None:
        if arguments.branch is not None:
            raise Refusal("--branch names the branch of a range: it needs --from-ref")
        return ()
    if arguments.branch is not None:
        return scope.named(repository, arguments.branch)
    gone = arguments.ci and is_zero(arguments.to_ref)
    return scope.built(repository, build) if build and not gone else ()
