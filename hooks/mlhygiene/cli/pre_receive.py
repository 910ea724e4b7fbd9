"""`mlhygiene pre-receive`: a push, judged by the server before any of it is accepted: githooks(5).

git keeps what has arrived in quarantine, and tells of it by variables that every git we start
inherits. No ref is moved yet, so what no ref reaches is new. Nothing is written.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from mlhygiene import config
from mlhygiene.cli import bypass, given, pushing
from mlhygiene.cli.curtailing import Curtailing
from mlhygiene.cli.native import worst
from mlhygiene.cli.session import settings
from mlhygiene.config import Config
from mlhygiene.git import Repository, pushes
from mlhygiene.git.records import branch
from mlhygiene.model import Exit, Refusal

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator, Sequence

    from mlhygiene.git.pushes import Push
    from mlhygiene.report import Report

PRE_RECEIVE = """\
judge a push on the server, before any of it is accepted

Write this into hooks/pre-receive of the bare repository, and make it executable; where the user
that serves the repository has no mlhygiene on the PATH, write where it lies:

  #!/bin/sh
  exec mlhygiene pre-receive

Every ref is judged by each file version, message and layout that it brings, and that no ref
here has yet; branches and tags by their names, too. One bad ref, or one that could not be
judged, and nothing is accepted.

What a push brings is judged by the config of its own commits, as everywhere; names and protected
branches by the config of the branch that HEAD names here. `--config` and `--config-of-head` are
for policy that no push can bend, with the baseline that HEAD has; ignores in lines of files and
in messages, and lists of known findings that other scanners keep, hold all the same.

To let people past it: `git config mlhygiene.allowBypass true` and `git config
receive.advertisePushOptions true` in the bare repository, and then, with a reason,
`git push -o mlhygiene.skip="why"`. The answer to the push tells the reason.

examples:
  mlhygiene pre-receive                           by the config that is pushed
  mlhygiene pre-receive --config /etc/mlhygiene.toml
                                                  by the admin's, for every repository
  mlhygiene pre-receive --exit-zero               tell, and accept: to begin with
"""
REFUSED = "mlhygiene: nothing of this push was accepted"
MEND = """\
mend it on your side and push again: the last commit by `git commit --amend`,
an older one by `git rebase --interactive`; a later commit takes nothing out of history"""
UNJUDGED = ", since not all of it could be judged"


def declare(parser: ArgumentParser) -> None:
    parser.description = PRE_RECEIVE
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--config", metavar="FILE", help="judge all by this config, whatever the push says")
    whose.add_argument(
        "--config-of-head", action="store_true", help="judge all by the config of the branch that HEAD names here"
    )
    parser.add_argument(
        "--allow-bypass", action="store_true", help="as `git config mlhygiene.allowBypass true` in the repository"
    )
    parser.add_argument(
        "--exit-zero",
        action="store_true",
        help="tell what is found, and accept the push; what could not be judged is refused all the same",
    )
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    """Judge the push that git tells of; what is told comes before the pusher's eyes behind `remote: `."""
    refs = pushes.received(given.lines("`old-oid new-oid ref`, as to its pre-receive hook"))
    with Repository.find() as repository:
        wish = bypass.asked(repository, os.environ, allowed=arguments.allow_bypass)
        if wish:
            print(f"mlhygiene: {wish.told}", file=sys.stderr)
            if wish.granted:
                return Exit.CLEAN
        code = _judged(repository, refs, arguments)
    if code == Exit.FINDINGS and arguments.exit_zero:
        print("mlhygiene: this push was accepted all the same: so this server is set up for now")
        return Exit.CLEAN
    return code


def _judged(repository: Repository, refs: Sequence[Push], arguments: Namespace) -> int:
    """Names first, then what each ref brings; the worst answer counts, and what it means is told."""
    own = config.named(arguments.config) if arguments.config is not None else None
    own = own and replace(own, baseline_of=repository.head or _coming(repository, refs))
    chosen = own or _standing(repository, refs)
    curtail = Curtailing()
    names = worst([lambda: pushing.names(repository, pushes.HERE, refs, chosen, curtail)])
    contents = worst(_contents(repository, refs, own, chosen if arguments.config_of_head else None, curtail))
    curtail.tell()
    code = max(names, contents)
    if code and not (code == Exit.FINDINGS and arguments.exit_zero):
        print(REFUSED + (UNJUDGED if code > Exit.FINDINGS else ""))
        if contents == Exit.FINDINGS:
            print(MEND)
    return code


def _contents(
    repository: Repository,
    refs: Sequence[Push],
    own: Config | None,
    standing: Config | None,
    curtail: Callable[[Report], Report],
) -> Iterator[Callable[[], int]]:
    if standing and repository.head:
        own = standing
        yield lambda: _readable(repository, refs)
    yield from pushing.contents(repository, pushes.HERE, refs, own, curtail)


def _standing(repository: Repository, refs: Sequence[Push]) -> Config:
    """The config of the branch that HEAD names; before there is one, of what comes to it.

    One that cannot be read, as from before there was a hook, must not keep out the push that mends it.
    """
    if repository.head:
        try:
            return replace(settings(repository, repository.head), baseline_of=repository.head)
        except Refusal as refusal:
            print(f"mlhygiene: note: HEAD has a config that says nothing: {refusal}", file=sys.stderr)
    coming = _coming(repository, refs)
    return replace(settings(repository, coming), baseline_of=coming) if coming else Config()


def _coming(repository: Repository, refs: Sequence[Push]) -> str:
    """A commit that comes, of the branch that HEAD names if it is among them; empty where none comes."""
    coming = [each for each in refs if not each.deletes and repository.objects.info(f"{each.oid}^{{commit}}")]
    coming.sort(key=lambda each: each.branch != branch(repository))
    return f"{coming[0].oid}^{{commit}}" if coming else ""


def _readable(repository: Repository, refs: Sequence[Push]) -> Exit:
    """Refuse a config that would from then on judge every push, and cannot be read."""
    for each in refs:
        if each.branch and each.branch == branch(repository) and not each.deletes:
            settings(repository, each.oid)
    return Exit.CLEAN
