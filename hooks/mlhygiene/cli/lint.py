"""`mlhygiene lint`: judge a part of the repository and tell what was found."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from mlhygiene import ci
from mlhygiene.cli import baselines, lint_branch, lint_tree, outputs
from mlhygiene.cli.lint_scope import scope
from mlhygiene.cli.measuring import measured
from mlhygiene.cli.progress import counted
from mlhygiene.cli.session import ignores, judged, settings, tell
from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository
from mlhygiene.model import Exit
from mlhygiene.scope.messages import wanted

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from mlhygiene.ci.change import Change
    from mlhygiene.cli.caller import Task
    from mlhygiene.config import Config
    from mlhygiene.ignores import Ignores
    from mlhygiene.model import Subject
    from mlhygiene.report import Report
    from mlhygiene.rule import AnyRule, Finding
    from mlhygiene.tree import Tree


@dataclass(frozen=True)
class Run:
    """What is judged, by which rules, and what is set aside. `proposed` is what `--ci` has found."""

    repository: Repository
    arguments: Namespace
    coverage: Coverage
    proposed: Change | None
    build: ci.Build | None
    todo: Task
    chosen: Config
    rules: Sequence[AnyRule]
    aside: Ignores

    @property
    def revision(self) -> str:
        """Whose config counts: empty is the index."""
        return self.todo.revision


def run(arguments: Namespace) -> int:
    """Judge the scope that the arguments name."""
    asked = outputs.wanted(arguments)
    with Repository.find(arguments.folder) as repository:
        this = _prepared(repository, arguments)
        known = baselines.known(repository, this.revision, this.chosen, arguments)
        report = baselines.settled(repository, _judged(this), known, this.rules, arguments)
        report, code = _fixed(this, _titled(this, report))
    written = outputs.write(report, asked, arguments.color)
    tell(this.coverage)
    if asked[0].form == "text":
        baselines.hint(report, this.chosen, arguments)
    if not written:
        return Exit.UNJUDGED
    return Exit.CLEAN if code is Exit.FINDINGS and arguments.exit_zero else code


def _prepared(repository: Repository, arguments: Namespace) -> Run:
    """The scope, and the config of its revision."""
    proposed = _proposed(repository, arguments)
    build = proposed.build if proposed else ci.build(os.environ)
    coverage = Coverage()
    todo = scope(repository, coverage, arguments)
    chosen = measured(settings(repository, todo.revision, arguments.config), repository, todo.revision)
    rules = chosen.rules(_split(arguments.select), _split(arguments.ignore))
    aside = ignores(repository, todo.revision, chosen, baseline=False)
    return Run(repository, arguments, coverage, proposed, build, todo, chosen, rules, aside)


def _judged(this: Run) -> Report:
    """All that is found in the scope; a layout answers for what it makes worse."""
    report = judged(this.todo.scope, counted(_subjects(this), this.coverage), this.rules, this.aside, this.coverage)
    report = lint_tree.answering(this.repository, this.arguments, report, partial(_of_tree, this))
    if report.scope == "tree" and not (_is_narrowed(this.arguments) or this.coverage.gaps):
        from mlhygiene.cli import unused  # in other scopes, an ignore may go unused

        for note in unused.notes(this.repository, this.arguments, this.revision, this.chosen, this.aside):
            this.coverage.note(note)
    if this.arguments.history or (this.build and this.build.tag):
        from mlhygiene.cli import tag_messages  # of what is at hand, nobody has made a tag yet

        report = tag_messages.beside(this, report)
    return report


def _subjects(this: Run) -> Iterator[Subject]:
    """Names, what the scope holds, the layout."""
    target = this.build and (this.build.target or this.build.branch) if this.arguments.from_ref is not None else None
    metrics = this.chosen.shared.get("metrics")
    wants = wanted(this.rules, target=target, metrics=metrics, since=this.chosen.since)
    if this.todo.scope in {"tree", "staged"} and not wants.files:
        this.coverage.note("no message was judged: name commits (--from-ref A --to-ref B, or --history)")
    tree = lint_tree.beside(this.repository, this.coverage, this.arguments, this.revision)
    return chain(
        lint_branch.beside(this.repository, this.arguments, this.build), this.todo.subjects(lambda: wants), tree
    )


def _of_tree(this: Run, tree: Tree) -> Sequence[Finding]:
    return judged("tree", [tree], this.rules, this.aside, Coverage()).findings


def _is_narrowed(arguments: Namespace) -> bool:
    """Whether less than the config says is judged."""
    return bool(arguments.paths or arguments.select or arguments.ignore)


def _titled(this: Run, report: Report) -> Report:
    """The same, and what is wrong with the title of a pull request."""
    if not this.proposed:
        return report
    from mlhygiene.cli import titles  # a build alone has one

    return titles.beside(report, this.proposed, this.rules, this.aside)


def _fixed(this: Run, report: Report) -> tuple[Report, Exit]:
    """What is left when all is mended that can be, if that is asked for; and the answer."""
    if not this.arguments.fix:
        return report, report.exit
    from mlhygiene.cli import fixes  # what mends a file comes with it

    report = fixes.mended(this.repository, report)
    return report, fixes.exit_code(report)


def _proposed(repository: Repository, arguments: Namespace) -> Change | None:
    """What a CI says is proposed, which the arguments then name."""
    if not arguments.ci:
        return None
    from mlhygiene.cli import proposing  # what services say comes with it

    return proposing.scope(repository, arguments)


def _split(values: list[str]) -> list[str]:
    return [code.strip() for value in values for code in value.split(",") if code.strip()]
