"""`mlhygiene hook ID`: the front end behind every id of `.pre-commit-hooks.yaml`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mlhygiene import scope
from mlhygiene.cli.session import colored, judged, settings, tell
from mlhygiene.git import Repository, entries
from mlhygiene.hooks import HOOKS
from mlhygiene.model import Coverage, Refusal, shown
from mlhygiene.report import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlhygiene.model import Subject

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
    arguments = parse(argv)
    coverage = Coverage()
    with Repository.find() as repository:
        _no_file_as_option(repository, arguments.options)
        chosen = settings(repository, path=arguments.config)
        if arguments.max_kib is not None:
            limit = arguments.max_kib * KIB
            chosen = chosen.with_option("large-file", limit=limit, text_limit=limit)
        rules = chosen.rules(among=HOOKS[identifier].selectors)
        name, subjects = _scope(repository, coverage, arguments.names)
        report = judged(name, subjects, rules, chosen, coverage)
    if report.findings:
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


def _scope(repository: Repository, coverage: Coverage, names: list[str]) -> tuple[str, Iterator[Subject]]:
    """What is judged follows from who calls: pre-commit says it in the environment."""
    base, head = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    given = {path for name in names if (path := scope.from_top(repository, name, coverage)) is not None}
    if base and head:
        asked = (
            entries.differing(repository.at_top, repository.commit(base), repository.commit(head))
            if given
            else set[bytes]()
        )
        return "between", scope.between(repository, coverage, base, head, _chosen(repository, asked, given))
    branch, remote = os.environ.get("PRE_COMMIT_LOCAL_BRANCH"), os.environ.get("PRE_COMMIT_REMOTE_NAME")
    if branch and remote:
        asked = {entry.path for entry in entries.index(repository.at_top)} if given else set[bytes]()
        return "between", scope.unpushed(repository, coverage, branch, remote, _chosen(repository, asked, given))
    if names:
        _no_mistyped_option(repository, names)
        return "paths", scope.paths(repository, coverage, names)
    return "staged", scope.staged(repository, coverage)


def _chosen(repository: Repository, asked: set[bytes], given: set[bytes]) -> Callable[[bytes], bool]:
    """Leave out what the user's `files` and `exclude` leave out.

    pre-commit hands over those of the names asked about that the worktree has and the
    user wants. One that is there and was not handed over was left out on purpose; one
    that is not there (deleted again, or on a branch that is not checked out) was never
    put to the user's choice.
    """
    top = os.fsencode(repository.top or os.curdir)
    left_out = {path for path in asked - given if os.path.lexists(os.path.join(top, path))}
    return lambda path: path not in left_out


def _no_file_as_option(repository: Repository, options: Sequence[str]) -> None:
    """A file called `--maxkb=999999` must not lift the limit for all the others."""
    for option in options if repository.top else ():
        if repository.objects.info(f":./{option}") is not None:
            name = shown(os.fsencode(option))
            raise Refusal(f"{name}: an option, and a file in the index, too: end the hook's options with `args: [--]`")


def _no_mistyped_option(repository: Repository, names: Sequence[str]) -> None:
    for name in names:
        if name.startswith("--") and repository.objects.info(f":./{name}") is None:
            raise Refusal(f"{shown(os.fsencode(name))}: no such option, and no such file in the index")
