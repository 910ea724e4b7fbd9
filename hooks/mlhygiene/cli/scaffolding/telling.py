"""What `mlhygiene init` says: what it found and decided, a line a file, and what is left to do."""

from __future__ import annotations

import os
import sys
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from mlhygiene import advice
from mlhygiene.cli.difference import unified
from mlhygiene.cli.scaffolding.owners import CONVERTED
from mlhygiene.cli.scaffolding.proposal import IGNORE
from mlhygiene.cli.scaffolding.targets import Action
from mlhygiene.model import Storage, printable, shown
from mlhygiene.scaffold.documents import CONFIG
from mlhygiene.scaffold.examples import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.cli.scaffolding.ground import Ground
    from mlhygiene.cli.scaffolding.looking import Look
    from mlhygiene.cli.scaffolding.owners import Harm, Settled, Turned
    from mlhygiene.cli.scaffolding.setting_up import Step
    from mlhygiene.cli.scaffolding.targets import Target

# A branch of an experiment, to begin with.
FIRST_BRANCH = "exp/baseline"
# So many paths are named.
NAMED = 5
UPGRADES = (
    "to version weights and data: `mlhygiene init --storage lfs` (Git LFS) or `mlhygiene init --storage dvc` (DVC)"
)
DECIDED = {
    Storage.NONE: "weights and data/ are ignored, and every size is ruled",
    Storage.LFS: "weights and data go to Git LFS",
    Storage.DVC: "git ignores weights and data, `dvc add` holds them",
    Storage.BOTH: "weights go to Git LFS; git ignores data, `dvc add` holds it",
}
DONE = {Action.WRITE: "written", Action.REFRESH: "refreshed", Action.LEAVE: "left alone"}


def head(ground: Ground, look: Look) -> Iterator[str]:
    """Where this is, what was found, what was decided."""
    if ground.repository is None:
        yield f"{ground.named}: becomes a git repository (`git init`)"
    elif ground.below:
        yield f"{ground.asked} lies in the repository {shown(os.fsencode(ground.root))}: its root is worked on"
    found = [f"{what} ({why})" for what, why in look.facts.because]
    if count := look.facts.notebooks:
        found.append(f"{count:,} notebook{'s' * (count > 1)}")
    if found:
        yield f"found    {printable(', '.join(found))}"
    if look.hooks.manager:
        yield f"hooks    {look.hooks.manager} ({look.hooks.because})"
    elif look.hooks.native:
        yield f"hooks    {', '.join(look.hooks.native)}: they stay, and whatever is installed later runs them, too"
    yield f"storage  {look.choices.storage} ({printable(look.because)}): {DECIDED[look.choices.storage]}"
    if look.choices.extras:
        yield f"with     {', '.join(sorted(map(printable, look.choices.extras)))}"


def files(targets: Sequence[Target], *, done: bool) -> Iterator[str]:
    """A line a file."""
    width = max((len(target.path) for target in targets), default=0)
    for target in targets:
        action = DONE.get(target.action, str(target.action)) if done else str(target.action)
        yield f"  {action:<11}  {target.path:<{width}}  {target.why}".rstrip()


def settled(found: Settled) -> Iterator[str]:
    """What a person should know of the files as they can be."""
    yield from _harms(found.harms)
    yield from _kept(found.kept)
    yield from _turned(found.turned)


def _harms(found: Sequence[Harm]) -> Iterator[str]:
    """What is left out, by file and reason, and what mends it."""
    for file, why in dict.fromkeys((harm.file, harm.why) for harm in found):
        group = [harm for harm in found if (harm.file, harm.why) == (file, why)]
        yield f"left out of {file}, since {why}:"
        yield from (f"  `{_line(harm)}`{_some(harm.paths)}" for harm in group if harm.paths)
        for by in dict.fromkeys(harm.by for harm in group if harm.by):
            lines = [_line(harm) for harm in group if harm.by == by]
            yield f"  `{'`, `'.join(lines[:NAMED])}`{_more(len(lines))}: {by}"
        yield f"  to have it: {_mended(group)}"


def _line(harm: Harm) -> str:
    """A line as a person thinks of it: of attributes, the pattern says enough."""
    said = harm.line if harm.file == IGNORE or harm.why == CONVERTED else pattern(harm.line)
    return printable(said.decode("utf-8", "replace"))


def _mended(group: Sequence[Harm]) -> str:
    paths = [path for harm in group for path in harm.paths]
    ours = "delete `# left out: ` before it, and run `mlhygiene init --force`"
    if not paths:
        return f"take the other line out, {ours}"
    if group[0].file != IGNORE:
        return f"{ours}; then `git add --renormalize .`"
    if len(paths) <= NAMED:
        return f"`git rm -r --cached -- {_specs(paths)}`, {ours}"
    listed = f"`git ls-files -ci -x {advice.quoted(group[0].line)}`"
    return f"`git rm -r --cached -- FILE…` ({listed} names them, and so on), {ours}"


def _kept(found: Sequence[Harm]) -> Iterator[str]:
    """What git holds by accident, mostly, and both ways to mend that."""
    if found:
        yield f"ignored by {IGNORE} from now on, but tracked, and git goes on recording it:"
    for harm in found:
        places = tuple(dict.fromkeys(_place(harm.line, path) for path in harm.paths))
        yield f"  `{_line(harm)}`{_some(places)}"
        below = "`, `".join(f"!/{shown(advice.escaped(place))}" for place in places[:NAMED])
        more = "` …" if len(places) > NAMED else "`"
        yield f"    take it out: `git rm -r --cached -- {_specs(places)}`, or keep it: `{below}{more} below the block"


def _place(line: bytes, path: bytes) -> bytes:
    """What a line ignores of a path: the file, or a folder around it, from whose inside nothing can be kept."""
    if not line.endswith(b"/"):
        return path
    name, parts = line.strip(b"/").rpartition(b"/")[2], path.split(b"/")
    depth = next((depth for depth, part in enumerate(parts[:-1], 1) if fnmatchcase(part, name)), len(parts))
    return b"/".join(parts[:depth]) + b"/" * (depth < len(parts))


def _turned(found: Turned) -> Iterator[str]:
    """The contents that should now be pointers, and the two ways to make them so; pointers that should be none."""
    if found.takes:
        yield f"Git LFS is to hold what git holds already{_some(found.takes)}"
        include = advice.quoted(b",".join(found.patterns))
        yield f"  from the next commit on: `git add --renormalize -- {_specs(found.takes)}`, then commit"
        yield f"  in history, too, for all who have a clone: `git lfs migrate import --everything --include={include}`"
    if found.leaves:
        yield f"Git LFS holds what no line gives to it any more{_some(found.leaves)}"
        yield f"  to have git hold it: `git lfs pull` first, then `git add --renormalize -- {_specs(found.leaves)}`"
    if found.crlf:
        yield f"stored with CRLF, and left so{_some(found.crlf)}"
        yield "  to have LF in history: `git add --renormalize .`, and commit"


def protected(branch: str | None, *, unborn: bool) -> Iterator[str]:
    """What whoever goes on where they are comes upon with the second commit."""
    if branch is not None:
        first = "after the first one, " if unborn else ""
        ways = f"`git switch -c {FIRST_BRANCH}`, or `protected = []` under [branches] of the config ({CONFIG})"
        yield f"{first}no commit is made on {printable(branch)} itself, which is protected: {ways}"


def next_steps(steps: Sequence[Step], written: Sequence[Target]) -> Iterator[str]:
    """The commands that are left to a person."""
    width = max((len(step.command) for step in steps), default=0)
    if steps:
        yield "next, in this clone (`mlhygiene init --install` runs them):"
    yield from (f"  {step.command:<{width}}  {step.why}" for step in steps)
    if written:
        names = " ".join(advice.pathspec(target.path.encode()) for target in written)
        yield f"then, since only what is staged counts: `git add -- {names}`, and commit"


def diff(targets: Sequence[Target], *, color: bool) -> None:
    """What changes, as git shows it: as it is into a pipe, so that `git apply` takes it; tamed on a terminal."""
    for target in targets:
        old, new = (content.decode("utf-8", "surrogateescape") for content in (target.before, target.after))
        terminal = sys.stdout.isatty()
        old, new = (_tame(text) if terminal else text for text in (old, new))
        text = unified(target.path.encode(), old, new, color=color, created=target.file is None)
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()


def _tame(text: str) -> str:
    return "".join(
        c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape", "replace").decode() for c in text
    )


def _specs(paths: Sequence[bytes]) -> str:
    return " ".join(advice.pathspec(path) for path in paths[:NAMED]) + " …" * (len(paths) > NAMED)


def _some(paths: Sequence[bytes]) -> str:
    named = ", ".join(shown(path) for path in paths[:NAMED])
    return f": {named}{_more(len(paths))}" if paths else ""


def _more(count: int) -> str:
    return f" and {count - NAMED:,} more" if count > NAMED else ""
