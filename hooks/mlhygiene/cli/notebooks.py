"""`mlhygiene hook notebooks`: strips notebooks on their way into a commit.

Under pre-commit and prek it strips the files, and fails where it changed any, like every
fixer. Called by git itself it strips what is staged in the index alone, and lets the commit
go on with that. `--index` and `--worktree` choose the other way.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlhygiene import files
from mlhygiene.cli import strip_index, strip_options
from mlhygiene.cli.caller import no_file_as_option, no_mistyped_option
from mlhygiene.cli.outcome import Outcome
from mlhygiene.cli.session import settings, tell
from mlhygiene.cli.strip import is_notebook, strip_file
from mlhygiene.cli.stripping import chosen
from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository, entries, staging
from mlhygiene.model import Blob, Exit, Refusal
from mlhygiene.notebook.broken import Broken
from mlhygiene.scope import index as scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhygiene.cli.stripping import Stripping
    from mlhygiene.notebook.stripping import Stripper

MODES = {"--index": True, "--worktree": False}
STAGE = "stage what was stripped (`git add`), then commit again"
PARTLY = "; of a file that is staged in part, this is taken back: such need `args: [--index]`"
AGAIN = "commit again: the index is stripped, and the files keep their outputs"
REBUILT = (
    "`git commit -a` and `git commit FILE` stage the files anew each time:"
    " stage them yourself (`git add`), then `git commit`"
)

NOTHING = (
    "nothing is left to commit, for only what is stripped had changed"
    " (`git commit --amend` without `-a` changes a message alone)"
)
# What is committed with one of these there may well change nothing.
MIDDLE = ("CHERRY_PICK_HEAD", "REVERT_HEAD")


@dataclass
class Arguments:
    """What the hook was called with: its options, then file names. `index` is None where nobody has chosen."""

    names: list[str]
    index: bool | None = None
    config: str | None = None
    stripping: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    options: list[str] = field(default_factory=list[str])


def run(argv: Sequence[str]) -> int:
    """Strip what is named, or what git is about to commit; silent where nothing goes."""
    arguments, coverage, outcome = parse(argv), Coverage(), Outcome()
    framework = os.environ.get("PRE_COMMIT") == "1"
    native = not framework and not arguments.names
    index = native if arguments.index is None else arguments.index
    emptied = False
    with Repository.find() as repository:
        no_file_as_option(repository, arguments.options)
        no_mistyped_option(repository, arguments.names)
        stripping = chosen(settings(repository, "", arguments.config), **strip_options.read(arguments.stripping))
        if index:
            outcome.where = strip_index.WHERE
            named = scope.paths(repository, coverage, arguments.names)
            subjects = scope.staged(repository, coverage) if native else named
            strip_index.strip(repository, subjects, stripping, outcome)
            emptied = native and outcome.changed > 0 and not coverage.gaps and _is_emptied(repository)
        else:
            names = _staged(repository, coverage) if native else arguments.names
            _strip_files(repository, names, stripping, outcome)
    tell(coverage)
    if outcome.changed and (framework or not index):
        advice = STAGE + PARTLY * framework if not index else REBUILT if staging.is_rebuilt() else AGAIN
        print(f"mlhygiene: {advice}", file=sys.stderr)
    if emptied and not outcome.failed:
        print(f"mlhygiene: {NOTHING}", file=sys.stderr)
        return Exit.FINDINGS
    if coverage.gaps:
        return Exit.UNJUDGED
    return outcome.exit(changed=Exit.CLEAN if index and not framework else Exit.FINDINGS)


def parse(argv: Sequence[str]) -> Arguments:
    """Options first, then names as pre-commit appends them, `-odd.ipynb` included."""
    arguments, rest = Arguments([]), list(argv)
    while rest and rest[0] != "--":
        first = rest[0]
        if first in MODES:
            arguments.index = MODES[rest.pop(0)]
        elif first.partition("=")[0] == "--config":
            _, equals, value = rest.pop(0).partition("=")
            arguments.config = value if equals else rest.pop(0) if rest else ""
        elif option := strip_options.taken(rest):
            arguments.stripping.setdefault(option[0], []).append(option[1])
        else:
            break
        arguments.options.append(first)
    if rest[:1] == ["--"]:
        arguments.options.clear()
        rest.pop(0)
    arguments.names = rest
    return arguments


def _is_emptied(repository: Repository) -> bool:
    """Whether the commit would record nothing any more. git has looked before the hook, and would make it."""
    if any(os.path.lexists(os.path.join(repository.git_folder, name)) for name in MIDDLE) or repository.merged:
        return False
    return repository.head is not None and entries.is_as(repository.at_top, repository.head)


def _staged(repository: Repository, coverage: Coverage) -> list[str]:
    """The files of what is staged."""
    subjects = scope.staged(repository, coverage)
    top = repository.top or os.curdir
    return [os.path.join(top, os.fsdecode(b.path)) for b in subjects if isinstance(b, Blob) and b.regular]


def _strip_files(repository: Repository, names: Iterable[str], stripping: Stripping, outcome: Outcome) -> None:
    """Strip files of the worktree, in place. A link is left to the file that it leads to."""
    if repository.top is None:
        raise Refusal("a bare repository has no files to strip")
    for name in names:
        if not is_notebook(name) or os.path.islink(name):
            continue
        path = repository.names.from_top(name) or os.fsencode(name)
        stripper = stripping.of(path)
        try:
            file = files.read(name)
        except Refusal as refusal:
            outcome.refuse(refusal)
            continue
        stripped = outcome.attempt(path, file.content, stripper)
        if stripped is not None and stripped.changes and not _is_stripped(repository, path, stripper):
            strip_file(file, stripped, outcome)


def _is_stripped(repository: Repository, path: bytes, stripper: Stripper | None) -> bool:
    """Whether git holds the notebook stripped already, by its filter or by hand: then the file may keep its outputs."""
    content = repository.objects.read(f":{os.fsdecode(path)}")
    if content is None or stripper is None:
        return False
    try:
        return not stripper.strip(content).changes
    except Broken:
        return False
