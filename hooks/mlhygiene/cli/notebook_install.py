"""`mlhygiene init --notebook-filter`: git's filter over notebooks."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from mlhygiene.cli import notebook_attributes, takeover
from mlhygiene.cli.notebook_attributes import LINES, Target
from mlhygiene.cli.notebook_filter import ANY, KINDS, Standing, told
from mlhygiene.cli.stripping import chosen, of_worktree
from mlhygiene.filtering import attribute_lines, commands
from mlhygiene.filtering.commands import DIFF, DRIVER, FILTER
from mlhygiene.git import Repository
from mlhygiene.git.drivers import everywhere, global_attributes, local_attributes
from mlhygiene.git.process import here
from mlhygiene.git.settings import GLOBAL, LOCAL, remove, restore, settings, write
from mlhygiene.model import Exit, Refusal, shown

if TYPE_CHECKING:
    from argparse import Namespace

# So many notebooks are named.
NAMED = 10


def run(arguments: Namespace) -> int:
    """Set up what is asked for."""
    if arguments.everywhere:
        place = here(None)
        path = arguments.attributes or global_attributes(settings(place))
        return _run(Target(place, GLOBAL, path, lambda: everywhere(ANY + kind for kind in KINDS)), arguments)
    with Repository.find() as repository:
        if repository.top is None:
            raise Refusal("a bare repository has no worktree, and so nothing that a filter could strip")
        path = arguments.attributes or local_attributes(repository)
        standing = Standing(repository, notebook_attributes.base(repository, path))
        return _run(Target(repository.place, LOCAL, path, standing.look, standing.base, standing), arguments)


def _run(target: Target, arguments: Namespace) -> int:
    return _remove(target) if arguments.remove else _install(target, arguments)


def _install(target: Target, arguments: Namespace) -> int:
    """Write what is missing. The config comes first: attributes alone would have git store outputs in silence."""
    python, lines = _python(arguments.python), notebook_attributes.lines(target)
    old = notebook_attributes.content(target.attributes)
    options, before = takeover.options(arguments, settings(target.place)), settings(target.place, target.scope)
    keys = write(target.place, target.scope, commands.settings(target.scope, python, options))
    try:
        if lines:
            notebook_attributes.change(target.attributes, attribute_lines.added(old, lines))
        _prove(target)
    except Refusal as refusal:
        if lines and notebook_attributes.content(target.attributes) != old:
            notebook_attributes.change(target.attributes, old)
        restore(target.place, target.scope, (FILTER, DIFF), before)
        raise Refusal(f"{refusal}; nothing is left written") from None
    if not keys and not lines:
        print("the notebook filter is set up already: nothing written")
    if keys:
        print(f"git config {target.scope}: {FILTER} and {DIFF} are written")
    for line in lines:
        print(f"{target.named}: {line.decode()}")
    if options and keys:
        print(f"the filter has{takeover.spelled(options)}; for the hook and `mlhygiene strip`, in mlhygiene.toml:")
        print(*takeover.toml(options), sep="\n")
    if target.standing is not None:
        _tell(target.standing)
    return Exit.CLEAN


def _python(given: str | None) -> str | None:
    """The interpreter that git is to run; None for the command on the PATH, which must be there."""
    if given is not None:
        found = shutil.which(given)
        if found is None:
            raise Refusal(f"{given}: no such program: name a Python that has mlhygiene")
        return os.path.abspath(found)
    found = shutil.which(commands.PROGRAM)
    if found is None:
        raise Refusal(f"mlhygiene is not on the PATH, where git looks for it: add `--python {sys.executable}`")
    if sys.prefix != sys.base_prefix and os.path.abspath(found).startswith(os.path.abspath(sys.prefix) + os.sep):
        where = "which git finds while its virtual environment is active"
        print(f"mlhygiene: note: {found}, {where}: `pipx install mlhygiene`, or add --python", file=sys.stderr)
    return None


def _prove(target: Target) -> None:
    """Have git say that it takes notebooks to the filter, and that the filter runs."""
    in_force = target.look()
    for kind in KINDS:
        path = target.base + ANY + kind
        if in_force[path].filter != DRIVER:
            raise Refusal(f"git does not take {told(path)} to the filter: it reads no attributes in {target.named}")
        if target.standing is not None and (complaint := target.standing.tried(path)):
            raise Refusal(f"the filter does not run: {complaint}")


def _tell(standing: Standing) -> None:
    """Name the notebooks that still hold what the filter takes out."""
    stripping = chosen(of_worktree(standing.repository.top or os.curdir))
    dirty = list(standing.unstripped(standing.ours, stripping))
    if not dirty:
        return
    print(f"{len(dirty):,} of {len(standing.notebooks):,} notebooks in the index hold what the filter takes out:")
    for path in dirty[:NAMED]:
        print(f"  {shown(path)}")
    if len(dirty) > NAMED:
        print(f"  and {len(dirty) - NAMED:,} more")
    print("git shows them as modified until they are staged anew: `git add --renormalize .`, then commit")


def _remove(target: Target) -> int:
    """Take out what `_install` has written, and nothing else."""
    old = notebook_attributes.content(target.attributes)
    rest = attribute_lines.removed(old, LINES)
    # Attributes first, for the same reason.
    if rest != old:
        notebook_attributes.change(target.attributes, rest)
        print(f"{target.named}: its lines are removed")
    sections = [section for section in (FILTER, DIFF) if remove(target.place, target.scope, section)]
    if sections:
        print(f"git config {target.scope}: {' and '.join(sections)} are removed")
    if not sections and rest == old:
        print("no notebook filter is set up here: nothing removed")
    left = [path for path, each in target.look().items() if each.filter == DRIVER]
    if left and f"{FILTER}.process" in settings(target.place):
        print("notebooks are still stripped: there is a filter for all repositories, too (--global --remove)")
    elif left:
        print(f"{told(left[0])} still has filter={DRIVER}: name the file that says so (--attributes .gitattributes)")
    return Exit.CLEAN
