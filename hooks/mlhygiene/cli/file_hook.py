"""The hooks over files: what git is about to record, or what pre-commit and prek name."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mlhygiene.cli.caller import no_file_as_option, task
from mlhygiene.cli.measuring import measured
from mlhygiene.cli.session import colored, ignores, judged, settings, tell
from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository
from mlhygiene.hooks import HOOKS
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.cli.caller import Task
    from mlhygiene.config import Config
    from mlhygiene.report import Report
    from mlhygiene.scope.messages import Wanted

KIB = 1024


@dataclass
class Arguments:
    """What a hook was called with: its options, then file names."""

    names: list[str]
    config: str | None = None
    max_kib: int | None = None
    options: list[str] = field(default_factory=list[str])


def run(identifier: str, argv: Sequence[str]) -> int:
    """Judge what git or pre-commit is about to do; silent when all is well."""
    arguments = parse(argv)
    coverage = Coverage()
    with Repository.find() as repository:
        no_file_as_option(repository, arguments.options)
        todo = task(repository, coverage, arguments.names)
        chosen = settings(repository, todo.revision, arguments.config)
        if arguments.max_kib is not None:
            limit = arguments.max_kib * KIB
            chosen = chosen.with_option("large-file", limit=limit, text_limit=limit)
        report = reported(repository, todo, chosen, HOOKS[identifier].selectors, coverage)
    # pre-commit and prek keep what a passing hook says to themselves, unless asked.
    show(report, always=os.environ.get("PRE_COMMIT") == "1")
    return report.exit


def reported(
    repository: Repository,
    todo: Task,
    chosen: Config,
    selectors: Sequence[str],
    coverage: Coverage,
) -> Report:
    """What the chosen rules find."""
    chosen = measured(chosen, repository, todo.revision)
    rules = chosen.rules(among=selectors)

    def wants() -> Wanted:
        from mlhygiene.scope.messages import wanted  # only commits that are made already say something

        return wanted(rules, target=todo.target, metrics=chosen.shared.get("metrics"), since=chosen.since)

    return judged(todo.scope, todo.subjects(wants), rules, ignores(repository, todo.revision, chosen), coverage)


def show(report: Report, *, always: bool = False) -> None:
    """Tell what was found, and what could not be judged; silent when all is well."""
    if report.findings or always:
        from mlhygiene.report import render  # most runs find nothing

        print(render(report, "text", color=colored()), end="")
    tell(report.coverage)


def parse(argv: Sequence[str]) -> Arguments:
    """Options first, then names as pre-commit appends them, `-odd.bin` included.

    `--maxkb` and `--enforce-all` mean what they mean to check-added-large-files.
    """
    arguments, rest = Arguments([]), list(argv)
    while rest and rest[0].startswith("--"):
        option, has_value, value = rest[0].partition("=")
        if option not in {"--maxkb", "--config", "--enforce-all"}:
            break
        arguments.options.append(rest.pop(0))
        if option == "--enforce-all":
            continue
        value = value if has_value else rest.pop(0) if rest else ""
        if option == "--config":
            arguments.config = value
        elif value.isascii() and value.isdigit():
            arguments.max_kib = int(value)
        else:
            raise Refusal(f"--maxkb: {value!r} is not a number of KiB")
    if rest[:1] == ["--"]:
        return replace(arguments, names=rest[1:], options=[])
    return replace(arguments, names=rest)
