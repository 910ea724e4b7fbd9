"""Git's hooks: is each one there that ours need, where git looks for it, and able to start."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene import native
from mlhygiene.cli import native_hooks
from mlhygiene.cli.diagnosing import frameworks, installing
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, error, note, warning
from mlhygiene.cli.diagnosing.scripts import FRAMEWORKS, LEADING, Maker, Script, chain, unable
from mlhygiene.dvc.document import Broken
from mlhygiene.git.hooks import KEY, runs_nothing
from mlhygiene.native import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.cli.diagnosing.frameworks import Framework
    from mlhygiene.cli.diagnosing.setup import Setup

WHAT = {
    "pre-commit": "what is committed",
    "pre-merge-commit": "what a merge brings",
    "prepare-commit-msg": "the form of a message",
    "commit-msg": "what a commit says",
    "pre-push": "what is pushed",
}


def framework(setup: Setup) -> Framework | None:
    """The config of pre-commit or prek; None where there is none, or where it is broken."""
    try:
        return setup.framework
    except Broken:
        return None


def folder(setup: Setup) -> Iterator[Diagnosis]:
    """Git looks for hooks in a folder that is there."""
    chosen = setup.setting(installing.PATH)
    if chosen is None:
        return
    named = f"core.hooksPath of {setup.told(os.path.join(setup.top, os.path.expanduser(chosen.origin)))}"
    if os.path.isdir(setup.hooks):
        yield Diagnosis(f"git looks for hooks in {setup.told(setup.hooks)} ({named})")
    else:
        yield error(
            f"git looks for hooks in {setup.told(setup.hooks)} ({named}), which is not there: no hook runs",
            installing.unset(setup),
        )


def installed(setup: Setup) -> Iterator[Diagnosis]:
    """Git calls us at every stage that our hooks need, and at those that the team wants."""
    config, path = framework(setup), frameworks.path(setup)
    needed, further = _needed(setup, config)
    reached, missing = list[tuple[str, Script]](), dict[str, str]()
    for stage in (*needed, *further):
        scripts = chain(setup, stage)
        if not any(_leads(script, config) for script in scripts):
            missing[stage] = _why(setup, scripts)
        elif scripts[0].runs:  # else `startable` tells
            reached.append((stage, scripts[0]))
    if reached:
        makers = " and ".join(dict.fromkeys(str(script.maker) for _, script in reached))
        yield Diagnosis(f"{makers}: {', '.join(stage for stage, _ in reached)}, in {setup.told(setup.hooks)}")
    if missing.keys() >= set(needed) and needed:
        why = f"nothing of ours runs when git commits: {'; '.join(dict.fromkeys(missing.values()))}"
        by_default = config is not None and _by_default(config, needed)
        yield error(why, installing.install(setup, needed, path, by_default=by_default))
        return
    if config is None or not config.ours:
        # Who sets up some stages without a config that names them has chosen them.
        path, needed, further = None, (), needed
    for stage in (stage for stage in needed if stage in missing):
        which = _of_stage(config, stage)
        yield error(f"{stage}: {missing[stage]}; never called: {which}", installing.install(setup, [stage], path))
    if late := [stage for stage in further if stage in missing]:
        text = f"git does not call us at {', '.join(f'{stage} ({WHAT[stage]})' for stage in late)}"
        yield warning(text, installing.install(setup, late, path, chosen=bool(reached)))


def single(setup: Setup) -> Iterator[Diagnosis]:
    """No stage has a hook too many, that `mlhygiene install` has moved aside for one that is gone."""
    for each in native_hooks.standings(setup.repository):
        if each.blocked and each.earlier:
            text = f"{setup.told(each.path)} has taken our place, and {setup.told(each.earlier)} is left from before"
            yield note(f"{text}: move one of them away, then `mlhygiene install`")


def startable(setup: Setup) -> Iterator[Diagnosis]:
    """What git finds at a stage can start."""
    path = frameworks.path(setup)
    for stage in STAGES:
        for script in chain(setup, stage):
            for why in unable(script, ours=not setup.tracks(script.path)):
                yield _unable(setup, script, why, path)
            if (ours := native.read(script.content)) and ours.edited:
                text = f"{setup.told(script.path)}: somebody has changed it since `mlhygiene install`"
                yield note(text, f"mlhygiene install --force --stage {stage}")


def readable(setup: Setup) -> Iterator[Diagnosis]:
    """The config of pre-commit is one, is shared, and names us."""
    path = frameworks.path(setup)
    try:
        config = setup.framework
    except Broken as broken:
        where = f"{path}:{broken.line}" if broken.line else path
        yield error(f"{where}: {broken.text}: no hook can run until it is mended")
        return
    if config is None or path is None:
        yield from _unconfigured(setup)
        return
    if path.encode() not in setup.paths:
        yield warning(f"{path} is not tracked: nobody else has these hooks", f"git add {path}")
    elif setup.index(path) != setup.worktree(path):
        yield warning(f"{path} has changes that are not staged: pre-commit refuses to run", f"git add {path}")
    if config.ours:
        yield Diagnosis(f"{path} has {', '.join(dict.fromkeys(each.identifier for each in config.ours))}")
    elif not _native(setup):
        yield error(f"{path} names no hook of mlhygiene", f"mlhygiene init && git add {path}")


def _unconfigured(setup: Setup) -> Iterator[Diagnosis]:
    lost = [script for stage in STAGES for script in chain(setup, stage) if script.maker in FRAMEWORKS and script.runs]
    if lost:
        first = setup.told(lost[0].path)
        config = frameworks.FILES[0]
        yield error(f"{first} is of {lost[0].maker}, and there is no {config}", f"mlhygiene init && git add {config}")


def _native(setup: Setup) -> bool:
    return any(script.maker is Maker.OURS for script in chain(setup, "pre-commit"))


def _needed(setup: Setup, config: Framework | None) -> tuple[Sequence[str], Sequence[str]]:
    """The stages without which a hook of ours never runs, and those that judge what comes another way."""
    if config is None or (not config.ours and _native(setup)):
        return STAGES, ()
    callable_ = [[stage for stage in each.stages if stage in STAGES] for each in config.ours]
    first = {stages[0] for stages in callable_ if stages}
    every = {stage for stages in callable_ for stage in stages}
    needed = [stage for stage in STAGES if stage in first or (stage in every and stage in config.wanted)]
    further = [stage for stage in STAGES if stage in every and stage not in needed and not config.wanted]
    return needed, further


def _by_default(config: Framework, needed: Sequence[str]) -> bool:
    """Whether `install` without a stage sets up all that is needed."""
    return set(config.wanted or ("pre-commit",)) >= set(needed)


def _leads(script: Script, config: Framework | None) -> bool:
    if script.maker is Maker.OURS:
        return True
    if script.maker in FRAMEWORKS:
        return config is not None and bool(config.ours)
    return script.leads(LEADING)


def _why(setup: Setup, scripts: Sequence[Script]) -> str:
    maker = scripts[0].maker if scripts else None
    if maker is Maker.LEFTHOOK:
        return "lefthook runs nothing of ours: have lefthook.yml run `mlhygiene native STAGE {0}` at each stage"
    if maker is Maker.HUSKY:
        return "husky runs nothing of ours"
    if scripts:
        return f"{setup.told(scripts[0].path)} is of {maker}, and does not lead to us"
    own = setup.own_hooks
    if os.path.realpath(own) != os.path.realpath(setup.hooks):
        return f"no hook in {setup.told(setup.hooks)}, where git looks, whatever {setup.told(own)} holds"
    return f"no hook in {setup.told(setup.hooks)}"


def _of_stage(config: Framework | None, stage: str) -> str:
    named = [each.identifier for each in config.ours if stage in each.stages] if config else []
    return ", ".join(dict.fromkeys(named)) or "ours"


def _unable(setup: Setup, script: Script, why: str, path: str | None) -> Diagnosis:
    text = f"{setup.told(script.path)} {why}"
    ours = script.maker is Maker.OURS
    again = installing.install(setup, [script.stage], None if ours else path, chosen=ours)
    if "instead" in why:
        return note(text, again)
    if not script.runs and runs_nothing(script.path):
        advice = f"have it look elsewhere (`git config {KEY} FOLDER`), then `mlhygiene install --force`"
        return error(f"{text}: nothing can start on its file system (it is mounted noexec); {advice}")
    if not script.runs and os.path.exists(script.path):
        from shlex import quote  # only where something is to be mended

        return error(text, f"chmod +x {quote(setup.told(script.path))}")
    if script.maker in {*FRAMEWORKS, Maker.OURS}:
        return error(text, again)
    return error(text)


CHECKS = (readable, folder, installed, single, startable)
