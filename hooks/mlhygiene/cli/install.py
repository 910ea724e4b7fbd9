"""`mlhygiene install`: git's own hooks, without pre-commit; a hook that is there already is kept, and runs first."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mlhygiene import native
from mlhygiene.cli import native_files
from mlhygiene.cli import native_refusals as refusing
from mlhygiene.cli.native_hooks import Standing, State, standing
from mlhygiene.git import Repository, hooks
from mlhygiene.model import Exit, Refusal, shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from mlhygiene.git.hooks import Folder

INSTALL = """\
set up git's own hooks, without pre-commit

Each hook judges what its stage is about: files and the branch before a commit and a merge,
the message, every ref of a push. A hook that is there already is moved aside, runs first,
and comes back with `mlhygiene uninstall`. A second run writes nothing; after a move of the
virtual environment, or from another one, it refreshes the hooks. `core.hooksPath` is honoured.

examples:
  mlhygiene install                               every stage
  mlhygiene install --stage pre-push              one alone
  mlhygiene install --dry-run                     tell what would be written
"""
# Where programs that run others once put their environments.
PASSING = {".cache", "caches", "cache"}


def declare(parser: ArgumentParser) -> None:
    parser.description = INSTALL
    declare_choice(parser)
    parser.add_argument(
        "--force",
        action="store_true",
        help="over a script that was changed by hand, and into a folder that other repositories or programs use",
    )
    parser.set_defaults(answer=run)


def declare_choice(parser: ArgumentParser) -> None:
    """What `install` and `uninstall` have in common."""
    parser.add_argument(
        "--stage",
        action="append",
        default=[],
        choices=native.STAGES,
        dest="stages",
        metavar="STAGE",
        help=f"this one alone; may be given again (default: all: {', '.join(native.STAGES)})",
    )
    parser.add_argument("--dry-run", action="store_true", help="tell what would be done, write nothing")
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR")


def run(arguments: Namespace) -> int:
    """Write the hooks that are missing or old: all of them, or none."""
    with Repository.find(arguments.folder) as repository:
        install(repository, arguments.stages, force=arguments.force, dry=arguments.dry_run)
    return Exit.CLEAN


def install(repository: Repository, stages: Sequence[str] = (), *, force: bool = False, dry: bool = False) -> None:
    """The same for a repository that is open."""
    if repository.top is None:
        raise Refusal("a bare repository makes no commits: run this in a clone or worktree that is not bare")
    folder, python = hooks.folder(repository), _python()
    refusing.folder(repository, folder, force=force)
    chosen = [_standing(stage, folder) for stage in native.STAGES if not stages or stage in stages]
    wanted = {each: native.script(each.stage, python) for each in chosen}
    todo = {each: content for each, content in wanted.items() if native_files.differs(each, content)}
    for each in todo:
        refusing.hook(repository, each, force=force)
    if not dry:
        native_files.install(folder.path, todo)
    for each in todo:
        print(_told(each, dry=dry))
    if not todo:
        print("the hooks are set up already: nothing written")
    _notes(repository, folder, chosen, python)


def _standing(stage: str, folder: Folder) -> Standing:
    """What stands at a stage; where pre-commit or prek has moved our hook aside and runs it, that."""
    found = standing(stage, folder.hook(stage))
    return standing(stage, found.path + native.LEGACY) if found.legacy else found


def _python() -> str:
    """The interpreter that runs this, by the name that leads to its virtual environment."""
    if not sys.executable:
        raise Refusal("this Python does not know where it lies: run `mlhygiene install` from an ordinary environment")
    path = os.path.abspath(sys.executable)
    # sh on Windows takes a backslash for one, but people read the script.
    return path.replace("\\", "/") if sys.platform == "win32" else path


def _told(each: Standing, *, dry: bool) -> str:
    """What was done at a stage, as a line."""
    verb = "would be written" if dry else "written"
    where = shown(os.fsencode(each.path))
    if each.state is not State.FOREIGN:
        again = " anew" if each.state is not State.ABSENT else ""
        return f"{where}: {verb}{again}"
    aside = os.path.basename(each.path) + native.ASIDE
    made = f", {each.maker}'s," if each.maker else ""
    runs = "and runs first" if each.runs else "and does not run: git passed over it, for it is not executable"
    return f"{where}: {verb}; the hook that was there{made} is kept as {aside} {runs}"


def _notes(repository: Repository, folder: Folder, chosen: Sequence[Standing], python: str) -> None:
    for line in _noted(repository, folder, chosen, python):
        print(f"mlhygiene: note: {line}", file=sys.stderr)


def _noted(repository: Repository, folder: Folder, chosen: Sequence[Standing], python: str) -> Iterator[str]:
    """What a person should know beside."""
    if PASSING.intersection(python.lower().split("/")):
        yield f"{python} lies in a cache, which is emptied now and then: `pipx install mlhygiene`, then this again"
    if (config := refusing.names_us(repository)) and not any(each.maker in refusing.FRAMEWORKS for each in chosen):
        yield f"{config} names mlhygiene, too: with `pre-commit install` beside this, everything is judged twice"
    for each in chosen:
        if each.leads and each.runs:
            aside = shown(os.fsencode(each.path + native.ASIDE))
            yield f"{aside} runs mlhygiene itself: take that out of it, or everything is judged twice"
    if folder.tracked:
        yield f"{shown(os.fsencode(folder.path))} lies in the worktree: do not commit scripts that name this machine"
