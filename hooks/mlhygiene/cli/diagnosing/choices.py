"""What a team has chosen in the config of pre-commit, as far as it keeps our hooks from their work."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from mlhygiene import __version__
from mlhygiene.cli.diagnosing import frameworks, installing
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, counted, error, note, warning
from mlhygiene.cli.diagnosing.hooks import framework
from mlhygiene.cli.diagnosing.scripts import SKIPPING, Maker, chain
from mlhygiene.cli.measuring import SKIPPED
from mlhygiene.dvc.document import mapping, sequence
from mlhygiene.hooks import HOOKS
from mlhygiene.native import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlhygiene.cli.diagnosing.frameworks import Framework, Ours
    from mlhygiene.cli.diagnosing.setup import Setup

MESSAGE = ".git/COMMIT_EDITMSG"
KEYS = ("files", "exclude")
NO_CONFIG = "PRE_COMMIT_ALLOW_NO_CONFIG"


def staged(setup: Setup) -> Iterator[Diagnosis]:
    """Each hook of ours runs at a stage that git has, and at one of its own."""
    config = framework(setup)
    for each in config.ours if config else ():
        at = config.line(*each.where, "stages") if config else ""
        useful = set(each.stages) & set(HOOKS[each.identifier].stages) - {"manual"}
        if not set(each.stages) & set(STAGES):
            yield error(f"{at}: {each.identifier} has `stages: [{', '.join(each.stages)}]`: git never calls it")
        elif not useful:
            ours = ", ".join(stage for stage in HOOKS[each.identifier].stages if stage != "manual")
            yield error(f"{at}: {each.identifier} is called at {', '.join(each.stages)}, and is for {ours}")


def swallowed(setup: Setup) -> Iterator[Diagnosis]:
    """No `files` or `exclude` keeps everything from a hook of ours.

    At commit-msg pre-commit puts the file of the message through both, those of the hook and
    those of the whole config; prek through those of the hook alone. A hook that is always
    run then runs without a name, and ours find the message by themselves.
    """
    config = framework(setup)
    if config is None:
        return
    by_prek = config.path.startswith("prek") or installing.tool(setup) is Maker.PREK
    try:
        for each in config.ours:
            if each.judges_files:
                yield from _all_swallowed(setup, config, each)
            elif not each.always and (where := _keeps(config, each, MESSAGE, own=by_prek)):
                text = (
                    f"{where} keeps {MESSAGE} from {each.identifier}, and it is not `always_run: true`: it never runs"
                )
                yield error(f"{text}; take the line out, or let it stay the hook's default")
    except re.error as fault:
        yield error(f"{config.path}: {fault.pattern!r} is no regular expression: no hook can run")


def fails_early(setup: Setup) -> Iterator[Diagnosis]:
    """With `fail_fast`, a failure of an earlier hook keeps ours from telling what they know."""
    config = framework(setup)
    if config is None or not config.ours:
        return
    first = config.ours[0].where
    earlier = [
        (number, position)
        for number, repository in config.repositories()
        for position, _ in enumerate(sequence(repository.get("hooks")))
        if (number, position) < (first[1], first[3])
    ]
    if config.top.get("fail_fast") and earlier:
        where = config.line("fail_fast")
        yield note(f"{where}: fail_fast: where one of {counted(len(earlier), 'earlier hook')} fails, ours do not run")


def environment(setup: Setup) -> Iterator[Diagnosis]:
    """No variable has hooks of ours passed over."""
    config = framework(setup)
    named = {each.identifier for each in config.ours} if config else set[str]()
    for variable in SKIPPED:
        skipped = {word.strip() for word in os.environ.get(variable, "").split(",")} & named
        if skipped:
            yield warning(f"{variable} is set: {', '.join(sorted(skipped))} is passed over", f"unset {variable}")
    if os.environ.get(NO_CONFIG):
        yield warning(f"{NO_CONFIG} is set: where a branch has no config, hooks pass in silence", f"unset {NO_CONFIG}")
    for stage in STAGES:
        for script in chain(setup, stage):
            if script.maker in {Maker.PRE_COMMIT, Maker.PREK} and SKIPPING.search(script.content):
                text = f"{setup.told(script.path)}: where a branch has no config, it passes in silence"
                yield note(text, installing.install(setup, [stage], frameworks.path(setup)))


def revision(setup: Setup) -> Iterator[Diagnosis]:
    """The hooks are of a version as new as this command."""
    config = framework(setup)
    for number, repository in config.repositories() if config else ():
        rev, url = str(repository.get("rev", "")), str(repository.get("repo", ""))
        told = re.fullmatch(r"v?(\d+(?:\.\d+)*)", rev)
        if config and frameworks.is_ours(repository) and told and _numbers(told[1]) < _numbers(__version__):
            text = f"{config.line('repos', number, 'rev')}: hooks of {rev}, and this is mlhygiene {__version__}"
            plain = "@" not in url  # a URL with a password is not repeated
            yield note(text, f"pre-commit autoupdate --repo {url}" if plain else "pre-commit autoupdate")


def _all_swallowed(setup: Setup, config: Framework, each: Ours) -> Iterator[Diagnosis]:
    """Whether no tracked file is left for a hook, which then judges nothing."""
    kind = HOOKS[each.identifier].files
    names = [path.decode("utf-8", "replace") for path in setup.paths]
    names = [name for name in names if kind is None or re.search(kind, name)]
    if names and not any(_kept(config.top, name) and _kept(each.chosen, name) for name in names):
        where = _keeps(config, each, names[0])
        yield error(f"{where} keeps every file from {each.identifier}: it judges nothing; take the line out")


def _kept(choice: Mapping[str, object], name: str) -> bool:
    """Whether `files` and `exclude` of one table leave a name."""
    files, exclude = (str(choice.get(key) or "") for key in KEYS)
    return re.search(files, name) is not None and not (exclude and re.search(exclude, name))


def _keeps(config: Framework, each: Ours, name: str, *, own: bool = False) -> str:
    """The line that keeps a name from a hook, such as `.pre-commit-config.yaml:3: exclude`; empty where none does.

    `own` looks at what is said of the hook alone.
    """
    tables = [(each.chosen, each.where), *([] if own else [(config.top, ())])]
    for table, where in tables:
        for key in KEYS:
            if not _kept({key: mapping(table).get(key)}, name):
                return f"{config.line(*where, key)}: {key}"
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


CHECKS = (staged, swallowed, fails_early, environment, revision)
