"""`mlhygiene run -- COMMAND`: guard, stamp, run, tag, record."""

from __future__ import annotations

import os
import sys
from time import time
from typing import TYPE_CHECKING

from mlhygiene import programs
from mlhygiene.model import Exit, Refusal, printable
from mlhygiene.provenance import runs
from mlhygiene.provenance.capturing import WAYS, Dirty, Unknown, capture
from mlhygiene.provenance.guarding import judgement, policy_for
from mlhygiene.provenance.policy import Mode, Policy
from mlhygiene.provenance.ranks import follows
from mlhygiene.provenance.runs import Run
from mlhygiene.provenance.stamp import State

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from mlhygiene.provenance.stamp import Stamp

HELP = """\
run a command, and keep which code it was

The command runs as if it stood alone: its streams, signals and exit code are its own. It finds
the commit in MLHYGIENE_GIT_COMMIT and its like, and the record, a provenance.json, where
MLHYGIENE_PROVENANCE says: --output FILE, or else .git/mlhygiene/runs/<ID>.json, for there it
makes no tree dirty and no run takes another's. What is told is told on standard error.

examples:
  mlhygiene run -- python train.py --lr 3e-4
  mlhygiene run --strict --tag -- python train.py
  mlhygiene run --snapshot -- torchrun --nproc-per-node 8 train.py
  mlhygiene run --record val_loss=metrics.json:eval.loss -- python train.py
  mlhygiene run --dry-run -- python train.py --fast
"""
EXITS = (
    "exit codes: the command's own, a signal among them; before it starts 1 (files differ under --strict, or hold what "
    "no snapshot may), 2 (could not judge), 126 and 127 (cannot be run, not found); once it has succeeded 2 where its "
    "tag or its result could not be kept"
)
SHORT = 7
HERE = "run it in its repository, or set MLHYGIENE_GIT_COMMIT"
WRITE = "write the command behind `--`, such as `mlhygiene run -- python train.py`"


def declare(parser: ArgumentParser) -> None:
    parser.description, parser.epilog = HELP, EXITS
    parser.usage = "mlhygiene run [options] -- COMMAND [ARG ...]"
    guard = parser.add_argument_group("guard", "without: `[tool.mlhygiene.provenance]` says, or else it warns")
    how = guard.add_mutually_exclusive_group()
    how.add_argument(
        "--strict", action="store_const", const="strict", dest="policy", help="no run on files that differ"
    )
    how.add_argument("--warn", action="store_const", const="warn", dest="policy", help="tell which files differ")
    kept = parser.add_argument_group("what is kept")
    kept.add_argument("--dry-run", action="store_true", help="to try something out: run it, and record nothing at all")
    kept.add_argument(
        "--snapshot",
        action="store_true",
        help="keep files that differ as a commit under refs/mlhygiene/runs/, past index, worktree and hooks",
    )
    kept.add_argument("--output", metavar="FILE", help="the record (default: .git/mlhygiene/runs/<ID>.json)")
    kept.add_argument("--id", metavar="ID", help="what the run is called (default: time, commit and chance)")
    done = parser.add_argument_group("once it has succeeded")
    done.add_argument("--tag", action="store_true", help="tag the commit that ran: run/<ID>")
    done.add_argument("--push", action="store_true", help="with --tag: push this tag, and nothing else")
    done.add_argument("--remote", metavar="NAME", help="with --push: to this one (default: where the branch goes)")
    done.add_argument(
        "--record",
        action="append",
        default=[],
        metavar="METRIC=FILE:KEY",
        help="close the commit `-> running` with a number of a JSON file, such as val_loss=metrics.json:eval.loss",
    )
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR, the command, too")
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    _check(arguments)
    command: list[str] = arguments.command
    stamp, started = capture(os.getcwd()), time()
    policy = _guard(stamp, arguments)
    if policy is None:
        return Exit.FINDINGS
    first = not follows(os.environ)
    stamp = runs.described(stamp, command)
    begun = Run(runs.identified(arguments.id, stamp, started), stamp, runs.told(command), started)
    if arguments.dry_run or not first:
        if first:
            _say(f"dry run: nothing is recorded{_unmade(arguments)}")
        ended = _follow(command, runs.variables(begun, os.environ, record=None, dry=arguments.dry_run))
        return _answered(ended)
    from mlhygiene.cli import keeping  # a dry run keeps nothing

    kept = keeping.before(begun, arguments, policy)
    if kept is None:
        return Exit.FINDINGS
    _say(f"run {kept.run.id} at {kept.run.commit[:SHORT] if kept.run.commit else 'no commit'}{kept.where}")
    ended = _follow(command, runs.variables(kept.run, os.environ, record=kept.record, dry=False))
    keeping.after(kept, arguments, ended.code)
    return _answered(ended)


def _check(arguments: Namespace) -> None:
    if not arguments.command:
        raise Refusal(f"no command: {WRITE}")
    if arguments.push and not arguments.tag:
        raise Refusal("--push pushes a tag: say --tag, too")
    if arguments.folder is not None:
        try:
            os.chdir(arguments.folder)
        except OSError as error:
            raise Refusal(f"-C {printable(arguments.folder)}: {error.strerror}") from None


def _guard(stamp: Stamp, arguments: Namespace) -> Policy | None:
    """The policy under which the run may begin; None where it may not, for which files has been told.

    Who tries something out has not committed it: of a dry run the config asks for no more than a word.
    """
    try:
        policy = policy_for(stamp, os.getcwd(), arguments.policy)
        wrong, told = judgement(stamp, policy, os.getcwd())
    except ValueError as error:
        raise Refusal(str(error)) from None
    strict = policy.mode is Mode.STRICT and (arguments.policy or not arguments.dry_run)
    kept = arguments.snapshot and not arguments.dry_run and isinstance(wrong, Dirty)
    if strict and isinstance(wrong, Unknown):
        raise Refusal(_words(wrong))
    if strict and wrong and not kept:
        _say(f"{wrong}, or keep them with --snapshot")
        return None
    if wrong and arguments.tag and not kept and not arguments.dry_run:
        keep = ", or keep them with --snapshot" if isinstance(wrong, Dirty) else ""
        raise Refusal(f"--tag: {_words(wrong)}{keep}: a tag names code that somebody can bring back")
    if policy.mode is not Mode.OFF and not kept and (said := wrong or told):
        _say(f"warning: {_words(said)}")
    elif stamp.state is State.UNREAD and policy.mode is not Mode.OFF and stamp.reason:
        _say(f"note: {printable(stamp.reason)}")
    return policy


def _words(wrong: Dirty | Unknown) -> str:
    """What is wrong, with advice for a command line instead of a script."""
    return str(wrong).replace(WAYS, HERE)


def _unmade(arguments: Namespace) -> str:
    names = {"--snapshot": arguments.snapshot, "--tag": arguments.tag, "--record": arguments.record}
    names |= {"--output": arguments.output}
    unmade = [name for name, asked in names.items() if asked]
    return f" ({', '.join(unmade)} left out)" if unmade else ""


def _follow(command: list[str], environment: dict[str, str]) -> programs.Ended:
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        return programs.follow(command, environment)
    except programs.Unstarted as refusal:
        _say(printable(str(refusal)))
        return programs.Ended(refusal.code)


def _answered(ended: programs.Ended) -> int:
    """The exit code of the command; of one that a signal has killed we die alike."""
    if ended.signal:
        sys.stdout.flush()
        sys.stderr.flush()
        programs.die(ended.signal)
    return ended.code


def _say(text: str) -> None:
    print(f"mlhygiene: {text}", file=sys.stderr)
