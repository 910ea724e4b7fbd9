"""The state as a whole, judged beside its files: the index, a revision, or the end of a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.scope import commits, trees

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from mlhygiene.coverage import Coverage
    from mlhygiene.git import Repository
    from mlhygiene.model import Subject


def beside(repository: Repository, coverage: Coverage, arguments: Namespace, revision: str) -> Iterator[Subject]:
    """The tree, where nothing narrows what is judged. Of history as a whole there is none."""
    if arguments.paths or arguments.history:
        return
    if arguments.from_ref is not None and commits.is_zero(arguments.to_ref or ""):
        return
    if revision:
        yield trees.revision(repository, repository.commit(revision))
    elif repository.top is not None:
        yield trees.index(repository, coverage)
