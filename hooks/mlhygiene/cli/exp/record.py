"""`mlhygiene exp record`: the result of a run, in a commit of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.cli import answers
from mlhygiene.experiments import recording
from mlhygiene.git import Repository, committing, entries
from mlhygiene.messages.reading import read
from mlhygiene.model import Exit, printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = """\
close a run: commit its result, and name the commit that ran

A run is begun by a commit `exp: <what> -> running`. Its result comes in a commit of its own,
never by an amend: trackers have noted the hash of the commit that ran. What is staged goes
into that commit; without, it is empty.

examples:
  mlhygiene exp record val_loss=0.42 ppl=12.3
  mlhygiene exp record --from metrics.json
  mlhygiene exp record --from metrics.json:eval.val_loss --run https://wandb.ai/x/y/runs/z
  mlhygiene exp record --status 'failed: OOM' --commit exp/wider
"""
SHORT = 7


def declare(parser: ArgumentParser) -> None:
    parser.add_argument("metrics", nargs="*", metavar="METRIC=VALUE", help="what was measured, as in a message")
    parser.add_argument(
        "--from", action="append", default=[], dest="files", metavar="FILE[:KEY]", help="numbers of a JSON file"
    )
    parser.add_argument("--status", metavar="TEXT", help="instead of numbers: diverged, 'failed: OOM'")
    parser.add_argument("--what", metavar="TEXT", help="what was tried, in other words than the run's")
    parser.add_argument("--run", metavar="URL", dest="url", help="where a tracker has the run")
    parser.add_argument("--commit", metavar="REV", help="the commit that ran (default: the newest that waits)")
    parser.add_argument("--dry-run", action="store_true", help="print the message, commit nothing")
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR")


def run(arguments: Namespace) -> int:
    metrics = list(arguments.metrics)
    for name in arguments.files:
        from mlhygiene.cli.measurements import measurements  # few ask for it

        metrics += measurements(name)
    result = recording.outcome(metrics, arguments.status)
    with Repository.find(arguments.folder) as repository:
        committing.refuse_unready(repository)
        ran = recording.waiting(repository, arguments.commit)
        message = recording.message(ran, result, arguments.what, arguments.url)
        if arguments.dry_run:
            print("\n".join(map(printable, message.rstrip("\n").split("\n"))))
            return Exit.CLEAN
        assert repository.head is not None
        staged = sum(1 for _ in entries.staged(repository.at_top, repository.head))
        oid = committing.commit(repository, message)
        _check(repository, oid, ran.commit)
    files = f" with {staged:,} staged {'file' if staged == 1 else 'files'}" if staged else ""
    print(printable(f"{oid[:SHORT]}{files}: {message.partition(chr(10))[0]}  (ran as {ran.commit[:SHORT]})"))
    return Exit.CLEAN


def _check(repository: Repository, oid: str, ran: str) -> None:
    """A hook may have changed the message: say so where the logbook would not read it."""
    stored = (repository.objects.read(oid) or b"").decode("utf-8", "replace").partition("\n\n")[2]
    told = read(stored, liberal=True).experiment
    if told is None or (recording.RUN_COMMIT, ran) not in told.trailers:
        answers.notes([f"a hook changed the message of {oid[:SHORT]}, and the logbook does not join it to its run"])
