"""`mlhygiene run --tag`: what could keep a run from its tag is told before it begins; then the tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.cli import answers, readers, tag_run
from mlhygiene.git import remote
from mlhygiene.git import tagging as tags
from mlhygiene.model import Refusal
from mlhygiene.provenance import tagging
from mlhygiene.provenance.bumping import branch

if TYPE_CHECKING:
    from argparse import Namespace

    from mlhygiene.git import Repository
    from mlhygiene.provenance.runs import Run

SHORT = 7


def refuse_taken(repository: Repository, run: Run, arguments: Namespace) -> None:
    """Refuse a run whose tag could not be made, or not be pushed anywhere."""
    name = tagging.name_of(repository, run.id)
    there = tags.standing(repository, name)
    if there and (arguments.snapshot or there.commit != run.commit):
        raise Refusal(f"the tag {name} stands at {there.commit[:SHORT]} and is not moved: give another --id")
    if not there and (wrong := tags.in_the_way(repository, name)):
        raise Refusal(f"--tag: {name} cannot be made: {wrong}")
    if arguments.push:
        remote.chosen(repository, branch(repository), arguments.remote)


def tag(repository: Repository, run: Run, arguments: Namespace) -> str:
    """Tag the commit that ran, and push that tag where the user says so; a line about it."""
    assert run.commit is not None
    made = tagging.make(repository, run.id, run.commit)
    answers.notes(readers.choked(repository, [made.name]))
    to = remote.chosen(repository, branch(repository), arguments.remote) if arguments.push else None
    if to:
        tag_run.push(repository, to, made.name)
    did = f"tagged {made.commit[:SHORT]} as {made.name}" if made.made else f"{made.name} stands there already"
    return f"{did}, pushed to {to}" if to else did
