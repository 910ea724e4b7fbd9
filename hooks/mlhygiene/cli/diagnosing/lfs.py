"""Git LFS: what stores the large files that attributes name, and what sends them along with a push."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene import programs
from mlhygiene.cli.diagnosing import frameworks, installing
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, error, warning
from mlhygiene.cli.diagnosing.scripts import FRAMEWORKS, LFS_PUSH, Maker, chain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.cli.diagnosing.setup import Setup

ATTRIBUTES = b".gitattributes"
KEYS = ("process", "clean", "smudge", "required")
# Without `--skip-repo` it would write hooks as well, and stop where somebody has one.
FILTER = "git lfs install --local --skip-repo --force"
STAGES = ("post-checkout", "post-commit", "post-merge", "pre-push")


def needed(setup: Setup) -> bytes | None:
    """The attributes that give files to LFS; None where none do."""
    for path in sorted(setup.paths, key=len):
        if path.rpartition(b"/")[2] == ATTRIBUTES:
            content = setup.repository.file(os.fsdecode(path)) or b""
            lines = (line.lstrip() for line in content.splitlines())
            if any(b"filter=lfs" in line.split() for line in lines if not line.startswith(b"#")):
                return path
    return None


def program(setup: Setup) -> Iterator[Diagnosis]:
    """git-lfs is there. Git runs it by its name."""
    if needed(setup) is None:
        return
    if programs.found("git-lfs"):
        yield Diagnosis("git-lfs is on the PATH")
    else:
        text = "git-lfs is not on the PATH: git stores large files themselves, or stops"
        yield error(f"{text}; install it (git-lfs.com), then `git lfs install`")


def configured(setup: Setup) -> Iterator[Diagnosis]:
    """Git's config has the filter that attributes name; without it, git stores files as they are, in silence."""
    path = needed(setup)
    if path is None:
        return
    missing = [key for key in KEYS if not setup.settings.get(f"filter.lfs.{key}")]
    required = setup.settings.get("filter.lfs.required", "true").lower() in {"true", "yes", "on", "1"}
    named = f"{os.fsdecode(path)} has filter=lfs"
    if missing:
        keys = ", ".join(f"filter.lfs.{key}" for key in missing)
        yield error(f"{named}, and git's config has no {keys}: large files are stored in git", FILTER)
    elif not required:
        yield error("filter.lfs.required is not true: where git-lfs fails, git stores the file", FILTER)
    else:
        yield Diagnosis(f"{named}, and git's config has the filter")


def uploaded(setup: Setup) -> Iterator[Diagnosis]:
    """What is pushed takes its large files along: git-lfs does that at pre-push, and nobody else.

    pre-commit and prek run the hook of git-lfs if they found it when they were installed; with
    `--overwrite`, or where they came first, a push sends pointers alone.
    """
    if needed(setup) is None:
        return
    scripts = chain(setup, "pre-push")
    if not scripts or not scripts[0].runs:
        # Its filter sets the hook up when it meets the next file, where nobody else has one.
        text = "no pre-push hook of git-lfs yet: a push sends pointers, and the large files stay behind"
        yield warning(text, _hooks(setup))
    elif not any(script.leads(LFS_PUSH) for script in scripts):
        first = scripts[0]
        text = f"{setup.told(first.path)} ({first.maker}) does not run git-lfs"
        text = f"{text}: a push sends pointers, and the large files stay behind"
        advice = "" if (command := _hooks(setup)) else '; have it run `git lfs pre-push "$@"` on its standard input'
        yield error(text + advice, command)
    else:
        beside = f" (through {scripts[0].maker})" if scripts[0].maker is not Maker.LFS else ""
        yield Diagnosis(f"a push takes large files along{beside}")


def _hooks(setup: Setup) -> str:
    """git-lfs moves nothing aside: it writes its hooks first, and the others are put before them again.

    Empty where somebody has written one: two that both read what git says cannot just stand in a row.
    """
    present = [script for stage in STAGES for script in chain(setup, stage)]
    others = [script for script in present if script.maker is not Maker.LFS]
    if not others:
        return "git lfs update"
    if any(script.maker not in {*FRAMEWORKS, Maker.OURS} for script in others):
        return ""
    again = (installing.install(setup, [script.stage], frameworks.FILES[0]) for script in others)
    return " && ".join(["git lfs update --force", *dict.fromkeys(again)])


def left_behind(setup: Setup) -> Iterator[Diagnosis]:
    """Nothing has objects left behind on purpose."""
    for variable, meaning in {
        "GIT_LFS_SKIP_PUSH": "a push leaves the large files behind",
        "GIT_LFS_SKIP_SMUDGE": "a checkout leaves pointers where the large files belong",
    }.items():
        if needed(setup) is not None and os.environ.get(variable, "0").lower() not in {"", "0", "false", "no"}:
            yield warning(f"{variable} is set: {meaning}", f"unset {variable}")


CHECKS = (program, configured, uploaded, left_behind)
