"""`mlhygiene doctor`: is everything set up so that it can work. It writes nothing and fetches nothing."""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

from mlhygiene.cli.diagnosing import choices, dvc, git, hooks, lfs, notebooks, remotes, repository, telling
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, Status
from mlhygiene.cli.diagnosing.setup import Setup
from mlhygiene.cli.diagnosing.telling import Told
from mlhygiene.cli.session import colored, speak_utf8
from mlhygiene.git import Repository
from mlhygiene.model import Exit, Refusal

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Check = Callable[[Setup], Iterator[Diagnosis]]

DOCTOR = """\
tell, a line each, what is well (ok), what is good to know (note), what is odd (warning),
what cannot work (error: exit code 1) and what could not be looked at (unjudged: exit code 2),
with the command that mends it, to be run at the root of the repository
"""
GROUPS: Mapping[str, Sequence[Check]] = {
    "repository": repository.CHECKS,
    "hooks": (*hooks.CHECKS, *choices.CHECKS),
    "Git LFS": lfs.CHECKS,
    "DVC": dvc.CHECKS,
    "notebooks": notebooks.CHECKS,
    "remotes": remotes.CHECKS,
    "git": git.CHECKS,
}

# What there is to look at without a worktree, where nobody commits.
BARE = ("remotes", "git")
# git's own words, and its advice.
DUBIOUS = re.compile(r"dubious ownership.*\((git config --global --add safe\.directory .*)\)$", re.DOTALL)


def declare(parser: ArgumentParser) -> None:
    parser.description = DOCTOR
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text for people, json for machines")
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour in text (default: on a terminal)"
    )
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR")
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    """Tell what every check says; what is not well makes the exit code."""
    told, counts = list[Told](), Counter[Status]()

    def heard() -> Iterator[Told]:
        for each in _told(arguments.folder):
            counts[each.status] += 1
            told.append(each)
            yield each

    if arguments.format == "json":
        list(heard())
        speak_utf8()
        sys.stdout.write(telling.json(told, counts))
    else:
        for line in telling.text(heard(), color=colored(arguments.color)):
            print(line, end="", flush=True)
        print(f"\n{telling.summary(counts)}")
    if counts[Status.UNJUDGED]:
        return Exit.UNJUDGED
    return Exit.FINDINGS if counts[Status.ERROR] else Exit.CLEAN


def _told(folder: str | None) -> Iterator[Told]:
    """What every check says. One that cannot answer says why, and the others are asked."""
    try:
        found = Repository.find(folder)
    except Refusal as refusal:
        distrust = DUBIOUS.search(str(refusal))
        if distrust is None:
            raise
        text = "git does not trust this repository, whose folder belongs to another user: it runs none of it"
        yield Told("git", "trusted", Diagnosis(text, Status.UNJUDGED, distrust[1]))
        return
    with found:
        setup = Setup(found)
        groups = GROUPS if found.top else {name: GROUPS[name] for name in BARE}
        for group, checks in groups.items():
            for check in checks:
                name = check.__name__.replace("_", "-")
                try:
                    for diagnosis in check(setup):
                        yield Told(group, name, diagnosis)
                except Refusal as refusal:
                    yield Told(group, name, Diagnosis(str(refusal), Status.UNJUDGED))
