"""`mlhygiene provenance verify`: can the code that a record names be had again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.model import Exit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from mlhygiene.provenance.verifying import Verdict

VERIFY = """\
does a record name a commit that is here, that a branch or tag keeps, and that a remote has; were
the files as committed, or is a snapshot or a patch there; and the commands that run it again

A record is a provenance.json, the folder or the tags of an MLflow run, W&B's config.yaml,
wandb-metadata.json or run-….wandb, Comet's archive, or any JSON with a `git_sha`. It is compared
with the repository that you stand in. Nothing is fetched: what a remote has is what was last seen.

examples:
  mlhygiene provenance verify provenance.json
  mlhygiene provenance verify mlruns/1/4f2a…  wandb/run-…/files/config.yaml
  mlhygiene provenance verify --format json runs/*.json
"""
EXITS = "exit codes: 0 reproducible, 1 not, 2 could not be judged here"


def declare(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="records; of an MLflow run, its folder")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text for people, json for machines")
    parser.add_argument("-C", metavar="DIR", dest="folder", help="the repository (default: the one around this folder)")
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    """Tell of every record; the worst answer counts."""
    from mlhygiene.git import Repository
    from mlhygiene.provenance.verifying import SCHEMA, verify

    with Repository.find(arguments.folder) as repository:
        verdicts = [verify(repository, file) for file in arguments.files]
    if arguments.format == "json":
        from mlhygiene.cli import answers

        answers.json({"schema": SCHEMA, "records": [verdict.document() for verdict in verdicts]})
    else:
        print("\n".join(_text(verdict) for verdict in verdicts), end="")
    return max((verdict.exit for verdict in verdicts), default=Exit.CLEAN)


def _text(verdict: Verdict) -> str:
    commit = f" {verdict.commit[:12]}" if verdict.commit else ""
    lines = [f"{verdict.file}:{commit} {verdict.word}"]
    lines += [f"  {why}" for why in (*verdict.faults, *verdict.unjudged)]
    lines += [f"  note: {note}" for note in verdict.notes]
    if verdict.commands:
        lines += ["  to run it again, in an empty folder:", *(f"    {line}" for line in verdict.commands)]
    return "".join(f"{line}\n" for line in lines)
