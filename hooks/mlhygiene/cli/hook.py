"""`mlhygiene hook ID`: the front end behind every id of `.pre-commit-hooks.yaml`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING

from mlhygiene.cli.session import colored, ignores, judged, settings, tell
from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository
from mlhygiene.hooks import HOOKS
from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    if identifier not in HOOKS:
        raise Refusal(f"{identifier!r} is no hook: there are {', '.join(HOOKS)}")
    if front := HOOKS[identifier].front:
        # No other hook needs its imports.
        code: int = import_module(f"mlhygiene.cli.{front}").run(argv)
        return code
    from mlhygiene.cli.caller import task  # and it does without these
    from mlhygiene.cli.measuring import measured
    from mlhygiene.report import render
    from mlhygiene.scope import wanted

    arguments = parse(argv)
    coverage = Coverage()
    with Repository.find() as repository:
        no_file_as_option(repository, arguments.options)
        todo = task(repository, coverage, arguments.names)
        revision = todo.revision
        chosen = measured(settings(repository, revision, arguments.config), repository, revision)
        if arguments.max_kib is not None:
            limit = arguments.max_kib * KIB
            chosen = chosen.with_option("large-file", limit=limit, text_limit=limit)
        rules = chosen.rules(among=HOOKS[identifier].selectors)
        report = judged(
            todo.scope, todo.subjects(wanted(rules)), rules, ignores(repository, revision, chosen), coverage
        )
    if report.findings or os.environ.get("PRE_COMMIT") == "1":
        # pre-commit and prek keep what a passing hook says to themselves, unless asked.
        print(render(report, "text", color=colored()), end="")
    tell(coverage)
    return report.exit


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


def no_file_as_option(repository: Repository, options: Sequence[str]) -> None:
    """A file called `--maxkb=999999` must not lift the limit for all the others."""
    for option in options if repository.top else ():
        if repository.objects.info(f":./{option}") is not None:
            name = shown(os.fsencode(option))
            raise Refusal(f"{name}: an option, and a file in the index, too: end the hook's options with `args: [--]`")
