"""`mlhygiene init`, from a look at the repository to the last command that is left to do."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.cli.scaffolding import branches, ground, owners, setting_up, targets, telling, writing
from mlhygiene.cli.scaffolding.looking import FRAMEWORKS, Look, look
from mlhygiene.cli.scaffolding.owners import Settled, Turned
from mlhygiene.cli.scaffolding.targets import Action, Target
from mlhygiene.cli.session import colored
from mlhygiene.git import founding
from mlhygiene.model import Exit, Refusal, Storage
from mlhygiene.scaffold import hook_files, pieces

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Container, Sequence

    from mlhygiene.cli.scaffolding.ground import Ground
    from mlhygiene.files import File
    from mlhygiene.scaffold.piece import Once, Piece


class Plan(NamedTuple):
    """Every file as it should be, and what a person should know of it."""

    targets: list[Target]
    settled: Settled

    @property
    def writes(self) -> list[Target]:
        return [target for target in self.targets if target.changes]

    @property
    def drift(self) -> bool:
        """Whether something is not as it should be, written or not."""
        return any(target.changes or target.drift for target in self.targets)


def run(arguments: Namespace) -> int:
    """Look, say, ask, write, set up."""
    asked, dropped = _names(arguments.extras), _names(arguments.without)
    storage = Storage(arguments.storage) if arguments.storage else None
    with ExitStack() as closing:
        where = ground.find(arguments.path, closing)
        looked = look(where.root, where.repository, storage, asked, dropped)
        plan = _plan(where, looked, force=arguments.force or arguments.check or arguments.diff)
        _refuse_halves(looked, plan)
        if arguments.check or arguments.diff:
            return _shown(plan, arguments)
        _tell(where, looked, plan, done=False)
        if arguments.dry_run:
            return Exit.CLEAN
        if plan.writes and not _agreed(arguments, len(plan.writes)):
            print("nothing is written")
            return Exit.FINDINGS
    _write(where, plan)
    _set_up(where, looked, plan, install=arguments.install)
    return Exit.FINDINGS if any(target.drift and not target.changes for target in plan.targets) else Exit.CLEAN


def _plan(where: Ground, looked: Look, *, force: bool) -> Plan:
    """All is read, rendered and judged before anything is written."""
    wanted = pieces.pieces(looked.choices, looked.facts)
    read: dict[str, File | None] = {piece.path: targets.looked_at(where.root, piece.path) for piece in wanted}
    settled = Settled(wanted, [], Turned())
    if where.repository is not None:
        contents = {path: file.content for path, file in read.items() if file}
        settled = owners.settled(where.repository, wanted, contents, force=force)
    by_path: dict[str, list[Piece]] = {}
    for piece in settled.pieces:
        by_path.setdefault(piece.path, []).append(piece)
    found = [targets.of_pieces(path, read[path], group, force=force) for path, group in by_path.items()]
    found += [targets.of_once(where.root, once) for once in _onces(looked, by_path)]
    found.append(_hook_config(where, looked))
    for target in found:
        if target.changes and where.repository is not None:
            targets.writable(where.root, target)
            targets.checked_out(where.repository, target)
    return Plan(found, settled)


def _refuse_halves(looked: Look, plan: Plan) -> None:
    """New choices are for all blocks: with one left alone, a file could have two owners, or none."""
    left = [target.path for target in plan.targets if target.drift and not target.changes]
    if left and looked.recorded not in {None, looked.choices}:
        why = f"{left[0]}: somebody has changed the block, and new choices need all of them"
        raise Refusal(f"{why}: look at `mlhygiene init --diff`, then add --force")


def _onces(looked: Look, taken: Container[str]) -> list[Once]:
    """Files that are written once. One that an earlier run has written, and that is gone, somebody has taken away."""
    known = pieces.onces(looked.recorded, looked.facts) if looked.recorded else []
    before = {once.path for once in known}
    wanted = pieces.onces(looked.choices, looked.facts)
    return [once for once in wanted if once.path not in taken and once.path not in before]


def _hook_config(where: Ground, looked: Look) -> Target:
    """The config of pre-commit or prek, unless hooks are run by something else here."""
    read: dict[str, File | None] = {}

    def content(path: str) -> bytes | None:
        file = read.setdefault(path, targets.looked_at(where.root, path))
        return file.content if file else None

    found = hook_files.hook_file(content)
    file, manager, after = read.get(found.path), looked.hooks.manager, found.merged.content
    if file is None and manager not in {"", *FRAMEWORKS}:
        advice = "" if manager == "mlhygiene" else ": have it run `mlhygiene native pre-commit` and so on"
        return Target(found.path, None, b"", Action.LEAVE, f"hooks are run by {manager}{advice}")
    if file is not None and after == file.content:
        by_hand = found.path == hook_files.PREK and bool(found.merged.notes)
        settled = (Action.LEAVE, "our hooks are for you to add, as told below") if by_hand else (Action.UNCHANGED, "")
        return Target(found.path, file, after, *settled, notes=found.merged.notes)
    action, why = (Action.WRITE, "") if file is None else (Action.REFRESH, "our hooks are added")
    return Target(found.path, file, after, action, why, drift=True, notes=found.merged.notes)


def _shown(plan: Plan, arguments: Namespace) -> int:
    """A diff of all that would change by force; what a person should know goes to the other stream."""
    telling.diff(plan.writes, color=colored(arguments.color))
    for line in [*_notes(plan), *telling.settled(plan.settled)]:
        print(f"mlhygiene: note: {line}", file=sys.stderr)
    if not plan.drift:
        print(f"all {len(plan.targets)} files are as they should be", file=sys.stderr)
    elif arguments.check:
        count, edited = len(plan.writes), any(target.edited for target in plan.targets)
        drifted = f"{count} files have drifted" if count > 1 else "1 file has drifted"
        print(f"{drifted}: `mlhygiene init{' --force' * edited}` mends that", file=sys.stderr)
    return Exit.FINDINGS if arguments.check and plan.drift else Exit.CLEAN


def _tell(where: Ground, looked: Look, plan: Plan, *, done: bool) -> None:
    lines = [*telling.head(where, looked), *telling.files(plan.targets, done=done)]
    lines += [*looked.notes, *_notes(plan), *telling.settled(plan.settled)]
    lines += telling.protected(branches.protected(where, plan.writes), unborn=where.unborn)
    print(*lines, sep="\n")
    if looked.choices.storage is Storage.NONE:
        print(telling.UPGRADES)


def _notes(plan: Plan) -> list[str]:
    return [note for target in plan.targets for note in target.notes]


def _agreed(arguments: Namespace, count: int) -> bool:
    """Ask once, on a terminal alone."""
    if arguments.yes or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    what = "this file" if count == 1 else f"these {count} files"
    try:
        answer = input(f"Write {what}? [Y/n] ")
    except EOFError:
        return False
    return answer.strip().lower() in {"", "y", "yes"}


def _write(where: Ground, plan: Plan) -> None:
    """Write it all. A folder becomes a repository first: git's own complaints come before ours."""
    if where.repository is None:
        writing.found(where.root)
        founding.begin(where.root)
    writing.write(where.root, plan.writes)
    if plan.writes:
        count = len(plan.writes)
        print(f"{count} file{'s' * (count > 1)} written")
    elif not plan.drift:
        print("nothing to write: all is as it should be")


def _set_up(where: Ground, looked: Look, plan: Plan, *, install: bool) -> None:
    """Run what sets a clone up, or tell it; what fails is told when all is done."""
    steps, failed = setting_up.steps(where.root, looked.choices.storage, looked.hooks), list[str]()
    for step in steps if install else ():
        try:
            said = step.run()
            print(f"{step.command}: {said or 'done'}", flush=True)
        except Refusal as refusal:
            failed.append(f"{step.command}: {refusal}")
    for line in telling.next_steps([] if install else steps, plan.writes):
        print(line)
    if failed:
        raise Refusal(f"the files are as they should be, and this is left: {'; '.join(failed)}")


def _names(values: Sequence[str]) -> list[str]:
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    for name in names:
        if name not in pieces.EXTRAS:
            from difflib import get_close_matches  # only for who mistypes

            near = get_close_matches(name, pieces.EXTRAS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(pieces.EXTRAS)}"
            raise Refusal(f"{name!r} is nothing that --with or --without knows: {hint}")
    return names
