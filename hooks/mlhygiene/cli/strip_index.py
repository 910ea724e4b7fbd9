"""Notebooks stripped in the index; the worktree keeps its outputs, byte for byte."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.cli.session import settings, tell
from mlhygiene.cli.strip import Work, is_notebook
from mlhygiene.cli.stripping import Worktrees, chosen
from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository, entries
from mlhygiene.git.staging import Staging
from mlhygiene.model import Blob, Exit, Refusal
from mlhygiene.scope import index as scope

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Mapping

    from mlhygiene.cli.outcome import Outcome
    from mlhygiene.cli.stripping import Stripping
    from mlhygiene.model import Subject
    from mlhygiene.notebook.change import Changes
    from mlhygiene.notebook.stripping import Stripped

WHERE = " in the index"


def run(arguments: Namespace, options: Mapping[str, object]) -> int:
    """`mlhygiene strip --staged`: what the next commit records, or the named part of it."""
    if arguments.textconv:
        raise Refusal("--textconv and --staged: choose one")
    work, coverage = Work(arguments, Worktrees(options, arguments.config)), Coverage()
    work.outcome.where = WHERE
    with Repository.find() as repository:
        stripping = chosen(settings(repository, "", arguments.config), **options)
        staged = scope.staged(repository, coverage, [os.fsencode(name) for name in arguments.files])
        strip(repository, staged, stripping, work.outcome, work.tell if work.checks else None)
    tell(coverage)
    return Exit.UNJUDGED if coverage.gaps else work.exit()


def strip(
    repository: Repository,
    subjects: Iterable[Subject],
    stripping: Stripping,
    outcome: Outcome,
    checked: Callable[[bytes, Stripped], None] | None = None,
) -> None:
    """Strip the notebooks among the subjects in the index; with `checked`, tell it and write nothing."""
    staging = Staging(repository)
    done: list[tuple[bytes, Changes]] = []
    for blob in subjects:
        if not isinstance(blob, Blob) or not blob.regular or not is_notebook(blob.name) or _intended(repository, blob):
            continue
        stripper = stripping.of(blob.path)
        stripped = outcome.attempt(blob.path, blob.read() if stripper else b"", stripper)
        if stripped is None or not stripped.changes:
            continue
        if checked:
            checked(blob.path, stripped)
            continue
        staging.add(entries.Entry(blob.mode, blob.oid, blob.path), stripped.content)
        done.append((blob.path, stripped.changes))
    staging.write()
    for path, changes in done:
        outcome.strip(path, changes)


def _intended(repository: Repository, blob: Blob) -> bool:
    """Whether an entry only announces a file (`git add --intent-to-add`): it is empty, and no commit has it."""
    if blob.size or (repository.head and repository.objects.info(f"{repository.head}:{blob.name}")):
        return False
    base = repository.head or repository.empty_tree
    return blob.path not in {entry.path for entry in entries.staged(repository.at_top, base)}
