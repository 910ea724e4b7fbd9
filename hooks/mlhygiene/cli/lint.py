"""`mlhygiene lint`: judge a part of the repository and tell what was found."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from mlhygiene import ci
from mlhygiene.cli import baselines, lint_branch, lint_tree, outputs
from mlhygiene.cli.caller import Task
from mlhygiene.cli.measuring import measured
from mlhygiene.cli.progress import counted
from mlhygiene.cli.session import ignores, judged, settings, tell
from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository
from mlhygiene.model import Exit, Refusal
from mlhygiene.scope import commits, index
from mlhygiene.scope.messages import wanted

if TYPE_CHECKING:
    from argparse import Namespace

    from mlhygiene.ci.change import Change


def run(arguments: Namespace) -> int:
    """Judge the scope that the arguments name."""
    asked = outputs.wanted(arguments)
    coverage = Coverage()
    with Repository.find(arguments.folder) as repository:
        proposed = _proposed(repository, arguments)
        build = proposed.build if proposed else ci.build(os.environ)
        todo = _scope(repository, coverage, arguments)
        revision = todo.revision
        chosen = measured(settings(repository, revision, arguments.config), repository, revision)
        rules = chosen.rules(_split(arguments.select), _split(arguments.ignore))
        target = _target(build) if arguments.from_ref is not None else None
        wants = wanted(rules, target=target, metrics=chosen.shared.get("metrics"), since=chosen.since)
        if todo.scope in {"tree", "staged"} and not wants.files:
            coverage.note("no message was judged: name commits (--from-ref A --to-ref B, or --history)")
        subjects = todo.subjects(lambda: wants)
        tree = lint_tree.beside(repository, coverage, arguments, revision)
        subjects = chain(lint_branch.beside(repository, arguments, build), subjects, tree)
        aside = ignores(repository, revision, chosen, baseline=False)
        known = baselines.known(repository, revision, chosen, arguments)
        report = judged(todo.scope, counted(subjects, coverage), rules, aside, coverage)
        report = lint_tree.answering(
            repository, arguments, report, lambda tree: judged("tree", [tree], rules, aside, Coverage()).findings
        )
        if report.scope == "tree" and not (arguments.paths or arguments.select or arguments.ignore or coverage.gaps):
            from mlhygiene.cli import unused  # in other scopes, an ignore may go unused

            for note in unused.notes(repository, arguments, revision, chosen, aside):
                coverage.note(note)
        report = baselines.settled(repository, report, known, rules, arguments)
        if proposed:
            from mlhygiene.cli import titles  # a build alone has one

            report = titles.beside(report, proposed, rules, aside)
        if arguments.fix:
            from mlhygiene.cli import fixes  # what mends a file comes with it

            report = fixes.mended(repository, report)
            code = fixes.exit_code(report)
        else:
            code = report.exit
    written = outputs.write(report, asked, arguments.color)
    tell(coverage)
    if asked[0].form == "text":
        baselines.hint(report, chosen, arguments)
    if not written:
        return Exit.UNJUDGED
    return Exit.CLEAN if code is Exit.FINDINGS and arguments.exit_zero else code


def _proposed(repository: Repository, arguments: Namespace) -> Change | None:
    """What a CI says is proposed, which the arguments then name."""
    if not arguments.ci:
        return None
    from mlhygiene.cli import proposing  # what services say comes with it

    return proposing.scope(repository, arguments)


def _target(build: ci.Build | None) -> str | None:
    """The branch that a build's range is proposed for, or lies on."""
    return build and (build.target or build.branch)


def _scope(repository: Repository, coverage: Coverage, arguments: Namespace) -> Task:
    """What to judge follows from the options."""
    named = [
        option
        for option, value in {
            "--staged": arguments.staged,
            "--from-ref": arguments.from_ref,
            "--history": arguments.history,
            "--rev": arguments.rev,
        }.items()
        if value is not None and value is not False
    ]
    if len(named) > 1:
        raise Refusal(f"{' and '.join(named)}: choose one scope")
    if arguments.to_ref is not None and arguments.from_ref is None:
        raise Refusal("--to-ref needs --from-ref")
    if arguments.fix and (arguments.history or arguments.rev is not None or arguments.from_ref is not None):
        raise Refusal(f"--fix mends the files of the worktree, and {named[0]} judges commits: leave one away")
    pathspecs = [os.fsencode(path) for path in arguments.paths]
    if pathspecs and (arguments.from_ref is not None or arguments.history):
        raise Refusal(f"{named[0]} judges whole commits: leave the paths away")
    default = "" if repository.top else repository.head or "HEAD"
    if arguments.staged:
        return Task("staged", "", lambda _: index.staged(repository, coverage, pathspecs))
    if arguments.history:
        return Task("history", default, lambda wants: commits.history(repository, coverage, wants()))
    if arguments.from_ref is not None:
        head = "HEAD" if arguments.to_ref is None else arguments.to_ref
        revision = default if commits.is_zero(head) else repository.commit(head)
        base: str = arguments.from_ref
        known: list[str] = arguments.known
        return Task(
            "between",
            revision,
            lambda wants: commits.between(repository, coverage, base, head, replace(wants(), known=known)),
        )
    revision = default if arguments.rev is None else repository.commit(arguments.rev)
    return Task("tree", revision, lambda _: index.tree(repository, coverage, pathspecs, arguments.rev))


def _split(values: list[str]) -> list[str]:
    return [code.strip() for value in values for code in value.split(",") if code.strip()]
