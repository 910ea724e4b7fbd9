"""`mlhygiene native STAGE`: all that a hook of git's own judges, in one process; silent when all is well."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from mlhygiene.cli import answered
from mlhygiene.hooks import HOOKS
from mlhygiene.model import Exit, Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mlhygiene.git import Repository

# Of pre-push: the remote's name, and its address.
REMOTE = 2


def run(stage: str, argv: Sequence[str]) -> int:
    """Judge what git is about to do; the worst answer counts, and none keeps another from being given."""
    if stage == "prepare-commit-msg":
        return _prepared(argv)
    from mlhygiene.git import Repository  # a message that is given needs no preparation

    answers = {"pre-commit": _commit, "pre-merge-commit": _commit, "commit-msg": _message, "pre-push": _push}
    if stage not in answers:
        there = ", ".join([*answers, "prepare-commit-msg"])
        raise Refusal(f"{shown(os.fsencode(stage))}: no such stage: there are {there}")
    with Repository.find() as repository:
        return worst(answers[stage](repository, argv))


def worst(answers: Iterable[Callable[[], int]]) -> int:
    """The worst of several answers; what is refused for the same reason is told once."""
    told = set[str]()

    def once(answer: Callable[[], int]) -> int:
        try:
            return answer()
        except Refusal as refusal:
            if str(refusal) in told:
                return Exit.UNJUDGED
            told.add(str(refusal))
            raise

    return max([answered(partial(once, answer)) for answer in answers], default=Exit.CLEAN)


def _commit(repository: Repository, _argv: Sequence[str]) -> Iterator[Callable[[], int]]:
    """What is staged, the branch that it is for, and the layout that it leaves."""
    from mlhygiene.cli import branch_name, file_hook, repo_layout  # no message needs them
    from mlhygiene.cli.caller import Task
    from mlhygiene.cli.session import settings
    from mlhygiene.coverage import Coverage
    from mlhygiene.scope import index

    chosen, coverage = settings(repository), Coverage()  # where it is broken, that is told once

    def files() -> int:
        todo = Task("staged", "", lambda _: index.staged(repository, coverage))
        report = file_hook.reported(repository, todo, chosen, HOOKS["mlhygiene"].selectors, coverage)
        file_hook.show(report)
        return report.exit

    yield files
    yield lambda: branch_name.committed(repository, chosen)
    yield lambda: repo_layout.committed(repository, chosen)


def _message(repository: Repository, argv: Sequence[str]) -> Iterator[Callable[[], int]]:
    from mlhygiene.cli import message  # no file needs it

    if len(argv) != 1:
        raise Refusal("commit-msg: hand over one file, that of the message, as git does ($1)")
    yield lambda: message.pending(repository, argv[0])


def _prepared(argv: Sequence[str]) -> int:
    """Fill the message in, if that can be done: nothing is judged, and --no-verify would not get past it."""
    if not any(argv[1:2]):  # git says where a message comes from that it has already
        from mlhygiene.cli import prepare  # as above

        answered(lambda: prepare.run(argv))
    return Exit.CLEAN


def _push(repository: Repository, argv: Sequence[str]) -> Iterator[Callable[[], int]]:
    """Every ref of a push."""
    from mlhygiene.cli import given, pushing  # with what history needs
    from mlhygiene.git import pushes

    if len(argv) != REMOTE:
        raise Refusal("pre-push: hand over the remote and its address, as git does, and the refs on standard input")
    refs, there = given.refs(), pushes.there(argv[0])
    if refs:  # git asks, too, where everything is there already
        yield lambda: pushing.names(repository, there, refs)
        yield from pushing.contents(repository, there, refs)
