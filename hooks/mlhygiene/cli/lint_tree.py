"""The state as a whole, judged beside its files: the index, a revision, or the end of a range."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from mlhygiene.scope import clones, commits, trees
from mlhygiene.tree import Tree

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.git import Repository
    from mlhygiene.model import Subject
    from mlhygiene.report import Report
    from mlhygiene.rule import Finding


def beside(repository: Repository, coverage: Coverage, arguments: Namespace, revision: str) -> Iterator[Subject]:
    """The tree, where nothing narrows what is judged, and the clone where no commit was named.

    Of history as a whole there is none.
    """
    if arguments.paths or arguments.history:
        return
    if not (arguments.staged or arguments.ci or arguments.rev is not None or arguments.from_ref is not None):
        yield from clones.here(repository, os.environ)
    if arguments.from_ref is not None and commits.is_zero(arguments.to_ref or ""):
        return
    if revision:
        yield trees.revision(repository, repository.commit(revision), coverage=coverage)
    elif repository.top is not None:
        yield trees.index(repository, coverage)


def answering(
    repository: Repository, arguments: Namespace, report: Report, judge: Callable[[Tree], Sequence[Finding]]
) -> Report:
    """Of the layout, a commit or a range answers for what it makes worse, as the hook `repo-layout` has it."""
    found = [finding for finding in report.findings if isinstance(finding.subject, Tree)]
    if not found or not (arguments.staged or arguments.from_ref is not None):
        return report
    before = trees.recorded(repository) if arguments.staged else _below(repository, arguments)
    from mlhygiene.cli.worse import worse  # only what was found is compared

    kept = set(map(id, worse(found, before, judge)))
    findings = [each for each in report.findings if not isinstance(each.subject, Tree) or id(each) in kept]
    return replace(report, findings=findings)


def _below(repository: Repository, arguments: Namespace) -> list[Tree] | None:
    base: str = arguments.from_ref
    tip = repository.commit("HEAD" if arguments.to_ref is None else arguments.to_ref)
    known = [*([] if commits.is_zero(base) else [repository.commit(base)]), *arguments.known]
    return trees.below(repository, [tip, *(f"^{each}" for each in known)])
