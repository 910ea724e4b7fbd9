"""`mlhygiene hook pre-push`: all that a push brings, and where it goes; silent when all is well.

git hands every ref of a push over on standard input, and its remote in two arguments: husky,
lefthook and scripts say `mlhygiene hook pre-push "$@"`. pre-commit and prek read that input
themselves, and tell of one ref alone, the first that brings something: nobody can know the
others after that. Where that is not enough, `mlhygiene install --stage pre-push` before
`pre-commit install` has the hook of git's own judge every ref first.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mlhygiene import config
from mlhygiene.cli import branch_name, given, pushing
from mlhygiene.cli.native import worst
from mlhygiene.git import Repository, pushes
from mlhygiene.git.records import branch
from mlhygiene.git.refs import HEADS, REMOTES
from mlhygiene.git.tips import tips
from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mlhygiene.config import Config
    from mlhygiene.git.pushes import Push, There

# The remote's name, and its address.
REMOTE = 2
BY_HAND = "no push was named"
# So it is, too, where all is there already: then the branch at hand most often brings nothing either.
EMPTY = "no ref was handed over (lefthook needs `use_stdin: true`)"


def run(argv: Sequence[str]) -> int:
    """Judge every ref of a push that the caller tells of."""
    rest, file = _arguments(argv)
    if len(rest) == REMOTE:
        refs = given.refs()
    elif rest or os.environ.get("PRE_COMMIT") != "1":
        raise Refusal('pre-push: hand over what git does: `mlhygiene hook pre-push "$@"`, and the push on its input')
    else:
        refs = []
    with Repository.find() as repository:
        chosen = config.named(file) if file is not None else None
        if len(rest) == REMOTE:
            if not refs:
                return worst(_at_hand(repository, chosen, EMPTY))
            return worst(_answers(repository, pushes.there(rest[0]), refs, refs, chosen))
        return worst(_by_framework(repository, os.environ, chosen))


def _arguments(argv: Sequence[str]) -> tuple[list[str], str | None]:
    """What git hands over, and the config that the caller names."""
    rest, file = list(argv), None
    while rest and rest[0].startswith("-"):
        option, equals, value = rest.pop(0).partition("=")
        if option == "--":
            break
        if option != "--config":
            raise Refusal(f"{option}: no such option of pre-push: there is --config FILE")
        file = value if equals else rest.pop(0) if rest else ""
    return rest, file


def _answers(
    repository: Repository, there: There, named: Sequence[Push], refs: Sequence[Push], chosen: Config | None
) -> Iterator[Callable[[], int]]:
    """Names and contents."""
    yield lambda: pushing.names(repository, there, named, chosen)
    yield from pushing.contents(repository, there, refs, chosen)


def _by_framework(
    repository: Repository, environment: Mapping[str, str], chosen: Config | None
) -> Iterator[Callable[[], int]]:
    """The one ref that pre-commit or prek tells of; a range, or the branch at hand, where somebody runs it by hand."""
    remote = environment.get("PRE_COMMIT_REMOTE_NAME", "")
    base, tip = environment.get("PRE_COMMIT_FROM_REF"), environment.get("PRE_COMMIT_TO_REF")
    for told in branch_name.of_framework(environment):
        push = branch_name.known(repository, remote, told)
        # Where the remote's branches end it has what it has, whatever this branch is called there.
        yield from _answers(repository, pushes.there(remote), [push], [push._replace(known=told.known)], chosen)
        return
    if base and tip:
        known = pushes.There((repository.commit(base),))
        yield from pushing.contents(repository, known, [pushes.Push("", repository.commit(tip), tip, None)], chosen)
        return
    yield from _at_hand(repository, chosen, BY_HAND)


def _at_hand(repository: Repository, chosen: Config | None, why: str) -> Iterator[Callable[[], int]]:
    """What the branch at hand has, and no branch of a remote that is known here."""
    if repository.head is None or (why == EMPTY and not tips(repository.place, REMOTES)):
        return
    name = branch(repository)
    ref = HEADS + name if name else "HEAD"
    push = pushes.Push(ref, repository.head, ref, None)
    if any(pushes.added(repository, push, pushes.ANYWHERE, "--max-count=1")):
        where = shown(os.fsencode(name or ref))
        print(f"mlhygiene: note: {why}: judged is what {where} has, and no remote", file=sys.stderr)
        yield from pushing.contents(repository, pushes.ANYWHERE, [push], chosen)
