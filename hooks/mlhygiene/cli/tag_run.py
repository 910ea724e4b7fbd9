r"""`mlhygiene tag-run`: a tag for a run that matters.

JSON, schema `mlhygiene.tag-run/1`: `{"schema", "run" (the ID), "tag", "commit", "made" (false where it stood there
already), "signed", "snapshot" (whether the commit holds what no branch has), "pushed" (the remote, or null),
"notes": [line, …]}`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mlhygiene.cli import answers, readers
from mlhygiene.git import Repository, remote
from mlhygiene.model import Exit, Refusal, printable
from mlhygiene.provenance import tagging
from mlhygiene.provenance.bumping import branch

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from mlhygiene.provenance.tagging import Tagged

HELP = """\
tag the commit that a run began with: an annotated tag run/<ID>, which is never moved

For runs that matter: a baseline, a result of a paper, a checkpoint in production. Without
--commit it is the run's snapshot, where `mlhygiene run --snapshot` made one, or HEAD, where
the files are as HEAD has them. The same run at the same commit may be tagged again.

examples:
  mlhygiene tag-run 3x8k1abc
  mlhygiene tag-run 3x8k1abc --name lora-r16 --url https://wandb.ai/a/b/runs/3x8k1abc
  mlhygiene tag-run 3x8k1abc --commit 1c0334e --push
"""
SHORT = 7


def declare(parser: ArgumentParser) -> None:
    parser.description = HELP
    parser.add_argument("run", metavar="ID", help="what the tracker calls the run")
    parser.add_argument("--commit", metavar="REV", help="the commit that ran (default: the run's snapshot, or HEAD)")
    parser.add_argument("--name", metavar="TEXT", help="the name of the run")
    parser.add_argument("--url", metavar="URL", help="where the tracker has it; credentials are left out")
    parser.add_argument("--message", metavar="TEXT", help="what the tag says first")
    parser.add_argument("--sign", action="store_true", help="sign it, as `tag.gpgSign` does for every tag")
    parser.add_argument("--allow-dirty", action="store_true", help="tag HEAD though the files differ from it now")
    parser.add_argument("--push", action="store_true", help="push this tag and nothing else")
    parser.add_argument("--remote", metavar="NAME", help="with --push: to this one (default: where the branch goes)")
    answers.declare(parser, ("text", "json"))
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    told = tagging.Told(arguments.name, arguments.url, arguments.message)
    with Repository.find(arguments.folder) as repository:
        commit = tagging.commit_of(
            repository, arguments.run, revision=arguments.commit, allow_dirty=arguments.allow_dirty
        )
        to = remote.chosen(repository, branch(repository), arguments.remote) if arguments.push else None
        made = tagging.make(repository, arguments.run, commit, told, sign=arguments.sign)
        notes = readers.choked(repository, [made.name])
        kept = tagging.snapshot(repository, arguments.run) == commit
        if to:
            push(repository, to, made.name)
    if arguments.format == "json":
        answers.json(_document(arguments.run, made, kept, to, notes))
        return Exit.CLEAN
    answers.notes(notes)
    what = "the run's snapshot, " if kept else ""
    did = (
        f"tagged {what}{commit[:SHORT]} as {made.name}"
        if made.made
        else f"{made.name} stands at {commit[:SHORT]} already"
    )
    print(printable(f"{did}{', signed' * (made.made and made.signed)}{f', pushed to {to}' if to else ''}"))
    return Exit.CLEAN


def push(repository: Repository, to: str, name: str) -> None:
    """Push a tag; it stays here where it is not taken, and may be pushed again."""
    try:
        remote.push(repository, to, name)
    except Refusal as refusal:
        print(getattr(refusal, "said", ""), file=sys.stderr)
        raise Refusal(f"{refusal}: it stands here: say it again when that is mended") from None


def _document(identifier: str, made: Tagged, kept: bool, to: str | None, notes: list[str]) -> dict[str, object]:
    """See the top of this module."""
    return {
        "schema": "mlhygiene.tag-run/1",
        "run": tagging.clean(identifier),
        "tag": made.name,
        "commit": made.commit,
        "made": made.made,
        "signed": made.signed,
        "snapshot": kept,
        "pushed": to,
        "notes": notes,
    }
