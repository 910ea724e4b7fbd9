"""`mlhygiene uninstall`: git's own hooks as they were before `install`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mlhygiene import native
from mlhygiene.cli import native_files
from mlhygiene.cli.install import declare_choice
from mlhygiene.cli.native_hooks import Standing, State, standings
from mlhygiene.git import Repository
from mlhygiene.model import Exit, Refusal, shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

UNINSTALL = """\
take out the hooks that `mlhygiene install` wrote, and put back what was there before, to the byte

examples:
  mlhygiene uninstall                             every stage
  mlhygiene uninstall --stage commit-msg          one alone
"""


def declare(parser: ArgumentParser) -> None:
    parser.description = UNINSTALL
    declare_choice(parser)
    parser.add_argument("--force", action="store_true", help="take out scripts that were changed by hand, too")
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    """Take out what is ours, and nothing else."""
    with Repository.find(arguments.folder) as repository:
        chosen = standings(repository, arguments.stages or native.STAGES)
    for each in chosen:
        _refuse(each, force=arguments.force)
    # Where somebody has deleted ours, the hook from before still waits for its place.
    ours = [each for each in chosen if each.script or (each.earlier and each.state is State.ABSENT)]
    for each in ours:
        if not arguments.dry_run:
            native_files.uninstall(each)
        print(_told(each, dry=arguments.dry_run))
    if not ours:
        print("no hook of ours is set up here: nothing removed")
    for each in chosen:
        if each.state is State.FOREIGN and each.earlier:
            left = shown(os.fsencode(each.earlier))
            print(f"mlhygiene: note: {left} is left from before another hook took our place", file=sys.stderr)
    return Exit.CLEAN


def _refuse(each: Standing, *, force: bool) -> None:
    where = shown(os.fsencode(each.path))
    if each.state is State.EDITED and not force:
        raise Refusal(f"{where}: somebody has changed this script since `install`: --force removes it all the same")
    if each.legacy:
        maker = each.maker or "the program that wrote it"
        raise Refusal(f"{where}: {maker} has moved our hook aside, and runs it: `{each.maker} uninstall` first")


def _told(each: Standing, *, dry: bool) -> str:
    would = "would be " if dry else ""
    back = f"; the hook that was there before {would or 'is '}put back" if each.earlier else ""
    return f"{shown(os.fsencode(each.path))}: {would}removed{back}"
