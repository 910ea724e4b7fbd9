"""The branch that a range belongs to, judged beside its commits: as the caller names it, or a CI."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.ci import build
from mlhygiene.model import Refusal
from mlhygiene.scope import branches as scope

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from mlhygiene.git import Repository
    from mlhygiene.model import Subject


def beside(repository: Repository, arguments: Namespace) -> Iterable[Subject]:
    """The names at stake in a range; of any other scope, none."""
    if arguments.from_ref is None:
        if arguments.branch is not None:
            raise Refusal("--branch names the branch of a range: it needs --from-ref")
        return ()
    if arguments.branch is not None:
        return scope.named(repository, arguments.branch)
    found = build(os.environ)
    return scope.built(repository, found) if found else ()
