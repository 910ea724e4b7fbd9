"""What `mlhygiene lint` judges, by its options: the tree, what is staged, a range, all of history."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from mlhygiene.cli.caller import Task
from mlhygiene.model import Refusal
from mlhygiene.scope import commits, index

if TYPE_CHECKING:
    from argparse import Namespace

    from mlhygiene.coverage import Coverage
    from mlhygiene.git import Repository


def scope(repository: Repository, coverage: Coverage, arguments: Namespace) -> Task:
    """What to judge follows from the options; Refusal where they contradict one another."""
    _agree(arguments)
    pathspecs = [os.fsencode(path) for path in arguments.paths]
    default = "" if repository.top else repository.head or "HEAD"
    if arguments.staged:
        return Task("staged", "", lambda _: index.staged(repository, coverage, pathspecs))
    if arguments.history:
        return Task("history", default, lambda wants: commits.history(repository, coverage, wants()))
    if arguments.from_ref is not None:
        return _between(repository, coverage, arguments, default)
    revision = default if arguments.rev is None else repository.commit(arguments.rev)
    return Task("tree", revision, lambda _: index.tree(repository, coverage, pathspecs, arguments.rev))


def _between(repository: Repository, coverage: Coverage, arguments: Namespace, default: str) -> Task:
    """A range of commits, judged by the config of its end."""
    head = "HEAD" if arguments.to_ref is None else arguments.to_ref
    revision = default if commits.is_zero(head) else repository.commit(head)
    base: str = arguments.from_ref
    known: list[str] = arguments.known
    return Task(
        "between",
        revision,
        lambda wants: commits.between(repository, coverage, base, head, replace(wants(), known=known)),
    )


def _agree(arguments: Namespace) -> None:
    """One scope, and nothing beside it that has no meaning there."""
    given = {
        "--staged": arguments.staged,
        "--from-ref": arguments.from_ref is not None,
        "--history": arguments.history,
        "--rev": arguments.rev is not None,
    }
    named = [option for option, value in given.items() if value]
    if len(named) > 1:
        raise Refusal(f"{' and '.join(named)}: choose one scope")
    if arguments.to_ref is not None and arguments.from_ref is None:
        raise Refusal("--to-ref needs --from-ref")
    if arguments.fix and (arguments.history or arguments.rev is not None or arguments.from_ref is not None):
        raise Refusal(f"--fix mends the files of the worktree, and {named[0]} judges commits: leave one away")
    if arguments.paths and (arguments.from_ref is not None or arguments.history):
        raise Refusal(f"{named[0]} judges whole commits: leave the paths away")
